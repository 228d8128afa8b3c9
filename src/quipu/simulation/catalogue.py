"""The objectives, actions and indicators of a simulated plan: hand-written ones first, composed ones beyond."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quipu.simulation.shape import Shape
from quipu.simulation.words import words

TRENDS = ("improving", "steady", "setback", "high", "falling", "low", "flat")
PERIODICITIES = ("year", "year", "semester", "quarter", "month")


@dataclass(frozen=True)
class IndicatorSpec:
    """How an indicator is made. `base` is its baseline and `growth` the yearly change of its target in percent."""

    code: str
    element: str
    name: str
    unit: str
    base: int
    trend: str
    growth: int = 0
    direction: str = "ascending"
    accumulation: str = "sum"
    aggregable: bool = True
    unit_kind: str = "number"
    value: str = "number"
    periodicity: str = "year"
    level: str = "product"
    relevance: int = 2
    breakdown: str = ""
    cases: tuple[str, ...] = ()
    changed_direction: bool = False

    @property
    def places(self) -> int:
        """Decimal places of its values."""
        if self.value != "number":
            return 0
        return 0 if self.unit_kind in ("number", "quantity") and self.accumulation in ("sum", "last") else 1


@dataclass(frozen=True)
class ActionSpec:
    """A strategic action with its indicator; `topics` are what its activities are about."""

    code: str
    objective: str
    name: str
    product: str
    unit: str
    subject: str
    topics: tuple[str, ...]
    priority: int
    indicator: IndicatorSpec
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectiveSpec:
    """A strategic objective with its indicator and its actions."""

    code: str
    name: str
    first_name: str
    kind: str
    priority: int
    subject: str
    unit: str
    aligned: tuple[str, ...]
    indicator: IndicatorSpec
    actions: tuple[ActionSpec, ...] = field(default=())


def catalogue(shape: Shape) -> tuple[ObjectiveSpec, ...]:
    """The objectives of the plan, each with its actions."""
    drafts = [_draft(number) for number in range(shape.objectives)]
    route = sorted(range(shape.objectives), key=lambda number: (int(drafts[number]["priority"]), number))
    each, rest = divmod(shape.actions, shape.objectives)
    return tuple(
        _objective(draft, number, route.index(number) + 1, each + (1 if number < rest else 0))
        for number, draft in enumerate(drafts)
    )


def _draft(number: int) -> dict[str, Any]:
    written = words("plan")["objectives"]
    if number < len(written):
        return dict(written[number])
    more, index = words("plan")["more"], number - len(written)
    matter = more["matters"][index % len(more["matters"])]
    scope = more["scopes"][index // len(more["matters"]) % len(more["scopes"])]
    verb = more["verbs"][index % len(more["verbs"])]
    return {
        "name": f"{verb} {matter} {scope}",
        "kind": "I",
        "priority": number + 1,
        "subject": f"{matter} {scope}",
        "aligned": ["sector|OES.01"],
        "actions": [],
        "indicator": _composed(f"{matter} {scope}", number),
    }


def _composed(matter: str, number: int) -> dict[str, Any]:
    counted = words("plan")["more"]["counted"]
    unit = counted[number % len(counted)]
    return {
        "name": f"Número de {unit} sobre {matter}",
        "unit": unit,
        "base": 48 + number * 7 % 300,
        "growth": 2 + number % 6,
        "trend": TRENDS[number % len(TRENDS)],
        "periodicity": PERIODICITIES[number % len(PERIODICITIES)],
        "relevance": 1 + number % 3,
    }


def _objective(draft: dict[str, Any], number: int, priority: int, actions: int) -> ObjectiveSpec:
    code = f"OEI.{number + 1:02d}"
    written = [_action(code, draft, number, place) for place in range(actions)]
    return ObjectiveSpec(
        code=code,
        name=draft["name"],
        first_name=draft.get("renamed_from", draft["name"]),
        kind=draft["kind"],
        priority=priority,
        subject=draft["subject"],
        unit=written[0].unit,
        aligned=tuple(draft["aligned"]),
        indicator=_indicator(code, draft["indicator"], (), changed=False),
        actions=tuple(written),
    )


def _action(objective: str, draft: dict[str, Any], number: int, place: int) -> ActionSpec:
    code = f"AEI.{objective[-2:]}.{place + 1:02d}"
    known = draft["actions"]
    words_of = known[place] if place < len(known) else _composed_action(draft, number, place - len(known))
    cases = tuple(words_of.get("cases", ()))
    return ActionSpec(
        code=code,
        objective=objective,
        name=words_of["name"],
        product=words_of["product"],
        unit=words_of["unit"],
        subject=words_of["subject"],
        topics=tuple(words_of["topics"]),
        priority=place + 1,
        indicator=_indicator(code, words_of["indicator"], cases, changed=words_of.get("changed_direction", False)),
        cases=cases,
    )


def _composed_action(draft: dict[str, Any], number: int, place: int) -> dict[str, Any]:
    more = words("plan")["more"]
    service = more["services"][place % len(more["services"])]
    users = more["users"][place // len(more["services"]) % len(more["users"])]
    stage = place // (len(more["services"]) * len(more["users"]))
    about = f"{draft['subject']} ({service.lower()} {users}{f', etapa {stage + 1}' if stage else ''})"
    return {
        "name": f"{service} en {about.split(' (')[0]} {users}{f', etapa {stage + 1}' if stage else ''}",
        "product": f"{service} entregada",
        "unit": "VM",
        "subject": draft["subject"],
        "topics": [about],
        "indicator": _composed(about, number * 31 + place),
    }


def _indicator(element: str, made: dict[str, Any], cases: tuple[str, ...], *, changed: bool) -> IndicatorSpec:
    return IndicatorSpec(code=f"IND.{element}", element=element, cases=cases, changed_direction=changed, **made)
