"""The register of action of a simulated institution: the acts behind its indicators, and how they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from quipu.simulation.catalogue import ObjectiveSpec
from quipu.simulation.register_actors import actor_rows, leader
from quipu.simulation.register_acts import Act
from quipu.simulation.register_cases import other_acts
from quipu.simulation.register_evidence import evidence_rows
from quipu.simulation.register_making import acts_of
from quipu.simulation.register_mechanisms import into_series, mechanism_rows
from quipu.simulation.register_rules import counted_specs, rule_rows
from quipu.simulation.register_treaties import committed
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import columns, words

_PROMISING = ("binational_cabinet", "high_level_dialogue")
_DETAILS = {
    "participants": "participants",
    "office_criteria": "criteria",
    "instrument_steps": "steps",
    "negotiation_followups": "followups",
    "commitments": "commitments",
}


def register_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...], rows: Rows) -> Rows:
    """Every sheet of the register.

    Args:
        shape: size and seed.
        objectives: the plan.
        rows: the institution and its values, which the counts come near to.
    """
    actors = actor_rows(shape)
    specs = counted_specs(shape, objectives, rows)
    units = _units(objectives)
    mechanisms: list[Row] = []
    acts: list[Act] = []
    for item in specs:
        made = acts_of(shape, item, actors | {"values": rows["values"]}, units[item.spec.element])
        if item.made.get("mechanisms"):
            mechanisms += mechanism_rows(units[item.spec.element], len(made) // shape.years)
            into_series(shape, made, mechanisms)
        acts += made
    acts += other_acts(shape, objectives[0].unit)
    _give_to_regions(acts)
    _complete(shape, acts, actors)
    rules = rule_rows(shape, objectives, specs)
    return {**actors, "mechanisms": mechanisms, "counting_rules": rules, **_rows_of(acts), **evidence_rows(shape, acts)}


def _units(objectives: Iterable[ObjectiveSpec]) -> dict[str, str]:
    """The unit of each element."""
    found: dict[str, str] = {}
    for objective in objectives:
        found |= {objective.code: objective.unit} | {action.code: action.unit for action in objective.actions}
    return found


def _give_to_regions(acts: Iterable[Act]) -> None:
    """What is dealt with a country belongs to the unit of its region, where the one of another region has it."""
    by_country = {code: unit for code, _name, _city, unit in columns(words("institution")["embassies"]["rows"])}
    regional = set(by_country.values())
    for act in acts:
        if act.countries and act.countries[0] in by_country and act.columns.get("unit") in regional:
            act.columns["unit"] = by_country[act.countries[0]]


def _complete(shape: Shape, acts: list[Act], actors: Rows) -> None:
    """Codes in the order of the dates, who led each side, and what some acts promised."""
    chance = shape.stream("register:complete")
    acts.sort(key=lambda act: (act.starts_on or date(shape.last_year, 12, 31), act.kind, act.title))
    numbers: Counter[int] = Counter()
    for act in acts:
        year = act.starts_on.year if act.starts_on else shape.last_year
        numbers[year] += 1
        act.code = f"REG-{year}-{numbers[year]:04d}"
        if act.starts_on and "level_own" in act.columns and act.status == "done":
            act.participants = _leaders(act, act.starts_on, actors)
        if act.kind in _PROMISING and not act.commitments and chance.random() < 0.4:
            act.commitments = committed(act.starts_on, chance, most=4)


def _leaders(act: Act, day: date, actors: Rows) -> list[Row]:
    own = leader(actors, "", str(act.columns["level_own"]), day)
    rows: list[Row] = [{"number": 1, "side": "own", **own}]
    if act.countries and "level_counterpart" in act.columns:
        other = leader(actors, act.countries[0], str(act.columns["level_counterpart"]), day)
        rows.append({"number": 2, "side": "counterpart", **other})
    return rows


def _rows_of(acts: list[Act]) -> Rows:
    rows: Rows = {"records": [], "counterparts": [], "record_figures": [], "instruments": []}
    rows |= {sheet: [] for sheet in _DETAILS}
    for act in acts:
        head: Row = {"record": act.code}
        rows["records"].append(_record(act))
        rows["counterparts"] += [{**head, "country": country} for country in act.countries]
        rows["counterparts"] += [{**head, "organisation": code} for code in act.organisations]
        rows["record_figures"] += [
            {**head, "name": name, "value": value, "unit": name} for name, value in act.figures.items()
        ]
        if act.instrument:
            rows["instruments"].append({**head, **act.instrument})
        for sheet, name in _DETAILS.items():
            rows[sheet] += [{**head, **row} for row in getattr(act, name)]
    return rows


def _record(act: Act) -> Row:
    row: Row = {"code": act.code, "kind": act.kind, "title": act.title, "status": "done"}
    if act.starts_on:
        row["starts_on"] = act.starts_on
    if act.parent is not None:
        row["parent"] = act.parent.code
    return {**row, **act.columns, "synthetic": True}
