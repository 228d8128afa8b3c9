"""What others may ask about evaluations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.plans.models import PlanVersion
from quipu.method import MethodError
from quipu.method.published import read_printed


def evaluation_in_force(version: PlanVersion, period: str) -> Evaluation | None:
    """The latest evaluation of a version and period, or None."""
    return Evaluation.objects.filter(version=version, period=period).order_by("-computed_at", "-id").first()


def evaluated_periods(version: PlanVersion) -> list[str]:
    """The periods that have an evaluation, latest first."""
    periods = Evaluation.objects.filter(version=version).order_by().values_list("period", flat=True).distinct()
    return sorted(periods, reverse=True)


def principal_results(evaluation: Evaluation) -> QuerySet[Result]:
    """Results by the direction that counts: the override's where there is one, the declared one elsewhere."""
    overridden = Result.objects.filter(evaluation=evaluation).exclude(override_reason="").values("indicator_code")
    return Result.objects.filter(evaluation=evaluation).exclude(override_reason="", indicator_code__in=overridden)


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
        "value": _number(result.value),
        "target": _number(result.target),
        "progress_raw": _number(result.progress_raw),
        "progress": _number(result.progress),
        "outcome": result.outcome,
        "level": result.level or None,
        "published_progress": _printed(result.published_progress),
        "published_reproduced": result.published_reproduced,
        "synthetic": result.synthetic,
        "trace": result.trace["sentence"][language],
    }


def _number(amount: Any) -> int | float | None:
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
