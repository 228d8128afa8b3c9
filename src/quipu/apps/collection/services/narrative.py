"""The words of a submission: what was achieved, what limited it, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import ConflictError
from quipu.apps.collection.models import Submission
from quipu.apps.collection.services.access import hold, key_of, record, require_writable, start_if_owed
from quipu.apps.collection.services.revisions import name_of
from quipu.apps.history.services import FactChange

WORDS = ("achievements", "limitations", "measures")


@transaction.atomic
def save_narrative(
    *, submission: Submission, achievements: str, limitations: str, measures: str, revision: int, actor: User | None
) -> Submission:
    """Keep the words of a submission.

    Args:
        submission: whose words they are.
        achievements: what was achieved.
        limitations: what limited it.
        measures: what was done about it.
        revision: that of the submission which whoever saves has seen.
        actor: who saves.

    Returns:
        The submission with its new revision; saving the same words changes nothing.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        ConflictError: somebody changed its words or its state after those seen.
    """
    held = hold(submission)
    require_writable(held)
    words = {"achievements": achievements.strip(), "limitations": limitations.strip(), "measures": measures.strip()}
    before = {name: getattr(held, name) for name in WORDS}
    if before != words:
        refuse_if_moved(held, revision)
        _write(held, before, words, actor)
    return held


def _write(held: Submission, before: Mapping[str, str], words: Mapping[str, str], actor: User | None) -> None:
    for name, text in words.items():
        setattr(held, name, text)
    held.revision, held.updated_by = held.revision + 1, actor
    held.save(update_fields=[*WORDS, "revision", "updated_by", "updated_at"])
    start_if_owed(held, actor)
    changed = [name for name in WORDS if before[name] != words[name]]
    told = [{name: side[name] or None for name in changed} for side in (before, words)]
    record(held, FactChange("collection.words.saved", "submissions", key_of(held), *told), actor)


def refuse_if_moved(held: Submission, seen: int) -> None:
    """Refuse to go on when a submission's words or state changed after what was seen.

    Raises:
        ConflictError: with its words and its state.
    """
    if held.revision == seen:
        return
    raise ConflictError(
        {name: getattr(held, name) for name in (*WORDS, "state")},
        who=name_of(held.updated_by),
        when=held.updated_at,
        revision=held.revision,
    )
