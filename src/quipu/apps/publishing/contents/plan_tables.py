"""Tables of the plan's results: objectives, actions, levels, what could not be computed, the monitoring table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.facts import SheetFacts, TextValue
from quipu.apps.evaluation.results import ComputedResult
from quipu.apps.evaluation.services import Computation
from quipu.apps.evaluation.summary import principal
from quipu.apps.plans.facts import value_in
from quipu.apps.publishing.figures import shown_progress
from quipu.language import term
from quipu.method import Computed, Direction, NoData, Period, explain_reason, progress_type_1
from quipu.reports import Column, LiveFigure

SHAPES = {"high": "●", "medium": "■", "low": "▼", "": "◇"}


@dataclass(frozen=True)
class TableData:
    """Columns and rows as the template hands them to `table()`."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: str = ""


def level_word(result: ComputedResult) -> str:
    """The level as a shape and a word, or the outcome where there is no level."""
    if result.level:
        return f"{SHAPES.get(result.level, SHAPES[''])} {result.level_label['es']}"
    return f"{SHAPES['']} {term(f'outcome.{result.outcome.outcome}', 'es')}"


def element_table(computation: Computation, kind: str, heading: str) -> TableData:
    """One row per element and indicator, by the direction that counts; adjusted ones are marked and noted."""
    rows: list[list[Any]] = []
    notes: list[str] = []
    counting = principal(computation.results)
    for result in counting:
        if result.kind != kind:
            continue
        mark = ""
        if result.override_reason:
            mark = f" ({'abcdefghij'[len(notes) % 10]})"
            notes.append(f"{mark.strip()} {result.code}: avance ajustado. {result.override_reason}")
        rows.append(
            [
                f"{result.code}{mark}",
                f"{result.name} / {result.indicator}",
                result.value,
                result.target,
                *_progress_cells(result, counting),
                level_word(result),
                result.published_progress or None,
            ]
        )
    columns = [
        Column("Código", width=0.1),
        Column(f"{heading} / indicador", width=0.33),
        Column("Valor obtenido", "number", width=0.1),
        Column("Logro esperado", "number", width=0.1),
        Column("Avance", "percentage", width=0.08),
        Column("Con tope", "percentage", width=0.075),
        Column("Nivel", width=0.115),
        Column("Publicado", align="right", width=0.1),
    ]
    return TableData(columns, rows, " ".join(["«—»: sin dato.", *notes]))


def _progress_cells(result: ComputedResult, counting: Iterable[ComputedResult]) -> list[Any]:
    """Raw and capped progress: live where a reference finds this direction, as they are for one shown beside it."""
    found = next((item for item in counting if _measures_the_same(item, result)), None)
    if found is not result:
        return [shown_progress(result.outcome, capped=capped) for capped in (False, True)]
    reference = f"{result.code}#{result.indicator_code}"
    return [LiveFigure(f"{reference}:{measure}|0.0 ?? —") for measure in ("avance_bruto", "avance_tope")]


def _measures_the_same(one: ComputedResult, other: ComputedResult) -> bool:
    return (one.code, one.indicator_code) == (other.code, other.indicator_code)


def level_table(computation: Computation) -> TableData:
    """Actions by objective and level, with a total row and what has no level in a column of its own."""
    counts = computation.summary["levels_by_objective"]
    names = {objective.code: objective.name for objective in computation.facts.objectives}
    keys = ("low", "medium", "high")
    rows: list[list[Any]] = []
    for code, count in counts.items():
        without = count["total"] - sum(count[key] for key in keys)
        rows.append([code, names[code], count["total"], *(count[key] for key in keys), without])
    rows.append(["Total", "", *(sum(row[index] for row in rows) for index in range(2, 7))])
    columns = [
        Column("Código", width=0.11),
        Column("Objetivo"),
        Column("Acciones", "number", 0),
        Column("▼ Bajo", "number", 0),
        Column("■ Medio", "number", 0),
        Column("● Alto", "number", 0),
        Column("◇ Sin nivel", "number", 0),
    ]
    return TableData(columns, rows, "Se cuentan las acciones con indicador registrado.")


def uncomputed_table(computation: Computation) -> TableData:
    """Objectives and actions whose progress could not be computed, and why."""
    rows = [
        [result.code, result.indicator, term(f"outcome.{result.outcome.outcome}", "es"), why_not(result)]
        for result in principal(computation.results)
        if result.kind != "operational_activity" and not isinstance(result.outcome, Computed)
    ]
    columns = [Column("Código", width=0.13), Column("Indicador"), Column("Resultado"), Column("Motivo")]
    return TableData(columns, rows)


def why_not(result: ComputedResult) -> str:
    """The reason of an outcome that is not computed, with what the source said where it said something."""
    stated = result.outcome.trace.inputs.get("obtained")
    reason = explain_reason(result.outcome.reason, "es")
    if isinstance(stated, dict) and stated.get("no_data"):
        return f"{_sentence(reason)}. {_sentence(stated['no_data'])}"
    return _sentence(reason)


