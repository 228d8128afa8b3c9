"""Commitments whose deadline has passed, or comes soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet

from quipu.apps.register.models import Commitment, CommitmentStatus, Status
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, day
from quipu.apps.register.queries.reach import within

SOON = timedelta(days=30)
OPEN = (CommitmentStatus.NOT_STARTED, CommitmentStatus.IN_PROGRESS)


def overdue(question: Question) -> Answer:
    """Those that are open and whose deadline has passed, the oldest first."""
    rows = _open(question).filter(due_on__lt=question.today)

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            days = (question.today - row.due_on).days if row.due_on else 0
            words = f"{_short(row)} was due on {day(row.due_on)}, {days} {'day' if days == 1 else 'days'} ago."
            palabras = f"{_short(row)} venció el {day(row.due_on)}, hace {days} {'día' if days == 1 else 'días'}."
            yield _finding("commitment_overdue", row, words, palabras)

    return Answer(rows.count, found)


def due(question: Question) -> Answer:
    """Those that are open and due within thirty days, the next first."""
    rows = _open(question).filter(due_on__gte=question.today, due_on__lte=question.today + SOON)

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            words = f"{_short(row)} is due on {day(row.due_on)}."
            yield _finding("commitment_due", row, words, f"{_short(row)} vence el {day(row.due_on)}.")

    return Answer(rows.count, found)


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
