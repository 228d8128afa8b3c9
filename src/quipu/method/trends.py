"""Groups of series by their trend over a plan. The sources group by eye: this rule is an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from quipu.method.directions import Direction
from quipu.method.editions import Edition
from quipu.method.exact import Value, fraction, is_number, write_number
from quipu.method.trace import Trace, record


class TrendGroup(StrEnum):
    """Where a series stands."""

    IMPROVING = "improving"
    IMPROVING_WITH_SETBACK = "improving_with_setback"
    FALLING = "falling"
    NO_SUBSTANTIVE_CHANGE = "no_substantive_change"

    def label(self, language: str = "en") -> str:
        """Names the group in Spanish (`es`) or English (`en`)."""
        return _GROUPS[self][language == "es"]


_GROUPS = {
    TrendGroup.IMPROVING: ("improving", "con mejora"),
    TrendGroup.IMPROVING_WITH_SETBACK: (
        "improving, with a setback in the last year",
        "con mejora y retroceso en el último año",
    ),
    TrendGroup.FALLING: ("falling", "decreciente"),
    TrendGroup.NO_SUBSTANTIVE_CHANGE: ("no substantive change", "sin mejora sustantiva"),
}


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of a series.

    Attributes:
        group: the group, or None when fewer than three years are known.
        assessable: how many years are known.
        total: how many years the series has.
        trace: how it was decided.
    """

    group: TrendGroup | None
    assessable: int
    total: int
    trace: Trace


def trend_of(series: Mapping[int, Value], direction: Direction, *, edition: Edition) -> Trend:
    """Puts a series of obtained values into one of four groups.

    A change counts when it is larger than `trends.substantive_percent` of the earlier value. Worse two years running at
    the end, by that much over both: falling. Better up to the year before last and worse in the last: a setback.
    Otherwise the last year against the first decides.

    Args:
        series: obtained value by year; missing years are left out and counted.
        direction: where less is better, a fall of the value is an improvement.
        edition: edition applied.
    """
    known = {year: fraction(value) for year, value in sorted(series.items()) if is_number(value)}
    values = list(known.values())
    margin = fraction(edition.decimal("trends.substantive_percent")) / 100
    group = _group(values, direction, margin) if len(values) >= 3 else None
    run = ", ".join(f"{year}: {write_number(value)}" for year, value in known.items())
    trace = Trace(
        rule="trends.group",
        edition=edition.code,
        reference=edition.reference("trends.group"),
        statement_en=f"{run or 'no year'}: {group.label('en') if group else 'fewer than three years'}",
        statement_es=f"{run or 'ningún año'}: {group.label('es') if group else 'menos de tres años'}",
        inputs={str(year): record(value) for year, value in sorted(series.items())},
        parameters={"substantive_percent": edition.text("trends.substantive_percent")},
        direction=direction,
    )
    return Trend(group, len(known), len(series), trace)


def _group(values: list[Fraction], direction: Direction, margin: Fraction) -> TrendGroup:
    sign = 1 if direction.more_is_better else -1

    def change(start: int, end: int) -> int:
        """1 when better, -1 when worse, 0 when not substantive."""
        gain = sign * (values[end] - values[start])
        return 0 if abs(gain) <= margin * abs(values[start]) else (1 if gain > 0 else -1)

    two_worse = sign * values[-1] < sign * values[-2] < sign * values[-3]
    if two_worse and change(-3, -1) < 0:
        return TrendGroup.FALLING
    if change(0, -2) > 0 and change(-2, -1) < 0:
        return TrendGroup.IMPROVING_WITH_SETBACK
    return {1: TrendGroup.IMPROVING, -1: TrendGroup.FALLING, 0: TrendGroup.NO_SUBSTANTIVE_CHANGE}[change(0, -1)]
