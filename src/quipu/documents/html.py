"""Pages of HTML as passages; nothing in them is run, and nothing that they name is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import lxml.html
from lxml import etree

from quipu.documents.errors import UnreadableDocumentError
from quipu.documents.normalising import clean
from quipu.documents.passages import PassageKind, ReadPassage

READER = f"lxml {version('lxml')}, quipu 1"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WORD = re.compile(r"\w+")
_DROPPED = frozenset(
    _WORD.findall(
        "script style noscript template head nav form button select option textarea input iframe object embed "
        "svg math canvas audio video footer dialog menu"
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), PassageKind.HEADING),
    "li": PassageKind.LIST_ITEM,
    "dd": PassageKind.LIST_ITEM,
    "caption": PassageKind.CAPTION,
    "figcaption": PassageKind.CAPTION,
}
_INLINE = frozenset(
    _WORD.findall(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp "
        "small span strike strong sub sup time tt u var wbr img picture"
    )
)
_REMOVED = frozenset({"del", "s", "strike"})
_CELLS_PARTED_BY = " | "
_DEEPEST = 250


def read_html(text: str, name: str) -> tuple[str, str, tuple[ReadPassage, ...]]:
    """The title and the language that a page declares, and its passages: what is shown of its content.

    Args:
        text: the page, decoded.
        name: what the file is called, for messages.

    Raises:
        UnreadableDocumentError: it has nothing to parse.
    """
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError(
            "La página HTML no tiene contenido.", where=name, remedy="Elija otro archivo.", code="documents.no_text"
        ) from error
    titles = root.xpath("//head/title/text()")
    return (titles[0] if titles else ""), root.get("lang", ""), tuple(_Walk().passages(_content_of(root)))


def _content_of(root: Any) -> Any:
    """The main part when the page says which it is; else the whole body."""
    for path in ("//main", "//*[@role='main']", "//article", "//body"):
        found = root.xpath(path)
        if len(found) == 1 and not _is_dropped(found[0]):
            return found[0]
    return root


def _is_dropped(element: Any) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return element.tag in _DROPPED or hidden or bool(_HIDDEN.search(element.get("style", "")))


class _Walk:
    """Gathers the text of inline elements until a block begins or ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def passages(self, element: Any) -> Iterator[ReadPassage]:
        yield from self._block(element, PassageKind.PARAGRAPH, 0)

    def _block(self, element: Any, kind: PassageKind, depth: int) -> Iterator[ReadPassage]:
        yield from self._inside(element, kind, depth)
        yield from self._flush(kind)

    def _inside(self, element: Any, kind: PassageKind, depth: int) -> Iterator[ReadPassage]:
        self._parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not _is_dropped(child) and depth < _DEEPEST:
                yield from self._child(child, kind, depth + 1)
            self._parts.append(child.tail or "")

    def _child(self, child: Any, kind: PassageKind, depth: int) -> Iterator[ReadPassage]:
        if child.tag == "br":
            yield from self._broken(child, kind)
        elif child.tag in _REMOVED:
            return
        elif child.tag in _INLINE:
            yield from self._inside(child, kind, depth)
        else:
            yield from self._flush(kind)
            if child.tag == "tr":
                yield from _row(child)
            else:
                # A paragraph within an item or a heading is still the item or the heading.
                yield from self._block(child, _KINDS.get(child.tag, kind), depth)

    def _broken(self, child: Any, kind: PassageKind) -> Iterator[ReadPassage]:
        """A line break is a space; two together part paragraphs."""
        following = child.getnext()
        if following is not None and following.tag == "br" and not (child.tail or "").strip():
            yield from self._flush(kind)
        self._parts.append(" ")

    def _flush(self, kind: PassageKind) -> Iterator[ReadPassage]:
        text = clean("".join(self._parts))
        self._parts.clear()
        if text:
            yield ReadPassage(kind, text)


def _row(row: Any) -> Iterator[ReadPassage]:
    cells = [clean(" ".join(item.text for item in _Walk().passages(cell))) for cell in row if cell.tag in ("td", "th")]
    if any(cells):
        yield ReadPassage(PassageKind.TABLE_ROW, clean(_CELLS_PARTED_BY.join(cells)))
