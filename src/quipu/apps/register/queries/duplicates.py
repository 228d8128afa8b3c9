"""Records that may be the same act: of one kind, at one time, with one counterpart, and of one number or place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from django.db.models import Q

from quipu.apps.register.models import Precision, Record, Status
from quipu.method.continuity import add_months

_MONTHS: Mapping[str, int] = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}
MOST = 10


class Dated(Protocol):
    """What has a date and says how exactly it is known."""

    starts_on: date | None
    ends_on: date | None
    precision: str


def days_of(record: Dated) -> tuple[date, date] | None:
    """The first and the last day on which an act may have been; None where its date is not known."""
    first = record.starts_on
    if first is None or record.precision == Precision.UNKNOWN:
        return None
    length = _MONTHS.get(record.precision)
    if length is None:
        return first, record.ends_on or first
    start = date(first.year, (first.month - 1) // length * length + 1, 1)
    end = add_months(start, length - 1)
    return start, date(end.year, end.month, monthrange(end.year, end.month)[1])


def may_coincide(one: Record, other: Record) -> bool:
    """Whether two acts may have been on the same day; one without a date may be of any."""
    first, second = days_of(one), days_of(other)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])


def candidates_of(record: Record) -> list[Record]:
    """The records that may be the same act as this one, with their counterparts, the likeliest first; two queries.

    Args:
        record: the one looked at.

    Returns:
        At most ten. Those merged already, cancelled, or of another session of a mechanism are none.
    """
    parties = parties_of(record)
    if record.first_month is None or record.last_month is None or not parties:
        return []
    found = Record.objects.filter(institution=record.institution_id, kind=record.kind, merged_into=None)
    found = found.filter(first_month__lte=record.last_month + 1, last_month__gte=record.first_month - 1)
    with_them = Q(counterparts__country__in=[country for country, _ in parties if country])
    with_them |= Q(counterparts__organisation__in=[organisation for _, organisation in parties if organisation])
    others = found.filter(with_them).exclude(pk=record.pk).exclude(status=Status.CANCELLED).distinct()
    others = others.select_related("instrument")
    likely = [item for item in others.prefetch_related("counterparts__organisation") if _is_likely(record, item)]
    return sorted(likely, key=lambda item: _rank(record, item))[:MOST]


def parties_of(record: Record) -> set[tuple[str, int | None]]:
    """The counterparts of a record: a country, or the identifier of an organisation."""
    return {(item.country, item.organisation_id) for item in record.counterparts.all()}


def same_place(one: Record, other: Record) -> bool:
    """Whether nothing tells two places apart, nor the missions that acted; what is not known may be any."""
    if one.mission_id and other.mission_id and one.mission_id != other.mission_id:
        return False
    for name in ("place_country", "city"):
        first, second = getattr(one, name).casefold(), getattr(other, name).casefold()
        if first and second and first != second:
            return False
    return True


def same_session(one: Record, other: Record) -> bool:
    """Whether nothing tells two sessions apart, neither their mechanism nor their number."""
    for name in ("mechanism_id", "ordinal"):
        first, second = getattr(one, name), getattr(other, name)
        if first is not None and second is not None and first != second:
            return False
    return True


def may_be_one(one: Record, other: Record) -> bool:
    """Whether two could be joined, whichever stays: neither is part of the other, nor both members of one set."""
    if other.pk == one.parent_id or one.pk == other.parent_id:
        return False
    legal = [item.instrument for item in (one, other) if hasattr(item, "instrument")]
    if one.parent_id is not None and one.parent_id == other.parent_id and legal:
        return False
    if len({item.type for item in legal}) > 1:
        return False
    return _takes(one, other) or _takes(other, one)


def _takes(kept: Record, merged: Record) -> bool:
    """Whether what one says of its series, counterparts and status holds all that the other says."""
    if merged.mechanism_id not in (None, kept.mechanism_id) or merged.ordinal not in (None, kept.ordinal):
        return False
    if merged.status == Status.DONE and kept.status != Status.DONE:
        return False
    return parties_of(merged) <= parties_of(kept)


def _is_likely(record: Record, other: Record) -> bool:
    if not may_coincide(record, other) or not same_session(record, other) or not may_be_one(record, other):
        return False
    same_number = record.ordinal is not None and record.ordinal == other.ordinal
    return same_number or same_place(record, other)


def _rank(record: Record, other: Record) -> tuple[bool, bool, str]:
    return record.ordinal is None or record.ordinal != other.ordinal, record.city != other.city, other.code
