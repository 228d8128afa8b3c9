"""Prioritising objectives for an evaluation: four scores, their total and the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quipu.method.aggregates import Aggregate
from quipu.method.editions import Edition
from quipu.method.exact import Exact, write_number
from quipu.method.levels import exact_of, level_of
from quipu.method.outcomes import Outcome, explain_reason
from quipu.method.trace import Trace


@dataclass(frozen=True, slots=True)
class Candidate:
    """An objective that may be prioritised.

    Attributes:
        code: such as `OEI.05`.
        priority: its place in the strategic route, 1 first; None when unknown.
        kind: `I` (*misional*) or `II` (internal); None when unknown.
        progress: progress of the objective, in percent.
        actions_progress: mean progress of its actions, in percent.
    """

    code: str
    priority: int | None
    kind: str | None
    progress: Outcome | Aggregate | Exact | None
    actions_progress: Outcome | Aggregate | Exact | None


@dataclass(frozen=True, slots=True)
class Score:
    """Points by one criterion.

    Attributes:
        value: the points, or None when what they depend on is missing. Missing is never 0.
        most: the most points the criterion can give.
        reason: reason code when `value` is None.
        trace: how it was computed.
    """

    value: int | None
    most: int
    reason: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Priority:
    """The scores of one objective.

    Attributes:
        code: code of the objective.
        route: score (a).
        mission: score (b).
        results: score (c).
        implementation: score (d).
        total: sum of the four, or None while one is missing.
        known_total: sum of the scores that are known.
        possible_total: what the total can be at most, once the missing scores are known.
        assessable: how many of the four are known.
        rank: place among the objectives with a total (1 first; equal totals share it); None without a total.
    """

    code: str
    route: Score
    mission: Score
    results: Score
    implementation: Score
    total: int | None
    known_total: int
    possible_total: int
    assessable: int
    rank: int | None

    @property
    def scores(self) -> tuple[Score, Score, Score, Score]:
        """The four scores, (a) to (d)."""
        return (self.route, self.mission, self.results, self.implementation)


def score_route(priority: int | None, *, edition: Edition) -> Score:
    """Score (a): points by the place in the strategic route; None for a place the rule does not name."""
    table = edition.table("prioritisation.route_points")
    reason = "priority_unknown" if priority is None else "priority_outside_table"
    shown = ("", "") if priority is None else (f"priority {priority}", f"prioridad {priority}")
    return _score("prioritisation.route", str(priority), table, reason, shown, edition)


def score_mission(kind: str | None, *, edition: Edition) -> Score:
    """Score (b): points by the kind of objective, I or II."""
    table = edition.table("prioritisation.kind_points")
    shown = (f"kind {kind}", f"tipo {kind}") if kind else ("", "")
    return _score("prioritisation.mission", str(kind), table, "kind_unknown", shown, edition)


def score_results(progress: Outcome | Aggregate | Exact | None, *, edition: Edition) -> Score:
    """Score (c): points by the progress of the objective, on the scale used for prioritisation."""
    return _score_progress("prioritisation.results", progress, edition)


def score_implementation(actions_progress: Outcome | Aggregate | Exact | None, *, edition: Edition) -> Score:
    """Score (d): points by the mean progress of the objective's actions, on the same scale."""
    return _score_progress("prioritisation.implementation", actions_progress, edition)


def prioritise(candidates: Sequence[Candidate], *, edition: Edition) -> tuple[Priority, ...]:
    """Scores and ranks objectives.

    Args:
        candidates: the objectives of a plan.
        edition: edition applied.

    Returns:
        One entry per objective: those with a total first, by rank, then the others by what is known of them; equal
        ones keep the order given.
    """
    scored = [_priority(candidate, edition) for candidate in candidates]
    totals = [item[1] for item in scored if item[1] is not None]
    ranked = [
        Priority(
            candidate.code,
            *scores,
            total=total,
            known_total=sum(score.value or 0 for score in scores),
            possible_total=sum(score.most if score.value is None else score.value for score in scores),
            assessable=sum(score.value is not None for score in scores),
            rank=None if total is None else 1 + sum(other > total for other in totals),
        )
        for (scores, total), candidate in zip(scored, candidates, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda item: (item.total is None, -(item.total or 0), -item.known_total)))


def _priority(candidate: Candidate, edition: Edition) -> tuple[tuple[Score, Score, Score, Score], int | None]:
    scores = (
        score_route(candidate.priority, edition=edition),
        score_mission(candidate.kind, edition=edition),
        score_results(candidate.progress, edition=edition),
        score_implementation(candidate.actions_progress, edition=edition),
    )
    values = [score.value for score in scores if score.value is not None]
    return scores, sum(values) if len(values) == len(scores) else None


def _score_progress(rule: str, progress: Outcome | Aggregate | Exact | None, edition: Edition) -> Score:
    table = edition.table("prioritisation.level_points")
    level, exact = level_of(progress, edition.scale_for("prioritisation")), exact_of(progress)
    if level is None or exact is None:
        return _score(rule, "", table, "progress_missing", ("", ""), edition)
    figure = write_number(exact, edition.integer("progress.places"))
    shown = (f"{figure}, {level.label('en')}", f"{figure}, {level.label('es')}")
    return _score(rule, level.code, table, "progress_missing", shown, edition)


def _score(
    rule: str, row: str, points: Mapping[str, str], reason: str, shown: tuple[str, str], edition: Edition
) -> Score:
    value = int(points[row]) if row in points else None
    known = value is not None
    english = f"{shown[0]}: {value} {'point' if value == 1 else 'points'}" if known else explain_reason(reason, "en")
    spanish = f"{shown[1]}: {value} {'punto' if value == 1 else 'puntos'}" if known else explain_reason(reason, "es")
    trace = Trace(
        rule=rule,
        edition=edition.code,
        reference=edition.reference(rule),
        statement_en=english,
        statement_es=spanish,
        inputs={"row": row if known else None, "value": shown[0] or None},
        parameters={f"points.{name}": number for name, number in points.items()},
    )
    return Score(value, max(int(item) for item in points.values()), "" if known else reason, trace)
