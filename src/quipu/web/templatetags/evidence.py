"""How documents and citations are told on a page."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from quipu.apps.evidence.models import Document
from quipu.workbook.schema import SHEET_BY_NAME

register = template.Library()

_RECORDS = SHEET_BY_NAME["records"]
_COLUMNS = {column.name: column.label for column in _RECORDS.columns}


@register.filter
def citation_field(field: str) -> str:
    """What of a record a citation proves, as the own workbook heads it; nothing named is the whole record."""
    if not field:
        return gettext("the whole record")
    if (get_language() or "").startswith("en"):
        return field.replace("_", " ")
    if field in _COLUMNS:
        return _COLUMNS[field].lower()
    return SHEET_BY_NAME[field].label.lower() if field in SHEET_BY_NAME else field.replace("_", " ")


@register.filter
def web_link(document: Document) -> str:
    """Where a document was found, if that is an address that a browser may follow; an import can bring any text."""
    return document.url if document.url.lower().startswith(("https://", "http://")) else ""
