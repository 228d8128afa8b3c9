"""A finding, and the questions that every sort of finding answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.models import Commitment, Mechanism, Record
from quipu.apps.register.queries.reach import Reach

SORTS = (
    "commitment_overdue",
    "to_confirm",
    "approval_stuck",
    "mechanism_overdue",
    "mechanism_gap",
    "mechanism_repeat",
    "mechanism_order",
    "commitment_due",
    "no_followup",
    "expiring",
    "set_differs",
    "country_ended",
    "possible_duplicate",
    "quote_lost",
    "no_evidence",
)
"""Every sort of finding, what cannot wait first; their names for people are the terms of `register_finding`."""


@dataclass(frozen=True, slots=True)
class RegisterFinding:
    """Something to look at; nothing is corrected.

    Attributes:
        kind: one of `SORTS`.
        words_en: what was found, a sentence.
        words_es: the same in Spanish.
        record: the record that it is about, None when it is about a mechanism.
        mechanism: the mechanism that it is about.
        commitment: the commitment of the record that it is about.
        unit: whose it is, None where no unit is named.
        on: the day that it is about: a deadline, the day that passed.
    """

    kind: str
    words_en: str
    words_es: str
    record: Record | None = None
    mechanism: Mechanism | None = None
    commitment: Commitment | None = None
    unit: OrganisationalUnit | None = None
    mission: Mission | None = None
    on: date | None = None

    @property
    def code(self) -> str:
        """Stable dotted code of its sort."""
        return f"register.finding.{self.kind}"

    @property
    def words(self) -> str:
        """The sentence in the language of whoever looks."""
        return self.sentence(get_language() or "es")

    def sentence(self, language: str = "es") -> str:
        """The sentence in Spanish or in English."""
        return self.words_en if language.lower().startswith("en") else self.words_es


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: whose findings, on which day, and how many of a sort at most.

    Attributes:
        reach: the units and missions of who asks; None for everything.
        most: how many findings of one sort are wanted.
    """

    institution: Institution
    today: date
    reach: Reach | None = None
    most: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """The findings of one sort.

    Attributes:
        total: how many there are, also those beyond `most`.
        found: the first of them.
    """

    total: Callable[[], int]
    found: Callable[[], Iterator[RegisterFinding]]


def day(value: date | None) -> str:
    """A day as it reads in both languages."""
    return f"{value:%d/%m/%Y}" if value else "—"
