"""Two people changed one record: what each left, and what is made of both.

What only one of them changed stays as that one left it. Only what both left otherwise, each in another way, is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import Record
from quipu.language import NumberStyle
from quipu.web.record_differences import Difference, combined, differences
from quipu.web.record_names import names_in

CHOICE = "take-"
"""What the name of a choice begins with; the field's path follows."""
_SIDES = ("mine", "theirs")


@dataclass(frozen=True)
class Conflict:
    """A conflict as its page shows it.

    Attributes:
        rows: the fields that both changed; `one` is what the person wrote, `other` what stands.
        own: those that only the person changed; what they wrote is kept.
        taken: those that only somebody else changed; what stands is kept.
        draft: what both make together, with what the person wrote where it has to be chosen.
        mine: the same with what has to be chosen, sealed, to travel with the form.
        revision: the revision that stands.
        choices: what was chosen already, by field.
    """

    rows: list[Difference]
    own: list[Difference]
    taken: list[Difference]
    draft: RecordDraft
    mine: str
    revision: int
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Written:
    """What the page of a conflict carried: the draft and the fields in which somebody has to choose."""

    draft: RecordDraft
    asked: Collection[str]


def conflict_of(record: Record, mine: RecordDraft, seen: int, style: NumberStyle) -> Conflict:
    """What somebody wrote against what stands.

    Args:
        record: as it stands.
        mine: what somebody wrote.
        seen: the revision that they were looking at.
        style: how the reader writes numbers.
    """
    base = record.revisions.filter(number=seen).values_list("snapshot", flat=True).first()
    written, theirs = mine.as_json(), RecordDraft.of(record).as_json()
    found = differences(written, theirs, style, base=base, names=names_in(record.institution, written, theirs))
    by = {side: [row for row in found if row.changed_by == side] for side in ("both", "one", "other")}
    made = RecordDraft.from_json(combined(written, theirs, [row.path for row in by["other"]]))
    return _conflict(record, made, by["both"], by["one"], by["other"], {})


def asked_again(record: Record, written: Written, choices: Mapping[str, Any], style: NumberStyle) -> Conflict:
    """The same conflict once more, when somebody did not choose in every field; what they chose stays chosen."""
    mine, theirs = written.draft.as_json(), RecordDraft.of(record).as_json()
    found = differences(mine, theirs, style, names=names_in(record.institution, mine, theirs))
    rows = [row for row in found if row.path in written.asked]
    own = [row for row in found if row.path not in written.asked]
    return _conflict(record, written.draft, rows, own, [], choices)


def written_in(record: Record, sealed: str) -> Written | None:
    """What somebody wrote, as the page of a conflict carried it; None for what no such page of this record made."""
    try:
        held = signing.loads(sealed, salt=_seal(record))
    except signing.BadSignature:
        return None
    return Written(RecordDraft.from_json(held["draft"]), held["asked"])


def resolved(written: Written, theirs: RecordDraft, choices: Mapping[str, Any]) -> RecordDraft | None:
    """The draft that follows from the choices; None while one is missing."""
    chosen = {path: choices.get(f"{CHOICE}{path}") for path in written.asked}
    if not all(side in _SIDES for side in chosen.values()):
        return None
    taken = [path for path, side in chosen.items() if side == "theirs"]
    return RecordDraft.from_json(combined(written.draft.as_json(), theirs.as_json(), taken))


def _conflict(
    record: Record,
    made: RecordDraft,
    rows: list[Difference],
    own: list[Difference],
    taken: list[Difference],
    choices: Mapping[str, Any],
) -> Conflict:
    held = {"draft": made.as_json(), "asked": [row.path for row in rows]}
    sealed = signing.dumps(held, salt=_seal(record), compress=True)
    chosen = {row.path: str(choices.get(f"{CHOICE}{row.path}", "")) for row in rows}
    return Conflict(rows, own, taken, made, sealed, record.revision, chosen)


def _seal(record: Record) -> str:
    return f"register.conflict.{record.pk}"
