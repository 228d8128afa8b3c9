"""Beside what a value is shown: what the plan holds of the same period, and of others."""

from __future__ import annotations

from dataclasses import replace

from quipu.apps.collection.models import IndicatorEntry
from quipu.apps.collection.queries.breakdowns import Parts
from quipu.apps.collection.queries.owing import OwedValue
from quipu.apps.evaluation.facts import Fact, fact_of
from quipu.apps.plans.models import ObtainedValue
from quipu.method import Period

_PAST_VALUES = 5
_SAID = ("value_type", "number", "numerator", "denominator", "ordinal_id", "text", "no_data_reason")

Whole = tuple[IndicatorEntry | ObtainedValue | None, Parts]
"""A value with its parts."""


def differ(one: Whole, other: Whole) -> bool:
    """Whether two values, or the parts of them, say something else; comments and sources do not count."""
    return (_said(one[0]), one[1]) != (_said(other[0]), other[1])


def earlier_years(owed: OwedValue) -> dict[int, Fact]:
    """By year, what the plan holds of the same part of earlier years; a first semester is compared with others."""
    asked = Period.parse(owed.period)
    found: dict[int, Fact] = {}
    for text, row in owed.series.items():
        period = Period.parse(text)
        if period.year < asked.year and replace(period, year=asked.year) == asked:
            found[period.year] = fact_of(row, owed.sheet.unit_kind)
    return found


def latest_of_others(owed: OwedValue) -> list[ObtainedValue]:
    """The latest values of other periods, the newest first."""
    other = (row for period, row in owed.series.items() if period != owed.period)
    return sorted(other, key=lambda row: Period.parse(row.period), reverse=True)[:_PAST_VALUES]


def _said(value: IndicatorEntry | ObtainedValue | None) -> tuple[object, ...]:
    return tuple(getattr(value, name, None) for name in _SAID)
