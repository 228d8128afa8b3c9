"""Mechanisms as people look at them: when each met last, when it should meet next, and what its series lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Protocol

from django.db.models import QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Mechanism, Record, Status
from quipu.apps.register.queries.duplicates import days_of
from quipu.apps.register.services.derived import regions_by_country
from quipu.method.continuity import Continuity, Session, check_continuity

_SESSION = ("pk", "code", "title", "mechanism_id", "ordinal", "status", "starts_on", "ends_on", "precision", "mode")
_COMING = (Status.PLANNED, Status.ANNOUNCED)


class Held(Protocol):
    """What is looked at of a session of a mechanism; a record has it all."""

    code: str
    ordinal: int | None
    status: str
    starts_on: date | None
    ends_on: date | None
    precision: str


@dataclass(slots=True)
class _Session:
    """A session without the rest of its record: a register has tens of thousands."""

    mechanism_id: int
    code: str
    ordinal: int | None
    status: str
    starts_on: date | None
    ends_on: date | None
    precision: str


_COLUMNS = tuple(item.name for item in fields(_Session))


@dataclass(frozen=True)
class MechanismRow:
    """A mechanism and what its sessions tell.

    Attributes:
        sessions: how many are recorded as done.
        last: the latest session done, None when there is none.
        planned: the next session planned or announced.
        continuity: what does not follow in its series, and by when it should meet next.
    """

    mechanism: Mechanism
    sessions: int
    last: Held | None
    planned: Held | None
    continuity: Continuity

    @property
    def findings(self) -> int:
        """How many things do not fit in its series."""
        found = self.continuity
        return len(found.missing) + len(found.repeated) + len(found.out_of_order) + int(found.overdue)


@dataclass(frozen=True)
class SeriesRow:
    """A place in the series of a mechanism: a session, or the one that is missing there."""

    ordinal: int | None
    session: Record | None
    repeated: bool = False
    out_of_order: bool = False


@dataclass(frozen=True)
class MechanismGroup:
    """The mechanisms of one region; without a code, those of organisations and of countries in no region."""

    code: str
    rows: list[MechanismRow] = field(default_factory=list)


def mechanism_in(institution: Institution, code: str) -> Mechanism | None:
    """A mechanism by its code."""
    return institution.mechanisms.select_related("organisation", "unit").filter(code=code).first()


def mechanisms_of(
    institution: Institution, today: date, *, country: str = "", unit: str = "", active: bool = True
) -> list[MechanismRow]:
    """The mechanisms of an institution, each with its series summed up; two queries.

    Args:
        institution: whose they are.
        today: the day against which a session is overdue.
        country: only those with this country (alpha-3), or with an organisation by its code.
        unit: only those of the unit with this code.
        active: only those that still meet.
    """
    found = institution.mechanisms.select_related("organisation", "unit")
    if active:
        found = found.filter(active=True)
    if country:
        found = found.filter(country=country) | found.filter(organisation__code=country)
    if unit:
        found = found.filter(unit__code=unit)
    mechanisms = list(found)
    rows = Record.objects.filter(mechanism__in={item.pk for item in mechanisms}, merged_into=None)
    sessions = sessions_by_mechanism(rows.order_by("starts_on", "ordinal", "code"))
    return [row_of(item, sessions.get(item.pk, []), today) for item in mechanisms]


def sessions_by_mechanism(rows: QuerySet[Record]) -> Mapping[int, Sequence[Held]]:
    """The sessions among some records, by the identifier of their mechanism; one query."""
    found: dict[int, list[_Session]] = {}
    for values in rows.values_list(*_COLUMNS):
        found.setdefault(values[0], []).append(_Session(*values))
    return found


def grouped_by_region(institution: Institution, rows: Iterable[MechanismRow]) -> list[MechanismGroup]:
    """The rows under the region of their country, in the order in which the regions first appear."""
    regions = regions_by_country(institution)
    groups: dict[str, MechanismGroup] = {}
    for row in rows:
        code = next(iter(regions.get(row.mechanism.country, ())), "")
        groups.setdefault(code, MechanismGroup(code)).rows.append(row)
    return sorted(groups.values(), key=lambda group: (not group.code, group.code))


def row_of(mechanism: Mechanism, sessions: Sequence[Held], today: date) -> MechanismRow:
    """What the sessions of a mechanism tell of it."""
    done = [item for item in sessions if item.status == Status.DONE]
    dated = [item for item in done if item.starts_on]
    coming = [item for item in sessions if item.status in _COMING]
    return MechanismRow(
        mechanism=mechanism,
        sessions=len(done),
        last=max(dated, key=lambda item: item.starts_on or date.min, default=None),
        planned=min(coming, key=lambda item: item.starts_on or date.max, default=None),
        continuity=continuity_of(mechanism, sessions, today),
    )


def continuity_of(mechanism: Mechanism, sessions: Sequence[Held], today: date) -> Continuity:
    """What does not follow in the series of a mechanism; one that no longer meets is never late."""
    return check_continuity(
        [_as_session(item) for item in sessions if item.status != Status.CANCELLED],
        today=today,
        first_ordinal=mechanism.first_ordinal,
        every_months=mechanism.every_months if mechanism.active else None,
    )


def series_of(mechanism: Mechanism, today: date) -> list[SeriesRow]:
    """The sessions of a mechanism from the latest back, with a row for each one that is missing."""
    sessions = _sessions_of(mechanism.pk)
    found = continuity_of(mechanism, sessions, today)
    late = {higher for _lower, higher in found.out_of_order}
    rows = [_series_row(item, found.repeated, late) for item in sessions]
    rows += [SeriesRow(ordinal, None) for ordinal in found.missing]
    return sorted(rows, key=_place, reverse=True)


def _series_row(session: Record, repeated: Sequence[int], late: Collection[int]) -> SeriesRow:
    stands = session.status != Status.CANCELLED
    return SeriesRow(
        session.ordinal, session, stands and session.ordinal in repeated, stands and session.ordinal in late
    )


def _as_session(record: Held) -> Session:
    """A record as the rule of continuity takes it: its date by the days between which it lies."""
    first, last = days_of(record) or (None, None)
    return Session(record.ordinal, first, last, record.status == Status.DONE)


def neighbours_of(record: Record) -> tuple[Record | None, Record | None]:
    """The session before a session and the one after it, by ordinal and else by date; one query."""
    if record.mechanism_id is None:
        return None, None
    rows = [row for row in _sessions_of(record.mechanism_id) if row.status != Status.CANCELLED or row == record]
    if record.ordinal is not None:
        rows = [row for row in rows if row.ordinal is not None]
        rows.sort(key=lambda row: (row.ordinal or 0, row.starts_on or date.min, row.code))
    else:
        rows.sort(key=lambda row: (row.starts_on or date.min, row.code))
    at = next((number for number, row in enumerate(rows) if row.pk == record.pk), None)
    if at is None:
        return None, None
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


def _sessions_of(mechanism_id: int) -> list[Record]:
    rows = Record.objects.filter(mechanism=mechanism_id, merged_into=None)
    return list(rows.only(*_SESSION).order_by("starts_on", "ordinal", "code"))


def _place(row: SeriesRow) -> tuple[int, int, date]:
    """Coming sessions on top, then by ordinal; what has no ordinal goes by its date, below."""
    coming = row.session is not None and row.session.status in _COMING
    day = (row.session.starts_on if row.session else None) or date.min
    return (int(coming), -1 if row.ordinal is None else row.ordinal, day)
