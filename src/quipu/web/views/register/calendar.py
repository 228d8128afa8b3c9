"""Records by date: a month as a calendar, and the years as a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import Record
from quipu.apps.register.queries.calendars import Density, density_of, month_of
from quipu.apps.register.queries.looking import LONGEST
from quipu.apps.register.services.derived import month_index
from quipu.web.policy import in_institution
from quipu.web.record_words import say_month
from quipu.web.register_filters import filter_context
from quipu.web.register_listing import RecordListing, read_record_listing, record_page, record_rows
from quipu.web.templatetags.quipu import month as month_name
from quipu.web.workplace import Workplace

_MONTH = "mes"
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@in_institution(Action.VIEW_REGISTER)
@require_GET
def month(request: HttpRequest, place: Workplace) -> HttpResponse:
    """One month: what is under way on each day."""
    listing = read_record_listing(request, _MONTH)
    today = timezone.localdate()
    asked = _asked_month(request)
    seen = month_of(record_rows(place, listing), asked or today.replace(day=1))
    given = request.GET.get(_MONTH, "").strip()
    context = {
        **filter_context(place, listing, without=("lapso",)),
        "unread_month": given[:LONGEST] if given and asked is None else "",
        "month": seen,
        "today": today,
        "before": f"?{_of_month(listing, seen.before)}",
        "after": f"?{_of_month(listing, seen.after)}",
        "now": f"?{_of_month(listing, today)}",
        "day_query": urlencode(listing.pairs),
    }
    return render(request, "register/calendar.html", context)


@dataclass(frozen=True)
class MonthBar:
    """A month or a year of the line: its name, how many acts begin in it, and its share of the fullest, in percent."""

    name: str
    short: str
    count: int
    share: str
    address: str
    current: bool


@in_institution(Action.VIEW_REGISTER)
@require_GET
def timeline(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The records from the latest back, under the year and the month in which they begin."""
    listing = read_record_listing(request)
    page = record_page(place, listing, request)
    anywhen = replace(listing, filters=replace(listing.filters, period=""))
    density = density_of(record_rows(place, anywhen))
    context = {
        **filter_context(place, listing),
        "rows": page,
        "groups": [(name, list(items)) for name, items in groupby(page, key=_group)],
        "years": _years(anywhen, density, listing.filters.period[:4]),
        "undated": 0 if listing.filters.period else page.paginator.count - sum(density.years.values()),
        "months": _months(anywhen, density, listing.filters.period),
    }
    return render(request, "register/timeline.html", context)


def _asked_month(request: HttpRequest) -> date | None:
    """The first day of the month asked for; None for none, and for what is no month of the calendar."""
    try:
        asked = date.fromisoformat(f"{request.GET.get(_MONTH, '').strip()}-01")
    except ValueError:
        return None
    return asked if _FIRST_YEAR <= asked.year <= _LAST_YEAR else None


def _of_month(listing: RecordListing, first: date) -> str:
    return urlencode([*listing.pairs, (_MONTH, f"{first:%Y-%m}")])


def _group(record: Record) -> str:
    """The month in which an act begins, or in which what is known of its date does."""
    return say_month(None if record.first_month is None or record.starts_on is None else month_index(record.starts_on))


def _years(listing: RecordListing, density: Density, chosen: str) -> list[MonthBar]:
    """Every year from the latest to the first, those without acts too."""
    if not density.years:
        return []
    years = range(max(density.years), min(density.years) - 1, -1)
    bars = [(str(year), str(year), density.years.get(year, 0), str(year)) for year in years]
    return [_bar(listing, *bar, most=max(density.years.values()), chosen=chosen) for bar in bars]


def _months(listing: RecordListing, density: Density, chosen: str) -> list[MonthBar]:
    """The twelve months of the year looked at; none when all of them are."""
    if not chosen:
        return []
    first = int(chosen[:4]) * 12
    found = {index: density.months.get(index, 0) for index in range(first, first + 12)}
    bars = [
        (say_month(index), month_name(index % 12 + 1), count, f"{chosen[:4]}-M{index % 12 + 1:02d}")
        for index, count in found.items()
    ]
    return [_bar(listing, *bar, most=max(found.values()), chosen=chosen) for bar in bars]


def _bar(listing: RecordListing, name: str, short: str, count: int, period: str, *, most: int, chosen: str) -> MonthBar:
    asked = replace(listing, filters=replace(listing.filters, period=period))
    share = f"{count * 100 / most:.2f}" if most else "0"
    return MonthBar(name, short, count, share, f"?{asked.query}", period == chosen)
