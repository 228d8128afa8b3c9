"""Instruments as people look for them, and the commitments made in any act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Commitment, CommitmentStatus, Kind, NegotiationFollowUp, Record, Stage, Status

NEGOTIATED = (Stage.PROPOSED, Stage.UNDER_NEGOTIATION, Stage.AGREED_TEXT, Stage.SIGNATURE_EXPECTED)
"""Stages of which every quarter asks how far they are."""
PENDING = (*NEGOTIATED, Stage.INTERNAL_APPROVAL, Stage.RATIFIED)
"""Stages of what is not in force yet and is meant to be."""
OPEN = (CommitmentStatus.NOT_STARTED, CommitmentStatus.IN_PROGRESS)
"""How a commitment stands that can still be overdue."""


@dataclass(frozen=True)
class InstrumentFilters:
    """What narrows the list of instruments; empty texts narrow nothing.

    Attributes:
        type: of the treaty office's list.
        stage: how far it is.
        country: alpha-3 of a party.
        state: `in_force`, `pending`, or `due` for those whose quarterly follow-up is missing.
    """

    type: str = ""
    stage: str = ""
    country: str = ""
    state: str = ""


def instruments_of(institution: Institution, filters: InstrumentFilters, today: date) -> QuerySet[Record]:
    """The records of instruments, the latest first, each with its legal side and its unit."""
    found = institution.records.filter(kind=Kind.INSTRUMENT, merged_into=None).select_related("instrument", "unit")
    if filters.type:
        found = found.filter(instrument__type=filters.type)
    if filters.stage:
        found = found.filter(instrument__stage=filters.stage)
    if filters.country:
        found = found.filter(countries__contains=f"|{filters.country}|")
    return _in_state(found, filters.state, today)


def due_quarter(today: date) -> str:
    """The last quarter that has ended, `2026-Q2`: the one whose follow-up may be missing."""
    quarter = (today.month - 1) // 3
    return f"{today.year}-Q{quarter}" if quarter else f"{today.year - 1}-Q4"


def commitments_of(institution: Institution, *, unit: str = "", country: str = "") -> QuerySet[Commitment]:
    """The commitments made in acts that stand, the first due first; of a unit by its code, with a country."""
    found = (
        Commitment.objects.filter(record__institution=institution, record__merged_into=None)
        .exclude(record__status=Status.CANCELLED)
        .select_related("record", "unit")
    )
    if unit:
        found = found.filter(Q(unit__code=unit) | Q(unit=None, record__unit__code=unit))
    if country:
        found = found.filter(record__countries__contains=f"|{country}|")
    return found.order_by("due_on", "record__code", "number")


def in_situation(commitments: QuerySet[Commitment], situation: str, today: date) -> QuerySet[Commitment]:
    """Those `overdue`, `due` (open and not overdue), `undated` (open, without a date), or in a status."""
    if situation == "overdue":
        return commitments.filter(status__in=OPEN, due_on__lt=today)
    if situation == "due":
        return commitments.filter(status__in=OPEN, due_on__gte=today)
    if situation == "undated":
        return commitments.filter(status__in=OPEN, due_on=None)
    return commitments.filter(status=situation) if situation else commitments


def counts_of(commitments: QuerySet[Commitment], today: date) -> dict[str, int]:
    """How many commitments are in each situation; one query."""
    is_open = Q(status__in=OPEN)
    return commitments.order_by().aggregate(
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        due=Count("pk", filter=is_open & Q(due_on__gte=today)),
        undated=Count("pk", filter=is_open & Q(due_on=None)),
        fulfilled=Count("pk", filter=Q(status=CommitmentStatus.FULFILLED)),
        abandoned=Count("pk", filter=Q(status=CommitmentStatus.ABANDONED)),
    )


def of_units(commitments: QuerySet[Commitment], units: Collection[int] | None) -> QuerySet[Commitment]:
    """Those that some units answer for; all of them for None."""
    if units is None:
        return commitments
    return commitments.filter(Q(unit__in=units) | Q(unit=None, record__unit__in=units))


def _in_state(found: QuerySet[Record], state: str, today: date) -> QuerySet[Record]:
    if state == "in_force":
        lasting = Q(valid_to=None) | Q(valid_to__gte=today)
        return found.filter(lasting & (Q(instrument__stage=Stage.IN_FORCE) | Q(valid_from__lte=today))).exclude(
            instrument__stage=Stage.ENDED
        )
    if state == "pending":
        return found.filter(instrument__stage__in=PENDING)
    if state == "due":
        told = NegotiationFollowUp.objects.filter(instrument__record=OuterRef("pk"), period=due_quarter(today))
        return found.filter(~Exists(told), instrument__stage__in=NEGOTIATED)
    return found
