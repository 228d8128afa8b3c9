"""Which indicators count a record, and why the others leave it out."""

from __future__ import annotations

import json

import pytest
from tests.factories.plans import IndicatorFactory, PlanFactory
from tests.factories.register import CountingRuleFactory, RecordFactory

from quipu.apps.register.queries.record_counts import counts_of_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return RecordFactory(mode="virtual")


@pytest.fixture
def rule(record):
    """Makes a rule of the record's institution that looks at meetings."""
    plan = PlanFactory(institution=record.institution)

    def made(covers_from=2024, covers_to=None, **definition):
        text = json.dumps({"kinds": ["bilateral_meeting"], "measure": "count", "by": "date"} | definition)
        years = {"covers_from": covers_from, "covers_to": covers_to}
        return CountingRuleFactory(indicator=IndicatorFactory(plan=plan), definition=text, **years)

    return made


def test_a_rule_whose_conditions_it_meets_counts_it(record, rule):
    rule(where=[{"field": "country", "is": ["FRA"]}])
    (found,) = counts_of_record(record)
    assert found.counts


def test_a_condition_that_it_does_not_meet_is_named(record, rule):
    rule(where=[{"field": "country", "is": ["FRA"]}, {"field": "mode", "not": ["virtual"]}])
    (found,) = counts_of_record(record)
    assert (found.reason, found.missed) == ("not_within", ("mode",))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("status", "announced", "not_done"),
        ("modality", "negotiated", "not_asserted"),
        ("review", "draft", "not_approved"),
        ("first_month", None, "no_date"),
    ],
)
def test_what_never_counts_says_why(record, rule, field, value, reason):
    rule()
    setattr(record, field, value)
    record.save()
    (found,) = counts_of_record(record)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("covers_from", "covers_to", "reason"),
    [(2024, None, ""), (2020, 2024, ""), (2020, 2023, "not_covered"), (2025, None, "not_covered")],
)
def test_a_year_that_the_rule_does_not_cover_counts_nothing(record, rule, covers_from, covers_to, reason):
    rule(covers_from=covers_from, covers_to=covers_to)
    (found,) = counts_of_record(record)
    assert found.reason == reason


def test_a_sum_leaves_out_what_does_not_hold_its_figure(record, rule):
    rule(measure="sum", of="personas")
    (found,) = counts_of_record(record)
    assert found.reason == "no_figure"
    record.figures.create(name="personas", value=10)
    record.figures.create(name="otras", value=10)
    (found,) = counts_of_record(record)
    assert found.counts


def test_rules_of_other_kinds_and_of_other_institutions_are_not_told(record, rule):
    rule(kinds=["visit"])
    CountingRuleFactory()
    assert counts_of_record(record) == []


def test_those_that_count_it_come_first_in_two_queries(record, rule, django_assert_num_queries):
    rule(where=[{"field": "country", "is": ["BRA"]}])
    rule()
    with django_assert_num_queries(2):
        found = counts_of_record(record)
    assert [item.counts for item in found] == [True, False]
