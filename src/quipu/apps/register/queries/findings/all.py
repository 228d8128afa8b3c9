"""Every finding of a register, or of the part of it that somebody reaches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from quipu.apps.organisation.models import Institution
from quipu.apps.register.queries.findings import instruments, records
from quipu.apps.register.queries.findings.commitments import commitment_findings
from quipu.apps.register.queries.findings.series import SERIES, series_findings
from quipu.apps.register.queries.findings.shapes import (
    SORTS,
    Answer,
    Question,
    RegisterFinding,
    count_together,
    read_together,
)
from quipu.apps.register.queries.reach import Reach

MOST = 200

_ASKED: Mapping[str, Callable[[Question], Answer]] = {
    "to_confirm": records.to_confirm,
    "approval_stuck": records.stuck_approvals,
    "no_followup": instruments.without_followup,
    "expiring": instruments.expiring,
    "set_differs": instruments.sets_that_differ,
    "country_ended": records.countries_ended,
    "possible_duplicate": records.possible_duplicates,
    "quote_lost": records.quotes_lost,
    "no_evidence": records.without_evidence,
}

_TOGETHER: Mapping[Collection[str], Callable[[Question], Mapping[str, Answer]]] = {
    ("commitment_overdue", "commitment_due"): commitment_findings,
    SERIES: series_findings,
}
"""Sorts that are answered together."""


def findings_of(
    institution: Institution,
    today: date,
    units: Reach | None = None,
    *,
    kinds: Collection[str] | None = None,
    most: int = MOST,
) -> list[RegisterFinding]:
    """What asks for attention, by sort, in the order of `SORTS`.

    Args:
        institution: whose register it is.
        today: the day of the question.
        units: the reach of who asks, by `units_of`; None for the whole register.
        kinds: only these sorts; all of them when None.
        most: how many of each sort at most; `count_findings` tells how many there are.
    """
    answers = _answers(Question(institution, today, units, most), kinds)
    return [item for found in _found(answers).values() for item in found]


def survey_findings(
    institution: Institution, today: date, units: Reach | None = None, *, most: int = MOST
) -> tuple[Mapping[str, int], list[RegisterFinding]]:
    """How many findings there are of each sort, and the first of them, asked for once.

    Args:
        institution: whose register it is.
        today: the day of the question.
        units: the reach of who asks; None for the whole register.
        most: how many of each sort are wanted.
    """
    answers = _answers(Question(institution, today, units, most), None)
    found = _found(answers)
    many = count_together(institution, {kind: answers[kind] for kind, first in found.items() if len(first) >= most})
    totals = {kind: many.get(kind, len(first)) for kind, first in found.items() if first}
    return totals, [item for first in found.values() for item in first]


def count_findings(
    institution: Institution, today: date, units: Reach | None = None, *, kinds: Collection[str] | None = None
) -> Mapping[str, int]:
    """How many findings there are of each sort, those beyond what a page shows too; sorts without any are absent.

    Possible duplicates are looked for in the latest two hundred groups only.
    """
    answers = _answers(Question(institution, today, units, MOST), kinds)
    return {kind: number for kind, number in count_together(institution, answers).items() if number}


def _answers(question: Question, kinds: Collection[str] | None) -> Mapping[str, Answer]:
    wanted = [kind for kind in SORTS if kinds is None or kind in kinds]
    found: dict[str, Answer] = {}
    for sorts, ask in _TOGETHER.items():
        if any(kind in sorts for kind in wanted):
            found.update(ask(question))
    return {kind: found[kind] if kind in found else _ASKED[kind](question) for kind in wanted}


def _found(answers: Mapping[str, Answer]) -> Mapping[str, list[RegisterFinding]]:
    """The first findings of each sort; those about records alone are read together."""
    together = read_together({kind: answer.told for kind, answer in answers.items() if answer.told is not None})
    return {kind: together[kind] if kind in together else list(answer.found()) for kind, answer in answers.items()}
