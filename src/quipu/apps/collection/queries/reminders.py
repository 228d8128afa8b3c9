"""Which reminders are due on a day: before the date, on it, and each week after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from quipu.apps.collection.models import Reminder, ReportingLevel, Submission
from quipu.apps.organisation.models import Institution

DAYS_BEFORE = (7, 2)
"""How many days before the date a reminder is due."""
LATE_EVERY = 7
"""How many days pass between two reminders of what is late; the first is due on the day after the date."""

WAITING = (Submission.State.OWED, Submission.State.DRAFT, Submission.State.RETURNED)
"""The states in which somebody still has to send."""


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is due and was not made yet.

    Attributes:
        on: its day; the day asked about, or an earlier one on which nobody looked.
    """

    submission: Submission
    kind: str
    on: date


def due_reminders(today: date, institution: Institution | None = None) -> list[DueReminder]:
    """The reminders due on a day, of one institution or of all; three queries.

    Of the reminders that a submission should have had by that day only the latest counts: a day on which nobody looked
    is caught up, and a first look late in the period does not repeat the whole calendar.
    """
    submissions = Submission.objects.filter(state__in=WAITING).select_related(
        "reporting_period__version__plan__institution", "cost_centre"
    )
    if institution is not None:
        submissions = submissions.filter(reporting_period__version__plan__institution=institution)
    waiting = list(submissions)
    levels = {
        (level.reporting_period_id, level.level): level
        for level in ReportingLevel.objects.filter(reporting_period__in={item.reporting_period_id for item in waiting})
    }
    made: dict[int, set[tuple[str, date]]] = defaultdict(set)
    rows = Reminder.objects.filter(submission__in=[item.pk for item in waiting]).exclude(kind=Reminder.Kind.ASKED)
    for submission, kind, on in rows.order_by().values_list("submission_id", "kind", "on"):
        made[submission].add((kind, on))
    found = []
    for item in waiting:
        latest = _latest(levels[item.reporting_period_id, item.level], item.state, today)
        if latest is not None and latest not in made[item.pk]:
            found.append(DueReminder(item, *latest))
    return found


def _latest(level: ReportingLevel, state: str, today: date) -> tuple[str, date] | None:
    """The last reminder of a level's calendar up to a day; none while nothing can be written."""
    is_open = level.state == ReportingLevel.State.OPEN
    is_mended = level.state == ReportingLevel.State.CLOSED and state == Submission.State.RETURNED
    if not (is_open or is_mended) or today < level.opens_on:
        return None
    past = [(kind, on) for kind, on in _calendar(level, today) if level.opens_on <= on <= today]
    return max(past, key=lambda item: item[1]) if past else None


def _calendar(level: ReportingLevel, today: date) -> Iterator[tuple[str, date]]:
    for days in DAYS_BEFORE:
        yield Reminder.Kind.BEFORE, level.due_on - timedelta(days=days)
    yield Reminder.Kind.DUE, level.due_on
    late = (today - level.due_on).days
    if late > 0:
        yield Reminder.Kind.LATE, level.due_on + timedelta(days=1 + (late - 1) // LATE_EVERY * LATE_EVERY)
