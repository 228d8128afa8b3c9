"""The dashboard (*tablero*): the whole plan in a period, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.web.overview import overview
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_PLAN)
@require_GET
def dashboard(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Levels, progress, execution, trends, warnings and what is missing."""
    if place.evaluation is None:
        return render(request, "not_evaluated.html", {"page": "dashboard"})
    return render(request, "dashboard.html", {"page": "dashboard", **overview(place, place.evaluation)})
