"""From facts to results: one row for each indicator, or activity, and direction used. No database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from quipu.apps.evaluation.facts import ActivityFacts, Fact, PlanFacts, SheetFacts, TextValue
from quipu.apps.plans.facts import value_in
from quipu.method import (
    Accumulation,
    Amounts,
    Computed,
    Direction,
    Edition,
    MethodError,
    NoData,
    Outcome,
    Period,
    Value,
    across_periods,
    amounts_to_month,
    explain_level,
    level_of,
    missing_outcome,
    physical_to_month,
    progress_type_1,
    reproduced_by,
    round_half_up,
)
from quipu.method.missing import judge_missing

STORED_PLACES = 4


@dataclass(frozen=True)
class ComputedResult:
    """One result, before it is stored; see `models.Result` for the columns.

    Attributes:
        amounts: what an activity executed and had reprogrammed; None for indicators.
    """

    kind: str
    code: str
    name: str
    indicator_code: str
    indicator: str
    unit_of_measure: str
    direction_declared: str
    direction_used: str
    override_reason: str
    value: Decimal | None
    target: Decimal | None
    outcome: Outcome
    level: str
    level_label: Mapping[str, str]
    level_sentence: Mapping[str, str]
    published_progress: str
    published_reproduced: bool | None
    synthetic: bool
    value_trace: Mapping[str, object] | None = None
    target_trace: Mapping[str, object] | None = None
    amounts: Amounts | None = None


def compute_results(facts: PlanFacts, edition: Edition) -> list[ComputedResult]:
    """Compute every result of a plan in a period.

    Args:
        facts: what was planned and obtained.
        edition: the method's edition.

    Returns:
        Objectives, then actions, then activities, each in the order of their codes.
    """
    results: list[ComputedResult] = []
    for sheet in facts.sheets:
        results += [
            _sheet_result(sheet, direction, reason, facts, edition)
            for direction, reason in ((sheet.direction, ""), *_overrides(sheet, facts.period))
        ]
    results += [_activity_result(activity, facts, edition) for activity in facts.activities]
    return results


def _overrides(sheet: SheetFacts, period: Period) -> list[tuple[str, str]]:
    """The directions used in a period beside the declared one; one that repeats it adjusts nothing."""
    return [item for item in sheet.overrides.get(str(period), ()) if item[0] != sheet.direction]


def _sheet_result(
    sheet: SheetFacts, direction: str, override_reason: str, facts: PlanFacts, edition: Edition
) -> ComputedResult:
    value, value_joined = value_in(sheet.values, facts.period, sheet.accumulation, edition)
    target, target_joined = value_in(sheet.targets, facts.period, sheet.accumulation, edition)
    outcome = _progress(value, target, Direction(direction), edition)
    published = _published(facts, sheet.kind, sheet.code, direction, only_exact=bool(_overrides(sheet, facts.period)))
    return ComputedResult(
        kind=sheet.kind,
        code=sheet.code,
        name=sheet.name,
        indicator_code=sheet.indicator_code,
        indicator=sheet.indicator,
        unit_of_measure=sheet.unit_of_measure,
        direction_declared=sheet.direction,
        direction_used=direction,
        override_reason=override_reason,
        value=_stored(value),
        target=_stored(target),
        outcome=outcome,
        **_levels(outcome, sheet.kind, edition),
        published_progress=published,
        published_reproduced=_is_reproduced(published, outcome),
        synthetic=sheet.synthetic,
        value_trace=value_joined.trace.to_dict() if value_joined else None,
        target_trace=target_joined.trace.to_dict() if target_joined else None,
    )


def _progress(value: Fact, target: Fact, direction: Direction, edition: Edition) -> Outcome:
    texts = [fact.text for fact in (value, target) if isinstance(fact, TextValue)]
    if not texts:
        return progress_type_1(value, target, direction, edition=edition)  # type: ignore[arg-type]
    shown = [NoData(fact.text) if isinstance(fact, TextValue) else fact for fact in (value, target)]
    return missing_outcome(
        "value_in_words", shown[0], shown[1], edition=edition, direction=direction, rule="progress.type_1"
    )


def _published(facts: PlanFacts, kind: str, code: str, direction: str, *, only_exact: bool = False) -> str:
    """The printed progress of an element: by this direction if the source says so, else the one without direction.

    Where directions were overridden a figure without direction cannot be told apart, so it belongs to none.
    """
    exact = facts.printed(kind, code, "progress", direction)
    return exact or ("" if only_exact else facts.printed(kind, code, "progress"))


def _is_reproduced(published: str, outcome: Outcome) -> bool | None:
    """Whether a printed progress is the computed one; None when one of them is no number."""
    try:
        return reproduced_by(published, outcome)
    except MethodError:
        return None


def _levels(outcome: Outcome, kind: str, edition: Edition) -> dict[str, object]:
    """The level of an outcome, credited to whoever chose that scale for this kind of element."""
    scale = replace(edition.scale_for(kind), reference=edition.uses[kind][1])
    level = level_of(outcome, scale)
    if level is None:
        return {"level": "", "level_label": {}, "level_sentence": {}}
    return {
        "level": level.code,
        "level_label": {language: level.label(language) for language in ("en", "es")},
        "level_sentence": {language: explain_level(outcome, scale, language) for language in ("en", "es")},
    }


def _stored(fact: Fact) -> Decimal | None:
    if fact is None or isinstance(fact, NoData | TextValue):
        return None
    return round_half_up(fact, STORED_PLACES)


def activity_outcome(activity: ActivityFacts, period: Period, edition: Edition) -> tuple[Outcome, Amounts]:
    """Physical execution of an activity up to the end of a period, and the two amounts it compares.

    An annual amount that its source does not split by month answers for the whole year only: before December that
    phase is unknown, which is neither zero nor a lack of programming.
    """
    executed, programmed = (activity.months(phase, "physical") for phase in _COMPARED)
    annual = [activity.annual(phase, "physical") for phase in _COMPARED]
    accumulation, last = Accumulation(activity.accumulation), period.last_month
    if last == 12 and annual != [None, None]:
        executed = in_december(annual[0], executed, accumulation, edition)
        programmed = in_december(annual[1], programmed, accumulation, edition)
        accumulation = Accumulation.LAST
    amounts = amounts_to_month(executed, programmed, last, accumulation, edition=edition)
    if last < 12 and annual != [None, None]:
        amounts = Amounts(
            _known(annual[0], amounts.executed), _known(annual[1], amounts.reprogrammed), amounts.missing_months
        )
        missing = judge_missing(amounts.executed, amounts.reprogrammed, edition=edition, rule="execution.physical")
        if missing is not None:
            return missing, amounts
    return physical_to_month(executed, programmed, last, accumulation, edition=edition), amounts


_COMPARED = ("executed", "reprogrammed")
_UNSPLIT = NoData("la fuente da el total del año sin repartirlo por mes")


def in_december(
    annual: Decimal | None, months: Sequence[Value], accumulation: Accumulation, edition: Edition
) -> list[Value]:
    """Gives the whole year as one amount in its last month: the annual one, or what the months make of it."""
    whole = annual if annual is not None else across_periods(months, accumulation, edition=edition).exact
    return [*[None] * 11, whole]


def _known(annual: Decimal | None, to_month: Value) -> Value:
    """What is known of a part of the year; no data when only the total of the year is given."""
    return _UNSPLIT if to_month is None and annual is not None else to_month


def _activity_result(activity: ActivityFacts, facts: PlanFacts, edition: Edition) -> ComputedResult:
    outcome, amounts = activity_outcome(activity, facts.period, edition)
    published = _published(facts, "operational_activity", activity.code, "ascending")
    if published and not any(measure == "physical" for _, measure in activity.amounts):
        # A source that prints a progress had the amounts: they were left unsaid, not left unprogrammed.
        outcome = missing_outcome("amounts_unpublished", None, None, edition=edition, rule="execution.physical")
    return ComputedResult(
        kind="operational_activity",
        code=activity.code,
        name=activity.name,
        indicator_code=activity.code,
        indicator=activity.unit_of_measure or activity.name,
        unit_of_measure=activity.unit_of_measure,
        direction_declared="ascending",
        direction_used="ascending",
        override_reason="",
        value=_stored(amounts.executed),
        target=_stored(amounts.reprogrammed),
        outcome=outcome,
        **_levels(outcome, "operational_activity", edition),
        published_progress=published,
        published_reproduced=_is_reproduced(published, outcome),
        synthetic=activity.synthetic,
        amounts=amounts,
    )


def printed_progress(outcome: Outcome) -> tuple[Decimal | None, Decimal | None]:
    """Raw and capped progress of an outcome; None for each that there is not."""
    return (outcome.raw, outcome.capped) if isinstance(outcome, Computed) else (None, None)
