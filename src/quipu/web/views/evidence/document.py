"""One document: what it is, its text with what is cited from it, its file."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.evidence.errors import EvidenceError
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import placed_passages, proposals_for
from quipu.apps.evidence.services.originals import OriginalGoneError, content_of
from quipu.apps.register.models import Citation, Record
from quipu.apps.register.queries.citations import citations_of_document
from quipu.apps.register.queries.reach import Reach, may_edit, units_of, within
from quipu.apps.register.services.citing import Refinding, reread_document
from quipu.web.evidence_forms import CitationForm, FileForm
from quipu.web.evidence_marks import mark_passages, numbered
from quipu.web.policy import in_institution
from quipu.web.views.evidence.places import PAGE, address_of, document_at
from quipu.web.workplace import Workplace

_NEAR = timedelta(days=45)
_MOST_OFFERED = 40


@in_institution(Action.VIEW_REGISTER)
@require_GET
def document(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """The document with everything recorded from it."""
    asked = {"record": "registro", "field": "campo", "exact": "palabras", "locator": "donde"}
    initial = {name: request.GET[param] for name, param in asked.items() if param in request.GET}
    return document_page(request, place, document_at(place, code), citation_form=CitationForm(initial=initial))


def document_page(request: HttpRequest, place: Workplace, found: Document, **forms: Any) -> HttpResponse:
    """The page, with the forms that came back with faults."""
    citations = list(citations_of_document(found))
    cited, passages = numbered(citations), placed_passages(found)
    reach = units_of(place.bound_to) if place.may(Action.RECORD) else None
    citing = forms.pop("citation_form", None) or CitationForm()
    if place.may(Action.RECORD):
        citing.narrow(_named(place, citing, reach))
    context = {
        "page": PAGE,
        "tab": "documents",
        "document": found,
        "passages": mark_passages(passages, cited),
        "cited": cited,
        "lost": [item for item in cited if item.citation.exact and passages and item.citation.start is None],
        "removable": {item.pk for item in citations if place.may(Action.RECORD) and may_edit(item.record, reach)},
        "may_record": place.may(Action.RECORD),
        "proposals": proposals_for(found) if place.may(Action.RECORD) else {},
        "near_records": _near(place, found, reach) if place.may(Action.RECORD) else (),
        "citation_form": citing,
        "file_form": FileForm(),
        **forms,
    }
    return render(request, "evidence/document.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_GET
def original(request: HttpRequest, place: Workplace, code: str) -> HttpResponseBase:
    """The file as it came, to keep: a browser never shows it here, whatever it holds."""
    found = document_at(place, code)
    if not found.original:
        raise Http404
    try:
        content = content_of(found)
    except OriginalGoneError as error:
        messages.error(request, str(error))
        return redirect(address_of(place, found))
    name = found.original_name or found.original.name.rpartition("/")[2]
    answer = FileResponse(
        io.BytesIO(content), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@in_institution(Action.RECORD)
@require_POST
def read_again(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Reads the file again and finds in its text what was cited from it."""
    found = document_at(place, code)
    try:
        again = reread_document(document=found, actor=request.user)
    except EvidenceError as error:
        messages.error(request, str(error))
    else:
        _tell(request, again)
    return redirect(address_of(place, found))


def _tell(request: HttpRequest, again: Refinding) -> None:
    if not again.changed:
        messages.success(request, gettext("The text came out the same."))
    else:
        messages.success(
            request, gettext("The text came out otherwise: it is a new reading, kept beside the former one.")
        )
    if again.lost:
        count = len(again.lost)
        told = ngettext(
            "The words of %(count)s citation are no longer found: see it below.",
            "The words of %(count)s citations are no longer found: see them below.",
            count,
        )
        messages.warning(request, told % {"count": count})


def _named(place: Workplace, form: CitationForm, reach: Reach | None) -> Record | None:
    """The record that the form of a citation already names, where this person reaches it."""
    code = str(form["record"].value() or "").strip()
    records = Record.objects.filter(within(reach), institution=place.institution)
    return records.filter(code=code).first() if code else None


def _near(place: Workplace, found: Document, reach: Reach | None) -> list[Record]:
    """Records that the document may well prove: of about its date, or already cited from it."""
    about = Q(pk__in=Citation.objects.filter(document=found).values("record"))
    if found.dated_on:
        about |= Q(starts_on__gte=found.dated_on - _NEAR, starts_on__lte=found.dated_on + _NEAR)
    records = Record.objects.filter(about, within(reach), institution=place.institution)
    offered = records.filter(merged_into=None).only("code", "title", "starts_on").order_by("-starts_on", "code")
    return list(offered[:_MOST_OFFERED])
