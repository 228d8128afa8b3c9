"""The figures that a report prints, each as it stood and as it stands today."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.publishing.counted import CountAsked
from quipu.apps.publishing.frozen import counted_numbers, figures_in, frozen_figure
from quipu.apps.publishing.models import Build
from quipu.apps.publishing.queries import build_in, current_changes
from quipu.web.figure_steps import steps_of
from quipu.web.lists import Listing, page_of
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

PAGE = "reports"


@in_institution(Action.VIEW_REPORTS)
@require_GET
def figures(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """Every figure of a report by its number; `solo=contadas` leaves those that the register counts."""
    build = build_in(place.institution, build_id)
    if build is None:
        raise Http404
    counted = counted_numbers(build)
    only = request.GET.get("solo") == "contadas"
    rows = figures_in(place.institution, build_id)
    context = {
        "page": PAGE,
        "build": build,
        "rows": page_of(rows.filter(number__in=counted) if only else rows, request),
        "listing": Listing({"solo": "contadas" if only else ""}, "", {}),
        "counted": counted,
        "only": only,
    }
    return render(request, "reports/figures.html", context)


def _rows_address(place: Workplace, build: Build, asked: CountAsked) -> str:
    """The page of what the register counts today for a figure."""
    query = {"periodo": asked.period, "version": place.name_of(build.version)}
    if asked.dimension:
        query |= {"por": asked.dimension, "valor": asked.category}
    where = {"slug": place.institution.slug, "code": asked.rule.indicator.code}
    return f"{reverse('count-rows', kwargs=where)}?{urlencode(query)}"


@in_institution(Action.VIEW_REPORTS)
@require_GET
@never_cache
def figure(request: HttpRequest, place: Workplace, build_id: int, number: int) -> HttpResponse:
    """One figure: as printed, how it was obtained, the records behind it then, and what is said today."""
    found = frozen_figure(place.institution, build_id, number)
    if found is None:
        raise Http404
    build = found.figure.build
    context = {
        "page": PAGE,
        "build": build,
        "figure": found.figure,
        "found": found,
        "steps": steps_of(place, found.figure),
        "publication": getattr(build, "publication", None),
    }
    if found.today is not None:
        context["rows_address"] = _rows_address(place, build, found.today.asked)
    if request.GET.get("comparar") and not found.is_counted:
        context["compared"] = True
        context["change"] = next((item for item in current_changes(build) if item.number == number), None)
    return render(request, "reports/figure.html", context)
