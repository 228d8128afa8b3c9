"""Percentages of missions whose last assessment of a period meets something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Case, QuerySet, Value, When

from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.filters import condition
from quipu.apps.register.counting.moments import moment_columns, months_told, periods_of
from quipu.apps.register.counting.months import Horizon, Interval
from quipu.apps.register.counting.rows import UNIT, Categories, Category, Key, columns_of
from quipu.apps.register.models import Record

Assessment = tuple[Interval, int, int, tuple[Category, ...], object]
"""Between which months, of which mission, whether it meets the numerator (1 or 0), its categories, its day."""


def in_order_of_time(definition: Definition, records: QuerySet[Record]) -> QuerySet[Record]:
    """Records in such an order that the one that stands for its mission comes last."""
    return records.order_by("starts_on" if definition.by == "date" else "valid_from", "last_month", "pk")


def assessments_told(definition: Definition, records: QuerySet[Record]) -> Iterator[Assessment]:
    """Counted records, in the order of time."""
    categories = Categories(definition)
    met = condition(definition.numerator[0])
    for clause in definition.numerator[1:]:
        met &= condition(clause)
    day = "starts_on" if definition.by == "date" else "valid_from"
    columns = (*moment_columns(definition), "mission_id", "met", day, *columns_of(definition))
    rows = in_order_of_time(definition, records).annotate(met=Case(When(met, then=Value(1)), default=Value(0)))
    for first, last, mission, is_met, on, *told in rows.values_list(*columns).iterator(chunk_size=10_000):
        yield months_told(definition, first, last), mission, is_met, categories.of(tuple(told)), on


def shares(assessments: Iterable[Assessment], definition: Definition, horizon: Horizon) -> dict[Key, int]:
    """Percentages by period, dimension and category, in ten-thousandths; of nothing there is none."""
    last_of: dict[str, dict[int, tuple[int, tuple[Category, ...]]]] = defaultdict(dict)
    for months, mission, met, placed, _ in assessments:
        for period in periods_of(months, definition, horizon):
            last_of[period][mission] = (met, placed)
    parts: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
    for period, missions in last_of.items():
        for met, placed in missions.values():
            for dimension, category in placed:
                part = parts[period, dimension, category]
                part[0] += met
                part[1] += 1
    return {key: _percentage(met, all_of) for key, (met, all_of) in parts.items() if met or not key[1]}


def _percentage(part: int, whole: int) -> int:
    """Rounded half up to a ten-thousandth."""
    return (2 * part * 100 * UNIT + whole) // (2 * whole)
