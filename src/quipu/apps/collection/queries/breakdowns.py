"""How the owed values break down: categories, the parts given, and by how much they miss the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quipu.apps.collection.rules import gap_of_parts
from quipu.apps.plans.models import (
    DisaggregatedValue,
    Disaggregation,
    DisaggregationCategory,
    IndicatorSheet,
    ObtainedValue,
)

Parts = dict[tuple[int, int | None], Decimal]
"""By category, and the category that it crosses or None: the number that falls there."""

_ADDITIVE = (IndicatorSheet.UnitKind.NUMBER, IndicatorSheet.UnitKind.QUANTITY)


@dataclass(frozen=True)
class BreakdownRow:
    """One way in which a value breaks down.

    Attributes:
        cells: each category with its part, None where it was not given; a retired one only when it has a part.
        crossed: (category, the one that it crosses, part), for the parts given where two categories cross.
        gap: the value less the sum of its parts; None when they agree, when a part is missing, or when the parts of
            this indicator do not add up to it.
    """

    disaggregation: Disaggregation
    cells: Sequence[tuple[DisaggregationCategory, Decimal | None]]
    crossed: Sequence[tuple[DisaggregationCategory, DisaggregationCategory, Decimal]]
    gap: Decimal | None


@dataclass(frozen=True)
class Breakdowns:
    """The categories of some indicators, and the parts of the values that the plan holds of them."""

    by_indicator: Mapping[int, Mapping[Disaggregation, Sequence[DisaggregationCategory]]]
    by_value: Mapping[int, Parts] = field(default_factory=dict)

    def held(self, value: ObtainedValue | None) -> Parts:
        """The parts of a value that the plan holds."""
        return {} if value is None else self.by_value.get(value.pk, {})

    def rows(self, sheet: IndicatorSheet, parts: Parts, value: Decimal | None) -> tuple[BreakdownRow, ...]:
        """Each way in which an indicator breaks down, with these parts."""
        ways = self.by_indicator.get(sheet.indicator_id, {})
        known = {category.pk: category for categories in ways.values() for category in categories}
        return tuple(_row(sheet, way, categories, known, parts, value) for way, categories in ways.items())


def load_breakdowns(indicators: Collection[int], values: Collection[int]) -> Breakdowns:
    """The categories of indicators, and the parts of obtained values; two queries."""
    found: dict[int, dict[Disaggregation, list[DisaggregationCategory]]] = defaultdict(lambda: defaultdict(list))
    categories = DisaggregationCategory.objects.filter(disaggregation__indicator__in=indicators)
    for category in categories.select_related("disaggregation").order_by("disaggregation__code", "pk"):
        found[category.disaggregation.indicator_id][category.disaggregation].append(category)
    parts: dict[int, Parts] = defaultdict(dict)
    for part in DisaggregatedValue.objects.filter(value__in=values):
        parts[part.value_id][part.category_id, part.crossed_with_id] = part.number
    return Breakdowns(found, parts)


def _row(
    sheet: IndicatorSheet,
    way: Disaggregation,
    categories: Sequence[DisaggregationCategory],
    known: Mapping[int, DisaggregationCategory],
    parts: Parts,
    value: Decimal | None,
) -> BreakdownRow:
    cells = [(item, parts.get((item.pk, None))) for item in categories]
    shown = [(item, number) for item, number in cells if number is not None or not item.retired]
    mine = {category.pk for category in categories}
    additive = sheet.aggregable and sheet.unit_kind in _ADDITIVE
    return BreakdownRow(
        disaggregation=way,
        cells=shown,
        crossed=[
            (known[first], known[second], number)
            for (first, second), number in parts.items()
            if first in mine and second is not None
        ],
        gap=gap_of_parts(value, [number for _, number in shown]) if additive else None,
    )
