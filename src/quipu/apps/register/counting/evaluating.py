"""What a rule counts: one question to the database, rolled up into periods and categories.

Amounts are whole numbers of ten-thousandths (`UNIT`), so that sums are exact on both databases and differences can be
added and taken away any number of times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, Count, F, QuerySet, Sum
from django.db.models.functions import Cast, Round

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.distinct import count_members, members_told
from quipu.apps.register.counting.filters import counted_records
from quipu.apps.register.counting.moments import counting_between, moment_columns, months_told, periods_of
from quipu.apps.register.counting.months import Horizon, Interval
from quipu.apps.register.counting.rows import TOTAL, UNIT, Categories, Category, Key, columns_of
from quipu.apps.register.counting.shares import assessments_told, shares
from quipu.apps.register.models import Record

_CHUNK = 10_000

Cell = tuple[Interval, Category]
"""Between which months, and in which category of which dimension (two empty texts: in all)."""


def contributions(
    definition: Definition, institution: Institution, ids: Collection[int] | None = None
) -> dict[Cell, int]:
    """What records add to the counts of a rule that counts or sums, by months and category; in ten-thousandths.

    Args:
        definition: a rule whose measure is a count or a sum.
        institution: whose records they are.
        ids: the records to look at; all when None.
    """
    found = counted_records(institution, definition)
    return _cells(definition, found if ids is None else found.filter(pk__in=list(ids)))


def _cells(definition: Definition, records: QuerySet[Record]) -> dict[Cell, int]:
    categories = Categories(definition)
    by_columns: dict[tuple[Any, ...], dict[Category, int]] = {}
    for row, units in _rows(definition, records):
        cells = by_columns.get(row[:2])
        if cells is None:
            cells = by_columns[row[:2]] = defaultdict(int)
        for category in categories.of(row[2:]):
            cells[category] += units
    found: dict[Cell, int] = defaultdict(int)
    for (first, last), cells in by_columns.items():
        months = months_told(definition, first, last)
        for category, units in cells.items():
            found[months, category] += units
    return {cell: units for cell, units in found.items() if units}


def _rows(definition: Definition, records: QuerySet[Record]) -> Iterable[tuple[tuple[Any, ...], int]]:
    """The columns of records that a rule looks at, and how many ten-thousandths those that are equal add."""
    columns = (*moment_columns(definition), *columns_of(definition))
    rows = records.values_list(*columns).order_by()
    if definition.measure == "sum":
        scaled = Cast(Round(F("figures__value") * UNIT), BigIntegerField())
        summed = rows.annotate(units=Sum(scaled, output_field=BigIntegerField()))
        return ((row[:-1], int(row[-1])) for row in summed.iterator(chunk_size=_CHUNK))
    if "country" not in definition.disaggregate:
        counted = rows.annotate(number=Count("*"))
        return ((row[:-1], row[-1] * UNIT) for row in counted.iterator(chunk_size=_CHUNK))
    # With countries most rows are groups of their own, and counting them here is quicker than sorting them there.
    numbers = Counter(rows.iterator(chunk_size=_CHUNK))
    return ((row, number * UNIT) for row, number in numbers.items())


def spread(cells: Mapping[Cell, int], definition: Definition, horizon: Horizon) -> dict[Key, int]:
    """Cells rolled up into the periods of a horizon; what adds up to nothing is there too, as zero."""
    found: dict[Key, int] = defaultdict(int)
    by_months: dict[Interval, list[tuple[Category, int]]] = defaultdict(list)
    for (months, category), number in cells.items():
        by_months[months].append((category, number))
    for months, numbers in by_months.items():
        for period in periods_of(months, definition, horizon):
            for (dimension, category), number in numbers:
                found[period, dimension, category] += number
    return found


def measured(
    definition: Definition,
    institution: Institution,
    horizon: Horizon,
    periods: Collection[str] | None = None,
) -> dict[Key, int]:
    """The values of a rule that is not a total of others, in ten-thousandths.

    Args:
        definition: the rule.
        institution: whose records it counts.
        horizon: the periods for which there is a count.
        periods: of those, the ones to measure; all when None.

    Returns:
        By period, dimension and category. In all there is a value for each period, zero too, except for a share of
        nothing; categories have one where it is not zero.
    """
    wanted = {period for period in horizon if periods is None or period in periods}
    if not wanted:
        return {}
    records = counted_records(institution, definition)
    if periods is not None:
        records = records.filter(counting_between(definition, wanted))
    if definition.measure == "share":
        found: Mapping[Key, int] = shares(assessments_told(definition, records), definition, horizon)
        return {key: number for key, number in found.items() if key[0] in wanted}
    if definition.measure == "distinct":
        found = count_members(members_told(definition, institution, records), definition, horizon)
    else:
        found = spread(_cells(definition, records), definition, horizon)
    values = {(period, *TOTAL): 0 for period in wanted}
    return values | {key: number for key, number in found.items() if key[0] in wanted and (number or not key[1])}
