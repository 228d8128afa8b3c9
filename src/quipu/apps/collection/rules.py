"""The rules of the method that collection asks, in the edition in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from quipu.apps.evaluation.facts import Fact, TextValue
from quipu.method import Edition, Value, editions, load_edition
from quipu.method.admissible import Inadmissible, check_admissible
from quipu.method.disaggregation import parts_gap
from quipu.method.outliers import Outlier, hint_outlier

Sentence = Mapping[str, str]
"""One sentence in each language, by `es` and `en`."""


def edition_in_force() -> Edition:
    """The method's edition by which what is filled in is judged: the latest one."""
    return load_edition(editions()[-1])


def find_inadmissible(fact: Fact, unit_kind: str) -> Sentence | None:
    """Why a value cannot be one of its unit; None when it can, or when there is no number."""
    return _sentence(check_admissible(_comparable(fact), unit_kind, edition=edition_in_force()))


def find_unusual(fact: Fact, history: Mapping[int, Fact]) -> Sentence | None:
    """Why a value deserves a second look beside those of other years; a hint, never a refusal."""
    known = {year: _comparable(item) for year, item in history.items()}
    return _sentence(hint_outlier(_comparable(fact), known, edition=edition_in_force()))


MANY_TIMES = 10
"""More than so many times what was programmed is looked at twice: a typist's extra digit makes ten times as much. It is
Quipu's own hint, not a rule of the method."""


def find_excessive(amount: Decimal | None, programmed: Decimal | None) -> Sentence | None:
    """Why an executed amount deserves a second look beside what was programmed; a hint, never a refusal."""
    if amount is None or not programmed or amount <= MANY_TIMES * programmed:
        return None
    return {
        "es": f"Es más de {MANY_TIMES} veces lo programado: revise los ceros y la unidad de medida.",
        "en": f"It is more than {MANY_TIMES} times what was programmed: check the zeros and the unit of measure.",
    }


def gap_of_parts(value: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal | None:
    """By how much a value exceeds the sum of its parts; None when they agree or there is nothing to compare."""
    return parts_gap(value, parts) or None


def _comparable(fact: Fact) -> Value:
    return None if isinstance(fact, TextValue) else fact


def _sentence(finding: Inadmissible | Outlier | None) -> Sentence | None:
    return None if finding is None else {language: finding.sentence(language) for language in ("es", "en")}
