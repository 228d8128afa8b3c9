"""Finding one reporting period, submission or piece of evidence as an address names it, and what lists of them tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from quipu.apps.accounts.models import Membership
from quipu.apps.collection.models import Evidence, Reminder, ReportingLevel, ReportingPeriod, Submission
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion

_WAITING = (Submission.State.OWED, Submission.State.DRAFT, Submission.State.RETURNED)


def find_period(institution: Institution, period: str, version: PlanVersion | None = None) -> ReportingPeriod | None:
    """The reporting period of an institution; of the newest version when several ask for it and none is named."""
    found = ReportingPeriod.objects.filter(version__plan__institution=institution, period=period)
    if version is not None:
        found = found.filter(version=version)
    return found.select_related("version__plan__institution").order_by("-version__number", "-pk").first()


def find_submission(
    institution: Institution, period: str, centre: tuple[str, str], version: PlanVersion | None = None
) -> Submission | None:
    """What a cost centre, by the codes of its executing unit and its own, sends in a reporting period; one query."""
    found = Submission.objects.filter(
        reporting_period__version__plan__institution=institution,
        reporting_period__period=period,
        cost_centre__executing_unit__code=centre[0],
        cost_centre__code=centre[1],
    )
    if version is not None:
        found = found.filter(reporting_period__version=version)
    found = found.select_related("reporting_period__version__plan__institution", "cost_centre__executing_unit")
    return found.order_by("-reporting_period__version__number", "-pk").first()


def find_evidence(submission: Submission, evidence_id: int) -> Evidence | None:
    """A piece of evidence of a submission."""
    return Evidence.objects.filter(submission=submission, pk=evidence_id).first()


@dataclass(frozen=True)
class LevelCounts:
    """How many cost centres of a level are in each state, and how many of them are late."""

    level: ReportingLevel
    states: Mapping[str, int]
    late: int

    @property
    def total(self) -> int:
        """Every cost centre asked."""
        return sum(self.states.values())


def counts_by_level(institution: Institution, today: date) -> dict[int, list[LevelCounts]]:
    """By reporting period, how each of its levels stands on a day; two queries whatever the number of periods."""
    submissions = Submission.objects.filter(reporting_period__version__plan__institution=institution).order_by()
    counted = submissions.values_list("reporting_period", "level", "state").annotate(Count("pk"))
    states: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(Submission.State.values, 0))
    for period, level, state, count in counted:
        states[period, level][state] = count
    found: dict[int, list[LevelCounts]] = defaultdict(list)
    for level in ReportingLevel.objects.filter(reporting_period__version__plan__institution=institution):
        counts = states[level.reporting_period_id, level.level]
        waiting = sum(counts[state] for state in _WAITING)
        found[level.reporting_period_id].append(LevelCounts(level, counts, waiting if today > level.due_on else 0))
    return found


def reminders_for(membership: Membership, today: date) -> list[Reminder]:
    """The reminders that somebody still has to heed: of what their cost centres owe, the latest of each."""
    rows = Reminder.objects.filter(
        submission__cost_centre__assignments__membership=membership,
        submission__reporting_period__version__plan__institution=membership.institution_id,
        submission__state__in=_WAITING,
        on__lte=today,
    ).order_by("on", "pk")
    return list({row.submission_id: row for row in rows}.values())


def centres_asked(institution: Institution) -> set[int]:
    """The cost centres that still have to send something in a level that is open; one query."""
    found = Submission.objects.filter(
        reporting_period__version__plan__institution=institution,
        reporting_period__levels__level=F("level"),
        reporting_period__levels__state=ReportingLevel.State.OPEN,
        state__in=_WAITING,
    )
    return set(found.values_list("cost_centre_id", flat=True))


def unapproved_of(level: ReportingLevel) -> list[Submission]:
    """What a level has without approval, what was sent and awaits a decision first."""
    found = Submission.objects.filter(reporting_period=level.reporting_period_id, level=level.level)
    rows = list(found.exclude(state=Submission.State.APPROVED).select_related("cost_centre__executing_unit"))
    for row in rows:
        row.reporting_period = level.reporting_period
    return sorted(rows, key=lambda row: (row.state != Submission.State.SUBMITTED, row.cost_centre.name))


def is_writable(submission: Submission, level: ReportingLevel, today: date) -> bool:
    """Whether a submission may be written on a day: what services refuse, for a page to know before it asks.

    What was returned is still written while its level is closed: it was sent in time.
    """
    if submission.state not in _WAITING or level.state == ReportingLevel.State.LOCKED or today < level.opens_on:
        return False
    return level.state == ReportingLevel.State.OPEN or submission.state == Submission.State.RETURNED
