"""What was done with a record: its edits, and the citations that were made or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from quipu.apps.evidence.queries import documents_of
from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of, history_under
from quipu.apps.register.models import Record, RecordRevision
from quipu.language import NumberStyle
from quipu.web.record_differences import Difference, changes
from quipu.web.record_names import names_in

_EDITS = 15
"""How many of the latest edits are shown; all of them are in the history."""
_FOUND = "register.record.found"
_CITED = ("register.citation.added", "register.citation.removed")


@dataclass(frozen=True)
class Step:
    """One thing that was done.

    Attributes:
        action: dotted code.
        at: when, None where nobody knows.
        by: who, None for the command line.
        reason: why.
        changed: the fields that an edit changed, with what they said before and say after.
        quote: of a citation, its words or where to look.
        document: of a citation, the title of its document.
        document_code: and its code; empty when it is gone.
        undoable: whether this is the edit that undoing puts back.
    """

    action: str
    at: datetime | None
    by: Any
    reason: str = ""
    changed: Sequence[Difference] = field(default_factory=tuple)
    quote: str = ""
    document: str = ""
    document_code: str = ""
    undoable: bool = False


def steps_of(record: Record, style: NumberStyle) -> list[Step]:
    """What was done with a record, the latest first; what an import brought has the moment of the import."""
    rows: list[RecordRevision] = list(record.revisions.select_related("by")[: _EDITS + 1])
    edits = _edits(record, rows, style)
    if edits and edits[-1].action == _FOUND:
        edits[-1] = _as_brought(record, edits[-1])
    since = edits[-1].at if len(rows) > _EDITS and edits else None
    cited = [step for step in _citations(record) if since is None or (step.at is not None and step.at >= since)]
    # What has no moment came first.
    dated = sorted([step for step in [*edits, *cited] if step.at], key=lambda step: str(step.at), reverse=True)
    return [*dated, *(step for step in edits if step.at is None)]


def _edits(record: Record, rows: Sequence[RecordRevision], style: NumberStyle) -> list[Step]:
    names = names_in(record.institution, *(row.snapshot for row in rows)) if len(rows) > 1 else {}
    found = []
    for number, row in enumerate(rows[:_EDITS]):
        before = rows[number + 1] if number + 1 < len(rows) else None
        changed = changes(before.snapshot, row.snapshot, style, names) if before else ()
        undoable = number == 0 and before is not None
        found.append(Step(row.action, row.at, row.by, row.reason, changed, undoable=undoable))
    return found


def _as_brought(record: Record, step: Step) -> Step:
    """The first version, which an import and no edit left: kept at the first edit, and older than it."""
    brought = history_of(record.institution, "records", (record.code,)).filter(workbook__isnull=False).first()
    return replace(step, at=brought.at if brought else None, by=brought.actor if brought else None)


def _citations(record: Record) -> list[Step]:
    """Citations that people made and took back; those that an import brought came with the record."""
    rows = history_under(record.institution, "citations", (record.code,))
    found = list(rows.filter(action__in=_CITED, workbook__isnull=True))
    codes = {str(_told(change).get("document", "")) for change in found}
    titles = dict(documents_of(record.institution).filter(code__in=codes).values_list("code", "title")) if codes else {}
    return [_citation(change, titles) for change in found]


def _citation(change: Change, titles: Mapping[str, str]) -> Step:
    told = _told(change)
    code = str(told.get("document", ""))
    quote = str(told.get("exact") or told.get("locator") or "")
    return Step(
        change.action,
        change.at,
        change.actor,
        quote=quote,
        document=titles.get(code, code),
        document_code=code if code in titles else "",
    )


def _told(change: Change) -> Mapping[str, Any]:
    return change.after or change.before or {}
