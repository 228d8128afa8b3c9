"""The progress that a value gives, computed as an evaluation would; nothing is stored and no draft leaves this page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quipu.apps.collection.queries.owing import OwedValue
from quipu.apps.collection.rules import edition_in_force
from quipu.apps.evaluation.facts import Fact, PlanFacts, SheetFacts, fact_of
from quipu.apps.evaluation.results import ComputedResult, compute_results, printed_progress
from quipu.method import OUTCOMES, Period


@dataclass(frozen=True)
class ShownProgress:
    """A progress as a page shows it.

    Attributes:
        outcome: `computed`, `not_programmed`, `not_reported` or `undefined`.
        outcome_label: the same in words, by language (`es`, `en`).
        raw: percent, not capped; None when there is none or it has no bound.
        capped: percent inside 0..100, or None.
        level: code of the level, or an empty text.
        level_label: its word, by language; empty without a level.
        sentence: how it was computed, by language.
        level_sentence: why it has its level, by language; empty without a level.
    """

    outcome: str
    outcome_label: Mapping[str, str]
    raw: Decimal | None
    capped: Decimal | None
    level: str
    level_label: Mapping[str, str]
    sentence: Mapping[str, str]
    level_sentence: Mapping[str, str]


def progress_of(owed: OwedValue, value: Fact) -> ShownProgress:
    """The progress that a value would give an owed indicator in its period, by its declared direction."""
    facts = PlanFacts(Period.parse(owed.period), (), (), (_sheet_facts(owed, value),), ())
    return _shown(compute_results(facts, edition_in_force())[0])


def _shown(result: ComputedResult) -> ShownProgress:
    outcome = result.outcome
    raw, capped = printed_progress(outcome)
    english, spanish = OUTCOMES[outcome.outcome]
    return ShownProgress(
        outcome=outcome.outcome,
        outcome_label={"en": english, "es": spanish},
        raw=raw,
        capped=capped,
        level=result.level,
        level_label=result.level_label,
        sentence={language: outcome.trace.sentence(language) for language in ("en", "es")},
        level_sentence=result.level_sentence,
    )


def _sheet_facts(owed: OwedValue, value: Fact) -> SheetFacts:
    sheet = owed.sheet
    element = sheet.objective or sheet.strategic_action
    return SheetFacts(
        kind="objective" if sheet.objective_id else "strategic_action",
        code=element.code,
        name=element.name,
        objective_code=element.code if sheet.objective_id else element.objective.code,
        indicator_code=sheet.indicator.code,
        indicator=sheet.name,
        unit_kind=sheet.unit_kind,
        unit_of_measure=sheet.unit_of_measure,
        direction=sheet.direction,
        accumulation=sheet.accumulation,
        relevance=sheet.relevance,
        results_level=sheet.results_level,
        synthetic=sheet.synthetic,
        baseline=None,
        baseline_year=None,
        aggregable=sheet.aggregable,
        executing_units=(),
        targets=owed.targets,
        values=_series(owed, value),
    )


def _series(owed: OwedValue, value: Fact) -> Mapping[str, Fact]:
    """The values that the plan holds, with this one in its place; shorter periods are joined as an evaluation does."""
    held = {period: fact_of(row, owed.sheet.unit_kind) for period, row in owed.series.items()}
    return held if value is None else {**held, owed.period: value}
