"""Mechanisms: all of them by region, and the series of sessions of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.queries.mechanisms import (
    grouped_by_region,
    mechanism_in,
    mechanisms_of,
    row_of,
    series_of,
)
from quipu.apps.register.queries.reach import units_of
from quipu.language import find_country
from quipu.web.lists import read_listing
from quipu.web.policy import in_institution
from quipu.web.register_choices import country_choices
from quipu.web.workplace import Workplace

_FILTERS = ("pais", "unidad", "ver")


@in_institution(Action.VIEW_REGISTER)
@require_safe
def mechanisms(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Every mechanism under its region: the last session, the next, and what its series lacks."""
    listing = read_listing(request, _FILTERS, {}, "")
    asked, today = listing.values, timezone.localdate()
    country = (find_country(asked["pais"]) or asked["pais"]) if asked["pais"] else ""
    rows = mechanisms_of(
        place.institution, today, country=country, unit=asked["unidad"], active=asked["ver"] != "todos"
    )
    if asked["ver"] == "hallazgos":
        rows = [row for row in rows if row.findings]
    names = dict(place.institution.regions.values_list("code", "name"))
    groups = [(names.get(group.code, ""), group) for group in grouped_by_region(place.institution, rows)]
    context = {
        "page": "register",
        "tab": "mechanisms",
        "listing": listing,
        "groups": groups,
        "total": len(rows),
        "countries": country_choices(),
        "units": list(place.institution.units.filter(mechanisms__isnull=False).distinct().order_by("code")),
    }
    return render(request, "register_records/mechanisms.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_safe
def mechanism(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """One mechanism: its sessions by number, with those that are missing, repeated or out of order."""
    found = mechanism_in(place.institution, code)
    if found is None:
        raise Http404
    today = timezone.localdate()
    series = series_of(found, today)
    reach = units_of(place.bound_to)
    context = {
        "page": "register",
        "tab": "mechanisms",
        "mechanism": found,
        "row": row_of(found, [item.session for item in series if item.session], today),
        "series": series,
        "may_edit": place.may(Action.RECORD) and (reach is None or found.unit_id in reach),
    }
    return render(request, "register_records/mechanism.html", context)
