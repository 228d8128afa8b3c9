"""What an evaluation says of the plan as a whole: levels, means, executions, scores, trends and warnings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.facts import ActivityFacts, PlanFacts
from quipu.apps.evaluation.judgement import findings, scores, trends
from quipu.apps.evaluation.results import ComputedResult
from quipu.method import (
    Aggregate,
    Amounts,
    Edition,
    Outcome,
    Period,
    Upward,
    institution_mean,
    institution_ratio,
    upward,
)

KINDS = ("objective", "strategic_action", "operational_activity")


def principal(results: Iterable[ComputedResult]) -> list[ComputedResult]:
    """Results by the direction that counts: the override's where there is one, the declared one elsewhere."""
    listed = list(results)
    overridden = {(item.code, item.indicator_code) for item in listed if item.override_reason}
    return [item for item in listed if item.override_reason or (item.code, item.indicator_code) not in overridden]


def summarise(facts: PlanFacts, results: Sequence[ComputedResult], edition: Edition) -> dict[str, Any]:
    """The summary stored with an evaluation, JSON-ready; every aggregate says how many parts entered and how."""
    counting = principal(results)
    means = _means(facts, counting, edition)
    progress = {
        code: upward(outcomes, Upward.SIMPLE_MEAN, edition=edition)
        for code, outcomes in _outcomes_by_code(counting, "objective").items()
    }
    return {
        "levels": {kind: _levels(item for item in counting if item.kind == kind) for kind in KINDS},
        "levels_by_objective": _levels_by_objective(facts, counting),
        "means": {code: aggregate_as_json(mean) for code, mean in means.items()},
        **_executions(facts, results, edition),
        "prioritisation": scores(facts, progress, means, edition),
        "trends": trends(facts, edition),
        "findings": findings(facts, counting, edition),
    }


def _outcomes_by_code(results: Iterable[ComputedResult], kind: str) -> dict[str, list[Outcome]]:
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for result in results:
        if result.kind == kind:
            grouped[result.code].append(result.outcome)
    return grouped


def _levels(results: Iterable[ComputedResult]) -> dict[str, int]:
    """Elements by level, and those without one by outcome."""
    counts: Counter[str] = Counter()
    for result in results:
        counts[result.level or result.outcome.outcome] += 1
    keys = ("high", "medium", "low", "not_reported", "not_programmed", "undefined")
    return {key: counts.get(key, 0) for key in keys} | {"total": sum(counts.values())}


def _levels_by_objective(facts: PlanFacts, results: Sequence[ComputedResult]) -> dict[str, dict[str, int]]:
    grouped = _actions_by_objective(facts, results)
    return {objective.code: _levels(grouped[objective.code]) for objective in facts.objectives}


def _actions_by_objective(facts: PlanFacts, results: Sequence[ComputedResult]) -> dict[str, list[ComputedResult]]:
    objective_of = {sheet.code: sheet.objective_code for sheet in facts.sheets if sheet.kind == "strategic_action"}
    grouped: dict[str, list[ComputedResult]] = defaultdict(list)
    for result in results:
        if result.kind == "strategic_action":
            grouped[objective_of[result.code]].append(result)
    return grouped


def _means(facts: PlanFacts, results: Sequence[ComputedResult], edition: Edition) -> dict[str, Aggregate]:
    """The mean progress of each objective's actions."""
    grouped = _actions_by_objective(facts, results)
    return {
        objective.code: upward([item.outcome for item in grouped[objective.code]], Upward.SIMPLE_MEAN, edition=edition)
        for objective in facts.objectives
    }


def aggregate_as_json(aggregate: Aggregate) -> dict[str, Any]:
    """An aggregate with its value as text, its coverage and its trace."""
    return {
        "value": None if aggregate.value is None else str(aggregate.value),
        "assessable": aggregate.assessable,
        "total": aggregate.total,
        "trace": aggregate.trace.to_dict(),
        "sentence": {language: aggregate.trace.sentence(language) for language in ("en", "es")},
    }


def _executions(facts: PlanFacts, results: Iterable[ComputedResult], edition: Edition) -> dict[str, Any]:
    """Execution of the operational plan in each named practice, for the institution and for each cost centre."""
    physical = {item.code: (item.outcome, item.amounts) for item in results if item.amounts is not None}
    money = {item.code: _financial_amounts(item, facts.period) for item in facts.activities}
    by_centre: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in facts.activities:
        by_centre[item.cost_centre or ("", "")].append(item.code)
    everything = [item.code for item in facts.activities]
    return {
        "execution": _execution_of(everything, physical, money, edition),
        "cost_centres": [
            {"code": code, "name": name, "activities": len(codes), **_execution_of(codes, physical, money, edition)}
            for (code, name), codes in sorted(by_centre.items())
        ],
    }


def _execution_of(
    codes: Sequence[str],
    physical: dict[str, tuple[Outcome, Amounts]],
    money: dict[str, Amounts],
    edition: Edition,
) -> dict[str, Any]:
    return {
        "physical_mean_capped": aggregate_as_json(
            institution_mean([physical[code][0] for code in codes], edition=edition)
        ),
        "physical_ratio_of_sums": aggregate_as_json(
            institution_ratio([physical[code][1] for code in codes], edition=edition)
        ),
        "financial_ratio_of_sums": aggregate_as_json(
            institution_ratio([money[code] for code in codes], edition=edition)
        ),
    }


def _financial_amounts(activity: ActivityFacts, period: Period) -> Amounts:
    """Accrued up to the period's last month, against the current budget of the whole year."""
    budget = _sum_of(activity, "reprogrammed", 12)
    return Amounts(_sum_of(activity, "executed", period.last_month), budget)


def _sum_of(activity: ActivityFacts, phase: str, last_month: int) -> Decimal | None:
    months = [amount for amount in activity.months(phase, "financial")[:last_month] if isinstance(amount, Decimal)]
    annual = activity.annual(phase, "financial")
    if annual is not None and last_month == 12:
        months.append(annual)
    return sum(months[1:], months[0]) if months else None
