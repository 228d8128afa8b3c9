"""The address of the pages of the register: filters, order, and the chips that say what narrows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quipu.apps.register.models import Counterpart, Record
from quipu.apps.register.queries.choosing import RecordChoices
from quipu.apps.register.queries.looking import RecordFilters, records_matching
from quipu.apps.register.queries.reach import units_of
from quipu.language import format_long_date
from quipu.web.lists import Heading, page_of
from quipu.web.record_words import reader_language, say_country
from quipu.web.register_unread import unread_filters
from quipu.web.templatetags.quipu import period, term
from quipu.web.workplace import Workplace

COLUMNS = {
    "fecha": "starts_on",
    "tipo": "kind",
    "titulo": "title",
    "unidad": "unit__name",
    "estado": "status",
}
USUAL = "-fecha"
MINE = "mios"
FEW = 1000
"""Records found that are put in order by their identifiers; more are read in the order of their dates."""
_YES = "si"
_TERMS = {
    "tipo": "record_kind",
    "estado": "record_status",
    "nivel": "rank",
    "modo": "mode",
    "sentido": "visit_direction",
    "tipo-instrumento": "instrument_type",
    "etapa": "instrument_stage",
    "aprobacion": "review",
    "resultado": "record_outcome",
}
NAMES: Mapping[str, str | Promise] = {
    "q": _("Words"),
    "tipo": _("Kind"),
    "estado": _("Status"),
    "region": _("Region"),
    "pais": _("Country"),
    "lapso": _("Period"),
    "desde": _("From"),
    "hasta": _("Until"),
    "unidad": _("Unit"),
    "mision": _("Mission"),
    "mecanismo": _("Mechanism"),
    "nivel": _("Highest level"),
    "modo": _("Mode"),
    "sentido": _("Direction"),
    "accion": _("Strategic action"),
    "eje": _("Axis"),
    "tipo-instrumento": _("Type of instrument"),
    "etapa": _("Stage"),
    "aprobacion": _("Approval"),
    "sustento": _("Evidence"),
    "resultado": _("Outcome"),
    "organizacion": _("Organisation"),
    "persona": _("Person"),
}
"""What people call each filter."""
EVIDENCE: Mapping[str, str | Promise] = {"with": _("with evidence"), "without": _("without evidence")}


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the address of the same page without it."""

    name: str
    value: str
    address: str


