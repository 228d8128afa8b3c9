"""Adding a document, giving its file to one that was a reference, mending what is told of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.evidence.errors import DocumentExistsError, DocumentRefusedError, EvidenceError
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import proposals_for, text_of
from quipu.apps.evidence.services import DocumentDetails, add_document, attach_file, change_details
from quipu.apps.register.services.citing import find_citations_again
from quipu.documents.headers import kind_in
from quipu.web.evidence_forms import DetailsForm, DocumentForm, FileForm
from quipu.web.policy import in_institution
from quipu.web.views.evidence.document import document_page
from quipu.web.views.evidence.places import PAGE, address_of, document_at
from quipu.web.workplace import Workplace

_HEAD = 400
"""In how much of its beginning a document says what it is."""


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, place: Workplace) -> HttpResponse:
    """A new document. What was read of a file is shown on the next page, to be confirmed."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    same = None
    if request.method == "POST":
        form.is_valid()
        try:
            if not form.errors:
                return _added(request, place, _add(request, place, form), form)
        except DocumentExistsError as error:
            same = error.document
            form.add_error("file", str(error))
        except EvidenceError as error:
            put_faults(form, error)
    context = {"page": PAGE, "tab": "documents", "form": form, "same": same, "record": request.GET.get("registro", "")}
    return render(request, "evidence/new.html", context)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """What is told of a document, with what its text proposes where nothing was told."""
    found = document_at(place, code)
    proposals = proposals_for(found)
    told = DocumentDetails.of(found)
    initial = {name: getattr(told, name) for name in DetailsForm.base_fields} | dict(proposals)
    if told.kind == Document.Kind.OTHER:
        initial["kind"] = kind_in(text_of(found)[:_HEAD]) or told.kind
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_details(document=found, details=form.details(), actor=request.user)
        except DocumentRefusedError as error:
            put_faults(form, error)
        else:
            messages.success(request, gettext("The details of the document were saved."))
            return redirect(_with_record(place, found, request.GET.get("registro", "")))
    context = {"page": PAGE, "tab": "documents", "document": found, "form": form, "proposals": proposals}
    return render(request, "evidence/change.html", context)


@in_institution(Action.RECORD)
@require_POST
def attach(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Gives its file to a document that was known by its reference; what was cited is found in its text."""
    found = document_at(place, code)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            attach_file(document=found, content=upload.read(), name=upload.name, actor=request.user)
            find_citations_again(document_at(place, code), actor=request.user)
        except EvidenceError as error:
            put_faults(form, error)
        else:
            messages.success(request, gettext("The file was read and kept."))
            return redirect(address_of(place, found))
    return document_page(request, place, found, file_form=form)


def put_faults(form: Form, error: EvidenceError) -> None:
    """Put each fault beside its field; what has none stands at the top."""
    faults = error.faults if isinstance(error, DocumentRefusedError) else {"file": str(error)}
    for name, told in faults.items():
        form.add_error(name if name in form.fields else None, told)


def _add(request: HttpRequest, place: Workplace, form: DocumentForm) -> Document:
    upload = form.cleaned_data["file"]
    return add_document(
        institution=place.institution,
        content=None if upload is None else upload.read(),
        name="" if upload is None else upload.name,
        details=form.details(),
        actor=request.user,
    )


def _added(request: HttpRequest, place: Workplace, made: Document, form: DocumentForm) -> HttpResponse:
    messages.success(request, gettext("“%(title)s” was added.") % {"title": made.title})
    record = request.GET.get("registro", "")
    if not made.original and form.cleaned_data["title"]:
        return redirect(_with_record(place, made, record))
    address = reverse("change-document", kwargs={"slug": place.institution.slug, "code": made.code})
    return redirect(f"{address}?{urlencode({'registro': record})}" if record else address)


def _with_record(place: Workplace, document: Document, record: str) -> str:
    """The document's page; for who came from a record, with the record in the form."""
    return address_of(place, document, {"registro": record}, "cite" if record else "")
