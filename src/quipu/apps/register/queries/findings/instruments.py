"""Instruments: sets that lack members, negotiations that nobody follows up, and what is about to expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from quipu.apps.register.models import Instrument, InstrumentType, NegotiationFollowUp, Record, Stage, Status
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, day
from quipu.apps.register.queries.reach import within
from quipu.method import Granularity, Period

EXPIRING = timedelta(days=90)
NEGOTIATED = (Stage.UNDER_NEGOTIATION, Stage.AGREED_TEXT)


def sets_that_differ(question: Question) -> Answer:
    """Sets whose declared number is not that of the members recorded."""
    rows = _instruments(question).filter(type=InstrumentType.SET, declared__isnull=False)
    members = Count("record__parts", filter=Q(record__parts__merged_into=None))
    rows = rows.annotate(members=members).exclude(members=F("declared"))

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            members = row.members  # type: ignore[attr-defined] # annotated above
            yield _finding(
                "set_differs",
                row.record,
                f"«{_short(row.record)}»: {row.declared} declared, {members} recorded.",
                f"«{_short(row.record)}»: {row.declared} declarados, {members} registrados.",
            )

    return Answer(rows.count, found)


def without_followup(question: Question) -> Answer:
    """Negotiations under way by the end of the last quarter, of which nobody said how they stood then."""
    quarter = last_quarter(question.today)
    after = date(quarter.year + quarter.number // 4, quarter.number % 4 * 3 + 1, 1)
    told = NegotiationFollowUp.objects.filter(instrument=OuterRef("pk"), period=str(quarter))
    began = Q(record__starts_on=None) | Q(record__starts_on__lt=after)
    rows = _instruments(question).filter(~Exists(told), began, stage__in=NEGOTIATED)

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            yield _finding(
                "no_followup",
                row.record,
                f"«{_short(row.record)}»: no follow-up of {quarter}.",
                f"«{_short(row.record)}»: falta el seguimiento de {quarter}.",
            )

    return Answer(rows.count, found)


def expiring(question: Question) -> Answer:
    """What is in force and ends within ninety days, the next first."""
    rows = Record.objects.filter(
        within(question.reach),
        institution=question.institution,
        merged_into=None,
        status=Status.DONE,
        valid_to__gte=question.today,
        valid_to__lte=question.today + EXPIRING,
    ).exclude(instrument__stage=Stage.ENDED)
    rows = rows.select_related("unit", "mission").order_by("valid_to", "code")

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            words = f"«{_short(row)}» is valid until {day(row.valid_to)}."
            yield _finding("expiring", row, words, f"«{_short(row)}» vale hasta el {day(row.valid_to)}.", row.valid_to)

    return Answer(rows.count, found)


def last_quarter(today: date) -> Period:
    """The last quarter that is over."""
    return Period(today.year, Granularity.QUARTER, (today.month - 1) // 3 + 1).shift(-1)


def _instruments(question: Question) -> QuerySet[Instrument]:
    rows = Instrument.objects.filter(
        within(question.reach, "record__"), record__institution=question.institution, record__merged_into=None
    ).exclude(record__status=Status.CANCELLED)
    return rows.select_related("record__unit", "record__mission").order_by("record__code")


def _finding(kind: str, row: Record, words: str, palabras: str, on: date | None = None) -> RegisterFinding:
    return RegisterFinding(kind, words, palabras, record=row, unit=row.unit, mission=row.mission, on=on)


def _short(row: Record) -> str:
    return row.title if len(row.title) <= 80 else f"{row.title[:79]}…"
