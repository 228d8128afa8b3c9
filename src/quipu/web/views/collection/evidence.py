"""Evidence: adding a file or a link to a value or to the whole report, reading it, removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.errors import CollectionError
from quipu.apps.collection.models import Evidence, Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.queries.finding import find_evidence
from quipu.apps.collection.services.evidence import add_file, add_link
from quipu.apps.collection.services.evidence import remove as remove_evidence
from quipu.web.collection_forms import EvidenceForm
from quipu.web.draft import page_of_form
from quipu.web.policy import in_institution
from quipu.web.views.collection.places import address_of, submission_at
from quipu.web.views.collection.submission import submission_page
from quipu.web.workplace import Workplace


@in_institution(Action.REPORT_VALUES)
@require_POST
def add(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Adds a file or a link."""
    found = submission_at(place, period, unit, centre)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, found, evidence_form=form, about=request.POST.get("entry", ""))
    about, given = request.POST.get("entry", ""), form.cleaned_data
    entry = next((row.entry for row in form_of(found).values if row.key == about), None)
    if about and entry is None:
        form.add_error(None, gettext("Fill in the value first: its evidence is kept with it."))
        return _page(request, place, found, evidence_form=form, about=about)
    shared = {"submission": found, "entry": entry, "title": given["title"], "actor": request.user}
    try:
        made = add_file(**shared, upload=given["file"]) if given["file"] else add_link(**shared, link=given["link"])
    except CollectionError as fault:
        at = getattr(fault, "field", "")
        form.add_error(at if at in form.fields else None, str(fault))
        return _page(request, place, found, evidence_form=form)
    messages.success(request, gettext("“%(title)s” was added.") % {"title": made.title})
    return redirect(f"{address_of(place, found)}#evidence")


@in_institution(Action.VIEW_COLLECTION)
@require_GET
def read(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str, item: int) -> HttpResponseBase:
    """A file, to keep: a browser never shows it here, whatever it holds."""
    _, found = _found(place, period, unit, centre, item)
    if not found.content or not found.content.storage.exists(found.content.name):
        raise Http404
    ending = found.content.name.rpartition(".")[2]
    name = found.title if found.title.lower().endswith(f".{ending}") else f"{found.title}.{ending}"
    content = found.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")


@in_institution(Action.REPORT_VALUES)
@require_POST
def remove(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str, item: int) -> HttpResponse:
    """Takes a piece of evidence away."""
    submission, found = _found(place, period, unit, centre, item)
    try:
        remove_evidence(evidence=found, actor=request.user)
    except CollectionError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, gettext("“%(title)s” was removed.") % {"title": found.title})
    return redirect(f"{address_of(place, submission)}#evidence")


def _found(place: Workplace, period: str, unit: str, centre: str, item: int) -> tuple[Submission, Evidence]:
    submission = submission_at(place, period, unit, centre)
    found = find_evidence(submission, item)
    if found is None:
        raise Http404
    return submission, found


def _page(request: HttpRequest, place: Workplace, found: Submission, **told: object) -> HttpResponse:
    page = page_of_form(form_of(found), place.numbers)
    return submission_page(request, place, page, status=422, **told)
