"""Compute an evaluation and store it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from quipu.apps.evaluation.facts import PlanFacts, load_facts
from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.evaluation.results import ComputedResult, compute_results, printed_progress
from quipu.apps.evaluation.summary import summarise
from quipu.apps.plans.models import PlanVersion
from quipu.errors import QuipuError
from quipu.method import Edition, Period, editions, load_edition


class EvaluationError(QuipuError):
    """An evaluation was asked for that cannot be made."""

    code = "evaluation"


@dataclass(frozen=True)
class Computation:
    """An evaluation as computed from the facts of this moment, stored or not."""

    version: PlanVersion
    facts: PlanFacts
    results: tuple[ComputedResult, ...]
    edition: Edition

    @property
    def period(self) -> Period:
        """The period computed."""
        return self.facts.period

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What the results say of the plan as a whole; see `summarise`."""
        return summarise(self.facts, self.results, self.edition)

    def at(self, period: Period) -> Computation:
        """The same plan computed for another period, from the facts already read; see `PlanFacts.at`."""
        return _compute(self.version, self.facts.at(period), self.edition)


def compute_evaluation(*, version: PlanVersion, period: str, edition: str | None = None) -> Computation:
    """Compute every result of a plan version in a period, and store nothing.

    Args:
        version: the plan version.
        period: `2024`, `2024-S1`, `2024-Q3` or `2024-M07`.
        edition: code of the method's edition; the latest one when None.

    Raises:
        MethodError: the period or the edition cannot be read.
        EvaluationError: the period lies outside the plan, or two activities of its year have one code.
    """
    asked = Period.parse(period)
    if not version.start_year <= asked.year <= version.end_year:
        raise EvaluationError(
            f"El periodo {asked} está fuera del plan, que va de {version.start_year} a {version.end_year}.",
            where=str(version),
            remedy="Elija un periodo dentro del plan, u otra versión.",
            code="evaluation.period_outside_plan",
        )
    method = load_edition(edition or editions()[-1])
    facts = load_facts(version, asked)
    _check_codes(facts, str(version))
    return _compute(version, facts, method)


def _check_codes(facts: PlanFacts, where: str) -> None:
    """Refuse activities that a result could not tell apart."""
    counts = Counter(activity.code for activity in facts.activities)
    repeated = [code for code, count in counts.items() if count > 1]
    if repeated:
        raise EvaluationError(
            f"En {facts.period.year}, más de una unidad ejecutora usa el mismo código: {', '.join(repeated)}.",
            where=where,
            remedy="Distinga las actividades con un sufijo, como en AOI00004500232.2, y vuelva a importarlas.",
            code="evaluation.repeated_activity",
        )


def _compute(version: PlanVersion, facts: PlanFacts, edition: Edition) -> Computation:
    return Computation(version, facts, tuple(compute_results(facts, edition)), edition)


def store_evaluation(computation: Computation, *, actor: Any = None) -> Evaluation:
    """Store a computation; from now on it is the evaluation in force for its version and period."""
    with transaction.atomic():
        evaluation = Evaluation.objects.create(
            version=computation.version,
            period=str(computation.period),
            edition=computation.edition.code,
            computed_by=actor,
            summary=computation.summary,
        )
        Result.objects.bulk_create([_row(evaluation, result) for result in computation.results], batch_size=500)
    return evaluation


def evaluate_plan(*, version: PlanVersion, period: str, edition: str | None = None, actor: Any = None) -> Evaluation:
    """Compute an evaluation and store it; see `compute_evaluation` and `store_evaluation`."""
    return store_evaluation(compute_evaluation(version=version, period=period, edition=edition), actor=actor)


def _row(evaluation: Evaluation, result: ComputedResult) -> Result:
    raw, capped = printed_progress(result.outcome)
    return Result(
        evaluation=evaluation,
        kind=result.kind,
        code=result.code,
        name=result.name,
        indicator_code=result.indicator_code,
        indicator=result.indicator,
        unit_of_measure=result.unit_of_measure,
        direction_declared=result.direction_declared,
        direction_used=result.direction_used,
        override_reason=result.override_reason,
        value=result.value,
        target=result.target,
        progress_raw=raw,
        progress=capped,
        outcome=result.outcome.outcome,
        outcome_reason=result.outcome.reason,
        level=result.level,
        published_progress=result.published_progress,
        published_reproduced=result.published_reproduced,
        synthetic=result.synthetic,
        trace={
            "progress": result.outcome.trace.to_dict(),
            "level": dict(result.level_sentence),
            "level_label": dict(result.level_label),
            "value": result.value_trace,
            "target": result.target_trace,
            "sentence": {language: result.outcome.trace.sentence(language) for language in ("en", "es")},
        },
    )