def _sentence(text: str) -> str:
    """A text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def not_reproduced_table(results: Iterable[ComputedResult]) -> TableData:
    """Printed figures that the facts do not give."""
    results = list(results)
    counting = principal(results)
    rows = [
        [
            result.code,
            term(f"direction.{result.direction_used}", "es"),
            result.published_progress,
            *_progress_cells(result, counting),
            result.outcome.trace.statement_es,
        ]
        for result in results
        if result.published_reproduced is False
    ]
    columns = [
        Column("Código", width=0.14),
        Column("Sentido usado"),
        Column("Publicado", align="right"),
        Column("Calculado", "percentage"),
        Column("Con tope", "percentage"),
        Column("Cómo se calcula"),
    ]
    return TableData(columns, rows)


def monitoring_table(computation: Computation, periods: Sequence[Period]) -> TableData:
    """The PEI monitoring table: one row per indicator; targets, values and progress by period."""
    columns = [
        Column("Código", width=0.07),
        Column("Indicador", width=0.26),
        Column("UE", width=0.045),
        Column("Unidad", width=0.075),
        Column("Rel.", width=0.025),
        Column("Sentido", width=0.07),
        Column("Agr.", width=0.03),
        Column("Año", "year", group="Línea de base"),
        Column("Valor", "number", group="Línea de base"),
        *(Column(str(period), "number", group="Logro esperado") for period in periods),
        *(Column(str(period), "number", group="Valor obtenido") for period in periods),
        *(Column(str(period), "number", 1, group="Avance (%)") for period in periods),
    ]
    rows = [_monitoring_row(sheet, periods, computation) for sheet in computation.facts.sheets]
    note = (
        "UE: unidad ejecutora responsable. Rel.: relevancia; 1 es muy relevante. Agr.: si el indicador es agregable. "
        "«—»: sin dato. Avance tipo 1 sin tope, según el sentido declarado."
    )
    return TableData(columns, rows, note)


def _monitoring_row(sheet: SheetFacts, periods: Sequence[Period], computation: Computation) -> list[Any]:
    targets, values, progress = [], [], []
    for period in periods:
        target, _ = value_in(sheet.targets, period, sheet.accumulation, computation.edition)
        value, _ = value_in(sheet.values, period, sheet.accumulation, computation.edition)
        targets.append(_cell(target))
        values.append(_cell(value))
        if isinstance(value, TextValue) or isinstance(target, TextValue):
            progress.append(None)
            continue
        outcome = progress_type_1(value, target, Direction(sheet.direction), edition=computation.edition)
        progress.append(shown_progress(outcome, capped=False))
    return [
        sheet.code,
        sheet.indicator,
        ", ".join(sheet.executing_units) or None,
        sheet.unit_of_measure or None,
        str(sheet.relevance) if sheet.relevance else None,
        term(f"direction.{sheet.direction}", "es"),
        "sí" if sheet.aggregable else "no",
        sheet.baseline_year,
        sheet.baseline,
        *targets,
        *values,
        *progress,
    ]


def yearly_table(computation: Computation) -> TableData:
    """The PEI table of one period, narrow enough for a portrait page."""
    wide = monitoring_table(computation, [computation.period])
    kept = (0, 1, 3, 5, 8, 9, 10, 11)
    titles = (
        "Código",
        "Indicador",
        "Unidad",
        "Sentido",
        "Línea de base",
        "Logro esperado",
        "Valor obtenido",
        "Avance (%)",
    )
    columns = [
        Column(title, wide.columns[index].kind, wide.columns[index].decimals, width=_WIDTHS.get(title))
        for title, index in zip(titles, kept, strict=True)
    ]
    return TableData(columns, [[row[index] for index in kept] for row in wide.rows], "«—»: sin dato.")


_WIDTHS = {"Código": 0.11, "Indicador": 0.3}


def _cell(fact: Any) -> Any:
    if fact is None or isinstance(fact, NoData):
        return None
    if isinstance(fact, TextValue):
        return fact.text
    return fact if isinstance(fact, Decimal | int) else Decimal(fact.numerator) / Decimal(fact.denominator)


def alert_table(computation: Computation) -> TableData:
    """Elements by kind and level, the monitoring report's traffic light in words and shapes."""
    keys = ("high", "medium", "low", "not_reported", "not_programmed", "undefined", "total")
    rows = [
        [term(f"kind.{kind}", "es"), *(count[key] for key in keys)]
        for kind, count in computation.summary["levels"].items()
    ]
    titles = ("● Alto", "■ Medio", "▼ Bajo", "◇ No reportado", "◇ No programado", "◇ No definido", "Total")
    return TableData([Column("Clase"), *(Column(title, "number", 0) for title in titles)], rows)
