"""Creating, changing and undoing records: rows, derived columns, revision, history and counts, or none of them."""

from __future__ import annotations

import dataclasses
from datetime import date

from django.db import transaction
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.drafts.checking import faults_of
from quipu.apps.register.drafts.known import find_known
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.drafts.standing import divided_faults
from quipu.apps.register.errors import RecordStateError
from quipu.apps.register.models import Record, Status
from quipu.apps.register.services.codes import free_code
from quipu.apps.register.services.holding import hold_record, hold_register
from quipu.apps.register.services.reviewing import review_after_edit
from quipu.apps.register.services.revising import (
    conflict,
    keep,
    refuse,
    require_baseline,
    require_own,
    rewrite,
    save,
)
from quipu.apps.register.services.writing import fill_columns, write_parts

PENDING = (Status.PLANNED, Status.ANNOUNCED)
"""What can be confirmed or cancelled."""
_UNRESOLVED = frozenset({"register.draft.unknown", "register.draft.party"})


@transaction.atomic
def create_record(*, institution: Institution, draft: RecordDraft, actor: User | None, reason: str = "") -> Record:
    """Record an act.

    Args:
        institution: whose register it goes to.
        draft: the whole of it; without a code it gets one, such as R-2024-0001.
        actor: who records it, None for the command line.
        reason: why, where there is something to say.

    Returns:
        The record; in a unit with a chain of approval it is a draft, which counts once it is approved.

    Raises:
        RecordRefusedError: with every fault of the draft.
    """
    institution = hold_register(institution.pk)
    known = find_known(draft, institution)
    refuse(list(faults_of(draft, known)), draft.title)
    record = Record(institution=institution)
    fill_columns(record, draft, known)
    record.code = draft.code or free_code(institution, (draft.starts_on or timezone.localdate()).year)
    record.review = review_after_edit(record)
    made: list[int] = []
    with keeping_counts(institution, made, actor=actor, reason=reason):
        record.save()
        made.append(record.pk)
        write_parts(record, draft, known, None)
        save(record)
    keep(record, RecordDraft.of(record).as_json(), "created", actor, reason)
    return record


@transaction.atomic
def change_record(
    *, record: Record, draft: RecordDraft, seen_revision: int, actor: User | None, reason: str = ""
) -> Record:
    """Give a record another content.

    Args:
        record: the one to change.
        draft: the whole of it as it has to be; its code stays.
        seen_revision: the revision that whoever changes it was looking at.
        actor: who changes it, None for the command line.
        reason: why.

    Returns:
        The record as it stands. Where nothing differs nothing is written. What was sent for approval or approved is a
        draft again, and does not count until it is approved: `review` tells. How its commitments fare is no such edit.

    Raises:
        RecordConflictError: somebody changed it since; it says who, when and which fields differ.
        RecordRefusedError: with every fault of the draft, but for what the record has wrong already where the draft
            leaves it as it is.
        RecordStateError: it was merged into another, which is the one to change.
    """
    held = hold_record(record)
    require_own(held)
    now = RecordDraft.of(held)
    asked = dataclasses.replace(draft, code=draft.code or held.code)
    if held.revision != seen_revision:
        raise conflict(held, now, asked)
    known = find_known(asked, held.institution)
    refuse(divided_faults(asked, known, held)[0], held.code)
    return rewrite(held, now, asked, known, "changed", actor, reason)


@transaction.atomic
def undo_record(*, record: Record, actor: User | None, reason: str = "", seen_revision: int | None = None) -> Record:
    """Put a record back as it was before its last edit, as an edit of its own; undoing that puts the edit back.

    Args:
        record: the one to put back.
        actor: who does it.
        reason: why.
        seen_revision: the revision that they were looking at; any when None.

    Raises:
        RecordStateError: nothing was edited, or it was merged into another.
        RecordRefusedError: what it named then is no longer there.
        RecordConflictError: somebody changed it since it was seen.
    """
    held = hold_record(record)
    require_own(held)
    now = RecordDraft.of(held)
    require_baseline(held, now)
    if seen_revision is not None and seen_revision != held.revision:
        raise conflict(held, now, now)
    last, before = [*held.revisions.filter(number__lte=held.revision)[:2], None, None][:2]
    if last is not None and last.action == "register.record.merged":
        raise RecordStateError(
            "Lo último que le pasó fue una unión.",
            where=held.code,
            remedy="Deshaga la unión, no la edición.",
            code="register.record.undo_merge",
        )
    if before is None:
        raise RecordStateError(
            "No hay nada que deshacer.",
            where=held.code,
            why="El registro está como se creó.",
            code="register.record.nothing_to_undo",
        )
    asked = RecordDraft.from_json(before.snapshot)
    known = find_known(asked, held.institution)
    lost = [item for item in faults_of(asked, known, record=held) if item.code in _UNRESOLVED]
    refuse(lost, held.code)
    return rewrite(held, now, asked, known, "undone", actor, reason)


def confirm_done(
    *, record: Record, actor: User | None, starts_on: date | None = None, ends_on: date | None = None, reason: str = ""
) -> Record:
    """Say that what was planned or announced took place, on another day where one is given.

    Raises:
        RecordRefusedError: its day has not come.
        RecordStateError: it is done or cancelled already.
    """
    _require_pending(record)
    draft = dataclasses.replace(RecordDraft.of(_fresh(record)), status=Status.DONE.value, status_reason="")
    if starts_on is not None:
        draft = dataclasses.replace(draft, starts_on=starts_on, ends_on=ends_on, precision="day")
    return change_record(record=record, draft=draft, seen_revision=record.revision, actor=actor, reason=reason)


def cancel_record(*, record: Record, reason: str, actor: User | None) -> Record:
    """Say that what was planned or announced will not take place, and why.

    Raises:
        RecordRefusedError: without a reason.
        RecordStateError: it is done or cancelled already.
    """
    _require_pending(record)
    draft = dataclasses.replace(
        RecordDraft.of(_fresh(record)), status=Status.CANCELLED.value, status_reason=reason.strip()
    )
    return change_record(record=record, draft=draft, seen_revision=record.revision, actor=actor, reason=reason)


def _require_pending(record: Record) -> None:
    if record.status in PENDING:
        return
    raise RecordStateError(
        "Solo se confirma o cancela lo planificado o anunciado.",
        where=record.code,
        why="Este registro ya está realizado o cancelado.",
        remedy="Si hay un error, edítelo.",
        code="register.record.not_pending",
    )


def _fresh(record: Record) -> Record:
    return Record.objects.select_related("unit", "mission", "mechanism", "parent").get(pk=record.pk)
