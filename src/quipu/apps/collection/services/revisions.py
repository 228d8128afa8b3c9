"""Who saved last: two people may fill in one submission, and neither writes over the other without seeing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import ConflictError
from quipu.apps.collection.models import ActivityEntry, IndicatorEntry, Submission
from quipu.apps.collection.services.access import Key, institution_of
from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of


def last_change(submission: Submission, kind: str, key: Key) -> Change | None:
    """The last change of an entry."""
    return history_of(institution_of(submission), kind, key).first()


def next_revision(submission: Submission, kind: str, key: Key) -> int:
    """A revision that this entry never had, also when it was emptied in between: one more than its changes."""
    return history_of(institution_of(submission), kind, key).count() + 1


def refuse_if_changed(
    entry: IndicatorEntry | ActivityEntry | None, seen: int, theirs: Mapping[str, Any] | None
) -> None:
    """Refuse to go on when what stands is not what was seen.

    Args:
        entry: what stands, or None.
        seen: the revision that whoever saves has seen; 0 for nothing.
        theirs: what stands, field by field.

    Raises:
        ConflictError: with theirs.
    """
    stands = 0 if entry is None else entry.revision
    if stands == seen:
        return
    raise ConflictError(
        theirs or {},
        who="" if entry is None else name_of(entry.updated_by),
        when=None if entry is None else entry.updated_at,
        revision=stands,
    )


def name_of(person: User | None) -> str:
    """How a person is named in a message."""
    return "" if person is None else person.get_full_name() or person.username
