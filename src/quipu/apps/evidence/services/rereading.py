"""Reading a document's file again, with today's reader; what was read before is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.evidence.errors import DocumentRefusedError
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import text_of, texts_of
from quipu.apps.evidence.services.documents import keep_passages
from quipu.apps.evidence.services.originals import content_of, text_sha256
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution
from quipu.documents import UnreadableDocumentError, read_document


@dataclass(frozen=True)
class Rereading:
    """A document after its file was read again.

    Attributes:
        document: as it stands.
        changed: whether the text came out otherwise; then quotes of it have to be found again, which is the work of
            whoever quotes (`quipu.apps.register.services.citing.reread_document` does both).
    """

    document: Document
    changed: bool


@transaction.atomic
def read_again(*, document: Document, actor: User | None) -> Rereading:
    """Read a document's file again; a text that comes out otherwise is another reading, beside the former ones.

    Raises:
        OriginalGoneError: it has no file, or the file is not what it was.
        DocumentRefusedError: the file can no longer be read.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    content = content_of(held)
    try:
        read = read_document(content, held.original_name)
    except UnreadableDocumentError as error:
        raise DocumentRefusedError({"file": str(error)}, where=held.code) from error
    before = _told(held)
    kept = list(held.passages.filter(reading=held.reading).values_list("kind", "text"))
    changed = read.text != text_of(held)
    if changed or kept != [(item.kind.value, item.text) for item in read.passages]:
        held.reading += 1
        held.sha256 = text_sha256(read.text)
        keep_passages(held, read.passages)
    held.reader, held.media_type = read.reader, read.media_type
    held.save()
    after = _told(held)
    if after != before:
        change = FactChange("evidence.document.read_again", "documents", (held.code,), before, after)
        record_changes(institution=held.institution, changes=[change], actor=actor)
    return Rereading(held, changed)


def _told(document: Document) -> dict[str, object]:
    return {"reading": document.reading, "reader": document.reader, "text_sha256": document.sha256}


def seal_texts(institution: Institution) -> int:
    """Keep the hash of the texts that did not come from a file, as those that an import brings.

    Returns:
        How many were sealed.
    """
    documents = {item.pk: item for item in institution.documents.filter(original="", passages__isnull=False).distinct()}
    sealed = []
    for key, text in texts_of(list(documents.values())).items():
        document = documents[key]
        if document.sha256 != (digest := text_sha256(text)):
            document.sha256 = digest
            sealed.append(document)
    Document.objects.bulk_update(sealed, ["sha256"], batch_size=200)
    return len(sealed)
