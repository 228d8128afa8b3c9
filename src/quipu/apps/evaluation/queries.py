"""What others may ask about evaluations and their results; nothing is computed here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery

from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.method import MethodError
from quipu.method.published import read_printed

ACTIVITY = "operational_activity"
EVALUATED_KINDS = frozenset(
    {"objectives", "actions", "indicators", "targets", "values", "overrides", "activities", "amounts", "published"}
    | {"versions", "ordinal_scales"}
)
"""Kinds of facts, as the history names them, that an evaluation is computed from."""
AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True)
class EvaluationInForce:
    """The latest evaluation of a version and period."""

    pk: int
    version_id: int
    period: str
    edition: str
    computed_at: datetime


@dataclass(frozen=True)
class ResultFilters:
    """What a list of results is narrowed to; an empty one narrows nothing."""

    kind: str = ""
    outcome: str = ""
    level: str = ""


def evaluation_in_force(version: PlanVersion, period: str) -> Evaluation | None:
    """The latest evaluation of a version and period, or None."""
    return Evaluation.objects.filter(version=version, period=period).order_by("-computed_at", "-id").first()


def evaluations_in_force(institution: Institution) -> Sequence[EvaluationInForce]:
    """The latest evaluation of each version and period of an institution."""
    latest = (
        Evaluation.objects.filter(version__plan__institution=institution)
        .order_by()
        .values("version_id", "period")
        .annotate(latest=Max("pk"))
        .values("latest")
    )
    rows = Evaluation.objects.filter(pk__in=latest).order_by("version_id", "period")
    return [EvaluationInForce(*row) for row in rows.values_list("pk", "version_id", "period", "edition", "computed_at")]


def summary_of(evaluation_id: int) -> Mapping[str, object]:
    """The aggregates, executions, scores and findings of an evaluation, as they were stored."""
    return Evaluation.objects.values_list("summary", flat=True).get(pk=evaluation_id)


def results_of(evaluation_id: int, kinds: Collection[str]) -> Sequence[Result]:
    """The results of some kinds of element, in the order in which they were computed."""
    return list(Result.objects.filter(evaluation_id=evaluation_id, kind__in=kinds).order_by("id"))


def filtered_results(evaluation_id: int, filters: ResultFilters) -> QuerySet[Result]:
    """The results that the filters admit."""
    chosen = {name: value for name, value in vars(filters).items() if value}
    return Result.objects.filter(evaluation_id=evaluation_id, **chosen).order_by("id")


def not_computed(evaluation_id: int, kinds: Collection[str]) -> Sequence[Result]:
    """The results without a progress, each with its reason."""
    return list(
        Result.objects.filter(evaluation_id=evaluation_id, kind__in=kinds)
        .exclude(outcome="computed")
        .order_by("outcome", "id")
    )


def not_reproduced(evaluation_id: int) -> Sequence[Result]:
    """The results that differ from what was printed."""
    return list(Result.objects.filter(evaluation_id=evaluation_id, published_reproduced=False).order_by("id"))


def indicator_results(evaluation_ids: Collection[int], indicator_code: str) -> Sequence[Result]:
    """The results of one indicator in several evaluations, with their periods."""
    return list(
        Result.objects.filter(evaluation_id__in=evaluation_ids, indicator_code=indicator_code)
        .exclude(kind=ACTIVITY)
        .select_related("evaluation")
        .defer("evaluation__summary")
        .order_by("evaluation__period", "id")
    )


def activity_results(evaluation_id: int | None, codes: Collection[str]) -> Mapping[str, Result]:
    """The results of some activities, by code."""
    rows = Result.objects.filter(evaluation_id=evaluation_id, kind=ACTIVITY, code__in=codes).order_by("-id")
    return {row.code: row for row in rows}


def with_outcomes(activities: QuerySet[AnyModel], evaluation_id: int | None) -> QuerySet[AnyModel]:
    """Activities annotated with `outcome`, `level`, `progress` and `progress_raw`, to filter and sort by."""
    own = Result.objects.filter(evaluation_id=evaluation_id, kind=ACTIVITY, code=OuterRef("code")).order_by("id")
    columns = ("outcome", "level", "progress", "progress_raw")
    return activities.annotate(**{column: Subquery(own.values(column)[:1]) for column in columns})


def result_as_json(result: Result, period: str, language: str = "en") -> dict[str, Any]:
    """A result as `quipu evaluate --format json` writes it; amounts as JSON numbers, missing as null."""
    return {
        "code": result.code,
        "kind": result.kind,
        "indicator_code": result.indicator_code,
        "indicator": result.indicator,
        "period": period,
        "direction_declared": result.direction_declared,
        "direction_used": result.direction_used,
        "override_reason": result.override_reason or None,
        "value": as_json_number(result.value),
        "target": as_json_number(result.target),
        "progress_raw": as_json_number(result.progress_raw),
        "progress": as_json_number(result.progress),
        "outcome": result.outcome,
        "level": result.level or None,
        "published_progress": _printed(result.published_progress),
        "published_reproduced": result.published_reproduced,
        "synthetic": result.synthetic,
        "trace": result.trace["sentence"][language],
    }


def as_json_number(amount: Any) -> int | float | None:
    """An exact amount as a JSON number, whole where it is whole; None stays None."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _printed(text: str) -> int | float | str | None:
    """The printed figure as a number when it reads as one."""
    try:
        figure, _ = read_printed(text)
    except MethodError:
        return text or None
    return int(figure) if figure.denominator == 1 else float(figure)
