"""Versions of the operational plan as its files gave them: listed, compared, by phases, and written back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.imports.models import PoiVersion
from quipu.apps.imports.queries.ceplan_export import LAYOUTS, ToExport, export_ceplan
from quipu.apps.imports.queries.poi_versions import (
    compare_phases,
    compare_poi_versions,
    poi_versions_of,
    poi_years,
    total_phases,
)
from quipu.errors import QuipuError
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace
from quipu.workbook.sources import pack

PAGE = "activities"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@in_institution(Action.VIEW_PLAN)
@require_GET
def versions(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Every version, and what two of them do not share once they are asked for."""
    known = list(poi_versions_of(place.institution))
    before, after = _chosen(request, known)
    listing = read_listing(request, ("de", "a"), {}, "")
    asked = before and after and listing.values["de"] and listing.values["a"]
    context = {
        "page": PAGE,
        "versions": known,
        "before": before,
        "after": after,
        "listing": listing,
        "rows": page_of(compare_poi_versions(before, after), request) if asked else None,
        "layouts": LAYOUTS,
        "years": poi_years(place.version) if place.version else [],
    }
    return render(request, "activities/versions.html", context)


@in_institution(Action.VIEW_PLAN)
@require_GET
def phases(request: HttpRequest, place: Workplace, poi_id: int) -> HttpResponse:
    """Each activity of a version through its phases."""
    found = poi_versions_of(place.institution).filter(pk=poi_id).first()
    if found is None:
        raise Http404
    lines = compare_phases(found)
    context = {
        "page": PAGE,
        "poi": found,
        "total": total_phases(lines),
        "rows": page_of(lines, request),
        "listing": read_listing(request, (), {}, ""),
    }
    return render(request, "activities/phases.html", context)


@in_institution(Action.EXPORT)
@require_GET
def export(request: HttpRequest, place: Workplace, year: int, layout: str) -> HttpResponse:
    """The operational plan of a year, in the layout of the planning authority's application."""
    if place.version is None or layout not in LAYOUTS:
        raise Http404
    try:
        found = export_ceplan(version=place.version, year=year, layout=layout)
        return _as_file(found, f"{place.institution.slug}-poi-{year}-{layout}")
    except QuipuError as error:
        messages.error(request, str(error))
        return redirect(place.address("poi-versions"))


def _chosen(request: HttpRequest, known: list[PoiVersion]) -> tuple[PoiVersion | None, PoiVersion | None]:
    """The two versions that the address asks for; else the last two of a year, as what the form proposes."""
    by_name = {str(item.pk): item for item in known}
    asked = [by_name.get(request.GET.get(name, "")) for name in ("de", "a")]
    if all(asked):
        return asked[0], asked[1]
    for later, item in enumerate(known):
        earlier = next((other for other in known[later + 1 :] if _same_plan(other, item)), None)
        if earlier is not None:
            return earlier, item
    return None, None


def _same_plan(one: PoiVersion, other: PoiVersion) -> bool:
    return (one.version_id, one.year) == (other.version_id, other.year)


def _as_file(found: ToExport, name: str) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="quipu-") as folder:
        if found.layout.kind == "separate":
            found.write(Path(folder) / name)
            content = pack({path.name: path.read_bytes() for path in (Path(folder) / name).iterdir()})
            ending, kind = "zip", "application/zip"
        else:
            found.write(Path(folder) / f"{name}.xlsx")
            content = (Path(folder) / f"{name}.xlsx").read_bytes()
            ending, kind = "xlsx", _XLSX
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
