"""The list of activities: from its address to its rows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from quipu.apps.evaluation.queries import with_outcomes
from quipu.apps.plans.activity_list import ActivityFilters, matching_activities
from quipu.web.lists import Listing, read_listing, sorted_rows
from quipu.web.workplace import Workplace

FILTERS = ("q", "objetivo", "accion", "centro", "resultado", "nivel", "acumulacion")
COLUMNS = {
    "codigo": "code",
    "nombre": "name",
    "accion": "strategic_action__code",
    "centro": "cost_centre__code",
    "avance": "progress_raw",
    "resultado": "outcome",
}
USUAL = "codigo"


def activity_listing(request: HttpRequest) -> Listing:
    """The state of the list of activities."""
    return read_listing(request, FILTERS, COLUMNS, USUAL)


def activity_rows(place: Workplace, listing: Listing) -> QuerySet[Any]:
    """The activities that the list admits, in its order, each with its outcome and progress."""
    values = listing.values
    filters = ActivityFilters(
        text=values["q"],
        objective=values["objetivo"],
        action=values["accion"],
        cost_centre=values["centro"],
        accumulation=values["acumulacion"],
    )
    rows = matching_activities(place.version, place.year, filters)
    rows = with_outcomes(rows, place.evaluation.pk if place.evaluation else None)
    if values["resultado"]:
        rows = rows.filter(outcome=values["resultado"])
    if values["nivel"]:
        rows = rows.filter(level=values["nivel"])
    return sorted_rows(rows, listing, COLUMNS)
