"""Making again what the register keeps of its own rows, after many of them changed at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import documents_of, texts_of
from quipu.apps.evidence.services.originals import text_sha256
from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import Citation, Record
from quipu.apps.register.services.citing import fill_positions
from quipu.apps.register.services.derived import refresh_derived

_BATCH = 500


@transaction.atomic
def refresh_register(institution: Institution, changed: Collection[str] = ()) -> None:
    """Make again the hashes of texts, the places of quotes, the derived columns of records and the counts.

    Args:
        institution: whose register it is.
        changed: codes of records that changed, so that whoever was editing one is told.
    """
    _refresh_texts(institution)
    _forget_lost_places(institution)
    fill_positions(institution)
    codes = list(changed)
    for start in range(0, len(codes), _BATCH):
        found = Record.objects.filter(institution=institution, code__in=codes[start : start + _BATCH])
        found.update(revision=F("revision") + 1)
    refresh_derived(institution)
    recount(institution)


def _refresh_texts(institution: Institution) -> None:
    documents = list(documents_of(institution).order_by())
    texts = texts_of(documents)
    stale = []
    for document in documents:
        text = texts[document.pk]
        sha256 = text_sha256(text) if text else ""
        if document.sha256 != sha256:
            document.sha256 = sha256
            stale.append(document)
    Document.objects.bulk_update(stale, ["sha256"], batch_size=_BATCH)


def _forget_lost_places(institution: Institution) -> None:
    """A quote whose words changed, or whose document is read anew, no longer stands where it stood."""
    placed = Citation.objects.filter(record__institution=institution, start__isnull=False)
    citations = list(placed.select_related("document").order_by())
    texts = texts_of(list({citation.document_id: citation.document for citation in citations}.values()))
    lost = [item.pk for item in citations if texts[item.document_id][item.start : item.end] != item.exact]
    for start in range(0, len(lost), _BATCH):
        Citation.objects.filter(pk__in=lost[start : start + _BATCH]).update(start=None, end=None)
