"""Saying which words of a document prove a record, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import Record
from quipu.apps.register.queries.citations import citation_of
from quipu.apps.register.services.citing import CitationRefusedError
from quipu.apps.register.services.citing import cite as cite_words
from quipu.apps.register.services.citing import uncite as take_back
from quipu.web.evidence_forms import CitationForm
from quipu.web.policy import in_institution
from quipu.web.views.evidence.document import document_page
from quipu.web.views.evidence.places import address_of, document_at, may_cite_for
from quipu.web.workplace import Workplace

_MOST_WORDS = 1_000
"""Of the words taken back, how many an address carries."""


@in_institution(Action.RECORD)
@require_POST
def cite(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Cites words of the document for a record."""
    found = document_at(place, code)
    form = CitationForm(request.POST)
    record = _record(place, form) if form.is_valid() else None
    if record is None:
        return document_page(request, place, found, citation_form=form)
    given = {name: form.cleaned_data[name] for name in ("field", "exact", "locator")}
    try:
        made = cite_words(record=record, document=found, **given, actor=request.user)
    except CitationRefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return document_page(request, place, found, citation_form=form)
    messages.success(request, gettext("It was cited for “%(title)s”.") % {"title": record.title})
    return redirect(address_of(place, found, anchor=f"{'registro' if made.start is None else 'cita'}-{made.pk}"))


@in_institution(Action.RECORD)
@require_POST
def uncite(request: HttpRequest, place: Workplace, code: str, citation_id: int) -> HttpResponse:
    """Takes a citation back; its words stay in the form, so that it can be made again at once."""
    found = document_at(place, code)
    citation = citation_of(found, citation_id)
    if citation is None or not may_cite_for(place, citation.record):
        raise Http404
    take_back(citation=citation, actor=request.user)
    messages.success(request, gettext("The citation was removed. To restore it, cite with the form as it is."))
    kept = {"registro": citation.record.code, "campo": citation.field}
    kept |= {"palabras": citation.exact[:_MOST_WORDS], "donde": citation.locator}
    return redirect(address_of(place, found, kept, "cite"))


def _record(place: Workplace, form: CitationForm) -> Record | None:
    code = form.cleaned_data["record"].strip()
    found = Record.objects.filter(institution=place.institution, code=code).first()
    if found is None:
        told = gettext("There is no record “%(code)s”. Write its code, such as those proposed.")
        form.add_error("record", told % {"code": code})
    elif not may_cite_for(place, found):
        form.add_error("record", gettext("This record is of another unit, or was merged: it cannot be cited for."))
        return None
    return found
