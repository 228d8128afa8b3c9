"""The list of documents, searched and filtered by its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import issuers_of, search_documents, years_of
from quipu.apps.register.queries.citations import records_by_document
from quipu.web.lists import page_of, read_listing, sorted_rows
from quipu.web.policy import in_institution
from quipu.web.views.evidence.places import PAGE
from quipu.web.workplace import Workplace

FILTERS = ("q", "tipo", "anio", "emisor", "registro")
COLUMNS = {"titulo": "title", "fecha": "dated_on", "emisor": "issuer"}


@in_institution(Action.VIEW_REGISTER)
@require_GET
def documents(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The documents of the institution. One may come from a record to choose what proves it."""
    listing = read_listing(request, FILTERS, COLUMNS, "-fecha")
    asked = listing.values
    found = search_documents(
        place.institution, words=asked["q"], kind=asked["tipo"], year=asked["anio"], issuer=asked["emisor"]
    )
    rows = page_of(sorted_rows(found, listing, COLUMNS), request)
    context = {
        "page": PAGE,
        "tab": "documents",
        "listing": listing,
        "rows": rows,
        "records": records_by_document([row.pk for row in rows]),
        "headings": listing.headings(COLUMNS),
        "kinds": Document.Kind.values,
        "years": years_of(place.institution),
        "issuers": issuers_of(place.institution),
    }
    return render(request, "evidence/list.html", context)
