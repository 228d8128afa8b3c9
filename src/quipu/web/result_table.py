"""The list of results: from its address to its filters."""

from __future__ import annotations

from django.http import HttpRequest

from quipu.apps.evaluation.queries import ResultFilters
from quipu.web.lists import Listing, read_listing

FILTERS = ("tipo", "resultado", "nivel")
COLUMNS = {
    "orden": "pk",
    "codigo": "code",
    "indicador": "indicator",
    "meta": "target",
    "valor": "value",
    "avance": "progress_raw",
    "resultado": "outcome",
}
USUAL = "orden"


def result_listing(request: HttpRequest) -> Listing:
    """The state of the list of results."""
    return read_listing(request, FILTERS, COLUMNS, USUAL)


def result_filters(listing: Listing) -> ResultFilters:
    """What the list is narrowed to."""
    return ResultFilters(
        kind=listing.values["tipo"], outcome=listing.values["resultado"], level=listing.values["nivel"]
    )
