"""The operational plan: activities, and their physical and financial amounts by month in three phases."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import gcd

from quipu.simulation.catalogue import ActionSpec, ObjectiveSpec
from quipu.simulation.institution import CostCentre, cost_centres, posts
from quipu.simulation.plan import EXTENDED
from quipu.simulation.series import reached, series_of, spread
from quipu.simulation.shape import Cell, Row, Rows, Shape
from quipu.simulation.words import columns, joined, words

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
PATTERNS = (
    [1] * 12,
    [1] * 12,
    [0, 0, 1] * 4,
    [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
    [0, 0, 0, 1, 2, 2, 2, 2, 1, 1, 1, 0],
    [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    [1, 1, 2, 2, 3, 3, 2, 2, 1, 1, 1, 1],
)
ACCUMULATIONS = ("sum",) * 17 + ("last", "mean", "maximum")
SHARE_ABROAD = 0.35
_STRIDE = 101
_OFFSET = 37


@dataclass(frozen=True)
class Activity:
    """An activity through the years; `case` is what happens to it."""

    code: str
    name: str
    action: str
    centre: CostCentre
    unit: str
    accumulation: str
    quantity: int
    budget: int
    pattern: list[int]
    case: str


def activity_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> Rows:
    """Activities and amounts of every year, all under the last version."""
    rows: Rows = {"activities": [], "amounts": [], "code_aliases": []}
    made = activities(shape, objectives)
    pace = _pace(shape, objectives)
    for place, year in enumerate(shape.all_years):
        chance = shape.stream(f"amounts:{year}")
        for activity in made:
            head: Row = {
                "plan": shape.plan,
                "version": EXTENDED,
                "executing_unit": activity.centre.executing_unit,
                "year": year,
                "code": activity.code,
            }
            rows["activities"].append(_activity(head, activity, cancelled=_cancelled(shape, activity, year)))
            done = _done(activity, pace[activity.action][place], chance, last=year == shape.last_year)
            rows["amounts"] += _amounts(head, activity, chance, done, last=year == shape.last_year)
    for alias in words("institution")["aliases"]:
        code = made[0].code
        row = {"code": code, "alias": f"{code}{alias['suffix']}", "source": alias["source"], "reason": alias["reason"]}
        rows["code_aliases"].append(dict(row))
    return rows


def _pace(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> dict[str, list[int]]:
    """How far each action gets in each year: its activities mostly keep pace with it."""
    found: dict[str, list[int]] = {}
    for objective in objectives:
        for action in objective.actions:
            series = series_of(shape, action.indicator)
            found[action.code] = [reached(action.indicator, series, place) for place in range(shape.years)]
    return found


def activities(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> list[Activity]:
    """The activities, shared out among the actions."""
    chance = shape.stream("activities")
    actions = [action for objective in objectives for action in objective.actions]
    each, rest = divmod(shape.activities, len(actions))
    made: list[Activity] = []
    for place, action in enumerate(actions):
        for number in range(each + (1 if place < rest else 0)):
            made.append(_made(action, number, len(made), chance))
    return made


def _made(action: ActionSpec, number: int, index: int, chance: random.Random) -> Activity:
    centre = _centre(action.unit, index, chance)
    case = _case(index, "divergent" in action.cases and number == 0)
    accumulation = "sum" if case in ("divergent", "running") else chance.choice(ACCUMULATIONS)
    name, unit = _name(action, number, accumulation)
    quantity = 4 if case == "divergent" else _quantity(accumulation, chance)
    return Activity(
        code=f"AOI{centre.executing_unit}{index + 1:05d}",
        name=name,
        action=action.code,
        centre=centre,
        unit=unit,
        accumulation=accumulation,
        quantity=quantity,
        budget=chance.randint(8_000, 900_000),
        pattern=[0, 0, 1] * 4 if case == "divergent" else chance.choice(PATTERNS),
        case=case,
    )


def _case(index: int, divergent: bool) -> str:
    if divergent:
        return "divergent"
    turns = ((7, 53, "unprogrammed"), (11, 61, "withdrawn"), (13, 47, "months_missing"), (5, 73, "no_budget"))
    for start, step, case in (*turns, (3, 97, "cancelled"), (20, 199, "running")):
        if index % step == start:
            return case
    return ""


def _centre(unit: str, index: int, chance: random.Random) -> CostCentre:
    """Its unit's own cost centre, or for about a third of the activities a post abroad."""
    if chance.random() >= SHARE_ABROAD:
        return next(centre for centre in cost_centres() if centre.unit == unit)
    abroad = posts()
    return abroad[index * _STRIDE % len(abroad)]


