"""What an evaluation looks at beyond each result: scores to prioritise, trends, and what does not fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quipu.apps.evaluation.facts import PlanFacts, SheetFacts, TextValue
from quipu.apps.evaluation.results import ComputedResult
from quipu.apps.plans.facts import value_in
from quipu.method import (
    Aggregate,
    Candidate,
    ChainLevel,
    Direction,
    Edition,
    ElementKind,
    Finding,
    MeasuredElement,
    NoData,
    Outcome,
    Period,
    Score,
    Value,
    prioritise,
    trend_of,
    watch_divergence,
    watch_product_indicators,
    watch_shared_indicators,
    watch_target_reach,
    watch_two_year_fall,
    watch_unprogrammed,
)

SCORES = ("a", "b", "c", "d")
SERIES_YEARS = 5


def yearly_series(sheet: SheetFacts, year: int, edition: Edition) -> dict[int, Value]:
    """Obtained values of the five years that end in `year`; a year without a fact is None."""
    series: dict[int, Value] = {}
    for each in range(year - SERIES_YEARS + 1, year + 1):
        fact, _ = value_in(sheet.values, Period(each), sheet.accumulation, edition)
        series[each] = None if isinstance(fact, TextValue | NoData) else fact
    return series


def trends(facts: PlanFacts, edition: Edition) -> dict[str, dict[str, Any]]:
    """The trend of each indicator of an objective, by indicator code."""
    found = {}
    for sheet in facts.sheets:
        if sheet.kind != "objective":
            continue
        series = yearly_series(sheet, facts.period.year, edition)
        trend = trend_of(series, Direction(sheet.direction), edition=edition)
        found[sheet.indicator_code] = {
            "code": sheet.code,
            "group": trend.group.value if trend.group else None,
            "label": {language: trend.group.label(language) for language in ("en", "es")} if trend.group else None,
            "assessable": trend.assessable,
            "total": trend.total,
            "sentence": {language: trend.trace.sentence(language) for language in ("en", "es")},
        }
    return found


def scores(
    facts: PlanFacts,
    progress: Mapping[str, Outcome | Aggregate],
    means: Mapping[str, Aggregate],
    edition: Edition,
) -> list[dict[str, Any]]:
    """The four scores of each objective beside the ones somebody printed."""
    ranked = prioritise(
        [
            Candidate(
                code=objective.code,
                priority=objective.priority,
                kind=objective.kind,
                progress=progress.get(objective.code),
                actions_progress=means.get(objective.code),
            )
            for objective in facts.objectives
        ],
        edition=edition,
    )
    return [
        {
            "objective": item.code,
            "total": item.total,
            "known_total": item.known_total,
            "possible_total": item.possible_total,
            "rank": item.rank,
            "scores": {
                letter: _score(score, facts.printed("objective", item.code, f"score_{letter}"))
                for letter, score in zip(SCORES, item.scores, strict=True)
            },
        }
        for item in ranked
    ]


def _score(score: Score, published: str) -> dict[str, Any]:
    sentences = {language: score.trace.sentence(language) for language in ("en", "es")}
    return {"value": score.value, "sentence": sentences, "published": published}


def findings(facts: PlanFacts, results: Sequence[ComputedResult], edition: Edition) -> list[dict[str, object]]:
    """Everything the coherence watches find, JSON-ready."""
    found: list[Finding] = []
    elements = [_measured(sheet) for sheet in facts.sheets]
    found += watch_product_indicators(elements, edition=edition)
    found += watch_shared_indicators(elements, edition=edition)
    found += _divergences(facts, results, edition)
    found += _series_findings(facts, edition)
    found += filter(None, (watch_unprogrammed(item.code, item.outcome, edition=edition) for item in results))
    return [finding.to_dict() for finding in found]


def _measured(sheet: SheetFacts) -> MeasuredElement:
    return MeasuredElement(
        code=sheet.code,
        kind=ElementKind(sheet.kind),
        indicator=sheet.indicator,
        chain_level=ChainLevel(sheet.results_level) if sheet.results_level else None,
        parent=None if sheet.kind == "objective" else sheet.objective_code,
    )


def _divergences(facts: PlanFacts, results: Sequence[ComputedResult], edition: Edition) -> Iterable[Finding]:
    action_of = {activity.code: activity.action_code for activity in facts.activities}
    activities: dict[str, dict[str, Outcome]] = defaultdict(dict)
    for result in results:
        if result.kind == "operational_activity":
            activities[action_of[result.code]][result.code] = result.outcome
    for result in results:
        if result.kind == "strategic_action":
            yield from watch_divergence(result.code, result.outcome, activities[result.code], edition=edition)


def _series_findings(facts: PlanFacts, edition: Edition) -> Iterable[Finding]:
    year = facts.period.year
    for sheet in facts.sheets:
        direction = Direction(sheet.direction)
        series = yearly_series(sheet, year, edition)
        target, _ = value_in(sheet.targets, Period(year), sheet.accumulation, edition)
        aim: Value = None if isinstance(target, TextValue) else target
        reach = watch_target_reach(sheet.code, aim, year, series, direction, edition=edition)
        fall = watch_two_year_fall(sheet.code, series, direction, edition=edition)
        yield from (finding for finding in (reach, fall) if finding is not None)
