"""The versions of the plan: a new one, an updated one, and an extended one that only adds a year."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from quipu.simulation.catalogue import ActionSpec, IndicatorSpec, ObjectiveSpec
from quipu.simulation.institution import cost_centres, unit_names
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import words

NEW, UPDATED, EXTENDED = 1, 2, 3
VERSIONS = (NEW, UPDATED, EXTENDED)


def plan_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> Rows:
    """The plan, its versions and what each version holds, targets apart."""
    rows: Rows = {
        "plans": [{"code": shape.plan, "name": f"{words('plan')['plan_name']} {shape.first_year}-{shape.last_year}"}],
        "versions": _versions(shape),
    }
    for name in ("objectives", "alignments", "actions", "indicators", "responsibles"):
        rows[name] = []
    for version in VERSIONS:
        for objective in objectives:
            _add_objective(rows, shape, version, objective)
            for action in actions_of(objective, objectives, version):
                _add_action(rows, shape, version, action)
    return rows


def actions_of(objective: ObjectiveSpec, objectives: tuple[ObjectiveSpec, ...], version: int) -> tuple[ActionSpec, ...]:
    """The actions of an objective in a version: the updated one brought in the last action of the plan."""
    if version == NEW and objective is objectives[-1] and len(objective.actions) > 1:
        return objective.actions[:-1]
    return objective.actions


def indicators_in(objectives: tuple[ObjectiveSpec, ...], version: int) -> Iterable[IndicatorSpec]:
    """Every indicator of a version."""
    for objective in objectives:
        yield objective.indicator
        for action in actions_of(objective, objectives, version):
            yield action.indicator


def _versions(shape: Shape) -> list[Row]:
    first, last = shape.first_year, shape.last_year
    mission = words("plan")["mission"]
    before = mission.split(", para")[0]
    common: Row = {"plan": shape.plan, "start_year": first}
    return [
        {
            **common,
            "number": NEW,
            "kind": "new",
            "state": "finished",
            "end_year": last - 1,
            "mission": before,
            "approval": f"Resolución ficticia N.º 01-{first - 1}",
            "reason": "Primera versión del plan.",
        },
        {
            **common,
            "number": UPDATED,
            "kind": "updated",
            "state": "finished",
            "based_on": NEW,
            "end_year": last - 1,
            "mission": mission,
            "approval": f"Resolución ficticia N.º 14-{last - 2}",
            "reason": words("plan")["updated_because"],
        },
        {
            **common,
            "number": EXTENDED,
            "kind": "extended",
            "state": "in_implementation",
            "based_on": UPDATED,
            "end_year": last,
            "mission": mission,
            "approval": f"Resolución ficticia N.º 22-{last - 1}",
            "reason": "Se amplía un año, mientras se aprueba el plan siguiente.",
        },
    ]


def _add_objective(rows: Rows, shape: Shape, version: int, objective: ObjectiveSpec) -> None:
    head: Row = {"plan": shape.plan, "version": version}
    name = objective.first_name if version == NEW else objective.name
    rows["objectives"].append(
        {**head, "code": objective.code, "name": name, "kind": objective.kind, "priority": objective.priority}
    )
    for aligned in objective.aligned:
        level, target = aligned.split("|")
        rows["alignments"].append({**head, "objective": objective.code, "level": level, "target": target})
    _add_indicator(rows, shape, version, objective.indicator, objective)


def _add_action(rows: Rows, shape: Shape, version: int, action: ActionSpec) -> None:
    rows["actions"].append(
        {
            "plan": shape.plan,
            "version": version,
            "code": action.code,
            "objective": action.objective,
            "name": action.name,
            "product": action.product,
            "priority": action.priority,
            "unit": action.unit,
        }
    )
    _add_indicator(rows, shape, version, action.indicator, action)


def _add_indicator(
    rows: Rows, shape: Shape, version: int, spec: IndicatorSpec, measured: ObjectiveSpec | ActionSpec
) -> None:
    head: Row = {"plan": shape.plan, "version": version}
    rows["indicators"].append({**head, **_sheet(shape, version, spec, measured)})
    centre = next(centre for centre in cost_centres() if centre.unit == measured.unit)
    rows["responsibles"].append(
        {**head, "indicator": spec.code, "executing_unit": centre.executing_unit, "cost_centre": centre.code}
    )


def _sheet(shape: Shape, version: int, spec: IndicatorSpec, measured: ObjectiveSpec | ActionSpec) -> Row:
    row: Row = {
        "indicator": spec.code,
        "element_code": spec.element,
        "name": spec.name,
        "direction": spec.direction,
        "accumulation": spec.accumulation,
        "aggregable": spec.aggregable,
        "unit_kind": spec.unit_kind,
        "unit_of_measure": spec.unit,
        "periodicity": spec.periodicity,
        "results_level": spec.level,
        "relevance": str(spec.relevance),
        "synthetic": True,
        **_texts(spec, measured.subject, unit_names()[measured.unit]),
    }
    if spec.value == "number":
        row |= {"baseline_year": shape.first_year - 1, "baseline_value": Decimal(spec.base)}
    if spec.value == "ordinal":
        row["ordinal_scale"] = words("institution")["scale"]["code"]
    if spec.changed_direction:
        _tell_direction(row, version)
    return row


def _tell_direction(row: Row, version: int) -> None:
    if version == NEW:
        row["direction"] = "ascending"
    else:
        row["direction_change_reason"] = words("sheets")["reasons"]["direction_change"]


def _texts(spec: IndicatorSpec, matter: str, unit_name: str) -> Row:
    said = words("sheets")
    return {
        "justification": said["justification"][spec.level].format(matter=matter),
        "limitations": said["limitations"][spec.accumulation],
        "calculation_method": said["method"][spec.unit_kind].format(unit=spec.unit),
        "formula": said["formula"][spec.unit_kind],
        "collection_process": said["text"]["collection"],
        "source": said["text"]["source"].format(unit_name=unit_name),
        "database": said["text"]["database"],
        "assumptions": said["text"]["assumptions"],
    }
