"""The world by country: the map with its table, the index of countries, and the sheet of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import Status
from quipu.apps.register.queries.countries import (
    CountryCount,
    RegionCountries,
    countries_by_region,
    country_sheet,
    counts_by_country,
)
from quipu.apps.register.queries.looking import RecordFilters, records_matching
from quipu.language import country_name, is_country, plain_words
from quipu.reports.maps import CountryValue, undrawn, world_map
from quipu.reports.yearly import YearCount, counts_by_year
from quipu.web.charts import page_chart
from quipu.web.policy import in_institution
from quipu.web.record_words import reader_language, say_country
from quipu.web.register_filters import filter_context
from quipu.web.register_listing import RecordListing, read_record_listing, record_rows
from quipu.web.templatetags.quipu import period
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_REGISTER)
@require_GET
def world(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The world by country: acts done, unless the address asks for another status."""
    listing = read_record_listing(request)
    if not listing.filters.statuses:
        listing = replace(listing, filters=replace(listing.filters, statuses=(Status.DONE.value,)))
    counts = counts_by_country(record_rows(place, listing))
    rows = sorted(counts.items(), key=lambda item: (-item[1], _sortable(item[0])))
    subject = _subject(listing)
    context = {
        **filter_context(place, listing),
        "chart": page_chart(place, world_map, [CountryValue(*row) for row in sorted(rows)], subject=subject),
        "rows": rows,
        "links": {code: _query_of(listing, code) for code, _ in rows},
        "undrawn": [say_country(code) for code in undrawn([code for code, _ in rows])],
    }
    return render(request, "register/map.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_GET
def index(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The countries under their regions, each with how many acts were done with it."""
    done = RecordFilters(statuses=(Status.DONE.value,))
    counts = counts_by_country(records_matching(place.institution, done))
    groups = [_by_name(group) for group in countries_by_region(place.institution, counts)]
    return render(request, "register/countries.html", {"page": "register", "groups": groups})


@in_institution(Action.VIEW_REGISTER)
@require_GET
def sheet(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """What a director reads before meeting somebody of a country: one page, made to be printed."""
    if not is_country(code):
        raise Http404
    today = timezone.localdate()
    found = country_sheet(place.institution, code, today)
    years = [YearCount(*row) for row in found.acts_by_year]
    subject = gettext("Acts done with %(country)s by year") % {"country": say_country(code)}
    context = {
        "page": "register",
        "code": code,
        "sheet": found,
        "today": today,
        "chart": page_chart(place, counts_by_year, years, subject=subject) if len(years) > 1 else None,
    }
    return render(request, "register/country.html", context)


def _subject(listing: RecordListing) -> str:
    words = gettext("Acts by country")
    return f"{words}, {period(listing.filters.period)}" if listing.filters.period else words


def _query_of(listing: RecordListing, code: str) -> str:
    return replace(listing, filters=replace(listing.filters, country=code)).query


def _by_name(group: RegionCountries) -> RegionCountries:
    countries: Sequence[CountryCount] = sorted(group.countries, key=lambda item: _sortable(item.code))
    return replace(group, countries=countries)


def _sortable(code: str) -> str:
    return plain_words(country_name(code, reader_language()))
