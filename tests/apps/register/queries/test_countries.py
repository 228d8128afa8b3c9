"""Countries: acts with each, under their regions, and the sheet of one."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.looked_at import plant_acts_to_look_at
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import InstrumentFactory, RecordFactory

from quipu.apps.register.queries import countries
from quipu.apps.register.queries.countries import SHOWN, countries_by_region, country_sheet, counts_by_country
from quipu.apps.register.queries.looking import RecordFilters, records_matching

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 1)


@pytest.fixture
def institution():
    made = InstitutionFactory(country="PER")
    plant_acts_to_look_at(made)
    return made


def test_an_act_with_two_countries_counts_for_each(institution):
    RecordFactory(institution=institution, countries_with=["FRA", "CHL"])
    counts = counts_by_country(records_matching(institution, RecordFilters()))
    assert counts == {"FRA": 5, "ARG": 1, "BRA": 1, "MLT": 1, "CHL": 1}


def test_countries_stand_under_their_region_and_the_others_under_none(institution):
    groups = countries_by_region(institution, {"FRA": 4, "CHL": 1})
    named = {
        group.region.code if group.region else "": {item.code: item.count for item in group.countries}
        for group in groups
    }
    assert named == {"america": {}, "sudamerica": {"ARG": 0, "BRA": 0}, "europa": {"FRA": 4, "MLT": 0}, "": {"CHL": 1}}


def test_the_sheet_says_what_there_is_with_a_country(institution):
    sheet = country_sheet(institution, "FRA", TODAY)
    assert [region.code for region in sheet.region] == ["europa"]
    assert [mission.code for mission in sheet.missions] == ["E-FRA"]
    (mechanism,) = sheet.mechanisms
    assert (mechanism.last.code, mechanism.continuity.missing) == ("SES-III", (2,))
    assert [record.code for record in sheet.in_force.rows] == ["MEM"]
    assert sheet.pending.rows == []
    assert [item.text for item in sheet.commitments] == ["Enviar la propuesta"]
    assert (sheet.open_commitments, sheet.overdue) == (1, 1)
    assert [record.code for record in sheet.last.rows] == ["REUN", "SES-III", "MEM", "SES-I"]
    assert [(person.code, person.post, person.last) for person in sheet.people] == [
        ("dupont", "Ministra", date(2024, 5, 20))
    ]
    assert sheet.acts_by_year == [(2022, 1), (2023, 1), (2024, 2)]
    assert sheet.done == 4


def test_the_sheet_of_a_country_with_many_acts_says_the_same(institution, monkeypatch):
    usual = country_sheet(institution, "FRA", TODAY)
    monkeypatch.setattr(countries, "_BUSY", 1)
    busy = country_sheet(institution, "FRA", TODAY)
    assert (busy.last, busy.visits, busy.planned) == (usual.last, usual.visits, usual.planned)
    assert busy.last.rows


def test_the_nearest_region_goes_before_the_one_that_it_is_a_part_of(institution):
    assert [region.code for region in country_sheet(institution, "ARG", TODAY).region] == ["sudamerica", "america"]


def test_visits_and_what_is_to_come(institution):
    assert [record.code for record in country_sheet(institution, "ARG", TODAY).visits.rows] == ["VIS-ARG"]
    malta = country_sheet(institution, "MLT", TODAY)
    assert ([record.code for record in malta.planned.rows], malta.coming, malta.done) == (["PLAN"], 1, 0)


def test_an_instrument_is_in_force_between_its_dates_and_pending_before(institution):
    for code, stage, begins, ends in [
        ("POR-FECHA", "signed", date(2024, 1, 1), None),
        ("VENCIDO", "in_force", date(2020, 1, 1), date(2023, 1, 1)),
        ("FUTURO", "ratified", date(2025, 1, 1), None),
        ("TERMINADO", "ended", None, None),
        ("FIRMADO", "signed", None, None),
    ]:
        record = RecordFactory(institution=institution, code=code, kind="instrument", valid_from=begins, valid_to=ends)
        InstrumentFactory(record=record, stage=stage)
    sheet = country_sheet(institution, "FRA", TODAY)
    assert {record.code for record in sheet.in_force.rows} == {"MEM", "POR-FECHA"}
    assert {record.code for record in sheet.pending.rows} == {"FUTURO", "FIRMADO"}


def test_a_long_list_shows_the_first_and_says_that_there_are_more(institution):
    for _ in range(SHOWN + 1):
        RecordFactory(institution=institution, countries_with=["CHL"])
    sheet = country_sheet(institution, "CHL", TODAY)
    assert len(sheet.last.rows) == SHOWN
    assert sheet.last.more


def test_what_is_not_asserted_or_of_no_single_year_is_told_apart(institution):
    RecordFactory(institution=institution, countries_with=["CHL"], modality="hypothetical")
    RecordFactory(
        institution=institution,
        countries_with=["CHL"],
        precision="bounded",
        starts_on=date(2023, 12, 1),
        ends_on=date(2024, 1, 5),
    )
    (row,) = country_sheet(institution, "CHL", TODAY).figures
    assert (row.by_year, row.undated, row.total) == ({}, 1, 1)


def test_the_sheet_asks_few_queries(institution, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        country_sheet(institution, "FRA", TODAY)


def test_what_never_enters_into_force_waits_for_nothing(institution):
    for code, kind in (("DEC", "declaration"), ("HOJA", "road_map"), ("ACU", "agreement"), ("MOU", "memorandum")):
        record = RecordFactory(institution=institution, code=code, kind="instrument", countries_with=["CHL"])
        InstrumentFactory(record=record, type=kind, stage="signed")
    sheet = country_sheet(institution, "CHL", TODAY)
    assert {record.code for record in sheet.pending.rows} == {"ACU", "MOU"}
    assert {record.code for record in sheet.others.rows} == {"DEC", "HOJA"}
