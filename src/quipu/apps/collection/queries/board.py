"""Who has reported and who has not: the same few queries whatever the number of posts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from django.db.models import F, Min, Q, Value

from quipu.apps.accounts.models import Membership, User
from quipu.apps.accounts.queries import focal_points_of
from quipu.apps.collection.models import (
    ActivityEntry,
    IndicatorEntry,
    Reminder,
    ReportingLevel,
    ReportingPeriod,
    Submission,
    SubmissionStep,
)
from quipu.apps.collection.queries.owing import MEASURES, OwedKeys, owed_keys
from quipu.apps.organisation.models import CostCentre, Institution
from quipu.apps.plans.models import ObtainedValue
from quipu.method import round_half_up

NOBODY, PLANNERS = "—", "planificación"
_SECONDS_A_DAY = 86_400

_STATES = Submission.State
_WAITING = (_STATES.OWED, _STATES.DRAFT, _STATES.RETURNED)


@dataclass(frozen=True)
class BoardRow:
    """Where one cost centre stands.

    Attributes:
        owed: how many values and monthly amounts it owes.
        filled: how many of them were given, or the plan holds already.
        in_plan: how many of `filled` were not given, since the plan holds them already.
        late: whether its day has passed and it has not been sent.
        days_late: days since its day passed; 0 when it is not late.
        next_owner: who has the next step: its focal points by name, `planificación`, or `—` when nobody has.
        next_step: `assign`, `start`, `fill`, `send`, `mend`, `decide`, `closed` or `done`.
        reminder: the last one, or None.
    """

    submission: Submission
    due_on: date
    owed: int
    filled: int
    in_plan: int
    late: bool
    days_late: int
    next_owner: str
    next_step: str
    reminder: Reminder | None

    @property
    def cost_centre(self) -> CostCentre:
        """Whose it is, with its executing unit."""
        return self.submission.cost_centre

    @property
    def level(self) -> str:
        """`post` or `unit`."""
        return self.submission.level

    @property
    def state(self) -> str:
        """The state of what it sends."""
        return self.submission.state


@dataclass(frozen=True)
class TimeToApprove:
    """Days from the first sending to the approval, over those approved; None where none is.

    Attributes:
        approved: how many are approved.
        total: of how many.
    """

    median: Decimal | None
    mean: Decimal | None
    longest: Decimal | None
    approved: int
    total: int


@dataclass(frozen=True)
class Board:
    """A reporting period seen whole.

    Attributes:
        rows: the posts and then the units, each in order of codes.
        levels: the calendar of each level asked, by `post` and `unit`.
        counts: by level and state, how many submissions; a state that nobody is in has 0.
        late: by level, how many are late.
    """

    rows: Sequence[BoardRow]
    levels: Mapping[str, ReportingLevel]
    counts: Mapping[str, Mapping[str, int]]
    late: Mapping[str, int]
    time_to_approve: TimeToApprove


def board_of(reporting_period: ReportingPeriod, today: date) -> Board:
    """Where every cost centre stands on a day; eight queries."""
    levels = {level.level: level for level in reporting_period.levels.all()}
    submissions = list(
        reporting_period.submissions.select_related("cost_centre__executing_unit")
        .annotate(first_sent=Min("steps__at", filter=Q(steps__kind=SubmissionStep.Kind.SUBMITTED)))
        .order_by("level", "cost_centre__executing_unit__code", "cost_centre__code")
    )
    counted = counts_of(reporting_period)
    people = focal_points_of([submission.cost_centre_id for submission in submissions])
    reminders = _last_reminders(reporting_period)
    rows = [
        _row(
            submission,
            levels[submission.level],
            counted.get(submission.cost_centre_id, Counted(0, 0, 0)),
            people.get(submission.cost_centre_id, ()),
            reminders.get(submission.pk),
            today,
        )
        for submission in submissions
    ]
    return Board(
        rows=rows,
        levels=levels,
        counts={level: _by_state(row for row in rows if row.level == level) for level in levels},
        late={level: sum(row.late for row in rows if row.level == level) for level in levels},
        time_to_approve=_time_to_approve(submissions),
    )


class Counted(NamedTuple):
    """How many values and monthly amounts are owed, how many are filled in, and how many of these only by the plan."""

    owed: int
    filled: int
    in_plan: int


def counts_of(reporting_period: ReportingPeriod) -> dict[int, Counted]:
    """By cost centre, how many values and monthly amounts it owes and how many of them are there; four queries."""
    owing = owed_keys(reporting_period)
    values = _values_given(reporting_period, owing)
    amounts, excused = _amounts_given(reporting_period)
    found = {}
    for centre, keys in owing.items():
        entered = keys.values & values[centre]
        given = {key for key in keys.amounts if key in amounts or key[:2] in excused}
        in_plan = len((keys.values & values[0]) - entered) + len(keys.amounts & keys.held - given)
        filled = len(entered) + len(given) + in_plan
        found[centre] = Counted(len(keys.values) + len(keys.amounts), filled, in_plan)
    return found


def reporting_periods_of(institution: Institution) -> list[ReportingPeriod]:
    """The reporting periods of an institution, the newest first, with their levels and plan version; two queries."""
    found = ReportingPeriod.objects.filter(version__plan__institution=institution)
    return list(
        found.select_related("version__plan__institution").prefetch_related("levels").order_by("-period", "-pk")
    )


@dataclass(frozen=True)
class OwnSubmission:
    """A submission that a person answers for, with its calendar; the counts are None when not counted."""

    submission: Submission
    level: ReportingLevel
    owed: int | None
    filled: int | None
    in_plan: int | None

    @property
    def entered(self) -> int | None:
        """How many were entered in it."""
        return None if self.filled is None or self.in_plan is None else self.filled - self.in_plan


def submissions_for(membership: Membership) -> list[OwnSubmission]:
    """What the cost centres of a person owe or sent, the newest period first.

    How much is filled in is counted for the newest periods in which something is still to be done: two queries, and
    four for each of those.
    """
    found = list(
        Submission.objects.filter(
            cost_centre__assignments__membership=membership,
            reporting_period__version__plan__institution=membership.institution_id,
        )
        .select_related("reporting_period__version__plan__institution", "cost_centre__executing_unit")
        .order_by("-reporting_period__period", "-reporting_period_id", "cost_centre__code")
    )
    periods = {item.reporting_period_id: item.reporting_period for item in found}
    levels = {
        (level.reporting_period_id, level.level): level
        for level in ReportingLevel.objects.filter(reporting_period__in=periods)
    }
    to_do = dict.fromkeys(
        item.reporting_period_id
        for item in found
        if item.state in _TO_DO and levels[item.reporting_period_id, item.level].state != ReportingLevel.State.LOCKED
    )
    counted = {pk: counts_of(periods[pk]) for pk in list(to_do)[:MOST_COUNTED]}
    return [
        OwnSubmission(
            item,
            levels[item.reporting_period_id, item.level],
            *counted.get(item.reporting_period_id, {}).get(item.cost_centre_id, (None, None, None)),
        )
        for item in found
    ]


MOST_COUNTED = 2
_TO_DO = (Submission.State.OWED, Submission.State.DRAFT, Submission.State.RETURNED)


def _values_given(reporting_period: ReportingPeriod, owing: Mapping[int, OwedKeys]) -> dict[int, set[tuple[int, str]]]:
    """By cost centre, (indicator, period) of what it entered; under 0, of what the plan holds; one query."""
    periods = {period for keys in owing.values() for _, period in keys.values}
    held = ObtainedValue.objects.filter(
        indicator__plan__versions=reporting_period.version_id, period__in=periods
    ).order_by()
    entered = IndicatorEntry.objects.filter(submission__reporting_period=reporting_period).order_by()
    columns = ("centre", "indicator_id", "named")
    rows = held.annotate(centre=Value(0), named=F("period")).values_list(*columns)
    more = entered.annotate(centre=F("submission__cost_centre_id"), named=F("period")).values_list(*columns)
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for centre, indicator, period in rows.union(more, all=True):
        found[centre].add((indicator, period))
    return found


def _amounts_given(reporting_period: ReportingPeriod) -> tuple[set[tuple[int, int, str]], set[tuple[int, int]]]:
    """(activity, month, measure) entered, and the (activity, month) that a reason answers for; one query."""
    rows = ActivityEntry.objects.filter(submission__reporting_period=reporting_period)
    amounts, excused = set(), set()
    for activity, month, reason, *pair in rows.values_list("activity_id", "month", "no_data_reason", *MEASURES):
        amounts |= {(activity, month, name) for name, said in zip(MEASURES, pair, strict=True) if said is not None}
        if reason:
            excused.add((activity, month))
    return amounts, excused


def _last_reminders(reporting_period: ReportingPeriod) -> dict[int, Reminder]:
    """The last reminder of each submission; one query."""
    rows = Reminder.objects.filter(submission__reporting_period=reporting_period).order_by("on", "pk")
    return {row.submission_id: row for row in rows}


def _row(
    submission: Submission,
    level: ReportingLevel,
    counted: Counted,
    people: Sequence[User],
    reminder: Reminder | None,
    today: date,
) -> BoardRow:
    owed, filled, in_plan = counted
    late = submission.state in _WAITING and today > level.due_on
    step = next_step(submission, level, is_full=filled >= owed, is_assigned=bool(people))
    return BoardRow(
        submission=submission,
        due_on=level.due_on,
        owed=owed,
        filled=filled,
        in_plan=in_plan,
        late=late,
        days_late=(today - level.due_on).days if late else 0,
        next_owner=_owner(step, people),
        next_step=step,
        reminder=reminder,
    )


def next_step(submission: Submission, level: ReportingLevel, *, is_full: bool, is_assigned: bool) -> str:
    """What comes next: `assign`, `start`, `fill`, `send`, `mend`, `decide`, `closed` or `done`."""
    if submission.state == _STATES.APPROVED:
        return "done"
    if submission.state == _STATES.SUBMITTED:
        return "decide" if level.state != ReportingLevel.State.LOCKED else "closed"
    if level.state == ReportingLevel.State.LOCKED:
        return "closed"
    if submission.state == _STATES.RETURNED:
        return "mend"
    if level.state == ReportingLevel.State.CLOSED:
        return "closed"
    if not is_assigned:
        return "assign"
    if is_full:
        return "send"
    return "start" if submission.state == _STATES.OWED else "fill"


def _owner(step: str, people: Iterable[User]) -> str:
    if step in ("assign", "decide"):
        return PLANNERS
    if step in ("closed", "done"):
        return NOBODY
    return ", ".join(person.get_full_name() or person.username for person in people) or PLANNERS


def _by_state(rows: Iterable[BoardRow]) -> dict[str, int]:
    counted = Counter(row.state for row in rows)
    return {state: counted[state] for state in _STATES.values}


def _time_to_approve(submissions: Sequence[Submission]) -> TimeToApprove:
    days = [
        Fraction(int((item.approved_at - item.first_sent).total_seconds()), _SECONDS_A_DAY)
        for item in submissions
        if item.state == _STATES.APPROVED and item.approved_at and item.first_sent
    ]
    if not days:
        return TimeToApprove(None, None, None, 0, len(submissions))
    told = (round_half_up(value, 1) for value in (median(days), sum(days) / len(days), max(days)))
    return TimeToApprove(*told, approved=len(days), total=len(submissions))
