"""Instruments: sets that lack members, negotiations that nobody follows up, and what is about to expire."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from quipu.apps.register.models import InstrumentType, NegotiationFollowUp, Record, Stage, Status
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, answer_of_records, day
from quipu.apps.register.queries.reach import within
from quipu.language import format_period
from quipu.method import Granularity, Period

EXPIRING = timedelta(days=90)
NEGOTIATED = (Stage.UNDER_NEGOTIATION, Stage.AGREED_TEXT)


def sets_that_differ(question: Question) -> Answer:
    """Sets whose declared number is not that of the members recorded."""
    parts = Record.objects.filter(parent=OuterRef("pk"), merged_into=None).order_by()
    counted = parts.values("parent").annotate(many=Count("pk")).values("many")
    members = Coalesce(Subquery(counted), Value(0))
    rows = _instruments(question).filter(instrument__type=InstrumentType.SET, instrument__declared__isnull=False)
    rows = rows.alias(members=members).exclude(members=F("instrument__declared"))

    def tell(row: Record, number: int) -> RegisterFinding:
        declared = row.instrument.declared
        return _finding(
            "set_differs",
            row,
            f"«{_short(row)}»: {declared} declared, {number} recorded.",
            f"«{_short(row)}»: {declared} declarados, {number} registrados.",
        )

    return answer_of_records(rows, question, tell, members)


def without_followup(question: Question) -> Answer:
    """Negotiations under way by the end of the last quarter, of which nobody said how they stood then."""
    quarter = last_quarter(question.today)
    after = date(quarter.year + quarter.number // 4, quarter.number % 4 * 3 + 1, 1)
    told = NegotiationFollowUp.objects.filter(instrument__record=OuterRef("pk"), period=str(quarter))
    began = Q(starts_on=None) | Q(starts_on__lt=after)
    rows = _instruments(question).filter(~Exists(told), began, instrument__stage__in=NEGOTIATED)

    def tell(row: Record, number: int) -> RegisterFinding:
        return _finding(
            "no_followup",
            row,
            f"«{_short(row)}»: no follow-up of the {_in_words(quarter, 'en')}.",
            f"«{_short(row)}»: falta el seguimiento del {_in_words(quarter, 'es')}.",
        )

    return answer_of_records(rows, question, tell)


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

    def tell(row: Record, number: int) -> RegisterFinding:
        words = f"«{_short(row)}» is valid until {day(row.valid_to, 'en')}."
        return _finding("expiring", row, words, f"«{_short(row)}» vale hasta el {day(row.valid_to)}.", row.valid_to)

    return answer_of_records(rows.order_by("valid_to", "code"), question, tell)


def last_quarter(today: date) -> Period:
    """The last quarter that is over."""
    return Period(today.year, Granularity.QUARTER, (today.month - 1) // 3 + 1).shift(-1)


def _in_words(quarter: Period, language: str) -> str:
    return format_period(f"{quarter.year}-T{quarter.number}", language)


def _instruments(question: Question) -> QuerySet[Record]:
    rows = Record.objects.filter(within(question.reach), institution=question.institution, merged_into=None)
    return rows.exclude(status=Status.CANCELLED).order_by("code")


def _finding(kind: str, row: Record, words: str, palabras: str, on: date | None = None) -> RegisterFinding:
    return RegisterFinding(kind, words, palabras, record=row, unit=row.unit, mission=row.mission, on=on)


def _short(row: Record) -> str:
    return row.title if len(row.title) <= 80 else f"{row.title[:79]}…"