def _name(action: ActionSpec, number: int, accumulation: str) -> tuple[str, str]:
    known = words("activities")
    tasks, places = columns(known["tasks"]), known["places"]
    topics = action.topics
    turn = len(tasks) * len(places)
    stride = next(step for step in range(_STRIDE, _STRIDE + turn) if gcd(step, turn) == 1)
    topic, step = topics[number % len(topics)], number // len(topics)
    spot = (step * stride + sum(map(ord, action.code)) * _OFFSET) % turn
    (task, unit), place = tasks[spot % len(tasks)], places[spot // len(tasks)]
    special = {
        "last": ("running", "porcentaje"),
        "mean": ("share", "porcentaje"),
        "maximum": ("level", "equipos y locales"),
    }
    if accumulation in special:
        key, unit = special[accumulation]
        name = joined(known[key].format(topic=topic, place=place))
    else:
        name = joined(task, topic, place)
    later = step // turn
    return (name if not later else f"{name}, {known['later'].format(series=later + 1)}"), unit


def _quantity(accumulation: str, chance: random.Random) -> int:
    if accumulation == "last":
        return 100
    if accumulation == "mean":
        return chance.randint(80, 95)
    return chance.choice((4, 6, 12, 12, 18, 24, 36, 48, 60, 120, 240, 600))


def _cancelled(shape: Shape, activity: Activity, year: int) -> bool:
    return activity.case == "cancelled" and year == shape.last_year


def _activity(head: Row, activity: Activity, *, cancelled: bool) -> Row:
    return {
        **head,
        "name": activity.name,
        "action": activity.action,
        "cost_centre": activity.centre.code,
        "unit_of_measure": activity.unit,
        "accumulation": activity.accumulation,
        "active": not cancelled,
        "synthetic": True,
    }


# ---------------------------------------------------------------- amounts


def _amounts(head: Row, activity: Activity, chance: random.Random, done: int, *, last: bool) -> Iterable[Row]:
    yield from _physical(head, activity, chance, done, last=last)
    if activity.case != "no_budget":
        yield from _financial(head, activity, chance, done, last=last)


def _done(activity: Activity, pace: int, chance: random.Random, *, last: bool) -> int:
    """How much of what was programmed is done, in percent: near its action's pace, with a few that part from it."""
    luck, step = chance.random(), chance.randint(0, 18)
    if activity.case == "divergent" and last:
        return 25
    if luck < 0.04:
        return max(30, pace - 30 - step)
    if pace < 92:
        return max(30, min(100, pace + step - 9))
    if luck < 0.68:
        return 100
    return 104 + step if luck > 0.93 else 99 - step


def _physical(head: Row, activity: Activity, chance: random.Random, done: int, *, last: bool) -> Iterable[Row]:
    opening = activity.quantity
    current = opening if activity.case == "divergent" else max(1, opening * chance.randint(90, 112) // 100)
    if activity.accumulation in ("last", "mean"):
        current = opening
    executed = (current * done + 50) // 100
    if activity.accumulation in ("last", "mean"):
        executed = min(100, executed)
    amounts = {"consistent": opening, "reprogrammed": current, "executed": executed}
    if activity.case == "unprogrammed":
        amounts = {"executed": executed}
    elif activity.case == "withdrawn":
        amounts = {"consistent": opening, "reprogrammed": 0, "executed": 0}
    elif activity.case == "cancelled" and last:
        amounts = {"consistent": opening}
    for phase, amount in amounts.items():
        months: list[Cell] = [Decimal(part) for part in _by_month(activity, amount)]
        if activity.case == "months_missing" and last and phase == "executed":
            months = months[:10]
        yield {**head, "phase": phase, "measure": "physical", **dict(zip(MONTHS, months, strict=False))}


def _by_month(activity: Activity, amount: int) -> list[int]:
    if activity.accumulation == "mean":
        return [amount] * 12
    if activity.accumulation == "maximum":
        return [amount if month in (5, 6) else amount * 9 // 10 for month in range(12)]
    parts = spread(amount, activity.pattern)
    # A running total under an activity declared as a sum is the mistake that an import warns of.
    if activity.accumulation == "last" or activity.case == "running":
        return [sum(parts[: month + 1]) for month in range(12)]
    return parts


def _financial(head: Row, activity: Activity, chance: random.Random, done: int, *, last: bool) -> Iterable[Row]:
    opening = activity.budget * 100
    current = opening * chance.randint(92, 112) // 100
    accrued = current * min(100, max(30, done - chance.randint(0, 9))) // 100
    amounts = {"consistent": opening, "reprogrammed": current, "executed": accrued}
    if activity.case == "cancelled" and last:
        amounts = {"consistent": opening}
    for phase, amount in amounts.items():
        parts = spread(amount, [chance.randint(6, 12) for _ in MONTHS])
        months = (Decimal(part).scaleb(-2) for part in parts)
        yield {**head, "phase": phase, "measure": "financial", **dict(zip(MONTHS, months, strict=True))}
