"""Targets and values as the method takes them, and those of a period joined from its shorter ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from quipu.apps.plans.models import IndicatorSheet, ObtainedValue, Target
from quipu.apps.plans.models.fields import ValueType
from quipu.method import Accumulation, Aggregate, Edition, Granularity, NoData, Period, Value, across_periods


@dataclass(frozen=True)
class TextValue:
    """A value in words: reported, and beyond any formula."""

    text: str


Fact = Value | TextValue


def fact_of(row: ObtainedValue | Target, unit_kind: str) -> Fact:
    """The value of a row as the method takes it; a ratio of a percentage indicator comes in percent."""
    if row.value_type == ValueType.NO_DATA:
        return NoData(row.no_data_reason)
    if row.value_type == ValueType.TEXT:
        return TextValue(row.text)
    if row.value_type == ValueType.RATIO:
        exact = Fraction(row.numerator) / Fraction(row.denominator)  # type: ignore[arg-type]
        return exact * 100 if unit_kind == IndicatorSheet.UnitKind.PERCENTAGE else exact
    return row.amount


def value_in(
    values: Mapping[str, Fact], period: Period, accumulation: str, edition: Edition
) -> tuple[Fact, Aggregate | None]:
    """The fact of a period: its own, or its shorter periods joined as the indicator declares.

    Returns:
        The fact, and the aggregate it came from when it was joined.
    """
    own = values.get(str(period))
    if own is not None:
        return own, None
    for size in sorted(Granularity, key=lambda item: -item.months):
        parts = [values.get(str(child)) for child in period.children(size)]
        if not any(part is not None for part in parts):
            continue
        numbers: list[Value] = [None if isinstance(part, TextValue) else part for part in parts]
        joined = across_periods(numbers, Accumulation(accumulation), edition=edition)
        absent = next((part for part in parts if isinstance(part, NoData)), None)
        return (joined.exact if joined.exact is not None else absent), joined  # type: ignore[return-value]
    return None, None
