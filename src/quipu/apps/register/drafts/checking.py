"""Every fault of a draft at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils import timezone

from quipu.apps.register.drafts.dates import date_faults
from quipu.apps.register.drafts.details import detail_faults
from quipu.apps.register.drafts.faults import (
    LONGEST_TITLE,
    DraftFault,
    country_faults,
    fault,
    text_faults,
    word_faults,
)
from quipu.apps.register.drafts.known import Known
from quipu.apps.register.drafts.links import link_faults
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import (
    Direction,
    Kind,
    Level,
    Modality,
    Mode,
    Outcome,
    Precision,
    Record,
    Status,
)

__all__ = ["OUTCOMES", "DraftFault", "faults_of"]

_ELECTED = frozenset({Outcome.ELECTED, Outcome.RE_ELECTED, Outcome.NOT_ELECTED, Outcome.WITHDRAWN})

OUTCOMES: Mapping[str, frozenset[Outcome]] = {
    Kind.OFFICE_ASSESSMENT: frozenset({Outcome.ADEQUATE, Outcome.INADEQUATE}),
    Kind.MISSION_CHANGE: frozenset({Outcome.OPENED, Outcome.CLOSED, Outcome.LEVEL_CHANGED}),
    Kind.CANDIDACY: _ELECTED,
    Kind.BODY_SEAT: _ELECTED,
}
"""How the kinds that come out one way or another may come out; the others have no outcome."""

_LONGEST = {"city": 100, "venue": 200, "axis": 60, "action_code": 20}


def faults_of(
    draft: RecordDraft, known: Known, *, record: Record | None = None, today: date | None = None
) -> Iterator[DraftFault]:
    """Every fault of a draft.

    Args:
        draft: what somebody wrote.
        known: what it names.
        record: the one that it changes, None for a new one.
        today: the day that tells the future; today when None.
    """
    yield from _text_faults(draft)
    yield from _word_faults(draft)
    if draft.place_country:
        yield from country_faults("place_country", draft.place_country, known.institution)
    yield from _status_faults(draft)
    yield from date_faults(draft, today or timezone.localdate())
    yield from link_faults(draft, known, record)
    yield from detail_faults(draft, known)


def _text_faults(draft: RecordDraft) -> Iterator[DraftFault]:
    yield from text_faults("title", draft.title, LONGEST_TITLE, needed=True)
    for name in ("summary", "status_reason", "source"):
        yield from text_faults(name, getattr(draft, name))
    for name, longest in _LONGEST.items():
        yield from text_faults(name, getattr(draft, name), longest)


def _word_faults(draft: RecordDraft) -> Iterator[DraftFault]:
    yield from word_faults("kind", draft.kind, Kind)
    yield from word_faults("status", draft.status, Status)
    yield from word_faults("modality", draft.modality, Modality)
    yield from word_faults("precision", draft.precision, Precision)
    yield from word_faults("mode", draft.mode, Mode, empty=True)
    yield from word_faults("direction", draft.direction, Direction, empty=True)
    yield from word_faults("level_own", draft.level_own, Level, empty=True)
    yield from word_faults("level_counterpart", draft.level_counterpart, Level, empty=True)
    yield from word_faults("outcome", draft.outcome, Outcome, empty=True)


def _status_faults(draft: RecordDraft) -> Iterator[DraftFault]:
    if draft.status == Status.CANCELLED and not draft.status_reason.strip():
        yield fault("status_reason", "no_reason", "Está cancelado y no dice por qué.", "Escriba el motivo.")
    taken = OUTCOMES.get(draft.kind, frozenset())
    if draft.outcome in Outcome.values and draft.outcome not in taken:
        words = ", ".join(sorted(taken))
        remedy = f"Use una de estas: {words}." if taken else "Déjelo vacío."
        yield fault("outcome", "outcome", f"Un registro de este tipo no resulta «{draft.outcome}».", remedy)
