"""Every finding of a register, or of the part of it that somebody reaches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from quipu.apps.organisation.models import Institution
from quipu.apps.register.queries.findings import commitments, instruments, records
from quipu.apps.register.queries.findings.series import series_findings
from quipu.apps.register.queries.findings.shapes import SORTS, Answer, Question, RegisterFinding
from quipu.apps.register.queries.reach import Reach

MOST = 200

_ASKED: Mapping[str, Callable[[Question], Answer]] = {
    "commitment_overdue": commitments.overdue,
    "commitment_due": commitments.due,
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


def findings_of(
    institution: Institution,
    today: date,
    units: Reach | None = None,
    *,
    kinds: Collection[str] | None = None,
    most: int = MOST,
) -> list[RegisterFinding]:
    """What asks for attention, by sort, what cannot wait first.

    Args:
        institution: whose register it is.
        today: the day of the question.
        units: the reach of who asks, by `units_of`; None for the whole register.
        kinds: only these sorts; all of them when None.
        most: how many of each sort at most; `count_findings` tells how many there are.
    """
    answers = _answers(Question(institution, today, units, most), kinds)
    return [item for answer in answers.values() for item in answer.found()]


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
    totals, found = {}, []
    for kind, answer in _answers(Question(institution, today, units, most), None).items():
        first = list(answer.found())
        found += first
        number = len(first) if len(first) < most else answer.total()
        if number:
            totals[kind] = number
    return totals, found


def count_findings(
    institution: Institution, today: date, units: Reach | None = None, *, kinds: Collection[str] | None = None
) -> Mapping[str, int]:
    """How many findings there are of each sort, those beyond what a page shows too; sorts without any are absent.

    Possible duplicates are looked for in the latest two hundred groups only.
    """
    answers = _answers(Question(institution, today, units, MOST), kinds)
    totals = {kind: answer.total() for kind, answer in answers.items()}
    return {kind: number for kind, number in totals.items() if number}


def _answers(question: Question, kinds: Collection[str] | None) -> Mapping[str, Answer]:
    wanted = [kind for kind in SORTS if kinds is None or kind in kinds]
    of_series = [kind for kind in wanted if kind not in _ASKED]
    series = series_findings(question) if of_series else {}
    return {kind: series[kind] if kind in series else _ASKED[kind](question) for kind in wanted}
