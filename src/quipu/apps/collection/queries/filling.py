"""Everything that one page shows to whoever fills in a submission, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quipu.apps.collection.models import (
    ActivityEntry,
    EntryPart,
    Evidence,
    IndicatorEntry,
    ReportingLevel,
    Submission,
    SubmissionStep,
)
from quipu.apps.collection.queries.breakdowns import BreakdownRow, Breakdowns, Parts, load_breakdowns
from quipu.apps.collection.queries.comparing import differ, earlier_years, latest_of_others
from quipu.apps.collection.queries.missing import MissingItem, missing_in
from quipu.apps.collection.queries.owing import MEASURES, OwedActivity, OwedValue, Pair, owed_by
from quipu.apps.collection.queries.progress import ShownProgress, progress_of
from quipu.apps.collection.rules import find_excessive, find_inadmissible, find_unusual
from quipu.apps.evaluation.facts import Fact, fact_of
from quipu.apps.plans.models import ObtainedValue, OrdinalPoint
from quipu.method import Period


@dataclass(frozen=True)
class ValueRow:
    """An indicator's value, owed in one period.

    Attributes:
        key: identifies the row inside the form, such as `v12-2024-Q1`.
        value: what is shown: the entry, or what the plan holds where nothing was entered; None when there is neither.
        entry: what this submission says; None when nothing was entered.
        fact: the shown value as the method takes it.
        choices: the rungs of its ordinal scale, in order; empty when it has none.
        breakdowns: each way in which it breaks down, with its parts and their gap.
        inadmissible: why the shown value cannot be, by language (`es`, `en`); None when it can.
        unusual: why it deserves a second look, by language; None when it does not.
        past: the latest values of other periods that the plan holds, the newest first.
        differs: whether what was entered, its parts among it, is not what the plan holds.
    """

    key: str
    owed: OwedValue
    value: IndicatorEntry | ObtainedValue | None
    entry: IndicatorEntry | None
    fact: Fact
    choices: Sequence[OrdinalPoint]
    breakdowns: Sequence[BreakdownRow]
    evidence: Sequence[Evidence]
    inadmissible: Mapping[str, str] | None
    unusual: Mapping[str, str] | None
    progress: ShownProgress
    past: Sequence[ObtainedValue]
    differs: bool

    @property
    def indicator_id(self) -> int:
        """The indicator, as `save_value` takes it."""
        return self.owed.sheet.indicator_id

    @property
    def code(self) -> str:
        """The code of the indicator."""
        return self.owed.sheet.indicator.code

    @property
    def name(self) -> str:
        """The name of the indicator."""
        return self.owed.sheet.name

    @property
    def element_code(self) -> str:
        """The code of the objective or action that it measures."""
        return (self.owed.sheet.objective or self.owed.sheet.strategic_action).code

    @property
    def element_name(self) -> str:
        """The name of the objective or action that it measures."""
        return (self.owed.sheet.objective or self.owed.sheet.strategic_action).name

    @property
    def unit_of_measure(self) -> str:
        """The unit of the indicator, as its sheet writes it."""
        return self.owed.sheet.unit_of_measure

    @property
    def unit_kind(self) -> str:
        """The kind of unit: quantity, number, percentage, ratio, rate, index or rate of change."""
        return self.owed.sheet.unit_kind

    @property
    def period(self) -> str:
        """The indicator's own period."""
        return self.owed.period

    @property
    def target(self) -> Fact:
        """What was expected of the period."""
        return self.owed.target

    @property
    def revision(self) -> int:
        """What to save with: 0 when nothing was entered."""
        return 0 if self.entry is None else self.entry.revision

    @property
    def comment(self) -> str:
        """What was said about the value."""
        return "" if self.entry is None else self.entry.comment

    @property
    def source(self) -> str:
        """Where the value comes from, in the words of whoever entered it."""
        return "" if self.entry is None else self.entry.source

    @property
    def is_given(self) -> bool:
        """Whether nothing is owed any more: it was entered, or the plan holds it already."""
        return self.value is not None


