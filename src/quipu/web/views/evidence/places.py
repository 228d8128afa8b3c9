"""Finding the document of an address, and what somebody may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from quipu.apps.accounts.permissions import Action
from quipu.apps.evidence.errors import UnknownDocumentError
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import document_in
from quipu.apps.register.models import Record
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.web.workplace import Workplace

PAGE = "register"
"""The place that is marked in the navigation."""


def document_at(place: Workplace, code: str) -> Document:
    """The document of a code; a page that does not exist when there is none."""
    try:
        return document_in(place.institution, code)
    except UnknownDocumentError as error:
        raise Http404 from error


def address_of(place: Workplace, document: Document, query: Mapping[str, str] | None = None, anchor: str = "") -> str:
    """The address of a document's page, with what its form is to be filled in with."""
    address = reverse("document", kwargs={"slug": place.institution.slug, "code": document.code})
    told = urlencode({name: value for name, value in (query or {}).items() if value})
    return f"{address}{'?' if told else ''}{told}{'#' if anchor else ''}{anchor}"


def may_cite_for(place: Workplace, record: Record) -> bool:
    """Whether this person may say what proves a record: one of their own units, not merged into another."""
    reaches = place.may(Action.RECORD) and may_edit(record, units_of(place.bound_to))
    return reaches and record.merged_into_id is None
