"""How the commitments made in an act stand."""

from __future__ import annotations

import dataclasses
from datetime import date

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import Commitment
from quipu.apps.register.services.records import change_record


class _Kept:
    """What is not to be altered, as against None, which empties it."""


KEPT = _Kept()


@transaction.atomic
def update_commitment(
    *,
    commitment: Commitment,
    status: str,
    score: int | _Kept | None = KEPT,
    note: str | None = None,
    due_on: date | _Kept | None = KEPT,
    actor: User | None,
    reason: str = "",
) -> Commitment:
    """Say how far a commitment is.

    It is an edit of its record, with a revision that can be undone, and stands in the history of both.

    Args:
        commitment: the one told of.
        status: not_started, in_progress, fulfilled or abandoned.
        score: -1, 0 or 1; what it was when left out.
        note: what there is to say; what it was when None.
        due_on: another deadline; what it was when left out.
        actor: who tells it.
        reason: why.

    Returns:
        The commitment as it stands.

    Raises:
        RecordRefusedError: the status or the score is not one of those.
        RecordStateError: its record was merged into another.
    """
    record = commitment.record
    told = {"status": status, "score": score, "note": note if note is not None else KEPT, "due_on": due_on}
    asked = {name: value for name, value in told.items() if value is not KEPT}
    draft = RecordDraft.of(record)
    items = tuple(
        dataclasses.replace(item, **asked) if item.number == commitment.number else item for item in draft.commitments
    )
    before = {name: getattr(commitment, name) for name in asked}
    change_record(
        record=record,
        draft=dataclasses.replace(draft, commitments=items),
        seen_revision=record.revision,
        actor=actor,
        reason=reason,
    )
    differ = [name for name, value in asked.items() if before[name] != value]
    if differ:
        change = FactChange(
            "register.commitment.changed",
            "commitments",
            (record.code, commitment.number),
            {name: before[name] for name in differ},
            {name: asked[name] for name in differ},
        )
        record_changes(institution=record.institution, changes=[change], actor=actor, reason=reason)
    return Commitment.objects.select_related("record", "unit").get(pk=commitment.pk)
