"""All that the evaluation report's template sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from quipu.apps.evaluation.facts import SheetFacts
from quipu.apps.evaluation.models import (
    BibliographyEntry,
    EvaluationCriterion,
    EvaluationQuestion,
    Factor,
    Highlight,
    ImplementationMean,
    Interview,
    PrioritisedElement,
    Recommendation,
)
from quipu.apps.evaluation.services import Computation
from quipu.apps.evaluation.summary import principal
from quipu.apps.plans.models import PlanVersion, StrategicAction
from quipu.apps.publishing.contents import method_tables, operation_tables, plan_tables, series
from quipu.apps.publishing.contents.alerts import told_findings
from quipu.apps.publishing.contents.breakdowns import breakdown_tables
from quipu.apps.publishing.contents.plan_tables import TableData
from quipu.apps.publishing.contents.register_results import RegisterOfPeriod
from quipu.language import term
from quipu.method import Period
from quipu.reports import Column

FACTOR_HEADINGS = {
    "external": "Factores externos",
    "internal": "Factores internos",
    "design": "Factores de diseño",
    "facilitator": "Factores que facilitaron",
}


def evaluation_data(computation: Computation) -> dict[str, Any]:
    """The data of the evaluation report, by the names that its template uses."""
    version, period = computation.version, str(computation.period)
    institution = version.plan.institution
    written = _Written(version, period)
    register = RegisterOfPeriod(computation)
    return {
        **header_data(computation),
        "previous_period": written.previous_period,
        "criteria": [{"name": row.name, "description": row.description} for row in written.criteria],
        "interviews": written.interviews,
        "bibliography": [{"reference": row.reference, "url": row.url} for row in written.bibliography],
        "findings": told_findings(computation.summary["findings"]),
        "factor_headings": FACTOR_HEADINGS,
        "prioritised_objectives": _prioritised_objectives(computation, written, register),
        "prioritised_actions": _prioritised_actions(computation, written, register),
        "objective_series": _all_series(computation, (s for s in computation.facts.sheets if s.kind == "objective")),
        "charts": {
            "objectives": series.objective_progress(computation, institution),
            "action_levels": series.action_levels(computation, institution),
        },
        "tables": _tables(computation, written),
    }


def header_data(computation: Computation) -> dict[str, Any]:
    """What every report says of the institution, the plan and the method."""
    version, edition = computation.version, computation.edition
    institution = version.plan.institution
    reference = edition.reference("progress.type_1")
    return {
        "institution": {"name": institution.name, "acronym": institution.acronym, "code": institution.code},
        "plan": {"code": version.plan.code, "name": version.plan.name},
        "version": {
            "number": version.number,
            "kind": version.kind,
            "start_year": str(version.start_year),
            "end_year": str(version.end_year),
            "mission": version.mission,
            "approval": version.approval,
        },
        "period": str(computation.period),
        "year": str(computation.period.year),
        "edition": {
            "code": edition.code,
            "title": edition.title("es"),
            "progress_source": f"Fuente: {reference.title}, {reference.place('es')} ({reference.mark.label('es')}).",
            "prioritisation_mark": edition.reference("prioritisation.route").mark.label("es"),
        },
    }


class _Written:
    """What people wrote for an evaluation, read once."""

    def __init__(self, version: PlanVersion, period: str) -> None:
        asked = Period.parse(period)
        self.previous_period = str(asked.shift(-1))
        here = {"plan": version.plan_id, "period": period}
        self.questions = list(EvaluationQuestion.objects.filter(**here))
        self.criteria = list(EvaluationCriterion.objects.filter(**here))
        self.prioritised = [row.element_code for row in PrioritisedElement.objects.filter(**here)]
        self.factors = list(Factor.objects.filter(**here))
        self.means = list(ImplementationMean.objects.filter(**here))
        self.highlights = list(Highlight.objects.filter(**here))
        self.interviews = list(Interview.objects.filter(**here))
        self.bibliography = list(BibliographyEntry.objects.filter(**here))
        recommendations = Recommendation.objects.filter(plan=version.plan_id)
        self.recommendations = list(recommendations.filter(period=period))
        self.previous_recommendations = list(recommendations.filter(period=self.previous_period))
        self.units = {
            action.code: action.unit.name if action.unit else ""
            for action in StrategicAction.objects.filter(version=version).select_related("unit")
        }

    def factors_of(self, code: str) -> dict[str, list[dict[str, str]]]:
        grouped: dict[str, list[dict[str, str]]] = {kind: [] for kind in FACTOR_HEADINGS}
        for row in self.factors:
            if row.element_code == code:
                grouped[row.kind].append(
                    {"theme": row.theme, "text": row.text, "kind": term(f"factor.{row.kind}", "es")}
                )
        return grouped

    def highlights_of(self, codes: set[str]) -> list[tuple[str, list[str]]]:
        grouped: dict[str, list[str]] = defaultdict(list)
        for row in self.highlights:
            if row.element_code in codes:
                grouped[row.group].append(row.text)
        return list(grouped.items())


def slug_of(code: str) -> str:
    """A code as a label may hold it: `oei-01`."""
    return code.lower().replace(".", "-")


def _all_series(computation: Computation, sheets: Iterable[SheetFacts]) -> list[dict[str, Any]]:
    institution = computation.version.plan.institution
    drawn = ((sheet, series.indicator_series(sheet, computation, institution)) for sheet in sheets)
    return [
        {"code": sheet.code, "slug": slug_of(sheet.indicator_code), "indicator": sheet.indicator, "chart": chart}
        for sheet, chart in drawn
        if chart is not None
    ]


def _prioritised_objectives(
    computation: Computation, written: _Written, register: RegisterOfPeriod
) -> list[dict[str, Any]]:
    names = {objective.code: objective.name for objective in computation.facts.objectives}
    return [
        {
            "code": code,
            "slug": slug_of(code),
            "name": names[code],
            "factors": written.factors_of(code),
            "register": register.of_objective(code),
            "highlights": written.highlights_of(
                {code, *(s.code for s in computation.facts.sheets if s.objective_code == code)}
            ),
        }
        for code in written.prioritised
        if code in names
    ]


def _prioritised_actions(
    computation: Computation, written: _Written, register: RegisterOfPeriod
) -> list[dict[str, Any]]:
    names = {sheet.code: sheet.name for sheet in computation.facts.sheets if sheet.kind == "strategic_action"}
    chosen = [code for code in written.prioritised if code in names]
    return [
        {**_action(code, names[code], computation, written), "register": register.of_action(code)} for code in chosen
    ]


def _action(code: str, name: str, computation: Computation, written: _Written) -> dict[str, Any]:
    sheets = [sheet for sheet in computation.facts.sheets if sheet.code == code]
    overridden = [item for item in principal(computation.results) if item.code == code and item.override_reason]
    return {
        "code": code,
        "slug": slug_of(code),
        "name": name,
        "unit": written.units.get(code, ""),
        "overrides": [
            {
                "used": term(f"direction.{result.direction_used}", "es"),
                "declared": term(f"direction.{result.direction_declared}", "es"),
                "reason": result.override_reason,
            }
            for result in overridden
        ],
        "series": _all_series(computation, sheets),
        "means": [row.text for row in written.means if row.element_code == code],
        "activities": operation_tables.activity_table(computation, code),
        "breakdowns": breakdown_tables(computation, [sheet.indicator_code for sheet in sheets]),
        "factors": [factor for group in written.factors_of(code).values() for factor in group],
    }


def _tables(computation: Computation, written: _Written) -> dict[str, TableData]:
    return {
        "route": _route_table(computation),
        "questions": TableData(
            [Column("Objetivo de la evaluación"), Column("Pregunta")],
            [[row.objective, row.question] for row in written.questions],
        ),
        "rules": method_tables.rule_table(computation.edition),
        "scores": method_tables.score_table(computation),
        "score_differences": method_tables.score_difference_table(computation),
        "formulas": method_tables.formula_table(),
        "scales": method_tables.scale_table(computation.edition),
        "objectives": plan_tables.element_table(computation, "objective", "Objetivo"),
        "actions": plan_tables.element_table(computation, "strategic_action", "Acción"),
        "action_levels": plan_tables.level_table(computation),
        "uncomputed": plan_tables.uncomputed_table(computation),
        "not_reproduced": plan_tables.not_reproduced_table(computation.results),
        "trends": _trend_table(computation),
        "cost_centres": operation_tables.cost_centre_table(computation),
        "monitoring": plan_tables.yearly_table(computation),
        "recommendations": _recommendation_table(written.recommendations),
        "previous_recommendations": _follow_up_table(written.previous_recommendations),
    }


def _route_table(computation: Computation) -> TableData:
    ordered = sorted(computation.facts.objectives, key=lambda objective: objective.priority)
    rows = [[objective.priority, objective.code, objective.name, objective.kind] for objective in ordered]
    columns = [
        Column("Prioridad", "number", 0),
        Column("Código", width=0.12),
        Column("Objetivo estratégico institucional"),
        Column("Tipo", align="center"),
    ]
    return TableData(columns, rows)


def _trend_table(computation: Computation) -> TableData:
    indicators = {sheet.indicator_code: sheet.indicator for sheet in computation.facts.sheets}
    rows = []
    for indicator, trend in computation.summary["trends"].items():
        word = trend["label"]["es"] if trend["label"] else "sin años suficientes"
        rows.append([trend["code"], indicators[indicator], word, f"{trend['assessable']} de {trend['total']}"])
    columns = [Column("Objetivo", width=0.12), Column("Indicador"), Column("Tendencia"), Column("Años con dato")]
    return TableData(columns, rows)


def _recommendation_table(recommendations: Sequence[Recommendation]) -> TableData:
    rows = [[row.number, term(f"aspect.{row.aspect}", "es"), row.text, row.unit, row.months] for row in recommendations]
    columns = [
        Column("N.º", "number", 0),
        Column("Aspecto"),
        Column("Recomendación", width=0.42),
        Column("Unidad responsable"),
        Column("Plazo (meses)", "number", 0),
    ]
    return TableData(columns, rows)


def _follow_up_table(recommendations: Sequence[Recommendation]) -> TableData:
    rows = [
        [
            row.number,
            row.text,
            row.key_action,
            row.unit,
            row.months,
            term(f"recommendation_state.{row.state}", "es") if row.state else None,
            row.comment,
        ]
        for row in recommendations
    ]
    columns = [
        Column("N.º", "number", 0),
        Column("Recomendación"),
        Column("Acción clave"),
        Column("Unidad responsable"),
        Column("Meses", "number", 0),
        Column("Estado"),
        Column("Comentario"),
    ]
    return TableData(columns, rows)
