"""PDF as passages, with PDFium."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from quipu.documents.errors import UnreadableDocumentError
from quipu.documents.lines import Line, passages_of_lines
from quipu.documents.passages import ReadPassage

READER = f"pdfium {pypdfium2.version.PDFIUM_INFO.build}, quipu 1"
MOST_PAGES = 2_000
_ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own and takes one caller at a time."""
_CUT = "\x02"
"""How PDFium writes a hyphen at the end of a line; no line break follows it."""
_LINE_BREAKS = (10, 13)
_BOLD = 650
_WIDE = 1.8
"""A gap within a line so many letter sizes wide parts cells; justified words stand nearer."""
_RAISED = 0.2
"""A digit so many letter sizes above the line is the mark of a note or an exponent, not part of a figure."""
_SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


def read_pdf(content: bytes, name: str) -> tuple[str, tuple[ReadPassage, ...]]:
    """The title that the file declares, and its passages; none when its pages are images.

    Raises:
        UnreadableDocumentError: it is encrypted, damaged or has too many pages.
    """
    with _ONE_AT_A_TIME:
        document = _opened(content, name)
        try:
            if len(document) > MOST_PAGES:
                raise _too_long(len(document), name)
            title = document.get_metadata_value("Title")
            lines = [line for number in range(len(document)) for line in _lines_of_page(document, number)]
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
        finally:
            document.close()
    return title, passages_of_lines(lines)


def _opened(content: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableDocumentError(
                "El PDF está protegido con contraseña.",
                where=name,
                remedy="Ábralo con su contraseña y guárdelo sin ella.",
                code="documents.encrypted",
            ) from error
        raise _damaged(name) from error


def _damaged(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "El PDF está dañado y no se puede abrir.",
        where=name,
        why="Puede haberse cortado al descargarlo.",
        remedy="Descárguelo de nuevo.",
        code="documents.damaged",
    )


def _too_long(pages: int, name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"El PDF tiene {pages} páginas; se leen hasta {MOST_PAGES}.",
        where=name,
        remedy="Guarde solo las páginas que prueban algo.",
        code="documents.too_large",
    )


def _lines_of_page(document: Any, number: int) -> list[Line]:
    page = document[number]
    text = page.get_textpage()
    try:
        height = page.get_height()
        codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
        spans = [span for span in _spans(text, codes) if any(chr(code).strip() for code in codes[slice(*span)])]
        return [_line(text, codes, span, number, height) for span in spans]
    finally:
        text.close()
        page.close()


def _spans(text: Any, codes: list[int]) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, without its line break; one that ends in a cut word keeps the mark of it."""
    start = 0
    for index, code in enumerate(codes):
        if code == ord(_CUT):
            yield start, index + 1
        elif code in _LINE_BREAKS or (code == ord(" ") and _goes_back(text, index, len(codes))):
            yield start, index
        else:
            continue
        start = index + 1
    yield start, len(codes)


def _goes_back(text: Any, index: int, count: int) -> bool:
    """Whether what follows a space stands to the left of what precedes it: rows set close come as one line."""
    if not 0 < index < count - 1:
        return False
    before, after = text.get_charbox(index - 1), text.get_charbox(index + 1)
    return bool(after[2] < before[0] and after[3] < before[3])


def _line(text: Any, codes: list[int], span: tuple[int, int], page: int, height: float) -> Line:
    shown = [index for index in range(*span) if chr(codes[index]).strip() and codes[index] != ord(_CUT)]
    shown = shown or [span[0]]
    boxes = {index: text.get_charbox(index, loose=True) for index in {shown[0], shown[-1]}}
    first, last, middle = boxes[shown[0]], boxes[shown[-1]], shown[len(shown) // 2]
    size = pdfium.FPDFText_GetFontSize(text, middle) or 1.0
    # A size is that of the font before the page scales it; what is seen is the height of the box.
    size = max(1.0, size if size > 1.0 else last[3] - last[1])
    bottom = text.get_charbox(middle, loose=True)[1]
    bold = all(pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD for index in (shown[0], shown[-1]))
    words, cells = _words(text, codes, span, size, _baseline(text, middle))
    return Line(words, page, first[0], last[2], bottom, size, height, bold, cells)


def _words(text: Any, codes: list[int], span: tuple[int, int], size: float, baseline: float) -> tuple[str, int]:
    """The line as characters, its cells parted by bars; how many there are."""
    parts: list[str] = []
    cells = 1
    for index in range(*span):
        letter = chr(codes[index])
        if letter == _CUT:
            letter = "-"
        elif letter == " " and _is_wide(text, index, span, size):
            letter, cells = " | ", cells + 1
        elif letter in _SUPERSCRIPTS and text.get_charbox(index)[1] > baseline + _RAISED * size:
            letter = _SUPERSCRIPTS[letter]
        parts.append(letter)
    # PDFium counts in UTF-16: what lies beyond it comes in two halves.
    whole = "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return whole.strip(), cells


def _is_wide(text: Any, index: int, span: tuple[int, int], size: float) -> bool:
    if not span[0] < index < span[1] - 1:
        return False
    before, after = text.get_charbox(index - 1), text.get_charbox(index + 1)
    return bool(after[0] - before[2] > _WIDE * size)


def _baseline(text: Any, index: int) -> float:
    across, up = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, across, up)
    return up.value
