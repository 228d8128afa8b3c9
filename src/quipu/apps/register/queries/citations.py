"""What others may ask about citations: the words of documents that prove records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, F, QuerySet

from quipu.apps.evidence.models import Document
from quipu.apps.register.models import Citation, Record


def citations_of_document(document: Document) -> QuerySet[Citation]:
    """What is cited from a document, in the order of its text; what has no place in it goes last."""
    found = Citation.objects.filter(document=document).select_related("record")
    return found.order_by(F("start").asc(nulls_last=True), F("end").desc(), "record__code", "number")


def citations_of_record(record: Record) -> QuerySet[Citation]:
    """What proves a record, each citation with its document."""
    return Citation.objects.filter(record=record).select_related("document").order_by("number")


def records_by_document(documents: Iterable[int]) -> Mapping[int, int]:
    """How many records each document proves, by its identifier; one that proves none is absent."""
    rows = Citation.objects.filter(document__in=list(documents)).order_by().values("document")
    return dict(rows.annotate(records=Count("record", distinct=True)).values_list("document", "records"))


def citation_of(document: Document, citation_id: int) -> Citation | None:
    """One citation of a document, with its record."""
    return citations_of_document(document).filter(pk=citation_id).first()
