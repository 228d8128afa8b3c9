"""The figures that a report prints, each as it stood and as it stands today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.publishing.counted import CountAsked
from quipu.apps.publishing.frozen import counted_numbers, figures_in, frozen_figure
from quipu.apps.publishing.models import Build, ReportFigure
from quipu.apps.publishing.queries import build_in, current_changes
from quipu.language.searching import plain_words
from quipu.web.figure_measures import AskedFigure, asked_figure
from quipu.web.figure_steps import regions_of, steps_of
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.templatetags.quipu import NO_VALUE
from quipu.web.workplace import Workplace

PAGE = "reports"


@dataclass(frozen=True)
class FigureLine:
    """A printed figure with what it is, in words; None when its reference cannot be read."""

    figure: ReportFigure
    asked: AskedFigure | None


@in_institution(Action.VIEW_REPORTS)
@require_GET
def figures(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """The figures of a report that print something, by number.

    `q` leaves those with some words; `solo=contadas` those that the register counts; `vacias=si` adds those without
    a value.
    """
    build = build_in(place.institution, build_id)
    if build is None:
        raise Http404
    listing = read_listing(request, ("q", "solo", "vacias"), {}, "")
    counted, regions = counted_numbers(build), regions_of(place)
    rows = figures_in(place.institution, build_id)
    if not listing.values["vacias"]:
        rows = rows.exclude(printed=NO_VALUE)
    if listing.values["solo"]:
        rows = rows.filter(number__in=counted)
    if listing.values["q"]:
        rows = rows.filter(number__in=_numbers_with(listing.values["q"], rows, build, regions))
    page = page_of(rows, request)
    context = {
        "page": PAGE,
        "build": build,
        "rows": page,
        "lines": [FigureLine(row, asked_figure(row.reference, build.period, regions)) for row in page],
        "listing": listing,
        "counted": counted,
    }
    return render(request, "reports/figures.html", context)


def _numbers_with(words: str, rows: QuerySet[ReportFigure], build: Build, regions: Mapping[str, str]) -> list[int]:
    """The numbers of the figures in which every word stands: in their code, their measure or how they were obtained."""
    asked = plain_words(words).split()
    found = []
    for row in rows.only("number", "reference", "printed", "trace"):
        said = asked_figure(row.reference, build.period, regions)
        text = plain_words(" ".join([row.reference, said.measure if said else "", row.printed, row.trace]))
        if all(word in text for word in asked):
            found.append(row.number)
    return found


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
