"""What pages read about evaluations and their results; nothing is computed here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery

from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.organisation.models import Institution

ACTIVITY = "operational_activity"
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
