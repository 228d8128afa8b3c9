"""Every change of every fact, the latest first."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.history.models import Change
from quipu.apps.history.queries import changes_of
from quipu.apps.history.services import KEY_SEPARATOR
from quipu.apps.organisation.models import CostCentre
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.templatetags.names import FACT_KINDS
from quipu.web.workplace import Workplace

REPORTED_KINDS = ("submissions", "indicator_entries", "activity_entries", "evidence")
"""Facts of what a unit reports; their keys name its executing unit and cost centre."""


@in_institution(Action.VIEW_HISTORY)
@require_GET
def history(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The record of changes, narrowed by kind of fact and by key."""
    listing = read_listing(request, ("tipo", "clave"), {"fecha": "at"}, "fecha")
    found = _of_concern(changes_of(place.institution, kind=listing.values["tipo"], key=listing.values["clave"]), place)
    context = {
        "page": "history",
        "listing": listing,
        "rows": page_of(found, request),
        "kinds": sorted(FACT_KINDS, key=lambda kind: str(FACT_KINDS[kind])),
    }
    return render(request, "history.html", context)


def _of_concern(changes: QuerySet[Change], place: Workplace) -> QuerySet[Change]:
    """Without what other units filled in, for who reports for some: drafts are seen by who writes and who decides."""
    if place.bound_to is None:
        return changes
    own = Q()
    for unit, centre in CostCentre.objects.filter(pk__in=place.bound_to).values_list("executing_unit__code", "code"):
        named = f"{KEY_SEPARATOR}{unit}{KEY_SEPARATOR}{centre}"
        own |= Q(key__endswith=named) | Q(key__contains=f"{named}{KEY_SEPARATOR}")
    reported = Q(kind__in=REPORTED_KINDS)
    return changes.filter(~reported | own) if own else changes.exclude(reported)
