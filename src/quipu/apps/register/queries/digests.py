"""What a digest tells somebody: what asks for them, what was recorded, and what is coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from quipu.apps.accounts.models import Membership
from quipu.apps.accounts.permissions import BOUND_TO_COST_CENTRES, Role
from quipu.apps.accounts.queries import assigned_centres
from quipu.apps.history.models import Change
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import DigestSubscription, Record, Status
from quipu.apps.register.queries.findings import RegisterFinding, survey_findings
from quipu.apps.register.queries.reach import Reach, units_of, within

COMING = timedelta(days=14)
SHOWN = 10
_EVERY_DAYS = {DigestSubscription.Every.DAY: 1, DigestSubscription.Every.WEEK: 7}
_DEFAULT = {True: DigestSubscription.Every.WEEK, False: DigestSubscription.Every.NEVER}
_TELLABLE = 1_000


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that somebody has to get.

    Attributes:
        subscription: with its membership, person and institution.
        since: the first day of which it tells what was recorded.
    """

    subscription: DigestSubscription
    since: date


@dataclass(frozen=True, slots=True)
class DigestContents:
    """What it tells, of one reach.

    Attributes:
        totals: how many findings of each sort there are.
        findings: the first of each sort.
        recorded: what was recorded or changed, the latest first.
        recorded_total: how many that is in all.
        coming: what is planned or announced for the next fourteen days.
    """

    totals: Mapping[str, int]
    findings: Sequence[RegisterFinding]
    recorded: Sequence[Record]
    recorded_total: int
    coming: Sequence[Record]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.totals or self.recorded_total or self.coming)


def due_digests(on: date, *, institution: Institution | None = None, every: str = "") -> list[DueDigest]:
    """The digests of a day that were not sent yet.

    A weekly one is due on the first run after seven days; those who get one every day, or every week, are picked with
    `every`, and then it is due whatever day it is.

    Args:
        on: the day.
        institution: only its people; everybody when None.
        every: only those who asked for it `day` by day or week by `week`.
    """
    rows = DigestSubscription.objects.select_related("membership__user", "membership__institution")
    rows = rows.filter(membership__user__is_active=True).exclude(every=DigestSubscription.Every.NEVER)
    if institution is not None:
        rows = rows.filter(membership__institution=institution)
    if every:
        rows = rows.filter(every=every)
    found = []
    for row in rows.order_by("membership__institution__slug", "membership__user__username"):
        days = 1 if every else _EVERY_DAYS[DigestSubscription.Every(row.every)]
        if row.sent_for is None or row.sent_for + timedelta(days=days) <= on:
            usual = on - timedelta(days=_EVERY_DAYS[DigestSubscription.Every(row.every)])
            found.append(DueDigest(row, row.sent_for or usual))
    return found


def last_digest(membership: Membership, on: date) -> tuple[str, date]:
    """How often a person gets the digest, and since when the next one tells.

    Planners and focal points get it once a week until they say otherwise, and the others never.
    """
    row = DigestSubscription.objects.filter(membership=membership).first()
    owes = Role(membership.role) in (Role.PLANNER, Role.FOCAL_POINT)
    every = DigestSubscription.Every(row.every) if row else _DEFAULT[owes]
    since = row.sent_for if row else None
    return every, since or on - timedelta(days=_EVERY_DAYS.get(every, 7))


def unsubscribed(institution: Institution | None = None) -> QuerySet[Membership]:
    """The planners and focal points who never said how often they want a digest."""
    found = Membership.objects.filter(digest_subscription=None, role__in=(Role.PLANNER, Role.FOCAL_POINT))
    return found if institution is None else found.filter(institution=institution)


def reach_of(membership: Membership) -> Reach | None:
    """What a person answers for: the units of their cost centres, or everything."""
    bound = Role(membership.role) in BOUND_TO_COST_CENTRES
    return units_of(assigned_centres(membership)) if bound else None


def digest_contents(institution: Institution, reach: Reach | None, *, on: date, since: date) -> DigestContents:
    """What is told to who has this reach.

    Args:
        institution: whose register it is.
        reach: whose records; None for all.
        on: the day of the digest; what was recorded on it is told by the next one.
        since: the first day of which it tells.
    """
    recorded = _recorded(institution, reach, since, on)
    totals, findings = survey_findings(institution, on, reach, most=SHOWN)
    coming = institution.records.filter(
        within(reach),
        merged_into=None,
        status__in=(Status.PLANNED, Status.ANNOUNCED),
        starts_on__gte=on,
        starts_on__lte=on + COMING,
    )
    return DigestContents(
        totals=totals,
        findings=findings,
        recorded=recorded[:SHOWN],
        recorded_total=len(recorded),
        coming=list(coming.select_related("unit").order_by("starts_on", "code")[:SHOWN]),
    )


def _recorded(institution: Institution, reach: Reach | None, since: date, on: date) -> list[Record]:
    changes = Change.objects.filter(institution=institution, kind="records", at__gte=_start(since), at__lt=_start(on))
    keys = list(dict.fromkeys(changes.order_by("-pk").values_list("key", flat=True)[: _TELLABLE * 5]))[:_TELLABLE]
    rows = institution.records.filter(within(reach), code__in=keys, merged_into=None).select_related("unit")
    place = {key: number for number, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.code])


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
