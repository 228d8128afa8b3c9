"""Putting a draft into rows: the record's own and those that hang from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from quipu.apps.register.drafts.known import Known
from quipu.apps.register.drafts.parties import split_party
from quipu.apps.register.drafts.shapes import PARTS, PLAIN, CommitmentDraft, InstrumentDraft, RecordDraft
from quipu.apps.register.models import (
    AssessedCriterion,
    Commitment,
    Counterpart,
    Instrument,
    InstrumentStep,
    NegotiationFollowUp,
    Participant,
    Record,
    RecordFigure,
)

_COMMITTED = ("responsible", "supporting", "due_on", "verifiable", "status", "score", "note", "text")
_LEGAL = ("type", "stage", "binding", "internal_route", "declared", "declared_unit", "url")


def fill_columns(record: Record, draft: RecordDraft, known: Known) -> None:
    """Give the record's own row what the draft says; its code stays when the draft has none."""
    for name in PLAIN:
        if name != "code" or draft.code:
            setattr(record, name, getattr(draft, name))
    record.unit = known.units.get(draft.unit)
    record.mission = known.missions.get(draft.mission)
    record.mechanism = known.mechanism
    record.parent = known.parent


def write_parts(record: Record, draft: RecordDraft, known: Known, before: RecordDraft | None) -> None:
    """Write what hangs from a record, only where it differs from what there was.

    Args:
        record: a stored record.
        draft: what has to be there.
        known: what the draft names.
        before: what is there, None for a new record.
    """
    for name in PARTS:
        was = getattr(before, name) if before else None
        if getattr(draft, name) != (was or (None if name == "instrument" else ())):
            _WRITERS[name](record, draft, known)
    record._prefetched_objects_cache = {}


def _write_counterparts(record: Record, draft: RecordDraft, known: Known) -> None:
    record.counterparts.all().delete()
    parties = [split_party(text) for text in draft.counterparts]
    Counterpart.objects.bulk_create(
        Counterpart(record=record, country=country, organisation=None if country else known.organisations[organisation])
        for country, organisation in parties
    )


def _write_participants(record: Record, draft: RecordDraft, known: Known) -> None:
    record.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(
            record=record,
            number=number,
            side=item.side,
            person=known.people.get(item.person),
            name=item.name,
            post=item.post,
            led=item.led,
        )
        for number, item in enumerate(draft.participants, start=1)
    )


def _write_figures(record: Record, draft: RecordDraft, known: Known) -> None:
    record.figures.all().delete()
    RecordFigure.objects.bulk_create(
        RecordFigure(record=record, name=item.name, value=item.value, approximator=item.approximator, unit=item.unit)
        for item in draft.figures
    )


def _write_criteria(record: Record, draft: RecordDraft, known: Known) -> None:
    record.criteria.all().delete()
    AssessedCriterion.objects.bulk_create(
        AssessedCriterion(record=record, criterion=item.criterion, met=item.met) for item in draft.criteria
    )


def _write_instrument(record: Record, draft: RecordDraft, known: Known) -> None:
    """The row stays the same one through a change; its steps and follow-ups are written again."""
    legal = draft.instrument
    if legal is None:
        Instrument.objects.filter(record=record).delete()
        record._state.fields_cache.pop("instrument", None)
        return
    values = {name: getattr(legal, name) for name in _LEGAL}
    row, _ = Instrument.objects.update_or_create(record=record, defaults=values)
    row.steps.all().delete()
    row.followups.all().delete()
    _write_legal_rows(row, legal)
    record._state.fields_cache.pop("instrument", None)


def _write_legal_rows(row: Instrument, legal: InstrumentDraft) -> None:
    InstrumentStep.objects.bulk_create(
        InstrumentStep(
            instrument=row,
            number=number,
            party=item.party,
            step=item.step,
            on=item.on,
            precision=item.precision,
            note=item.note,
        )
        for number, item in enumerate(legal.steps, start=1)
    )
    NegotiationFollowUp.objects.bulk_create(
        NegotiationFollowUp(instrument=row, period=item.period, stage=item.stage, note=item.note)
        for item in legal.followups
    )


def _write_commitments(record: Record, draft: RecordDraft, known: Known) -> None:
    """Commitments keep their row by their number, for others point to it."""
    there = {row.number: row for row in record.commitments.all()}
    asked = _numbered(draft.commitments, max(there, default=0))
    record.commitments.exclude(number__in=[item.number for item in asked]).delete()
    for item in asked:
        row = there.get(item.number) or Commitment(record=record, number=item.number)
        values = {name: getattr(item, name) for name in _COMMITTED} | {"unit": known.units.get(item.unit)}
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _numbered(items: Sequence[CommitmentDraft], highest: int) -> list[CommitmentDraft]:
    """Give a number to those that have none: one that no commitment of the record had."""
    last = max([highest, *(item.number for item in items)])
    numbered = []
    for item in items:
        last += not item.number
        numbered.append(item if item.number else dataclasses.replace(item, number=last))
    return numbered


_WRITERS = {
    "counterparts": _write_counterparts,
    "participants": _write_participants,
    "figures": _write_figures,
    "criteria": _write_criteria,
    "instrument": _write_instrument,
    "commitments": _write_commitments,
}
