"""What a dry run finds in an upload, and how it is kept for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quipu.apps.imports.differences import Difference, RowChange, plain_text
from quipu.apps.imports.models import Upload
from quipu.apps.imports.questions import Question
from quipu.apps.imports.services.ceplan import plan_ceplan_import, year_of
from quipu.apps.imports.services.workbooks import plan_import
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.queries import find_version_for
from quipu.errors import QuipuError
from quipu.workbook.ceplan.records import CeplanFiles
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.schema import SHEET_BY_NAME

SAMPLES = 5
"""How many rows of each kind of change of a sheet are shown."""
MOST_FAULTS = 5_000


@dataclass(frozen=True)
class Seen:
    """What importing would do, what it asks, and for which plan and year."""

    difference: Difference
    questions: Sequence[Question] = ()
    version: PlanVersion | None = None
    year: int | None = None


def look(read: ReadWorkbook | CeplanFiles, upload: Upload) -> Seen:
    """Find what importing an upload would do; nothing is written.

    Raises:
        QuipuError: nobody can say for which plan or year it is.
    """
    if isinstance(read, ReadWorkbook):
        return Seen(plan_import(read, upload.mode, upload.institution.slug))
    year = year_of(read, upload.year)
    version = upload.version or find_version_for(upload.institution, str(year))
    found = plan_ceplan_import(read, version=version, year=year, mode=upload.mode, answers=upload.answers)
    return Seen(found.difference, found.questions, version, year)


def found_in(seen: Seen, answered: Sequence[Mapping[str, Any]], notice: str = "") -> dict[str, Any]:
    """What the page of an upload shows, for JSON.

    Args:
        seen: what the dry run found.
        answered: the questions answered before, which it does not ask any more.
        notice: a code of what to tell first.
    """
    difference = seen.difference
    asked = [question.as_dict() for question in seen.questions]
    keys = {question["key"] for question in asked if question["answer"]}
    return {
        "year": seen.year,
        "counts": {sheet: list(counts) for sheet, counts in difference.counts().items()},
        "samples": _samples(difference),
        "faults": _told(difference.faults),
        "fault_count": len(difference.faults),
        "warnings": _told(difference.warnings),
        "warning_count": len(difference.warnings),
        "questions": [question for question in asked if not question["answer"]],
        "answered": [
            *(item for item in answered if item["key"] not in keys),
            *(question for question in asked if question["answer"]),
        ],
        "fingerprint": difference.fingerprint,
        "empty": difference.is_empty,
        "notice": notice,
    }


def refusal(error: QuipuError) -> dict[str, Any]:
    """An error that stops everything, as the page shows it."""
    where = error.where
    reason = " ".join(part for part in (error.what, error.why) if part)
    fault = Fault("", "", where, reason, error.remedy, error.code)
    faults = getattr(error, "faults", None) or [fault]
    told = [item for item in faults if isinstance(item, Fault)] or [fault]
    return {"faults": _told(told), "fault_count": len(told), "counts": {}, "samples": {}, "notice": ""}


def _told(faults: Iterable[Fault]) -> list[dict[str, str]]:
    return [fault.as_dict() for fault in faults][:MOST_FAULTS]


def _samples(difference: Difference) -> dict[str, dict[str, list[dict[str, Any]]]]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    kinds: dict[str, Sequence[RowChange]] = {
        "changed": difference.changed,
        "removed": difference.removed,
        "added": difference.added,
    }
    for kind, changes in kinds.items():
        for change in changes:
            several = found.setdefault(change.sheet, {}).setdefault(kind, [])
            if len(several) < SAMPLES:
                several.append(_sample(change))
    return found


def _sample(change: RowChange) -> dict[str, Any]:
    key = SHEET_BY_NAME[change.sheet].key
    columns = [name for name in change.columns if name not in key]
    sides = [None if side is None else {name: _shown(side.get(name)) for name in columns} for side in change.sides]
    return {"key": [_shown(part) for part in change.key], "before": sides[0], "after": sides[1]}


def _shown(value: Value) -> str | bool | None:
    return value if isinstance(value, bool) else plain_text(value)
