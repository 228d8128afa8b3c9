"""What was done with a record: its edits, and the citations that were made or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q

from quipu.apps.evidence.queries import documents_of
from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_with_numbered
from quipu.apps.register.models import Record, RecordRevision
from quipu.language import NumberStyle
from quipu.web.record_differences import Difference, changes, parts_of
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
    told = history_with_numbered(record.institution, "records", (record.code,), numbered="citations")
    told = list(told.filter(Q(kind="records", workbook__isnull=False) | Q(action__in=_CITED)))
    edits = [_as_brought(step, told) if step.action == _FOUND else step for step in _edits(record, rows, style)]
    since = edits[-1].at if len(rows) > _EDITS else None
    cited = [step for step in _citations(record, told) if since is None or (step.at is not None and step.at >= since)]
    # What has no moment came first.
    dated = sorted([step for step in [*edits, *cited] if step.at], key=lambda step: str(step.at), reverse=True)
    return [*dated, *(step for step in edits if step.at is None)]


def _edits(record: Record, rows: Sequence[RecordRevision], style: NumberStyle) -> list[Step]:
    pairs = [(parts_of(after.snapshot), parts_of(before.snapshot)) for after, before in pairwise(rows)]
    touched = [
        {path: value for path, value in one.items() if other.get(path) != value}
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]
    names = names_in(record.institution, *touched)
    found = []
    for number, row in enumerate(rows[:_EDITS]):
        before = rows[number + 1] if number + 1 < len(rows) else None
        changed = changes(before.snapshot, row.snapshot, style, names) if before else ()
        undoable = number == 0 and before is not None
        found.append(Step(row.action, row.at, row.by, row.reason, changed, undoable=undoable))
    return found


def _as_brought(step: Step, told: Sequence[Change]) -> Step:
    """A version that an import and no edit left: kept at the edit after it, and older than that."""
    imports = (change for change in told if change.kind == "records")
    brought = next((change for change in imports if step.at is None or change.at <= step.at), None)
    return replace(step, at=brought.at if brought else None, by=brought.actor if brought else None)


def _citations(record: Record, told: Sequence[Change]) -> list[Step]:
    """Citations that people made and took back; those that an import brought came with the record."""
    found = [change for change in told if change.kind == "citations"]
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
