"""What of a draft's faults an edit makes, and what stood already in what it does not touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts.checking import faults_of
from quipu.apps.register.drafts.faults import DraftFault
from quipu.apps.register.drafts.known import Known, find_known
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import Record

_DATES = frozenset({"precision", "starts_on", "ends_on", "status"})
_VALID = frozenset({"valid_from", "valid_to"})
_TOGETHER: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("precision", "starts_on", "ends_on"), _DATES),
    **dict.fromkeys(_VALID, _VALID),
    "status_reason": frozenset({"status", "status_reason"}),
    "outcome": frozenset({"kind", "outcome"}),
    "mechanism": frozenset({"kind", "mechanism", "counterparts"}),
    "ordinal": frozenset({"kind", "mechanism", "ordinal", "status"}),
    "criteria": frozenset({"kind", "criteria"}),
    "instrument": frozenset({"kind", "instrument"}),
}
"""The fields that a fault of one field looks at: touching any answers for it. A field absent looks at itself."""


def check(
    draft: RecordDraft, institution: Institution, *, record: Record | None = None, today: date | None = None
) -> list[DraftFault]:
    """Everything that keeps a draft from being recorded, without recording it.

    What its record has wrong already, in what the draft leaves as it is, does not.

    Args:
        draft: what somebody wrote.
        institution: whose register it is.
        record: the one that it changes, None for a new one.
        today: the day that tells the future; today when None.
    """
    return divided_faults(draft, find_known(draft, institution), record, today)[0]


def divided_faults(
    draft: RecordDraft, known: Known, record: Record | None = None, today: date | None = None
) -> tuple[list[DraftFault], list[DraftFault]]:
    """The faults for which a draft is refused, and those that its record has already where nothing of it is touched.

    Args:
        draft: what somebody wrote.
        known: what it names.
        record: the one that it changes, None for a new one, all of whose faults refuse it.
        today: the day that tells the future; today when None.
    """
    found = list(faults_of(draft, known, record=record, today=today))
    if record is None or not found:
        return found, []
    now = RecordDraft.of(record)
    stood = set(faults_of(now, find_known(now, known.institution), record=record, today=today))
    standing = [item for item in found if item in stood and not _touches(now, draft, item)]
    return [item for item in found if item not in standing], standing


def _touches(now: RecordDraft, draft: RecordDraft, fault: DraftFault) -> bool:
    field = fault.field.partition(".")[0]
    return any(getattr(now, name) != getattr(draft, name) for name in _TOGETHER.get(field, {field}))
