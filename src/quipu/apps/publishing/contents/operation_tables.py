"""Tables of the operational plan: execution by cost centre, activities of an action, modifications."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.facts import ActivityFacts
from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents.plan_tables import TableData, level_word
from quipu.reports import Column

PRACTICES = ("physical_mean_capped", "physical_ratio_of_sums", "financial_ratio_of_sums")


def cost_centre_table(computation: Computation) -> TableData:
    """Execution by cost centre in each practice, with the institution in the last row."""
    summary = computation.summary
    rows: list[list[Any]] = [
        [centre["code"] or "—", centre["name"] or "Sin centro de costo", centre["activities"], *_executions(centre)]
        for centre in summary["cost_centres"]
    ]
    total = sum(centre["activities"] for centre in summary["cost_centres"])
    rows.append(["Total", "Institución", total, *_executions(summary["execution"])])
    columns = [
        Column("Código"),
        Column("Centro de costo"),
        Column("Actividades", "number", 0),
        Column("Evaluables", "number", 0),
        Column("Física: promedio con tope", "percentage", 2),
        Column("Física: razón de sumas", "percentage", 2),
        Column("Financiera: devengado / PIM", "percentage", 2),
    ]
    note = (
        "La ejecución física se da en dos prácticas: el promedio de los avances con tope de 100 % y la razón entre lo "
        "ejecutado y lo reprogramado. Evaluables: actividades con ejecución física calculada."
    )
    return TableData(columns, rows, note)


def _executions(measures: Mapping[str, Any]) -> list[Any]:
    values = [measures[practice]["value"] for practice in PRACTICES]
    return [measures[PRACTICES[0]]["assessable"], *(None if value is None else Decimal(value) for value in values)]


def activity_table(computation: Computation, action_code: str, limit: int = 12) -> TableData:
    """The activities of an action with their physical progress; the first ones when there are many."""
    codes = [activity.code for activity in computation.facts.activities if activity.action_code == action_code]
    by_code = {result.code: result for result in computation.results if result.kind == "operational_activity"}
    rows = []
    for code in codes[:limit]:
        result = by_code[code]
        raw = getattr(result.outcome, "raw", None)
        rows.append(
            [code, result.name, result.target, result.value, raw, level_word(result), result.published_progress]
        )
    columns = [
        Column("Código", width=0.17),
        Column("Actividad operativa", width=0.33),
        Column("Programado", "number", width=0.11),
        Column("Ejecutado", "number", width=0.1),
        Column("Avance", "percentage", 2, width=0.09),
        Column("Nivel", width=0.11),
        Column("Publicado", align="right", width=0.09),
    ]
    rest = len(codes) - limit
    note = f"Se muestran {limit} de {len(codes)} actividades, por orden de código." if rest > 0 else ""
    return TableData(columns, rows, note)


def modification_table(computation: Computation, limit: int = 25) -> TableData:
    """Activities whose physical programme of the year changed between opening budget and reprogramming."""
    changes = []
    for activity in computation.facts.activities:
        before, after = _year_total(activity, "consistent"), _year_total(activity, "reprogrammed")
        if before is not None and after is not None and before != after:
            changes.append([activity.code, activity.name, before, after, after - before])
    changes.sort(key=lambda row: -abs(row[4]))
    columns = [
        Column("Código", width=0.14),
        Column("Actividad operativa"),
        Column("Consistente", "number"),
        Column("Reprogramado", "number"),
        Column("Diferencia", "number"),
    ]
    note = f"Las {limit} mayores de {len(changes)} modificaciones." if len(changes) > limit else ""
    return TableData(columns, changes[:limit], note)


def _year_total(activity: ActivityFacts, phase: str) -> Decimal | None:
    months = [amount for amount in activity.months(phase, "physical") if isinstance(amount, Decimal)]
    annual = activity.annual(phase, "physical")
    months += [] if annual is None else [annual]
    return sum(months[1:], months[0]) if months else None
