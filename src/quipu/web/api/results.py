"""Results of the evaluation in force; nothing is computed because a program asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.models import Evaluation
from quipu.apps.evaluation.queries import ResultFilters, evaluation_in_force, filtered_results, result_as_json
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.queries import find_version_for
from quipu.web.api.paging import page_of
from quipu.web.api.problems import NotEvaluatedError
from quipu.web.api.reading import Asked
from quipu.web.api.schemas.results import ResultPage, ResultQuery
from quipu.web.api.schemas.shared import InstitutionPlace
from quipu.web.api.tokens import taking

router = Router(tags=["results"])


@router.get("/institutions/{slug}/results", summary="Results of a period", **taking(Action.VIEW_PLAN, ResultPage))
def results(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[ResultQuery]) -> Any:
    """The rows of `quipu evaluate --format json`, in the order in which they were computed."""
    version = find_version_for(request.auth.institution, asked.period, plan=asked.plan, number=asked.version)
    evaluation = evaluation_in_force(version, asked.period)
    if evaluation is None:
        raise NotEvaluatedError(asked.period)
    rows = filtered_results(evaluation.pk, ResultFilters(kind=asked.kind, outcome=asked.outcome))
    page = page_of(rows, asked, lambda row: result_as_json(row, evaluation.period, asked.language))
    return page | {"evaluation": _evaluation(evaluation, version)}


def _evaluation(evaluation: Evaluation, version: PlanVersion) -> dict[str, Any]:
    return {
        "plan": version.plan.code,
        "version": version.number,
        "period": evaluation.period,
        "edition": evaluation.edition,
        "computed_at": evaluation.computed_at.isoformat(),
    }
