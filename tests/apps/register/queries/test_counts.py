"""Counts beside what was typed in and printed, and the records behind each."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.plans import IndicatorFactory, SheetFactory, ValueFactory
from tests.factories.register import (
    CountingRuleFactory,
    InstrumentFactory,
    MissionFactory,
    RecordFactory,
    RegionCountryFactory,
)

from quipu.apps.plans.models import PublishedFigure
from quipu.apps.register.counting.definition import parse_definition
from quipu.apps.register.counting.leaving import SHOWN
from quipu.apps.register.counting.preview import preview
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import CountedValue, Record
from quipu.apps.register.queries.counts import compared_counts, left_out, rows_counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    made = SheetFactory(indicator__code="IND.01", name="Reuniones")
    CountingRuleFactory(indicator=made.indicator, feeds=True)
    return made


@pytest.fixture
def institution(sheet):
    return sheet.version.plan.institution


def _compared(sheet, period="2024", language="es"):
    return compared_counts(sheet.version.plan.institution, sheet.version, period, language)


def test_what_was_counted_stands_beside_what_was_typed_in_and_printed(sheet, institution):
    RecordFactory.create_batch(2, institution=institution)
    ValueFactory(indicator=sheet.indicator, number=Decimal(5))
    ValueFactory(indicator=sheet.indicator, stage="corrected", reason="Acta", number=Decimal(4))
    PublishedFigure.objects.create(
        plan=sheet.version.plan,
        period="2024",
        kind="objective",
        code=sheet.objective.code,
        measure="value",
        printed="6",
        source="Informe",
    )
    recount(institution)
    (found,) = _compared(sheet)
    assert (found.counted, found.reported, found.corrected, found.published) == (2, 5, 4, "6")
    assert found.difference == -3
    assert (found.indicator_code, found.element_code, found.name) == ("IND.01", sheet.objective.code, "Reuniones")
    assert found.words == "Cuenta las reuniones bilaterales con fecha en el periodo."
    assert found.feeds
    assert _compared(sheet, language="en")[0].words == "Counts the bilateral meetings dated within the period."


def _share(counted: str, **sheet):
    """The indicator of a percentage with what it counts, kept already."""
    made = SheetFactory(**{"unit_kind": "percentage", "indicator__code": "IND.04", **sheet})
    rule = CountingRuleFactory(indicator=made.indicator)
    CountedValue.objects.create(rule=rule, period="2024", number=Decimal(counted))
    return made


@pytest.mark.parametrize(
    ("counted", "difference"), [("70.2703", "0"), ("73.5", "3.2297"), ("70", "-0.2703"), ("100", "29.7297")]
)
def test_a_percentage_reported_by_its_parts_is_compared(counted, difference):
    sheet = _share(counted)
    ValueFactory(
        indicator=sheet.indicator, value_type="ratio", number=None, numerator=Decimal(104), denominator=Decimal(148)
    )
    (found,) = _compared(sheet)
    assert (found.reported, found.difference) == (Decimal("70.2703"), Decimal(difference))


def test_a_ratio_that_is_no_percentage_stays_as_it_is():
    sheet = _share("1", unit_kind="ratio")
    ValueFactory(
        indicator=sheet.indicator,
        stage="corrected",
        reason="Acta",
        value_type="ratio",
        number=None,
        numerator=Decimal(3),
        denominator=Decimal(2),
    )
    assert _compared(sheet)[0].corrected == Decimal("1.5")


def test_what_is_not_known_is_not_zero(sheet):
    (found,) = _compared(sheet, "2019")
    assert (found.counted, found.reported, found.corrected, found.published) == (None, None, None, "")
    assert found.difference is None


def test_an_indicator_that_is_not_counted_says_why_and_one_without_either_is_not_told(sheet):
    version = sheet.version
    other = SheetFactory(objective__version=version, indicator=IndicatorFactory(plan=version.plan, code="IND.02"))
    CountingRuleFactory(indicator=other.indicator, definition="", covers_from=None, why_not="Es una encuesta.")
    SheetFactory(objective__version=version, indicator=IndicatorFactory(plan=version.plan, code="IND.03"))
    found = _compared(sheet)
    assert [(item.indicator_code, item.why_not) for item in found] == [("IND.01", ""), ("IND.02", "Es una encuesta.")]


def test_counts_are_read_in_few_queries_however_many_indicators(sheet, django_assert_max_num_queries):
    for number in range(5):
        indicator = IndicatorFactory(plan=sheet.version.plan, code=f"MAS.{number}")
        SheetFactory(objective__version=sheet.version, indicator=indicator)
        CountingRuleFactory(indicator=indicator)
    with django_assert_max_num_queries(6):
        assert len(_compared(sheet)) == 6


def test_a_total_opens_onto_the_records_of_what_it_adds_up_each_once(sheet, institution):
    meeting, visit = (RecordFactory(institution=institution, kind=kind) for kind in ("bilateral_meeting", "visit"))
    RecordFactory(institution=institution, kind="campaign")
    plan = sheet.version.plan
    CountingRuleFactory(indicator__plan=plan, indicator__code="B", definition='{"kinds": ["visit"]}')
    total = CountingRuleFactory(indicator__plan=plan, indicator__code="C", definition='{"total_of": ["B", "IND.01"]}')
    planned = RecordFactory(institution=institution, kind="visit", status="planned")
    assert set(rows_counted(total, "2024")) == {meeting, visit}
    assert set(rows_counted(total, "2024", "country", "FRA")) == {meeting, visit}
    (left,) = left_out(total, "2024")
    assert (left.reason, left.count, list(left.rows)) == ("not_done", 1, [planned])


def test_the_last_assessment_of_a_mission_in_the_period_stands(institution):
    missions = [MissionFactory(institution=institution) for _ in range(3)]
    assessed = [
        (missions[0], date(2024, 2, 1), "inadequate"),
        (missions[0], date(2024, 9, 1), "adequate"),
        (missions[1], date(2024, 3, 1), "adequate"),
        (missions[2], date(2024, 3, 1), "inadequate"),
        (None, date(2024, 3, 1), "adequate"),
    ]
    for mission, day, outcome in assessed:
        fields = {"kind": "office_assessment", "mission": mission, "starts_on": day, "outcome": outcome}
        RecordFactory(institution=institution, **fields)
    rule = CountingRuleFactory(
        indicator__plan__institution=institution,
        definition='{"kinds": ["office_assessment"], "measure": "share",'
        ' "numerator": [{"field": "outcome", "is": ["adequate"]}]}',
    )
    recount(institution)
    counted = dict(rule.values.values_list("period", "number"))
    assert counted["2024"] == Decimal("66.6667")
    assert counted["2024-S1"] == Decimal("33.3333")
    assert "2024-Q4" not in counted
    assert rows_counted(rule, "2024").count() == 3
    assert {(item.reason, item.count) for item in left_out(rule, "2024")} == {("no_key", 1), ("superseded", 1)}


def test_every_reason_for_leaving_out_is_told(institution):
    made = {
        "not_done": {"status": "planned"},
        "not_asserted": {"modality": "hypothetical"},
        "not_approved": {"review": "submitted"},
        "no_date": {"starts_on": None, "precision": "unknown"},
        "not_within": {"mode": "virtual"},
        "imprecise": {"precision": "year"},
        "is_set": {},
    }
    records = {
        reason: RecordFactory(institution=institution, kind="instrument", **told) for reason, told in made.items()
    }
    InstrumentFactory(record=records["is_set"], type="set")
    kept = RecordFactory(institution=institution, kind="instrument")
    records["merged"] = RecordFactory(institution=institution, kind="instrument", merged_into=kept)
    text = '{"kinds": ["instrument"], "where": [{"field": "mode", "not": ["virtual"]}]}'
    found = preview(institution, parse_definition(text), "2024-M05")
    assert (found.total, list(found.rows)) == (1, [kept])
    assert {item.reason: list(item.rows) for item in found.left_out} == {
        reason: [record] for reason, record in records.items()
    }
    assert found.left_out[0].reason == "merged"


def test_a_record_dated_in_the_future_waits_even_when_done(institution, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2024, 5, 10))
    RecordFactory(institution=institution)
    found = preview(institution, parse_definition('{"kinds": ["bilateral_meeting"]}'), "2024")
    assert found.total == 0
    assert [item.reason for item in found.left_out] == ["future"]


def test_what_is_in_force_on_the_last_day_counts(institution):
    spans = [("2023-01-01", "2024-06-30"), ("2024-01-01", "2024-06-29"), ("2024-07-01", None), (None, None)]
    for start, end in spans:
        RecordFactory(institution=institution, kind="cooperation_scheme", valid_from=start, valid_to=end)
    definition = parse_definition('{"kinds": ["cooperation_scheme"], "by": "in_force"}')
    found = preview(institution, definition, "2024-S1")
    assert found.total == 1
    assert {(item.reason, item.count) for item in found.left_out} == {("no_date", 1), ("not_in_force", 1)}
    assert preview(institution, definition, "2024-Q3").total == 1


def test_a_preview_shows_some_rows_of_a_reason_and_counts_them_all(institution):
    RegionCountryFactory(region__institution=institution, region__code="europa", country="FRA")
    RecordFactory.create_batch(SHOWN + 3, institution=institution, status="planned")
    RecordFactory(institution=institution)
    definition = parse_definition('{"kinds": ["bilateral_meeting"], "disaggregate": ["region", "country", "mode"]}')
    found = preview(institution, definition, "2024")
    assert (found.left_out[0].count, len(found.left_out[0].rows)) == (SHOWN + 3, SHOWN)
    assert found.by_dimension == {"region": {"europa": 1}, "country": {"FRA": 1}, "mode": {"unknown": 1}}
    assert Record.objects.filter(institution=institution).count() == SHOWN + 4