@dataclass(frozen=True)
class RecordListing:
    """The state of a page of the register as its address says it.

    Attributes:
        filters: what the records have in common.
        sort: the column sorted by, with a minus when the largest goes first.
        mine: whether only one's own records are wanted.
        extra: what else the address of this page holds, such as the month of the calendar.
        unread: filters of the address that say nothing known, each with its value; they narrow nothing.
    """

    filters: RecordFilters
    sort: str = USUAL
    mine: bool = False
    extra: tuple[tuple[str, str], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @cached_property
    def query(self) -> str:
        """The query of the address, without the page number."""
        return urlencode([*self.pairs, *self.extra])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every filter and the order, as the address names them; what is usual is left out."""
        found = list(self.filters.pairs())
        found += [(MINE, _YES)] if self.mine else []
        return [*found, ("orden", self.sort)] if self.sort != USUAL else found

    @property
    def filtered(self) -> bool:
        """Whether something narrows the list."""
        return self.mine or any(self.filters.pairs())

    @property
    def days_crossed(self) -> bool:
        """Whether it is asked for acts from a day until an earlier one."""
        since, until = self.filters.since, self.filters.until
        return since is not None and until is not None and since > until

    @property
    def narrowed_beyond(self) -> bool:
        """Whether a filter is set that the form keeps folded away."""
        return any(name not in _PLAIN for name, _value in self.filters.pairs())

    def headings(self) -> dict[str, Heading]:
        """What the header of each column leads to: that order, or its reverse when it is so sorted already."""
        return {column: self._heading(column) for column in COLUMNS}

    def _heading(self, column: str) -> Heading:
        now = {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")
        asked = f"-{column}" if now == "ascending" else column
        return Heading(f"?{replace(self, sort=asked).query}", now)

    def chips(self, choices: RecordChoices) -> list[Chip]:
        """Each filter that is set, with the address that takes it away."""
        found = [
            Chip(str(NAMES[name]), _said(name, value, choices), f"?{self._without(name, value).query}")
            for name, value in self.filters.pairs()
        ]
        if self.mine:
            found.append(Chip(gettext("Whose"), gettext("mine"), f"?{replace(self, mine=False).query}"))
        return found

    def _without(self, name: str, value: str) -> RecordListing:
        return replace(self, filters=self.filters.without(name, value))


_PLAIN = ("q", "tipo", "estado", "region", "pais", "lapso", "desde", "hasta")
"""Filters that the form always shows."""


def read_record_listing(request: HttpRequest, *kept: str) -> RecordListing:
    """Read the address of a page of the register.

    Args:
        request: with the address.
        kept: names of what else the page keeps in its address.
    """
    sort = request.GET.get("orden", "")
    filters = RecordFilters.from_address(request.GET)
    unread = tuple(unread_filters(filters, request.GET))
    for name, value in unread:
        filters = filters.without(name, value)
    return RecordListing(
        filters=filters,
        sort=sort if sort.lstrip("-") in COLUMNS else USUAL,
        mine=request.GET.get(MINE) == _YES,
        extra=tuple((name, request.GET[name][:20]) for name in kept if request.GET.get(name)),
        unread=unread,
    )


def record_rows(place: Workplace, listing: RecordListing) -> QuerySet[Record]:
    """The records that the page admits, the latest first."""
    return records_matching(place.institution, _own(place, listing))


def sorted_records(rows: QuerySet[Record], listing: RecordListing) -> QuerySet[Record]:
    """The rows in the order of the listing; what has no value goes last in either direction."""
    column = F(COLUMNS[listing.sort.lstrip("-")])
    if listing.sort == USUAL:
        return rows
    order = column.desc(nulls_last=True) if listing.sort.startswith("-") else column.asc(nulls_last=True)
    return rows.order_by(order, F("starts_on").desc(nulls_last=True), "code")


def record_page(place: Workplace, listing: RecordListing, request: HttpRequest, *told: str | Prefetch) -> Page:
    """The page asked for, each record with whom it was.

    Only identifiers are put in order and skipped, so that the last page costs little more than the first. Words and
    regions are looked for in every record; what they find is read once, as long as it is little.

    Args:
        place: whose page it is.
        listing: its filters and its order.
        request: with the number of the page.
        told: what else a row says of a record, as it is fetched.
    """
    few = _few(place, listing) if listing.filters.looks_everywhere else None
    rows = Record.objects.filter(pk__in=few) if few is not None else _many(place, listing)
    keys: Any = sorted_records(rows, listing).values_list("pk", flat=True)
    page = page_of(list(keys) if few is not None else _FromEitherEnd(keys), request)
    parties = Prefetch("counterparts", Counterpart.objects.select_related("organisation"))
    found = Record.objects.filter(pk__in=page.object_list).select_related("unit", "mission")
    shown = found.defer("summary", "search", "source").prefetch_related(parties, *told)
    page.object_list = list(sorted_records(shown, listing))
    return page


def _few(place: Workplace, listing: RecordListing) -> list[int] | None:
    """The identifiers of what is found, in no order; None when it is too much to hold."""
    found = record_rows(place, listing).order_by().values_list("pk", flat=True)[: FEW + 1]
    keys = list(found)
    return keys if len(keys) <= FEW else None


def _many(place: Workplace, listing: RecordListing) -> QuerySet[Record]:
    return records_matching(place.institution, _own(place, listing), frequent=True)


class _FromEitherEnd:
    """Rows in an order, for pages; those of the second half are reached from the end, so that few are skipped."""

    ordered = True

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows

    @cached_property
    def _many(self) -> int:
        return self._rows.count()

    def count(self) -> int:
        """How many rows there are."""
        return self._many

    def __getitem__(self, place: slice) -> QuerySet[Any]:
        if place.stop <= self._many // 2:
            return self._rows[place]
        return self._rows.reverse()[self._many - place.stop : self._many - place.start]


def _own(place: Workplace, listing: RecordListing) -> RecordFilters:
    """With `mine`: the records of one's units for who is bound to some, and else those that one wrote."""
    if not listing.mine:
        return listing.filters
    if place.bound_to is None:
        return replace(listing.filters, author=place.membership.user_id)
    return replace(listing.filters, reach=units_of(place.bound_to))


def _said(name: str, value: str, choices: RecordChoices) -> str:
    if name in _TERMS:
        return term(value, _TERMS[name])
    return _SAID[name](value, choices) if name in _SAID else value


def _named(attribute: str) -> Callable[[str, RecordChoices], str]:
    def name_of(code: str, choices: RecordChoices) -> str:
        return next((item.name for item in getattr(choices, attribute) if item.code == code), code)

    return name_of


def _day(value: str, choices: RecordChoices) -> str:
    return format_long_date(date.fromisoformat(value), reader_language())


_SAID: Mapping[str, Callable[[str, RecordChoices], str]] = {
    "pais": lambda value, choices: say_country(value),
    "region": _named("regions"),
    "unidad": _named("units"),
    "mecanismo": _named("mechanisms"),
    "lapso": lambda value, choices: period(value),
    "desde": _day,
    "hasta": _day,
    "sustento": lambda value, choices: str(EVIDENCE.get(value, value)),
}
