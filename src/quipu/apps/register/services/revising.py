"""Leaving a record with another content: rows, revision, history and counts, inside the transaction of a service."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.drafts.faults import DraftFault
from quipu.apps.register.drafts.known import Known
from quipu.apps.register.drafts.shapes import DETAILS, RecordDraft, flatten
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError, RecordStateError
from quipu.apps.register.models import Record, RecordRevision
from quipu.apps.register.services.derived import derive, regions_by_country
from quipu.apps.register.services.holding import tell
from quipu.apps.register.services.reviewing import review_after_edit
from quipu.apps.register.services.writing import fill_columns, write_parts
from quipu.language import format_long_date


def rewrite(
    held: Record,
    now: RecordDraft,
    asked: RecordDraft,
    known: Known,
    action: str,
    actor: User | None,
    reason: str,
    *,
    keeps_review: bool = False,
) -> Record:
    """Write the rows that differ from what there is.

    Args:
        held: the record, held.
        now: what is there.
        asked: what has to be there; nothing is written when it is the same.
        known: what it names.
        action: what is done, the end of the dotted code: `changed`.
        actor: who does it.
        reason: why.
        keeps_review: whether what was approved stays so.
    """
    before = require_baseline(held, now)
    if asked == now:
        return held
    with keeping_counts(held.institution, [held.pk], actor=actor, reason=reason):
        fill_columns(held, asked, known)
        if not keeps_review and _as_approved(now) != _as_approved(asked):
            held.review = review_after_edit(held)
        write_parts(held, asked, known, now)
        held.revision += 1
        save(held)
    keep(held, RecordDraft.of(held).as_json(), action, actor, reason, before)
    return held


def _as_approved(draft: RecordDraft) -> RecordDraft:
    """What an approval is of: how its commitments fare later needs no approval again."""
    promised = (dataclasses.replace(item, status="", score=None, note="") for item in draft.commitments)
    return dataclasses.replace(draft, commitments=tuple(promised))


def save(record: Record) -> None:
    """Store the record's own row with its derived columns."""
    prefetch_related_objects([record], *DETAILS)
    derive(record, regions_by_country(record.institution))
    record.save()


def require_baseline(record: Record, now: RecordDraft) -> dict[str, Any]:
    """The snapshot in force; one is kept first when an import, and no edit, left the record as it is."""
    snapshot = now.as_json()
    last = record.revisions.first()
    if last is not None and last.number >= record.revision and last.snapshot == snapshot:
        record.revision = last.number
        return snapshot
    record.revision = max(record.revision, last.number + 1 if last else 1)
    RecordRevision.objects.create(
        record=record, number=record.revision, snapshot=snapshot, action="register.record.found"
    )
    Record.objects.filter(pk=record.pk).update(revision=record.revision)
    return snapshot


def keep(
    record: Record,
    snapshot: dict[str, Any],
    action: str,
    actor: User | None,
    reason: str,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Add the revision and the change, with the fields that differ."""
    code = f"register.record.{action}"
    RecordRevision.objects.create(
        record=record, number=record.revision, snapshot=snapshot, action=code, reason=reason, by=actor
    )
    was, is_now = flatten(before or {}), flatten(snapshot)
    names = [name for name in {**was, **is_now} if was.get(name) != is_now.get(name)]
    change = FactChange(
        code,
        "records",
        (record.code,),
        None if before is None else {name: was[name] for name in names if name in was},
        {name: is_now[name] for name in names if name in is_now},
    )
    tell(record, change, actor, reason)


def conflict(held: Record, now: RecordDraft, asked: RecordDraft) -> RecordConflictError:
    """The refusal to write over what somebody else wrote meanwhile."""
    last = held.revisions.select_related("by").first()
    was, is_now = flatten(asked.as_json()), flatten(now.as_json())
    return RecordConflictError(
        where=held.code,
        by=last.by.username if last and last.by else "",
        at=f"{format_long_date(timezone.localdate(last.at))}, {timezone.localtime(last.at):%H:%M}" if last else "",
        fields=[name for name in {**was, **is_now} if was.get(name) != is_now.get(name)],
        revision=held.revision,
    )


def refuse(faults: Sequence[DraftFault], where: str) -> None:
    """Refuse a draft with faults."""
    if faults:
        raise RecordRefusedError(faults, where=where)


def require_own(record: Record) -> None:
    """Refuse what was merged into another record."""
    if record.merged_into is None:
        return
    raise RecordStateError(
        f"Este registro se unió a {record.merged_into.code}.",
        where=record.code,
        remedy="Cambie aquel, o deshaga antes la unión.",
        code="register.record.merged",
    )
