"""Reading a file: what it is by its content, and which reader reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from quipu.documents.errors import UnreadableDocumentError
from quipu.documents.headers import title_in
from quipu.documents.languages import guess_language
from quipu.documents.normalising import clean
from quipu.documents.passages import ReadDocument, ReadPassage, joined_text
from quipu.documents.plain import READER as PLAIN_READER
from quipu.documents.plain import read_plain

MOST_BYTES = 20 * 1024 * 1024
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML, PLAIN = "text/html", "text/plain"
_NAMES = {PDF: "un PDF", DOCX: "un documento de Word", HTML: "una página HTML", PLAIN: "un texto"}
_TEXTS = frozenset({HTML, PLAIN})
_EXTENSIONS: Mapping[str, frozenset[str]] = {
    "pdf": frozenset({PDF}),
    "docx": frozenset({DOCX}),
    "doc": frozenset({DOCX}),
    **dict.fromkeys(("html", "htm", "txt", "md"), _TEXTS),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|h[1-6]"
    r"|article|main|section|table|ul|ol|span|a|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

Read = tuple[str, str, tuple[ReadPassage, ...], str]
"""The title and the language that the file declares, its passages, its reader."""


def read_document(content: bytes, name: str) -> ReadDocument:
    """The text of a PDF, a Word document, a page of HTML or a plain text, told apart by what it holds.

    Nothing in it is run and nothing that it names is fetched.

    Args:
        content: the whole file.
        name: what it is called, for messages only.

    Raises:
        UnreadableDocumentError: it is empty, too large, encrypted, damaged, of another type, or has no text.
    """
    _check_size(content, name)
    media_type = media_type_of(content, name)
    declared, language, passages, reader = _READERS[media_type](content, name)
    if not passages:
        raise _without_text(media_type, name)
    text = joined_text(passage.text for passage in passages)
    language = language[:2].lower() if language[:2].lower() in ("es", "en") else guess_language(text)
    return ReadDocument(media_type, title_in(passages) or clean(declared), language, passages, reader)


def media_type_of(content: bytes, name: str) -> str:
    """What a content is: PDF, DOCX, HTML or plain text.

    Raises:
        UnreadableDocumentError: none of them.
    """
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK"):
        return DOCX
    if content.startswith(_OLE):
        raise UnreadableDocumentError(
            "Es un documento de Office protegido con contraseña o de un formato anterior a 2007.",
            where=name,
            remedy="Ábralo y guárdelo como .docx sin contraseña, o como PDF.",
            code="documents.encrypted",
        )
    text = decoded(content)
    if text is None:
        raise UnreadableDocumentError(
            "No es un PDF, un documento de Word, una página HTML ni un texto.",
            where=name,
            why="Se mira lo que el archivo contiene, no cómo se llama.",
            remedy="Ábralo y guárdelo como PDF o como .docx.",
            code="documents.unknown_type",
        )
    return HTML if _HTML.match(text) else PLAIN


def decoded(content: bytes) -> str | None:
    """The characters of a text: by its mark, as its page declares, as UTF-8, or as Windows writes in Spanish.

    Returns:
        None when it is not text.
    """
    declared = _CHARSET.search(content[:2048])
    names = [declared[1].decode("ascii")] if declared else []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    for encoding in (*names, "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not isinstance(text, str) or _CONTROL.search(text):
            continue
        return text.removeprefix("\ufeff")
    return None


def check_extension(media_type: str, name: str) -> None:
    """Refuse a name that says another thing than what the file holds; one that says nothing known is let through.

    Raises:
        UnreadableDocumentError: they disagree.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    said = _EXTENSIONS.get(extension)
    if said is not None and media_type not in said:
        raise UnreadableDocumentError(
            f"Se llama .{extension} y contiene {_NAMES[media_type]}.",
            where=name,
            remedy="Guárdelo con la extensión que le toca: .pdf, .docx, .html, .txt, .md.",
            code="documents.extension",
        )


def _check_size(content: bytes, name: str) -> None:
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableDocumentError(
            "El archivo está vacío.", where=name, remedy="Elija otro.", code="documents.empty"
        )
    if len(content) > MOST_BYTES:
        raise UnreadableDocumentError(
            f"El archivo tiene más de {MOST_BYTES // 2**20} MB.",
            where=name,
            remedy="Divídalo, o guarde solo las páginas que prueban algo.",
            code="documents.too_large",
        )


def _without_text(media_type: str, name: str) -> UnreadableDocumentError:
    scanned = media_type == PDF
    return UnreadableDocumentError(
        "El PDF no tiene texto: son imágenes de páginas." if scanned else "El archivo no tiene texto.",
        where=name,
        why="Suele ser un documento escaneado." if scanned else "",
        remedy=(
            "Páselo por un reconocimiento de texto (OCR) y súbalo de nuevo, o regístrelo solo por su referencia."
            if scanned
            else "Elija otro, o regístrelo solo por su referencia."
        ),
        code="documents.no_text",
    )


def _read_pdf(content: bytes, name: str) -> Read:
    # Each library is loaded only when a file needs it: most commands read none.
    from quipu.documents.pdf import READER, read_pdf

    title, passages = read_pdf(content, name)
    return title, "", passages, READER


def _read_docx(content: bytes, name: str) -> Read:
    from quipu.documents.word import READER, read_word

    title, language, passages = read_word(content, name)
    return title, language, passages, READER


def _read_html(content: bytes, name: str) -> Read:
    from quipu.documents.html import READER, read_html

    title, language, passages = read_html(decoded(content) or "", name)
    return title, language, passages, READER


def _read_plain(content: bytes, name: str) -> Read:
    title, passages = read_plain(decoded(content) or "")
    return title, "", passages, PLAIN_READER


_READERS: Mapping[str, Callable[[bytes, str], Read]] = {
    PDF: _read_pdf,
    DOCX: _read_docx,
    HTML: _read_html,
    PLAIN: _read_plain,
}
