"""A finding, and the questions that every sort of finding answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery, TextField, Value, Window
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.models import Commitment, Mechanism, Record
from quipu.apps.register.queries.reach import Reach
from quipu.language import format_long_date

SORTS = (
    "mechanism_overdue",
    "mechanism_gap",
    "mechanism_repeat",
    "mechanism_order",
    "to_confirm",
    "commitment_overdue",
    "commitment_due",
    "approval_stuck",
    "no_followup",
    "expiring",
    "set_differs",
    "country_ended",
    "possible_duplicate",
    "quote_lost",
    "no_evidence",
)
"""Every sort of finding: sessions first, then what was planned, then what was promised.

Their names for people are the terms of `register_finding`.
"""

_DAYS_TOLD = 60
_MONTHS_TOLD = 24


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
    def rest(self) -> str:
        """The sentence without the name of the mechanism that it begins with, where that stands beside it as a link."""
        return self.words.removeprefix(f"{self.mechanism.name}: ") if self.mechanism else self.words

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
class Told:
    """The records that the findings of one sort are about, in their order, so that several sorts are read at once.

    Attributes:
        rows: the records, no more than are wanted.
        order: what they are ordered by.
        tell: the finding of a record and its number.
        number: what is counted of each record for its words; nothing when None.
    """

    rows: QuerySet[Record]
    order: tuple[str | OrderBy, ...]
    tell: Callable[[Record, int], RegisterFinding]
    number: Combinable | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The findings of one sort.

    Attributes:
        total: how many there are, also those beyond `most`; rows are counted when that is asked.
        found: the first of them.
        told: how they are read together with those of other sorts; None for what is not about records alone.
    """

    total: QuerySet[Any] | int
    found: Callable[[], Iterator[RegisterFinding]]
    told: Told | None = None


def answer_of_records(
    rows: QuerySet[Record],
    question: Question,
    tell: Callable[[Record, int], RegisterFinding],
    number: Combinable | None = None,
) -> Answer:
    """The answer of a sort whose findings are about one record each.

    Args:
        rows: the records in order.
        question: it says how many are wanted.
        tell: the finding of a record and its number.
        number: what is counted of each record for its words.
    """
    order = tuple(rows.query.order_by)
    told = Told(rows[: question.most], order, tell, number)
    return Answer(rows, lambda: iter(read_together({"": told})[""]), told)


def read_together(asked: Mapping[str, Told]) -> Mapping[str, list[RegisterFinding]]:
    """The findings of several sorts by their names, in two queries."""
    parts = [_numbered(name, told) for name, told in asked.items() if not told.rows.query.is_empty()]
    places = sorted(parts[0].union(*parts[1:], all=True)) if parts else []
    keys = {key for _name, _place, key, _number in places}
    known = Record.objects.select_related("unit", "mission", "instrument").in_bulk(keys) if keys else {}
    found: dict[str, list[RegisterFinding]] = {name: [] for name in asked}
    for name, _place, key, number in places:
        if key in known:
            found[name].append(asked[name].tell(known[key], number))
    return found


def count_together(institution: Institution, answers: Mapping[str, Answer]) -> Mapping[str, int]:
    """How many findings each of several sorts has, by their names, in one query."""
    totals = {kind: answer.total for kind, answer in answers.items()}
    columns = {kind: _count_of(total) for kind, total in totals.items() if not isinstance(total, int)}
    counted = Institution.objects.filter(pk=institution.pk).values(**columns).get() if columns else {}
    return {kind: total if isinstance(total, int) else counted[kind] or 0 for kind, total in totals.items()}


def _count_of(rows: QuerySet[Any]) -> Subquery:
    # Django's Count would group the rows; a bare function counts them all.
    return Subquery(rows.order_by().values(many=Func(F("pk"), function="COUNT", output_field=IntegerField())))


def _numbered(name: str, told: Told) -> QuerySet[Any]:
    """The name of the sort, the place of each record in it, its identifier and its number."""
    picked = Record.objects.filter(pk__in=told.rows.values("pk")).order_by()
    number = told.number if told.number is not None else Value(0)
    columns = {
        "sort_": Value(name, output_field=TextField()),
        "place_": Window(RowNumber(), order_by=list(told.order)),
        "key_": F("pk"),
        "number_": number,
    }
    return picked.annotate(**columns).values_list(*columns)


def day(value: date | None, language: str = "es") -> str:
    """A day in words; a dash for none."""
    return format_long_date(value, language) if value else "—"


def how_long(since: date, today: date, language: str = "es") -> str:
    """How much time has passed: in days up to sixty, then in whole months, from two years on in whole years."""
    days = (today - since).days
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    spanish = not language.lower().startswith("en")
    if days <= _DAYS_TOLD:
        word = ("día" if spanish else "day") + ("" if days == 1 else "s")
        return f"{days} {word}"
    if months < _MONTHS_TOLD:
        number, word = (
            (months, "mes" if months == 1 else "meses") if spanish else (months, "month" if months == 1 else "months")
        )
    else:
        number, word = months // 12, "años" if spanish else "years"
    return f"más de {number} {word}" if spanish else f"more than {number} {word}"
