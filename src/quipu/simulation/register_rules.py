"""How each indicator is counted from the register, or why it is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from quipu.simulation.catalogue import IndicatorSpec, ObjectiveSpec
from quipu.simulation.series import PERIODS
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import words

FEW = 6
"""Records a year for each indicator of an institution smaller than a ministry."""
_WHOLE = 8
"""Objectives of a whole ministry."""


@dataclass(frozen=True)
class CountedSpec:
    """An indicator that is counted: what its records are, and how many they must add up to.

    Attributes:
        spec: the indicator.
        theme: what the records of an objective's own indicator share; empty for an action's.
        made: its line of the word list.
        measure: `count`, `sum`, `distinct` or `share`.
        amounts: what the records of each period add up to, by period.
        feeds: whether the count is the value.
    """

    spec: IndicatorSpec
    theme: str
    made: Mapping[str, Any]
    measure: str
    amounts: Mapping[str, int]
    feeds: bool

    @property
    def regions(self) -> list[str]:
        """Where its counterparts are."""
        return list(self.made.get("regions", ()))

    @property
    def most_records(self) -> int:
        """Records a year, when they carry a figure."""
        return int(self.made.get("records", FEW))


def is_whole(shape: Shape) -> bool:
    """Whether it is a whole ministry, whose meetings are each a record."""
    return shape.objectives >= _WHOLE


def counted_specs(shape: Shape, objectives: tuple[ObjectiveSpec, ...], rows: Rows) -> list[CountedSpec]:
    """Every indicator that is counted."""
    used = values_in_use(rows)
    found = []
    for objective in objectives:
        measured = [(objective.indicator, objective.subject), *((action.indicator, "") for action in objective.actions)]
        for spec, theme in measured:
            made = _made(spec)
            if made is not None:
                found.append(_counted(shape, spec, theme, made, used.get(spec.code, {})))
    return _without_what_others_hold(shape, found)


def rule_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...], specs: list[CountedSpec]) -> list[Row]:
    """The rule of each indicator of the plan, or the reason that it has none."""
    counted = {item.spec.code: item for item in specs}
    rows: list[Row] = []
    for objective in objectives:
        for spec in (objective.indicator, *(action.indicator for action in objective.actions)):
            head: Row = {"plan": shape.plan, "indicator": spec.code}
            item = counted.get(spec.code)
            if item is None:
                rows.append({**head, "why_not": _why_not(spec)})
            else:
                text = json.dumps(definition(item, whole=is_whole(shape)), sort_keys=True, ensure_ascii=False)
                rows.append({**head, "definition": text, "feeds": item.feeds, "covers_from": shape.first_year})
    return rows


def definition(item: CountedSpec, *, whole: bool) -> dict[str, Any]:
    """The rule of an indicator as data."""
    made = item.made
    rule: dict[str, Any] = {"kinds": made["kinds"], "measure": item.measure, "by": made.get("by", "date")}
    own = {"field": "axis", "is": [item.theme]} if item.theme else {"field": "action_code", "is": [item.spec.element]}
    alone = whole and bool(made.get("where")) and item.measure == "count" and bool(made.get("levels"))
    where = [*made.get("where", ())] + ([] if alone else [own])
    if where:
        rule["where"] = where
    if item.measure in ("sum", "distinct"):
        rule["of"] = made["of"]
    if item.measure == "share":
        rule["numerator"] = made["numerator"]
    if made.get("disaggregate"):
        rule["disaggregate"] = made["disaggregate"]
    return rule


def values_in_use(rows: Rows) -> dict[str, dict[str, Decimal]]:
    """The number in use of each indicator and period: the corrected one where there is one."""
    found: dict[str, dict[str, Decimal]] = {}
    for stage in ("reported", "corrected"):
        for row in rows["values"]:
            number = row.get("number")
            if row["stage"] == stage and isinstance(number, Decimal):
                found.setdefault(str(row["indicator"]), {})[str(row["period"])] = number
    return found


def _made(spec: IndicatorSpec) -> Mapping[str, Any] | None:
    known: Mapping[str, Mapping[str, Any]] = {line["indicator"]: line for line in words("register")["made"]}
    if spec.name in known:
        return known[spec.name]
    composed: Mapping[str, Any] | None = words("register")["composed"].get(spec.unit)
    if composed is None or spec.accumulation != "sum" or spec.value != "number":
        return None
    return {"measure": "sum", "of": spec.unit, "feeds": True, "disaggregate": ["region", "country"], **composed}


def _counted(
    shape: Shape, spec: IndicatorSpec, theme: str, made: Mapping[str, Any], used: Mapping[str, Decimal]
) -> CountedSpec:
    periods = [f"{year}{part}" for year in shape.all_years for part in PERIODS[spec.periodicity]]
    complete = all(period in used for period in periods)
    feeds = bool(made.get("feeds")) and complete
    off = 0 if feeds else int(made.get("off", 0))
    amounts = {period: int(used[period]) * (100 + off) // 100 for period in periods if period in used}
    if made.get("off") and not complete:
        amounts = {period: amounts.get(period, max(amounts.values(), default=1)) for period in periods}
    measure = str(made["measure"])
    if measure == "count" and not is_whole(shape):
        measure = "sum"
    return CountedSpec(spec, theme, made, measure, amounts, feeds)


def _without_what_others_hold(shape: Shape, specs: list[CountedSpec]) -> list[CountedSpec]:
    """In a whole ministry a wide count is that of narrower ones and its own: what is left for its own records."""
    by_name = {item.spec.name: item for item in specs}
    result = []
    for item in specs:
        others = [by_name[name] for name in item.made.get("covers", ()) if name in by_name and is_whole(shape)]
        if others:
            amounts = {
                year: total - sum(number for other in others for p, number in other.amounts.items() if p[:4] == year)
                for year, total in item.amounts.items()
            }
            feeds = item.feeds and min(amounts.values()) >= 0
            item = replace(item, amounts={year: max(0, number) for year, number in amounts.items()}, feeds=feeds)
        result.append(item)
    return result


def _why_not(spec: IndicatorSpec) -> str:
    said = words("register")["why_not"]
    return str(said.get(spec.name) or said.get(spec.unit, said["other"]))
