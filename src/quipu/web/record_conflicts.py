"""Two people changed one record: what each left, and what is made of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import Record
from quipu.language import NumberStyle
from quipu.web.record_differences import Difference, combined, differences, parts_of

CHOICE = "take-"
"""What the name of a choice begins with; the field's path follows."""


@dataclass(frozen=True)
class Conflict:
    """A conflict as its page shows it.

    Attributes:
        rows: the fields in which both differ; `one` is what the person wrote, `other` what stands.
        mine: the whole of what the person wrote, sealed, to travel with the form.
        revision: the revision that stands.
    """

    rows: list[Difference]
    mine: str
    revision: int


def conflict_of(record: Record, mine: RecordDraft, seen: int, style: NumberStyle) -> Conflict:
    """What somebody wrote against what stands.

    Args:
        record: as it stands.
        mine: what somebody wrote.
        seen: the revision that they were looking at; what only the other changed since is proposed as they left it.
        style: how the reader writes numbers.
    """
    base = record.revisions.filter(number=seen).values_list("snapshot", flat=True).first()
    theirs = RecordDraft.of(record).as_json()
    written = mine.as_json()
    rows = differences(written, theirs, style, base=base)
    sealed = signing.dumps(written, salt=_seal(record), compress=True)
    return Conflict(rows, sealed, record.revision)


def written_in(record: Record, sealed: str) -> RecordDraft | None:
    """What somebody wrote, as the page of a conflict carried it; None for what no such page of this record made."""
    try:
        return RecordDraft.from_json(signing.loads(sealed, salt=_seal(record)))
    except signing.BadSignature:
        return None


def resolved(mine: RecordDraft, theirs: RecordDraft, choices: Mapping[str, Any]) -> RecordDraft:
    """The draft that follows from the choices; a field without a choice stays as the person wrote it."""
    other = theirs.as_json()
    taken = [path for path in parts_of(other) if choices.get(f"{CHOICE}{path}") == "theirs"]
    return RecordDraft.from_json(combined(mine.as_json(), other, taken))


def _seal(record: Record) -> str:
    return f"register.conflict.{record.pk}"
