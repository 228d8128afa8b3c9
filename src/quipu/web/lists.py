"""How the address of a list is read: filters, order and page live in it, so that a list can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest

PER_PAGE = 50


@dataclass(frozen=True)
class Heading:
    """A column one may sort by: the address that sorts by it, and how it is sorted now."""

    address: str
    direction: str


@dataclass(frozen=True)
class Listing:
    """The state of a list as its address says it.

    Attributes:
        values: every filter by its name; empty when it is not set.
        sort: the column sorted by, with a minus when the largest goes first.
        extra: what stays in the address besides (version and period).
    """

    values: Mapping[str, str]
    sort: str
    extra: Mapping[str, str]

    @property
    def query(self) -> str:
        """The address's query, without the page number."""
        kept = {**self.extra, **self.values, "orden": self.sort}
        return urlencode({name: value for name, value in kept.items() if value})

    @property
    def filtered(self) -> bool:
        """Whether something narrows the list."""
        return any(self.values.values())

    def headings(self, columns: Mapping[str, Any]) -> dict[str, Heading]:
        """What each column's header leads to: the column, or its reverse when it is sorted by already."""
        return {column: self._heading(column) for column in columns}

    def _heading(self, column: str) -> Heading:
        now = {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")
        asked = Listing(self.values, f"-{column}" if now == "ascending" else column, self.extra)
        return Heading(f"?{asked.query}", now)


def read_listing(request: HttpRequest, filters: Sequence[str], columns: Mapping[str, Any], usual: str) -> Listing:
    """Read the address of a list; a filter or column that it does not know is left out."""
    values = {name: request.GET.get(name, "").strip()[:100] for name in filters}
    sort = request.GET.get("orden", "")
    extra = {name: request.GET.get(name, "") for name in ("periodo", "version")}
    return Listing(values, sort if sort.lstrip("-") in columns else usual, extra)


def sorted_rows(rows: QuerySet[Any], listing: Listing, columns: Mapping[str, str]) -> QuerySet[Any]:
    """The rows in the order of the listing; what has no value goes last in either direction."""
    field = F(columns[listing.sort.lstrip("-")])
    order = field.desc(nulls_last=True) if listing.sort.startswith("-") else field.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page:
    """The page asked for; past the last one, the last."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
