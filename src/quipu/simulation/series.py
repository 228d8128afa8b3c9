"""The numbers of an indicator through the years, worked out in whole units so that they are the same everywhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from quipu.simulation.catalogue import IndicatorSpec
from quipu.simulation.shape import Shape

PERIODS = {"year": ("",), "semester": ("-S1", "-S2"), "quarter": ("-Q1", "-Q2", "-Q3", "-Q4")}
PERIODS["month"] = tuple(f"-M{month:02d}" for month in range(1, 13))
THRESHOLDS = ("maximum_permissible", "minimum_permissible")
_STRETCH = 22


@dataclass(frozen=True)
class Series:
    """Targets and values of each year, in units of the last decimal place."""

    targets: tuple[int, ...]
    values: tuple[int, ...]
    places: int
    whole: int

    def amount(self, units: int) -> Decimal:
        """Units as an exact amount."""
        return Decimal(units).scaleb(-self.places)


def series_of(shape: Shape, spec: IndicatorSpec) -> Series:
    """The series of an indicator. Two indicators of one name measure one thing and have one series."""
    chance = shape.stream(f"series:{spec.name}")
    unit = 10**spec.places
    whole = chance.randint(90, 160) if spec.value == "ratio" else 0
    base = spec.base * whole // 100 if whole else spec.base * unit
    targets = _targets(spec, base, shape.years)
    values = _values(spec, targets, base, chance)
    most = whole or (100 * unit if spec.unit_kind == "percentage" else 0)
    if most:
        targets, values = [min(most, t) for t in targets], [min(most, v) for v in values]
    return Series(
        tuple(max(1, target) for target in targets), tuple(max(0, value) for value in values), spec.places, whole
    )


def reached(spec: IndicatorSpec, series: Series, place: int) -> int:
    """About how much of its target an indicator reached in a year, in percent and 100 at most."""
    target, value = series.targets[place], max(1, series.values[place])
    if spec.value in ("ordinal", "text"):
        return 95
    if spec.direction in ("descending", "maximum_permissible"):
        return min(100, target * 100 // value)
    return min(100, value * 100 // target)


def split_target(spec: IndicatorSpec, total: int) -> list[int]:
    """The target of each part of a year."""
    count = len(PERIODS[spec.periodicity])
    if spec.accumulation == "sum":
        return spread(total, [1] * count)
    if spec.accumulation == "last":
        return _rising(total, count)
    return [total] * count


def split_value(spec: IndicatorSpec, total: int, chance: random.Random) -> list[int]:
    """The value of each part of a year; put together as the indicator accumulates, they give the year's."""
    count = len(PERIODS[spec.periodicity])
    if count == 1:
        return [total]
    if spec.accumulation == "sum":
        return spread(total, [chance.randint(8, 12) for _ in range(count)])
    if spec.accumulation == "last":
        return _rising(total, count)
    if spec.accumulation == "maximum":
        return [
            total if place == count // 2 else max(0, total - chance.randint(0, total // 5)) for place in range(count)
        ]
    return _around(spec, total, count, chance)


def spread(total: int, weights: list[int]) -> list[int]:
    """A total shared out by weights, whole and without loss."""
    parts, given, weight, all_weights = [], 0, 0, sum(weights)
    for share in weights:
        weight += share
        upto = total * weight // all_weights
        parts.append(upto - given)
        given = upto
    return parts


def _rising(total: int, count: int) -> list[int]:
    return [max(1, total - total * 15 * (count - 1 - place) // (100 * count)) for place in range(count)]


def _around(spec: IndicatorSpec, total: int, count: int, chance: random.Random) -> list[int]:
    room = 100 * 10**spec.places - total if spec.unit_kind == "percentage" else total
    parts: list[int] = []
    for _ in range(count // 2):
        step = min(max(0, room), total * chance.randint(0, 6) // 100)
        parts += [total - step, total + step]
    return parts


def _targets(spec: IndicatorSpec, base: int, years: int) -> list[int]:
    targets, now = [], base * 1000
    growth = 0 if spec.direction in THRESHOLDS and spec.trend in ("met", "exceeded", "exceeded_once") else spec.growth
    step = 100 - growth if spec.direction == "descending" else 100 + growth
    for year in range(years):
        now = now * step // 100
        last = year == years - 1
        targets.append((now * _STRETCH // 10 if spec.trend == "reach" and last else now) // 1000)
    return targets


def _values(spec: IndicatorSpec, targets: list[int], base: int, chance: random.Random) -> list[int]:
    values: list[int] = []
    for year, target in enumerate(targets):
        left = len(targets) - 1 - year
        if spec.trend == "falling" and left < 2 and values:
            values.append(values[-1] * (93 if left else 88) // 100)
        elif spec.trend == "flat":
            values.append(base * chance.randint(100, 104) // 100)
        elif spec.trend == "reach" and not left:
            values.append(max(values, default=target) * 103 // 100)
        else:
            values.append(_performed(spec, target, _per_mille(spec.trend, year, left, chance)))
    return values


def _performed(spec: IndicatorSpec, target: int, per_mille: int) -> int:
    if spec.direction in ("descending", "maximum_permissible"):
        return -(-target * 1000 // per_mille) if per_mille < 1000 else target * 1000 // per_mille
    return (target * per_mille + 500) // 1000


def _per_mille(trend: str, year: int, left: int, chance: random.Random) -> int:
    noise = chance.randint(-12, 12)
    rising = 840 + 230 * year // max(1, year + left) + noise
    now = {
        "improving": rising,
        "steady": 985 + 2 * noise,
        "falling": 1040 + noise,
        "setback": rising + 40 if left else 800 + 3 * noise,
        "high": 1130 + 6 * noise,
        "low": 430 + 9 * noise,
        "full": 1000,
        "ladder": 1000,
        "reach": 930 + 2 * noise,
        "met": 1012 + max(0, noise),
        "exceeded": 860 + noise if left in (0, 3) else 1015,
        "exceeded_once": 860 + noise if left == 2 else 1015,
        "short": 1020 + abs(noise) if left else 680 + noise,
    }
    return now[trend]
