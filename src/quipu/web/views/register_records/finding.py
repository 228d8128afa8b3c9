"""The record that an address names, and whether the person may write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from quipu.apps.register.models import (
    AssessedCriterion,
    Commitment,
    InstrumentStep,
    NegotiationFollowUp,
    Participant,
    Record,
    RecordFigure,
)
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.web.workplace import Workplace

_WITH = ("unit", "mission", "mechanism__organisation", "parent", "merged_into", "instrument")

_PARTS: Mapping[str, tuple[QuerySet[Any], str]] = {
    "participants": (Participant.objects.all(), "record"),
    "figures": (RecordFigure.objects.all(), "record"),
    "criteria": (AssessedCriterion.objects.all(), "record"),
    "commitments": (Commitment.objects.all(), "record"),
    "parts": (Record.objects.filter(merged_into=None), "parent"),
    "steps": (InstrumentStep.objects.all(), "instrument__record"),
    "followups": (NegotiationFollowUp.objects.all(), "instrument__record"),
}
"""What may hang from a record, and how it is tied to it."""


def record_of(place: Workplace, code: str) -> Record:
    """The record with this code, with what it hangs from."""
    found = place.institution.records.select_related(*_WITH).filter(code=code).first()
    if found is None:
        raise Http404
    found.institution = place.institution
    return found


def whole_record(place: Workplace, code: str) -> Record:
    """The record, which also knows whether it has parts of each sort (`has_figures`), so that only those are read."""
    there = {f"has_{name}": Exists(rows.filter(**{link: OuterRef("pk")})) for name, (rows, link) in _PARTS.items()}
    found = place.institution.records.select_related(*_WITH).annotate(**there).filter(code=code).first()
    if found is None:
        raise Http404
    found.institution = place.institution
    return found


def editable_record(place: Workplace, code: str) -> Record:
    """The record, if it is of a unit that the person answers for; else it is as if it were not there."""
    found = record_of(place, code)
    if not may_edit(found, units_of(place.bound_to)):
        raise Http404
    return found
