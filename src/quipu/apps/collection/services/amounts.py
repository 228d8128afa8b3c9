"""Filling in what was executed of an activity in a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import EntryRefusedError
from quipu.apps.collection.models import ActivityEntry, Submission
from quipu.apps.collection.queries.owing import MEASURES, OwedActivity, find_owed_activity
from quipu.apps.collection.services.access import hold, key_of, record, require_writable, start_if_owed, where_of
from quipu.apps.collection.services.checking import amount_fault, refuse
from quipu.apps.collection.services.revisions import last_change, next_revision, refuse_if_changed
from quipu.apps.history.services import FactChange
from quipu.apps.plans.models import OperationalActivity
from quipu.language import format_month
from quipu.method import Period

KIND = "activity_entries"
_FIELDS = (*MEASURES, "no_data_reason")

_Said = Mapping[str, Any]


@transaction.atomic
def save_amounts(
    *,
    submission: Submission,
    activity: OperationalActivity,
    month: int,
    physical: Decimal | None = None,
    financial: Decimal | None = None,
    no_data_reason: str = "",
    revision: int,
    actor: User | None,
) -> ActivityEntry | None:
    """Keep what was executed of an owed activity in a month as a draft.

    Args:
        submission: in which it is reported.
        activity: whose amounts they are.
        month: 1 to 12, inside the reporting period; also one that programmed nothing.
        physical: in the activity's unit; None says nothing. Counted from tasks where the activity says so.
        financial: accrued; None says nothing.
        no_data_reason: why an amount is left blank.
        revision: that of the entry which whoever saves has seen; 0 when there was none.
        actor: who saves.

    Returns:
        The entry, or None when all three are blank, which empties it.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        EntryRefusedError: it is not owed, or an amount cannot stand; with its fields.
        ConflictError: somebody saved others after those seen.
    """
    held = hold(submission)
    require_writable(held)
    owed = _require_owed(held, activity, month)
    said = {"physical": physical, "financial": financial, "no_data_reason": no_data_reason.strip()}
    refuse(dict(_faults(owed, said)), f"{where_of(held)}, {activity.code}, {format_month(month)}")
    entry = _entry_of(held, activity, month)
    action = "collection.amounts.saved"
    return _write(held, activity, month, entry, said, revision=revision, actor=actor, action=action)


@transaction.atomic
def undo_amounts(
    *, submission: Submission, activity: OperationalActivity, month: int, revision: int, actor: User | None
) -> ActivityEntry | None:
    """Put back what was there before the last change; undoing again takes the undoing back.

    Returns:
        The entry as it was, or None when there was none.

    Raises:
        NotWritableError, ConflictError: as for `save_amounts`.
        EntryRefusedError: nothing was ever entered, or it is not owed any more.
    """
    held = hold(submission)
    require_writable(held)
    _require_owed(held, activity, month)
    change = last_change(held, KIND, _key(held, activity, month))
    if change is None:
        raise EntryRefusedError(f"«{activity.code}» no tiene un cambio que deshacer.", where=where_of(held))
    before = change.before or {}
    said: dict[str, Any] = {name: Decimal(before[name]) if name in before else None for name in MEASURES}
    said["no_data_reason"] = before.get("no_data_reason", "")
    entry = _entry_of(held, activity, month)
    refuse_if_changed(entry, revision, None if entry is None else told_amounts(entry))
    return _write(
        held, activity, month, entry, said, revision=revision, actor=actor, action="collection.amounts.undone"
    )


def told_amounts(entry: ActivityEntry) -> dict[str, str]:
    """Everything that an entry says, as text; absent where it says nothing."""
    return _told({name: getattr(entry, name) for name in _FIELDS})


def _told(said: _Said) -> dict[str, str]:
    found = {name: f"{said[name].normalize():f}" for name in MEASURES if said[name] is not None}
    return found | ({"no_data_reason": said["no_data_reason"]} if said["no_data_reason"] else {})


def _write(
    held: Submission,
    activity: OperationalActivity,
    month: int,
    entry: ActivityEntry | None,
    said: _Said,
    *,
    revision: int,
    actor: User | None,
    action: str,
) -> ActivityEntry | None:
    before = None if entry is None else told_amounts(entry)
    after = _told(said) or None
    if before == after:
        return entry
    refuse_if_changed(entry, revision, before)
    key = _key(held, activity, month)
    new = next_revision(held, KIND, key)
    if after is None and entry is not None:
        entry.delete()
        entry = None
    elif after is not None:
        entry = entry or ActivityEntry(submission=held, activity=activity, month=month)
        for name in _FIELDS:
            setattr(entry, name, said[name])
        entry.revision, entry.updated_by = new, actor
        entry.save()
    start_if_owed(held, actor)
    record(held, FactChange(action, KIND, key, before, after), actor)
    return entry


def _faults(owed: OwedActivity, said: _Said) -> Iterator[tuple[str, str]]:
    for name in MEASURES:
        if fault := amount_fault(said[name]):
            yield name, fault
    if said["physical"] is not None and not owed.asks_physical:
        yield "physical", "Se cuenta de las tareas terminadas de la actividad: regístrelas en su plan de trabajo."


def _require_owed(held: Submission, activity: OperationalActivity, month: int) -> OwedActivity:
    period = Period.parse(held.reporting_period.period)
    owed = find_owed_activity(held.reporting_period, held.cost_centre, activity.pk)
    if owed is None or month not in period.months:
        what = f"«{activity.code}»" if owed is None else f"el mes {month} de «{activity.code}»"
        raise EntryRefusedError(
            f"No le toca reportar {what} en {period}.",
            where=where_of(held),
            remedy="Revise el periodo, la programación de la actividad y su centro de costo.",
            code="collection.not_owed",
        )
    return owed


def _entry_of(held: Submission, activity: OperationalActivity, month: int) -> ActivityEntry | None:
    return held.activity_entries.select_related("updated_by").filter(activity=activity, month=month).first()


def _key(held: Submission, activity: OperationalActivity, month: int) -> tuple[object, ...]:
    return (*key_of(held), activity.code, month)
