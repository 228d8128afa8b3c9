"""The list of instruments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import InstrumentType, Stage
from quipu.apps.register.queries.instruments import InstrumentFilters, due_quarter, instruments_of
from quipu.language import find_country
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.register_choices import country_choices
from quipu.web.workplace import Workplace

_FILTERS = ("tipo", "etapa", "pais", "estado")


@in_institution(Action.VIEW_REGISTER)
@require_safe
def instruments(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Instruments by type, stage, party and whether they are in force, pending or wait for a follow-up."""
    listing = read_listing(request, _FILTERS, {}, "")
    asked, today = listing.values, timezone.localdate()
    filters = InstrumentFilters(asked["tipo"], asked["etapa"], _code(asked["pais"]), asked["estado"])
    context = {
        "page": "register",
        "tab": "instruments",
        "listing": listing,
        "rows": page_of(instruments_of(place.institution, filters, today), request),
        "types": InstrumentType.values,
        "stages": Stage.values,
        "countries": country_choices(),
        "quarter": due_quarter(today),
        "today": today,
    }
    return render(request, "register_records/instruments.html", context)


def _code(text: str) -> str:
    """The country that was written; a text that names none is kept, so that nothing is found."""
    return (find_country(text) or text) if text else ""
