"""Commitments whose deadline has passed, or comes soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache

from django.db.models import Case, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from quipu.apps.register.models import Commitment, CommitmentStatus, Status
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, day, how_long
from quipu.apps.register.queries.reach import within

SOON = timedelta(days=30)
OPEN = (CommitmentStatus.NOT_STARTED, CommitmentStatus.IN_PROGRESS)


def commitment_findings(question: Question) -> Mapping[str, Answer]:
    """The answers of both sorts about commitments, in one query: the overdue, the oldest first, and those due soon."""
    rows = _open(question)
    past, soon = Q(due_on__lt=question.today), Q(due_on__gte=question.today, due_on__lte=question.today + SOON)

    @cache
    def first() -> Sequence[Commitment]:
        late = Case(When(past, then=Value(1)), default=Value(0))
        order = ["due_on", "record__code", "number"]
        placed = rows.filter(past | soon).annotate(place=Window(RowNumber(), partition_by=late, order_by=order))
        return list(placed.filter(place__lte=question.most))

    def overdue() -> Iterator[RegisterFinding]:
        for row in first():
            if row.due_on is not None and row.due_on < question.today:
                ago, hace = (how_long(row.due_on, question.today, language) for language in ("en", "es"))
                words = f"{_short(row)} was due on {day(row.due_on, 'en')}, {ago} ago."
                palabras = f"{_short(row)} venció el {day(row.due_on)}, hace {hace}."
                yield _finding("commitment_overdue", row, words, palabras)

    def due() -> Iterator[RegisterFinding]:
        for row in first():
            if row.due_on is not None and row.due_on >= question.today:
                words = f"{_short(row)} is due on {day(row.due_on, 'en')}."
                yield _finding("commitment_due", row, words, f"{_short(row)} vence el {day(row.due_on)}.")

    return {
        "commitment_overdue": Answer(rows.filter(past), overdue),
        "commitment_due": Answer(rows.filter(soon), due),
    }


def _open(question: Question) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(
        record__institution=question.institution, record__merged_into=None, status__in=OPEN
    ).exclude(record__status=Status.CANCELLED)
    if question.reach is not None:
        own = Q(unit__in=question.reach.units) | (Q(unit=None) & within(question.reach, "record__"))
        rows = rows.filter(own)
    return rows.select_related("record__unit", "record__mission", "unit").order_by("due_on", "record__code", "number")


def _finding(kind: str, row: Commitment, words: str, palabras: str) -> RegisterFinding:
    return RegisterFinding(
        kind,
        words,
        palabras,
        record=row.record,
        commitment=row,
        unit=row.unit or row.record.unit,
        mission=row.record.mission,
        on=row.due_on,
    )


def _short(row: Commitment) -> str:
    text = row.text if len(row.text) <= 80 else f"{row.text[:79]}…"
    return f"«{text}» ({row.record.code})"
