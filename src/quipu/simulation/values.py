"""Targets, obtained values with their corrections and gaps, and how they break down."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from quipu.simulation.breakdowns import BREAKDOWNS, disaggregations, parts
from quipu.simulation.catalogue import IndicatorSpec, ObjectiveSpec
from quipu.simulation.institution import unit_names
from quipu.simulation.plan import EXTENDED, NEW, VERSIONS, indicators_in
from quipu.simulation.series import PERIODS, Series, series_of, split_target, split_value
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import words

LADDER_TOP = 5


def value_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> Rows:
    """Everything measured."""
    series = {spec.code: series_of(shape, spec) for spec in indicators_in(objectives, EXTENDED)}
    rows: Rows = {name: [] for name in ("targets", "values", "disaggregations", "parts", "overrides")}
    for version in VERSIONS:
        for spec in indicators_in(objectives, version):
            rows["targets"] += _targets(shape, spec, series[spec.code], version)
    for objective in objectives:
        for spec, unit in _measured(objective):
            values = list(_values(shape, spec, series[spec.code], unit_names()[unit]))
            rows["values"] += values
            if spec.breakdown in BREAKDOWNS:
                rows["disaggregations"] += disaggregations(shape.plan, spec)
                rows["parts"] += parts(shape, spec, values)
            if "override" in spec.cases:
                rows["overrides"].append(_override(shape, spec))
    return rows


def _measured(objective: ObjectiveSpec) -> Iterable[tuple[IndicatorSpec, str]]:
    yield objective.indicator, objective.unit
    for action in objective.actions:
        yield action.indicator, action.unit


def _override(shape: Shape, spec: IndicatorSpec) -> Row:
    reason = words("sheets")["reasons"]["override"]
    return {
        "plan": shape.plan,
        "indicator": spec.code,
        "period": str(shape.last_year),
        "direction": "ascending",
        "reason": reason,
    }


# ---------------------------------------------------------------- targets


def _targets(shape: Shape, spec: IndicatorSpec, series: Series, version: int) -> Iterable[Row]:
    years = shape.all_years if version == EXTENDED else shape.all_years[:-1]
    for place, year in enumerate(years):
        head: Row = {"plan": shape.plan, "version": version, "indicator": spec.code}
        units = series.targets[place]
        if version == NEW and place >= len(years) - 2 and spec.value == "number":
            units = _before_revision(spec, units)
        yield {**head, "period": str(year), **_typed(spec, series, units, place, shape.years, target=True)}
        if spec.periodicity != "year":
            for suffix, part in zip(PERIODS[spec.periodicity], split_target(spec, units), strict=True):
                yield {**head, "period": f"{year}{suffix}", "value_type": "number", "number": series.amount(part)}


def _before_revision(spec: IndicatorSpec, units: int) -> int:
    """The target that the updated version revised: one indicator in three had another one."""
    revised = sum(map(ord, spec.code)) % 3 == 0 and spec.direction == "ascending"
    return units * 112 // 100 if revised else units


def _typed(spec: IndicatorSpec, series: Series, units: int, place: int, years: int, *, target: bool) -> Row:
    if spec.value == "ratio":
        return {"value_type": "ratio", "numerator": Decimal(units), "denominator": Decimal(series.whole)}
    if spec.value == "ordinal":
        rung = min(LADDER_TOP, spec.base + 1 + place * 2 // max(1, years - 1))
        return {"value_type": "ordinal", "ordinal": rung if target or place % 3 == 1 else rung - 1}
    if spec.value == "text":
        stages = words("sheets")["texts"]["stages"]
        return {"value_type": "text", "text": stages[max(0, min(len(stages) - 1, place if target else place - 1))]}
    return {"value_type": "number", "number": series.amount(units)}


# ---------------------------------------------------------------- obtained values


def _values(shape: Shape, spec: IndicatorSpec, series: Series, unit_name: str) -> Iterable[Row]:
    chance = shape.stream(f"values:{spec.code}")
    source = words("sheets")["reasons"]["value_source"].format(unit_name=unit_name)
    for place, year in enumerate(shape.all_years):
        for row in _year(shape, spec, series, place, chance):
            head: Row = {"plan": shape.plan, "indicator": spec.code, "period": f"{year}{row.pop('suffix')}"}
            yield {**head, "stage": "reported", **row, "source": source, "synthetic": True}


def _year(shape: Shape, spec: IndicatorSpec, series: Series, place: int, chance: random.Random) -> Iterable[Row]:
    last, first = place == shape.years - 1, place == 0
    said = words("sheets")["reasons"]
    if last and "missing" in spec.cases:
        return
    if (last and "no_data" in spec.cases) or (first and "missing_early" in spec.cases):
        reason = said["no_data"] if last else said["no_data_early"]
        yield {"suffix": "", "value_type": "no_data", "no_data_reason": reason}
        return
    units = series.values[place]
    if spec.periodicity == "year":
        yield from _annual(shape, spec, series, place, units)
        return
    split = list(zip(PERIODS[spec.periodicity], split_value(spec, units, chance), strict=True))
    for suffix, part in split[:-1] if last and "missing_part" in spec.cases else split:
        yield {"suffix": suffix, "value_type": "number", "number": series.amount(part)}


def _annual(shape: Shape, spec: IndicatorSpec, series: Series, place: int, units: int) -> Iterable[Row]:
    corrected = "corrected" in spec.cases and place in (shape.years - 1, shape.years - 3)
    if not corrected:
        yield {"suffix": "", **_typed(spec, series, units, place, shape.years, target=False)}
        return
    reasons = words("sheets")["reasons"]["corrected"]
    early = max(0, units - max(1, units * 6 // 100))
    yield {"suffix": "", "value_type": "number", "number": series.amount(early)}
    yield {
        "suffix": "",
        "stage": "corrected",
        "value_type": "number",
        "number": series.amount(units),
        "reason": reasons[(place + sum(map(ord, spec.code))) % len(reasons)],
    }
