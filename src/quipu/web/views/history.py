"""Every change of every fact, the latest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.history.queries import changes_of
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.templatetags.names import FACT_KINDS
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_HISTORY)
@require_GET
def history(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The record of changes, narrowed by kind of fact and by key."""
    listing = read_listing(request, ("tipo", "clave"), {"fecha": "at"}, "fecha")
    found = changes_of(place.institution, kind=listing.values["tipo"], key=listing.values["clave"])
    context = {
        "page": "history",
        "listing": listing,
        "rows": page_of(found, request),
        "kinds": sorted(FACT_KINDS, key=lambda kind: str(FACT_KINDS[kind])),
    }
    return render(request, "history.html", context)