@dataclass(frozen=True)
class MonthRow:
    """One month of an activity; each pair is (physical, financial).

    Attributes:
        key: identifies the row inside the form, such as `a7-03`.
        owed: the measures that the month owes.
        programmed: what is programmed now.
        executed: what the plan holds as executed.
        entry: what this submission says; None when nothing was entered.
    """

    key: str
    month: int
    owed: tuple[str, ...]
    programmed: Pair
    executed: Pair
    entry: ActivityEntry | None

    @property
    def shown(self) -> Pair:
        """What was entered, or what the plan holds where the entry is blank."""
        if self.entry is None:
            return self.executed
        if self.entry.physical is None and self.entry.financial is None:
            return (None, None)
        entered = (self.entry.physical, self.entry.financial)
        return tuple(held if said is None else said for said, held in zip(entered, self.executed, strict=True))

    @property
    def physical(self) -> Decimal | None:
        """The physical amount shown."""
        return self.shown[0]

    @property
    def financial(self) -> Decimal | None:
        """The financial amount shown."""
        return self.shown[1]

    @property
    def reason(self) -> str:
        """Why there is no amount, or an empty text."""
        return "" if self.entry is None else self.entry.no_data_reason

    @property
    def revision(self) -> int:
        """What to save with: 0 when nothing was entered."""
        return 0 if self.entry is None else self.entry.revision

    @property
    def unusual(self) -> Mapping[str, str] | None:
        """Why an amount deserves a second look beside what was programmed, by language; None when none does."""
        pairs = zip(self.shown, self.programmed, strict=True)
        return next(filter(None, (find_excessive(amount, programmed) for amount, programmed in pairs)), None)

    @property
    def in_plan(self) -> tuple[str, ...]:
        """The measures owed that were not entered and that the plan holds already."""
        said: Pair = (None, None) if self.entry is None else (self.entry.physical, self.entry.financial)
        entered = dict(zip(MEASURES, said, strict=True))
        return (
            ()
            if self.reason
            else tuple(measure for measure in self.owed if measure not in self.missing and entered[measure] is None)
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The measures still owed; a reason answers for all of them."""
        if self.reason:
            return ()
        shown = dict(zip(MEASURES, self.shown, strict=True))
        return tuple(measure for measure in self.owed if shown[measure] is None)


@dataclass(frozen=True)
class ActivityRow:
    """An activity with its months owed, and those that somebody filled in without owing them."""

    owed: OwedActivity
    months: Sequence[MonthRow]

    @property
    def activity_id(self) -> int:
        """The activity, as `save_amounts` takes it."""
        return self.owed.activity.pk

    @property
    def code(self) -> str:
        """The code of the activity."""
        return self.owed.activity.code

    @property
    def name(self) -> str:
        """The name of the activity."""
        return self.owed.activity.name

    @property
    def unit_of_measure(self) -> str:
        """The unit of its physical amounts."""
        return self.owed.activity.unit_of_measure

    @property
    def asks_physical(self) -> bool:
        """Whether physical amounts are typed; otherwise they are counted from its tasks."""
        return self.owed.asks_physical

    def changed_in(self, month: MonthRow) -> tuple[str, ...]:
        """The measures of one of its months of which something else was entered than what the plan holds."""
        if month.entry is None:
            return ()
        after, before = (dict(zip(MEASURES, pair, strict=True)) for pair in (month.shown, month.executed))
        asked = MEASURES if self.asks_physical else ("financial",)
        return tuple(measure for measure in asked if after[measure] != before[measure])


@dataclass(frozen=True)
class SubmissionForm:
    """A submission with all that it holds and all that it owes."""

    submission: Submission
    level: ReportingLevel
    values: Sequence[ValueRow]
    activities: Sequence[ActivityRow]
    evidence: Sequence[Evidence]
    steps: Sequence[SubmissionStep]
    missing: Sequence[MissingItem]

    @property
    def owed_count(self) -> int:
        """How many values and monthly amounts are owed."""
        months = (month for row in self.activities for month in row.months)
        return len(self.values) + sum(len(month.owed) for month in months)

    @property
    def filled_count(self) -> int:
        """How many of them were given."""
        return self.owed_count - len(self.missing)

    @property
    def in_plan_count(self) -> int:
        """How many of those given were not entered, since the plan holds them already."""
        held = sum(row.entry is None and row.is_given for row in self.values)
        return held + sum(len(month.in_plan) for row in self.activities for month in row.months)

    @property
    def entered_count(self) -> int:
        """How many were entered in this submission."""
        return self.filled_count - self.in_plan_count

    @property
    def changed_values(self) -> int:
        """How many values say something else than the plan."""
        return sum(row.differs for row in self.values)

    @property
    def changed_months(self) -> int:
        """How many months of activities say something else than the plan."""
        return sum(bool(row.changed_in(month)) for row in self.activities for month in row.months)

    @property
    def returned_because(self) -> str:
        """The words of the last return, while nothing was sent since; an empty text otherwise."""
        if self.submission.state != Submission.State.RETURNED:
            return ""
        kind = SubmissionStep.Kind.RETURNED
        return next((step.comment for step in reversed(self.steps) if step.kind == kind), "")


def form_of(submission: Submission) -> SubmissionForm:
    """Everything that the page of a submission shows; at most fifteen queries."""
    found = Submission.objects.select_related(
        "reporting_period__version__plan__institution", "cost_centre__executing_unit", "updated_by"
    ).get(pk=submission.pk)
    period = found.reporting_period
    owed = owed_by(period, found.cost_centre)
    evidence = list(found.evidence.select_related("added_by"))
    values = _value_rows(found, owed.values, evidence)
    activities = _activity_rows(found, owed.activities)
    return SubmissionForm(
        submission=found,
        level=period.levels.get(level=found.level),
        values=values,
        activities=activities,
        evidence=evidence,
        steps=list(found.steps.select_related("actor")),
        missing=missing_in(values, activities, Period.parse(period.period).year),
    )


def _value_rows(
    submission: Submission, owed: Sequence[OwedValue], evidence: Sequence[Evidence]
) -> tuple[ValueRow, ...]:
    entries = {
        (entry.indicator_id, entry.period): entry
        for entry in submission.indicator_entries.select_related("ordinal", "updated_by")
    }
    said: dict[int, Parts] = defaultdict(dict)
    for part in EntryPart.objects.filter(entry__submission=submission):
        said[part.entry_id][part.category_id, part.crossed_with_id] = part.number
    held = [item.current.pk for item in owed if item.current]
    breakdowns = load_breakdowns({item.sheet.indicator_id for item in owed}, held)
    points = _ordinal_points(owed)
    of_entry: dict[int | None, list[Evidence]] = defaultdict(list)
    for item in evidence:
        of_entry[item.entry_id].append(item)
    rows = []
    for item in owed:
        entry = entries.get((item.sheet.indicator_id, item.period))
        parts = breakdowns.held(item.current) if entry is None else said[entry.pk]
        proof = of_entry[entry.pk] if entry else []
        rows.append(_value_row(item, entry, breakdowns, parts, points.get(item.sheet.ordinal_scale_id, ()), proof))
    return tuple(rows)


def _value_row(
    owed: OwedValue,
    entry: IndicatorEntry | None,
    breakdowns: Breakdowns,
    parts: Parts,
    choices: Sequence[OrdinalPoint],
    evidence: Sequence[Evidence],
) -> ValueRow:
    value = entry or owed.current
    fact = None if value is None else fact_of(value, owed.sheet.unit_kind)
    return ValueRow(
        key=f"v{owed.sheet.indicator_id}-{owed.period}",
        owed=owed,
        value=value,
        entry=entry,
        fact=fact,
        choices=choices,
        breakdowns=breakdowns.rows(owed.sheet, parts, None if value is None else value.amount),
        evidence=evidence,
        inadmissible=find_inadmissible(fact, owed.sheet.unit_kind),
        unusual=find_unusual(fact, earlier_years(owed)),
        progress=progress_of(owed, fact),
        past=latest_of_others(owed),
        differs=entry is not None and differ((entry, parts), (owed.current, breakdowns.held(owed.current))),
    )


def _ordinal_points(owed: Iterable[OwedValue]) -> Mapping[int | None, list[OrdinalPoint]]:
    scales = {item.sheet.ordinal_scale_id for item in owed if item.sheet.ordinal_scale_id}
    found: dict[int | None, list[OrdinalPoint]] = defaultdict(list)
    for point in OrdinalPoint.objects.filter(scale__in=scales).order_by("position") if scales else ():
        found[point.scale_id].append(point)
    return found


def _activity_rows(submission: Submission, owed: Sequence[OwedActivity]) -> tuple[ActivityRow, ...]:
    entries = {
        (entry.activity_id, entry.month): entry for entry in submission.activity_entries.select_related("updated_by")
    }
    rows = []
    for item in owed:
        filled = {month for activity, month in entries if activity == item.activity.pk}
        months = sorted({*item.owed, *item.executed, *filled})
        rows.append(ActivityRow(item, [_month_row(item, month, entries) for month in months]))
    return tuple(rows)


def _month_row(owed: OwedActivity, month: int, entries: Mapping[tuple[int, int], ActivityEntry]) -> MonthRow:
    return MonthRow(
        key=f"a{owed.activity.pk}-{month:02d}",
        month=month,
        owed=owed.owed.get(month, ()),
        programmed=owed.programmed.get(month, (None, None)),
        executed=owed.executed.get(month, (None, None)),
        entry=entries.get((owed.activity.pk, month)),
    )
