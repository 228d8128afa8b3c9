"""Records that ask for something: to be confirmed, proved, mended, approved or looked at beside another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from quipu.apps.evidence.models import Passage
from quipu.apps.register.models import Citation, Counterpart, Modality, Precision, Record, Status
from quipu.apps.register.queries.approvals import waiting_records
from quipu.apps.register.queries.duplicates import may_be_one, same_place, same_session
from quipu.apps.register.queries.findings.shapes import Answer, Question, RegisterFinding, answer_of_records, day
from quipu.apps.register.queries.reach import may_edit, within
from quipu.language import former_codes, former_country, term

STUCK_AFTER_DAYS = 7
"""How long a record may wait at one step before its approval is called stuck."""

DUPLICATES_OF_MONTHS = 36
"""How far back possible duplicates are looked for; those of an older record are on its own page."""

_FIRST_LOOK_OF_MONTHS = 2
"""In a large register the latest months hold all that are wanted."""

_SAME = ("country", "organisation", "record__kind", "record__starts_on")
_EXACT = (Precision.DAY, Precision.BOUNDED)
Words = Callable[[Record], tuple[str, str, date | None]]


def to_confirm(question: Question) -> Answer:
    """What was planned or announced and whose date has passed, the oldest first."""
    month = question.today.year * 12 + question.today.month - 1
    passed = Q(precision__in=_EXACT, ends_on__lt=question.today)
    passed |= Q(precision__in=_EXACT, ends_on=None, starts_on__lt=question.today)
    passed |= ~Q(precision__in=_EXACT) & Q(last_month__lt=month)
    rows = (
        _records(question).filter(passed, status__in=(Status.PLANNED, Status.ANNOUNCED)).order_by("starts_on", "code")
    )

    def words(row: Record) -> tuple[str, str, date | None]:
        on = row.ends_on or row.starts_on
        return (
            f"«{_short(row)}» was {_said(row, 'en')} for {day(on, 'en')}: say whether it took place, or why not.",
            f"«{_short(row)}» estaba {_said(row, 'es')} para el {day(on)}: confirme que se realizó o diga por qué no.",
            on,
        )

    return _answer("to_confirm", rows, question, words)


def without_evidence(question: Question) -> Answer:
    """What is done and no document proves, the latest first."""
    rows = _records(question).filter(status=Status.DONE, modality=Modality.ASSERTED)
    rows = rows.filter(~Exists(Citation.objects.filter(record=OuterRef("pk"))))

    def words(row: Record) -> tuple[str, str, date | None]:
        return (
            f"«{_short(row)}» is done and cites no document.",
            f"«{_short(row)}» está realizado y no cita ningún documento.",
            row.starts_on,
        )

    return _answer("no_evidence", rows, question, words)


def countries_ended(question: Question) -> Answer:
    """What is with a country, or in one, that no longer exists."""
    gone = former_codes()
    parties = Counterpart.objects.filter(country__in=gone).order_by()
    placed = question.institution.records.filter(place_country__in=gone).order_by()
    # Asked for both at once, or for parties by their institution, a database reads every record.
    held = {pk for (pk,) in parties.values_list("record").union(placed.values_list("pk"))}
    rows = _records(question).filter(pk__in=held) if held else Record.objects.none()

    def words(row: Record) -> tuple[str, str, date | None]:
        codes = sorted({*row.countries.split("|"), row.place_country} & gone)
        named, nombres = (", ".join(former_country(code, language) for code in codes) for language in ("en", "es"))
        return (
            f"«{_short(row)}» names a country that no longer exists: {named}.",
            f"«{_short(row)}» nombra un país que ya no existe: {nombres}.",
            None,
        )

    return _answer("country_ended", rows, question, words)


def quotes_lost(question: Question) -> Answer:
    """Quotes that are not in the text of their document any more, though it has one."""
    read = Passage.objects.filter(document=OuterRef("document"), reading=OuterRef("document__reading"))
    rows = Citation.objects.filter(
        within(question.reach, "record__"), record__institution=question.institution, record__merged_into=None
    )
    rows = rows.filter(Exists(read), start=None).exclude(exact="")
    rows = rows.select_related("record__unit", "record__mission", "document").order_by("record__code", "number")

    def found() -> Iterator[RegisterFinding]:
        for row in rows[: question.most]:
            quote = row.exact if len(row.exact) <= 80 else f"{row.exact[:79]}…"
            yield _finding(
                "quote_lost",
                row.record,
                f"«{_short(row.record)}»: the quote “{quote}” is not in the text of {row.document.code}.",
                f"«{_short(row.record)}»: la cita “{quote}” no está en el texto de {row.document.code}.",
            )

    return Answer(rows, found)


def stuck_approvals(question: Question) -> Answer:
    """What has waited more than seven days for the same person, the longest first."""
    waiting = [
        item
        for item in waiting_records(question.institution, question.today)
        if item.days > STUCK_AFTER_DAYS and may_edit(item.record, question.reach)
    ]

    def found() -> Iterator[RegisterFinding]:
        for item in waiting[: question.most]:
            name = item.step.membership.user.get_full_name() or item.step.membership.user.username
            yield _finding(
                "approval_stuck",
                item.record,
                f"«{_short(item.record)}» has waited {item.days} days for {name} to approve it.",
                f"«{_short(item.record)}» espera hace {item.days} días la aprobación de {name}.",
                item.since,
            )

    return Answer(len(waiting), found)


def possible_duplicates(question: Question) -> Answer:
    """Pairs of one kind, day and counterpart that neither number, place nor mission tells apart, the latest first."""
    pairs = _pairs(question)

    def found() -> Iterator[RegisterFinding]:
        for one, other in pairs[: question.most]:
            yield _finding(
                "possible_duplicate",
                one,
                f"«{_short(one)}» ({one.code}) may be the same act as {other.code}: {_short(other)}.",
                f"«{_short(one)}» ({one.code}) puede ser el mismo acto que {other.code}: {_short(other)}.",
                one.starts_on,
            )

    return Answer(len(pairs), found)


def _pairs(question: Question) -> list[tuple[Record, Record]]:
    """Each pair once, however many counterparts they share."""
    pairs: dict[tuple[int, int], tuple[Record, Record]] = {}
    for group in _groups(question):
        for one, other in combinations(group, 2):
            if same_place(one, other) and same_session(one, other) and may_be_one(one, other):
                pairs.setdefault((one.pk, other.pk), (one, other))
    return list(pairs.values())


def _groups(question: Question) -> list[list[Record]]:
    """The records of the latest days on which one country, or organisation, has two of a kind."""
    rows, keys = _repeated(question, _FIRST_LOOK_OF_MONTHS)
    if len(keys) < question.most:
        rows, keys = _repeated(question, DUPLICATES_OF_MONTHS)
    if not keys:
        return []
    days, kinds = {key[3] for key in keys}, {key[2] for key in keys}
    found: dict[tuple[object, ...], list[Record]] = {key: [] for key in keys}
    named = rows.filter(record__starts_on__in=days, record__kind__in=kinds)
    named = named.select_related("record__unit", "record__mission", "record__instrument")
    for row in named.prefetch_related("record__counterparts"):
        key = (row.country, row.organisation_id, row.record.kind, row.record.starts_on)
        if key in found:
            found[key].append(row.record)
    return [sorted(group, key=lambda record: record.code) for group in found.values()]


def _repeated(question: Question, months: int) -> tuple[QuerySet[Counterpart], list[tuple[Any, ...]]]:
    """The counterparts of the acts of the latest months, and what two of them or more have in common."""
    month = question.today.year * 12 + question.today.month - 1
    rows = Counterpart.objects.filter(
        within(question.reach, "record__"),
        record__institution=question.institution,
        record__merged_into=None,
        record__precision=Precision.DAY,
        record__first_month__gte=month - months,
    ).exclude(record__status=Status.CANCELLED)
    grouped = rows.order_by().values(*_SAME).annotate(number=Count("pk")).filter(number__gt=1)
    several = grouped.order_by("-record__starts_on", *_SAME)[: question.most]
    return rows, [tuple(row[name] for name in _SAME) for row in several]


def _records(question: Question) -> QuerySet[Record]:
    rows = question.institution.records.filter(within(question.reach), merged_into=None)
    return rows.select_related("unit", "mission").order_by(F("starts_on").desc(nulls_last=True), "code")


def _answer(kind: str, rows: QuerySet[Record], question: Question, words: Words) -> Answer:
    def tell(row: Record, number: int) -> RegisterFinding:
        in_english, in_spanish, on = words(row)
        return _finding(kind, row, in_english, in_spanish, on)

    return answer_of_records(rows, question, tell)


def _finding(kind: str, row: Record, words: str, palabras: str, on: date | None = None) -> RegisterFinding:
    return RegisterFinding(kind, words, palabras, record=row, unit=row.unit, mission=row.mission, on=on)


def _said(row: Record, language: str) -> str:
    """Its status in a word: planned, announced."""
    return term(f"record_status.{row.status}", language)


def _short(row: Record) -> str:
    return row.title if len(row.title) <= 80 else f"{row.title[:79]}…"
