"""Mechanisms whose sessions do not follow one another, by the rule `register.continuity`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from quipu.apps.register.models import Mechanism, Record, Status
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, day
from quipu.apps.register.queries.mechanisms import Held, continuity_of, sessions_by_mechanism
from quipu.language import roman_numeral
from quipu.method import Continuity

SERIES = ("mechanism_gap", "mechanism_repeat", "mechanism_order", "mechanism_overdue")
"""The sorts of findings about mechanisms."""
_SHOWN = 8


def series_findings(question: Question) -> Mapping[str, Answer]:
    """The answers of the four sorts about mechanisms; two queries for all of them."""
    found: dict[str, list[RegisterFinding]] = {}
    for mechanism, sessions in _series(question):
        for item in _findings(mechanism, sessions, continuity_of(mechanism, sessions, question.today)):
            found.setdefault(item.kind, []).append(item)
    return {kind: _answer(found.get(kind, []), question.most) for kind in SERIES}


def _answer(items: Sequence[RegisterFinding], most: int) -> Answer:
    return Answer(len(items), lambda: iter(items[:most]))


def _series(question: Question) -> Iterator[tuple[Mechanism, Sequence[Held]]]:
    mechanisms = Mechanism.objects.filter(institution=question.institution)
    if question.reach is not None:
        mechanisms = mechanisms.filter(unit__in=question.reach.units)
    known = list(mechanisms.select_related("unit", "organisation").order_by("code"))
    held = Record.objects.filter(mechanism__isnull=False, institution=question.institution, merged_into=None)
    if question.reach is not None:
        held = held.filter(mechanism__in=[item.pk for item in known])
    sessions = sessions_by_mechanism(held.exclude(status=Status.CANCELLED).order_by())
    return ((item, sessions.get(item.pk, [])) for item in known)


def _findings(mechanism: Mechanism, sessions: Sequence[Held], series: Continuity) -> Iterator[RegisterFinding]:
    name = mechanism.name
    if series.missing:
        numbers = _listed(series.missing)
        words = f"{name}: no record of session {numbers}."
        yield _finding("mechanism_gap", mechanism, words, f"{name}: no hay registro de la sesión {numbers}.")
    for number in series.repeated:
        codes = ", ".join(sorted(item.code for item in sessions if item.ordinal == number))
        numeral = roman_numeral(number)
        words = f"{name}: session {numeral} is recorded more than once: {codes}."
        yield _finding("mechanism_repeat", mechanism, words, f"{name}: la sesión {numeral} está repetida: {codes}.")
    for pair in series.out_of_order:
        lower, higher = (roman_numeral(number) for number in pair)
        words = f"{name}: session {higher} is dated before session {lower}."
        palabras = f"{name}: la sesión {higher} tiene fecha anterior a la sesión {lower}."
        yield _finding("mechanism_order", mechanism, words, palabras)
    if series.overdue:
        words = f"{name}: it should have met by {day(series.due_on, 'en')}, and no session is planned."
        palabras = f"{name}: debió reunirse a más tardar el {day(series.due_on)} y no hay una sesión planificada."
        yield _finding("mechanism_overdue", mechanism, words, palabras, series.due_on)


def _finding(kind: str, mechanism: Mechanism, words: str, palabras: str, on: date | None = None) -> RegisterFinding:
    return RegisterFinding(kind, words, palabras, mechanism=mechanism, unit=mechanism.unit, on=on)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(roman_numeral(number) for number in numbers[:_SHOWN])
    return f"{shown}…" if len(numbers) > _SHOWN else shown
