"""Reports: the shelf, making one, reading it, and publishing it for good."""

from __future__ import annotations

import base64
import hashlib
import re

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.publishing import services
from quipu.apps.publishing.models import Build, ReportFile
from quipu.apps.publishing.queries import build_in, current_drift, file_of, shelf_of
from quipu.errors import QuipuError
from quipu.web.figure_measures import asked_figure
from quipu.web.figure_steps import regions_of
from quipu.web.forms import BuildForm
from quipu.web.policy import in_institution
from quipu.web.templatetags.quipu import period as period_words
from quipu.web.workplace import Workplace

PAGE = "reports"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


@in_institution(Action.VIEW_REPORTS)
@require_GET
def shelf(request: HttpRequest, place: Workplace) -> HttpResponse:
    """What is published, what was built, and the form to build another."""
    context = {"page": PAGE, "shelf": shelf_of(place.institution), "form": _form(place)}
    return render(request, "reports/shelf.html", context)


@in_institution(Action.BUILD_REPORT)
@require_POST
def request_build(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Asks the worker for a report and goes to its page."""
    form = _form(place, request.POST)
    if place.version is None or not form.is_valid():
        context = {"page": PAGE, "shelf": shelf_of(place.institution), "form": form}
        return render(request, "reports/shelf.html", context, status=422)
    wanted = form.cleaned_data
    made = services.request_build(
        version=place.version, period=wanted["period"], report=wanted["report"], actor=request.user
    )
    return redirect(place.address("build", build_id=made.pk))


@in_institution(Action.VIEW_REPORTS)
@require_GET
@never_cache
def build(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """One build: how far it is, its faults, or its files; and whether a publication still says what facts say."""
    found = _found(place, build_id)
    context = {"page": PAGE, **_state(found)}
    if context["publication"] and request.GET.get("comparar"):
        drift = current_drift(context["publication"])
        regions = regions_of(place) if drift else {}
        context["drift"] = [(item, asked_figure(item.reference, found.period, regions)) for item in drift]
    return render(request, "reports/build.html", context)


@in_institution(Action.VIEW_REPORTS)
@require_GET
@never_cache
def progress(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """The part of the page that says how far a build is; when it ends, the whole page is asked for again."""
    context = _state(_found(place, build_id))
    response = render(request, "reports/progress.html", context)
    if not context["running"]:
        response["HX-Refresh"] = "true"
    return response


@in_institution(Action.VIEW_REPORTS)
@require_GET
@csp_update({"frame-src": [SELF]})
def read(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """A report read online: the stored document in a frame, under the header that leads back and on."""
    return render(request, "reports/read.html", {"page": PAGE, "build": _file(place, build_id, "html").build})


@in_institution(Action.VIEW_REPORTS)
@require_GET
@xframe_options_sameorigin
def document(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """The stored HTML file as it is, allowed its own styles and pictures and nothing else; only own pages frame it."""
    content = _file(place, build_id, "html").content.read()
    hashes = (base64.b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(content))
    styles = " ".join(f"'sha256-{item}'" for item in hashes) or "'none'"
    response = HttpResponse(content, content_type=_TYPES["html"])
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src data:; font-src data:; frame-ancestors 'self'; base-uri 'none'; "
        f"style-src {styles}"
    )
    return response


@in_institution(Action.VIEW_REPORTS)
@require_GET
def download(request: HttpRequest, place: Workplace, build_id: int, format: str) -> HttpResponseBase:
    """A stored file, to keep."""
    file = _file(place, build_id, format)
    name = f"{place.institution.slug}-{file.build.report}-{file.build.period}.{format}"
    return FileResponse(
        file.content.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=_TYPES.get(format, "application/octet-stream"),
    )


@in_institution(Action.PUBLISH_REPORT)
@require_POST
def publish(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """Makes a build public: its files are served as they are from then on."""
    found = _found(place, build_id)
    try:
        services.publish(build=found, actor=request.user)
    except QuipuError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, gettext("The report is published. Its files stay as they are from now on."))
    return redirect(place.address("build", build_id=found.pk))


@in_institution(Action.BUILD_REPORT)
@require_POST
def resume(request: HttpRequest, place: Workplace, build_id: int) -> HttpResponse:
    """Gives a report that a stopped worker left to another one."""
    found = _found(place, build_id)
    try:
        services.resume_build(build=found)
    except QuipuError as fault:
        messages.error(request, str(fault))
    return redirect(place.address("build", build_id=found.pk))


def _form(place: Workplace, data: object = None) -> BuildForm:
    periods = [(period, period_words(period)) for period, _ in place.periods]
    return BuildForm(data, periods=periods, initial={"period": place.period} if place.version else {})


def _found(place: Workplace, build_id: int) -> Build:
    found = build_in(place.institution, build_id)
    if found is None:
        raise Http404
    return found


def _file(place: Workplace, build_id: int, format: str) -> ReportFile:
    found = file_of(place.institution, build_id, format)
    if found is None or not found.content.storage.exists(found.content.name):
        raise Http404
    return found


def _state(found: Build) -> dict[str, object]:
    abandoned = services.is_abandoned(found)
    running = found.state in (Build.State.WAITING, Build.State.RUNNING) and not abandoned
    return {
        "build": found,
        "running": running,
        "abandoned": abandoned,
        "publication": getattr(found, "publication", None),
    }
