"""Looking for records: each filter alone, words in any form, and what an address says."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from tests.factories.looked_at import plant_acts_to_look_at
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import RecordFactory, RecordRevisionFactory, UserFactory

from quipu.apps.register.queries.looking import PARAMETERS, RecordFilters, records_matching
from quipu.apps.register.queries.reach import Reach

pytestmark = pytest.mark.django_db
EVERY = {"REUN", "SES-I", "SES-III", "VIS-ARG", "VIS-BRA", "MEM", "PLAN", "FORO"}


@pytest.fixture
def institution():
    made = InstitutionFactory(country="PER")
    plant_acts_to_look_at(made)
    RecordFactory(code="AJENO")
    return made


def _codes(institution, **filters):
    return {record.code for record in records_matching(institution, RecordFilters(**filters))}


def test_without_filters_every_record_but_the_merged_ones(institution):
    assert _codes(institution) == EVERY


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kinds": ("visit", "forum")}, {"VIS-ARG", "VIS-BRA", "FORO"}),
        ({"statuses": ("planned",)}, {"PLAN"}),
        ({"country": "ARG"}, {"VIS-ARG"}),
        ({"region": "sudamerica"}, {"VIS-ARG", "VIS-BRA"}),
        ({"region": "america"}, {"VIS-ARG", "VIS-BRA"}),
        ({"period": "2024"}, {"REUN", "SES-III", "VIS-ARG", "VIS-BRA"}),
        ({"period": "2024-M05"}, {"REUN", "VIS-ARG", "VIS-BRA"}),
        ({"period": "2024-Q1"}, {"SES-III"}),
        ({"since": date(2024, 5, 21)}, {"VIS-ARG", "PLAN"}),
        ({"until": date(2023, 12, 31)}, {"SES-I", "MEM"}),
        ({"unit": "DGA"}, {"REUN", "VIS-ARG", "FORO"}),
        ({"unit": "DAS"}, {"VIS-ARG"}),
        ({"mission": "E-FRA"}, {"FORO"}),
        ({"mechanism": "CP-FRA"}, {"SES-I", "SES-III"}),
        ({"level": "minister"}, {"REUN"}),
        ({"level": "director_general"}, set()),
        ({"mode": "virtual"}, {"SES-III"}),
        ({"direction": "incoming"}, {"VIS-BRA"}),
        ({"action": "AEI.01.03"}, {"REUN"}),
        ({"axis": "Cultura"}, {"REUN"}),
        ({"instrument_type": "memorandum"}, {"MEM"}),
        ({"instrument_stage": "in_force"}, {"MEM"}),
        ({"review": "submitted"}, {"PLAN"}),
        ({"evidence": "with"}, {"REUN"}),
        ({"evidence": "without"}, EVERY - {"REUN"}),
        ({"outcome": "elected"}, {"FORO"}),
        ({"organisation": "OEA"}, {"FORO"}),
        ({"person": "dupont"}, {"REUN"}),
        ({"kinds": ("visit",), "country": "BRA", "text": "visitas"}, {"VIS-BRA"}),
    ],
)
def test_a_filter_alone_narrows_to_what_it_says(institution, filters, found):
    assert _codes(institution, **filters) == found


@pytest.mark.parametrize(
    "text", ["educacion reunion", "EDUCACIÓN", "Reunión educación", "francia educ", "parís canciller"]
)
def test_words_are_found_in_any_form_with_or_without_accents(institution, text):
    assert "REUN" in _codes(institution, text=text)


@pytest.mark.parametrize("text", ["educacion brasil", "ducacion", "¿?"])
def test_every_word_must_begin_a_word_of_the_record(institution, text):
    assert _codes(institution, text=text) == set()


@pytest.mark.parametrize("text", ["SES-III", "ses-iii"])
def test_a_whole_code_finds_its_record(institution, text):
    assert _codes(institution, text=text) == {"SES-III"}


def test_own_records_are_those_of_the_units_or_those_written(institution):
    unit = institution.units.get(code="DAS")
    assert _codes(institution, reach=Reach(frozenset({unit.pk}))) == {"VIS-ARG"}
    assert _codes(institution, reach=Reach()) == set()
    author = UserFactory()
    RecordRevisionFactory(record=institution.records.get(code="MEM"), by=author)
    assert _codes(institution, author=author.pk) == {"MEM"}


def test_the_latest_comes_first_and_what_has_no_date_last(institution):
    found = [record.code for record in records_matching(institution, RecordFilters())]
    assert found[0] == "PLAN"
    assert found[-1] == "FORO"


def test_words_and_regions_keep_the_order_and_leave_the_merged_out(institution):
    found = [record.code for record in records_matching(institution, RecordFilters(text="reunion"))]
    assert found == ["PLAN", "REUN", "SES-III", "SES-I"]


def test_an_address_is_read_and_written_the_same():
    query = "q=canciller&tipo=visit&tipo=forum&pais=FRA&lapso=2024-S1&desde=2024-01-02&sustento=with"
    filters = RecordFilters.from_address(QueryDict(query))
    assert filters.kinds == ("visit", "forum")
    assert filters.since == date(2024, 1, 2)
    assert set(filters.pairs()) == {
        ("q", "canciller"),
        ("tipo", "visit"),
        ("tipo", "forum"),
        ("pais", "FRA"),
        ("lapso", "2024-S1"),
        ("desde", "2024-01-02"),
        ("sustento", "with"),
    }


@pytest.mark.parametrize("query", ["desde=ayer", "lapso=2024-S9", "hasta=2024-02-30", "otro=1", "q=++", "tipo="])
def test_what_cannot_be_read_narrows_nothing(query):
    assert RecordFilters.from_address(QueryDict(query)) == RecordFilters()


def test_every_filter_can_be_taken_away():
    filters = RecordFilters.from_address(QueryDict("&".join(f"{name}=2024" for name in PARAMETERS)))
    for name, value in filters.pairs():
        filters = filters.without(name, value)
    assert filters == RecordFilters()
