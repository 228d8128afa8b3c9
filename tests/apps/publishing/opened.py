"""The files of a report opened as a reader's program opens them: their text, their headings, their figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLOCKS = {"p", "td", "th", "li", "h1", "h2", "h3", "h4", "div", "caption", "figcaption", "br", "tr", "dt", "dd"}
SILENT = {"style", "script", "svg", "title", "head"}
FIGURE = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?: %)?(?![\d.,]*\d)")


class Page(HTMLParser):
    """A page as text, with its headings, links and identifiers."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: set[str] = set()
        self.identifiers: list[str] = []
        self.outline: list[tuple[int, str, str]] = []
        """Level, text and what stands below, up to the next heading."""
        self._silent, self._in_heading = 0, False
        self.feed(content.decode())

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in SILENT
        if (target := given.get("href") or "").startswith("#"):
            self.links.add(target[1:])
        if identifier := given.get("id"):
            self.identifiers.append(identifier)
        if tag in BLOCKS:
            self.parts.append("\n")
        if re.fullmatch("h[1-6]", tag):
            self.outline.append((int(tag[1]), "", ""))
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if re.fullmatch("h[1-6]", tag):
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.parts.append(data)
        if self.outline:
            level, title, below = self.outline[-1]
            self.outline[-1] = (level, title + data, below) if self._in_heading else (level, title, below + data)


def docx_text(content: bytes) -> str:
    """Every paragraph of the body, tables included, and every footnote."""
    paragraphs = [*docx.Document(io.BytesIO(content)).element.body.iter(f"{W}p"), *footnotes(content).iter(f"{W}p")]
    return "\n".join("".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in paragraphs)


def footnotes(content: bytes) -> ElementTree.Element:
    """The footnotes of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ElementTree.fromstring(package.read("word/footnotes.xml"))  # noqa: S314 - our own file


def pdf_text(content: bytes) -> str:
    """The text of every page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """The text of the three formats, with plain spaces."""
    found = {"html": Page(files["html"]).text, "docx": docx_text(files["docx"]), "pdf": pdf_text(files["pdf"])}
    return {name: plain(text) for name, text in found.items()}


def plain(text: str) -> str:
    """Text with ordinary spaces and no invisible marks."""
    return re.sub(r"[ \u00a0\u202f]+", " ", re.sub(r"[\u200b\u00ad]", "", text))


def figures_in(text: str) -> Counter[str]:
    """How often each number stands in a text; a percentage with its sign."""
    return Counter(FIGURE.findall(re.sub(r"\s+", " ", text)))


def told_figures(text: str) -> Counter[str]:
    """Percentages and numbers with thousands, which no page number or code can be taken for."""
    found = figures_in(text)
    return Counter({figure: count for figure, count in found.items() if figure.endswith("%") or "," in figure})
