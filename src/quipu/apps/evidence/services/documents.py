"""Keeping documents: a file, a link with its copy, or just the reference."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction
from django.utils.text import slugify

from quipu.apps.accounts.models import User
from quipu.apps.evidence.errors import DocumentExistsError, DocumentRefusedError, EvidenceError
from quipu.apps.evidence.models import Document, Passage
from quipu.apps.evidence.services.details import DocumentDetails, details_told, faults_in
from quipu.apps.evidence.services.originals import keep_original, sha256_of, text_sha256
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution
from quipu.documents import ReadDocument, ReadPassage, UnreadableDocumentError, read_document
from quipu.documents.reading import check_extension

_NAME_LENGTH = 255
_CODE_LENGTH = 50
_PREFIXES = {
    Document.Kind.PRESS_NOTE: "np",
    Document.Kind.DECLARATION: "declaracion",
    Document.Kind.MINUTES: "acta",
    Document.Kind.REPORT: "informe",
    Document.Kind.NORM: "norma",
    Document.Kind.TREATY: "tratado",
}


@transaction.atomic
def add_document(
    *, institution: Institution, content: bytes | None, name: str, details: DocumentDetails, actor: User | None
) -> Document:
    """Keep a document: its file as it came, its text as passages, and what is told of it.

    Args:
        institution: whose it is.
        content: the file; None for a document known by its reference.
        name: what the file is called.
        details: what is told of it; a file's own title and language stand where nothing is told.
        actor: who adds it.

    Raises:
        DocumentExistsError: the same file is already there.
        DocumentRefusedError: with every field at fault, the file (`file`) among them.
    """
    asked = details.stripped()
    faults = faults_in(asked)
    # Held so that two who bring the same file at once do not both find it absent.
    Institution.objects.select_for_update().get(pk=institution.pk)
    if content is not None:
        _refuse_same_file(institution, content, name)
    read = None
    try:
        read = _read(content, name) if content is not None else None
    except UnreadableDocumentError as error:
        faults["file"] = str(error)
    if not asked.title and not (read and read.title) and "file" not in faults:
        faults["title"] = "Falta el título." if read is None else "El archivo no dice su título: escríbalo."
    if asked.code and institution.documents.filter(code=asked.code).exists():
        faults["code"] = f"Ya hay un documento con el código «{asked.code}»."
    if faults:
        raise DocumentRefusedError(faults, where=_called(name))
    document = _document(institution, asked, read, actor)
    if read is not None and content is not None:
        _fill(document, read, content, name)
    document.save()
    if read is not None:
        keep_passages(document, read.passages)
    _record(document, "evidence.document.added", None, actor)
    return document


@transaction.atomic
def attach_file(*, document: Document, content: bytes, name: str, actor: User | None) -> Document:
    """Give its file to a document that was known by its reference.

    Raises:
        DocumentExistsError: another document has the same file.
        DocumentRefusedError: the file cannot be read.
        EvidenceError: the document already has a file, which never changes.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.original:
        raise EvidenceError(
            "El documento ya tiene su archivo, y no se cambia.",
            where=held.code,
            remedy="Si es otra edición, regístrela como otro documento.",
            code="evidence.has_file",
        )
    _refuse_same_file(held.institution, content, name)
    try:
        read = _read(content, name)
    except UnreadableDocumentError as error:
        raise DocumentRefusedError({"file": str(error)}, where=held.code) from error
    before = details_told(held)
    last = held.passages.order_by("-reading").values_list("reading", flat=True).first()
    held.reading = 1 if last is None else last + 1
    _fill(held, read, content, name)
    held.save()
    keep_passages(held, read.passages)
    _record(held, "evidence.document.changed", before, actor)
    return held


def keep_passages(document: Document, passages: tuple[ReadPassage, ...]) -> None:
    """Add the passages of the reading in force; those of former readings stay as they are."""
    Passage.objects.bulk_create(
        (
            Passage(document=document, reading=document.reading, number=number, kind=item.kind.value, text=item.text)
            for number, item in enumerate(passages, start=1)
        ),
        batch_size=500,
    )


def _read(content: bytes, name: str) -> ReadDocument:
    """Its text, where its name says what it is; a file kept before is read again whatever its name."""
    read = read_document(content, _called(name))
    check_extension(read.media_type, name)
    return read


def _refuse_same_file(institution: Institution, content: bytes, name: str) -> None:
    same = institution.documents.filter(original_sha256=sha256_of(content)).first()
    if same is not None:
        raise DocumentExistsError(same, where=_called(name))


def _document(
    institution: Institution, asked: DocumentDetails, read: ReadDocument | None, actor: User | None
) -> Document:
    title = asked.title or (read.title if read else "")
    return Document(
        institution=institution,
        code=asked.code or _new_code(institution, asked, title),
        title=title,
        kind=asked.kind,
        issuer=asked.issuer,
        number=asked.number,
        dated_on=asked.dated_on,
        language=asked.language or (read.language if read else "") or "es",
        url=asked.url,
        synthetic=asked.synthetic,
        received_by=actor,
    )


def _fill(document: Document, read: ReadDocument, content: bytes, name: str) -> None:
    document.reader = read.reader
    document.sha256 = text_sha256(read.text)
    document.media_type = read.media_type
    document.original = keep_original(content, read.media_type)
    document.original_name = _called(name)[:_NAME_LENGTH]
    document.original_sha256 = sha256_of(content)


def _new_code(institution: Institution, asked: DocumentDetails, title: str) -> str:
    """A short name that nobody else has: the kind and number, or else the first words of the title."""
    prefix = _PREFIXES.get(Document.Kind(asked.kind), "doc")
    base = slugify(f"{prefix} {asked.number}" if asked.number else f"{prefix} {title}")
    base = base[:_CODE_LENGTH].rstrip("-") or prefix
    taken = set(institution.documents.filter(code__startswith=base).values_list("code", flat=True))
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _called(name: str) -> str:
    """The file's own name, without folders or characters that are not shown."""
    own = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in own if letter.isprintable())


def _record(document: Document, action: str, before: object, actor: User | None) -> None:
    was = dict(before) if isinstance(before, dict) else None
    change = FactChange(action, "documents", (document.code,), was, dict(details_told(document)))
    record_changes(institution=document.institution, changes=[change], actor=actor)
