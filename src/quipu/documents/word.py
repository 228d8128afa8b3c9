"""Word documents as passages, with python-docx to open them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from quipu.documents.errors import UnreadableDocumentError
from quipu.documents.normalising import clean
from quipu.documents.passages import PassageKind, ReadPassage

READER = f"python-docx {version('python-docx')}, quipu 1"
MOST_EXPANDED = 200 * 1024 * 1024
MOST_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", _FALLBACK}
"""What was deleted, what a field computes from, and boxes, which come as passages of their own."""
_MARKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_CELLS_PARTED_BY = " | "


def read_word(content: bytes, name: str) -> tuple[str, str, tuple[ReadPassage, ...]]:
    """The title and the language that the file declares, and its passages: what is shown, without what was deleted.

    Raises:
        UnreadableDocumentError: it is no Word document, is damaged, or would expand beyond what is read.
    """
    _check_archive(content, name)
    # Loading it takes long, and nothing else needs it.
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        passages = tuple(_passages(document))
    except UnreadableDocumentError:
        raise
    except Exception as error:  # a damaged part fails wherever its library first trips over it
        raise UnreadableDocumentError(
            "El documento de Word está dañado o no es un documento de texto.",
            where=name,
            remedy="Ábralo en Word y guárdelo de nuevo como .docx.",
            code="documents.damaged",
        ) from error
    properties = document.core_properties
    return properties.title or "", properties.language or "", passages


def _check_archive(content: bytes, name: str) -> None:
    """Look at the list of parts before any of them is expanded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableDocumentError(
            "El archivo está dañado y no se puede abrir.",
            where=name,
            remedy="Descárguelo de nuevo, o ábralo y guárdelo otra vez.",
            code="documents.damaged",
        ) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_EXPANDED:
        raise UnreadableDocumentError(
            "El documento se expande a mucho más de lo que ocupa y no se abre.",
            where=name,
            why="Un archivo así suele estar hecho para bloquear a quien lo lee.",
            remedy="Si es legítimo, quítele las imágenes o guárdelo como PDF.",
            code="documents.expands",
        )
    if "word/document.xml" not in {part.filename for part in parts}:
        raise UnreadableDocumentError(
            "No es un documento de Word.",
            where=name,
            why="Se mira lo que el archivo contiene, no cómo se llama.",
            remedy="Guárdelo como .docx o como PDF.",
            code="documents.unknown_type",
        )


def _passages(document: Any) -> Iterator[ReadPassage]:
    names = {style.style_id: style.name or "" for style in document.styles}
    yield from _of_body(document.element.body, names)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            yield from _notes(relation.target_part.blob)


def _of_body(body: Any, names: dict[str, str]) -> Iterator[ReadPassage]:
    for child in body:
        if child.tag == f"{_W}p":
            yield from _of_paragraph(child, names)
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag"):
            yield from _of_body(child, names)


def _of_paragraph(paragraph: Any, names: dict[str, str]) -> Iterator[ReadPassage]:
    text = clean(_text(paragraph))
    if text:
        yield ReadPassage(_kind(paragraph, names), text)
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield from _of_body(box, names)


def _kind(paragraph: Any, names: dict[str, str]) -> PassageKind:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = names.get(style.get(f"{_W}val"), "").lower() if style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return PassageKind.HEADING
    if name.startswith("caption"):
        return PassageKind.CAPTION
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("list"):
        return PassageKind.LIST_ITEM
    return PassageKind.PARAGRAPH


def _rows(table: Any) -> Iterator[ReadPassage]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells = [clean(" ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc")]
        if any(cells):
            yield ReadPassage(PassageKind.TABLE_ROW, clean(_CELLS_PARTED_BY.join(cells)))


def _notes(content: bytes) -> Iterator[ReadPassage]:
    from docx.oxml import parse_xml

    for note in parse_xml(content):
        text = clean(" ".join(_text(paragraph) for paragraph in note.iter(f"{_W}p")))
        if text:
            yield ReadPassage(PassageKind.NOTE, text)


def _text(element: Any) -> str:
    """What is shown of a paragraph: typed text, links and inserted text too."""
    parts: list[str] = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        elif child.tag not in _SKIPPED:
            parts.append(_text(child))
    return "".join(parts)
