"""Lines of printed pages as passages: paragraphs by their spacing, headings by their size, and no page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from quipu.documents.furniture import without_furniture
from quipu.documents.normalising import hyphened_words, join_lines
from quipu.documents.passages import PassageKind, ReadPassage

_ITEM = re.compile(r"(?:[•·▪◦‣–*]|-(?=\s)|\d{1,2}[.)](?=\s)|[a-zA-Z][.)](?=\s)|[ivx]{1,5}[.)](?=\s))\s*")
_BULLET = re.compile(r"[•·▪◦‣–*-]\s*")
_CAPTION = re.compile(
    r"(?:figura|fig\.|foto|fotografía|gráfico|cuadro|tabla|imagen|mapa|figure|table)\s*\d+\s*[.:–-]", re.IGNORECASE
)
_NOTE_MARK = re.compile(r"[\d¹²³⁰⁴-⁹*†]")
_ENDED = re.compile(r"[.!?:;…][\"»”’)\]]*$")
_WIDER = 1.3
"""A step between lines so many times the usual one parts paragraphs."""
_FARTHEST = 3.0
_USUAL = 1.3
_HEADING_SIZE, _NOTE_SIZE = 1.12, 0.9
_HEADING_LENGTH = 200
_SAME_SIZE = 0.6
_INDENT = 0.8
_SHORT = 6.0
"""A line that ends so many letters before the margin is the last of its paragraph, if its sentence ended too."""
_LOWER_PART = 0.4


@dataclass(frozen=True)
class Line:
    """A line of a page, with its box in points from the page's lower left corner.

    Attributes:
        size: of its letters, in points.
        height: of its page, in points.
        cells: in how many parts wide gaps cut it; a row of a table has several.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    height: float
    bold: bool = False
    cells: int = 1


@dataclass
class _Block:
    """Lines that are one passage."""

    lines: list[Line]
    kind: PassageKind = PassageKind.PARAGRAPH

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def first(self) -> Line:
        return self.lines[0]


def passages_of_lines(lines: Sequence[Line]) -> tuple[ReadPassage, ...]:
    """The passages of all the pages' lines, in reading order; what repeats on every page is left out."""
    kept = without_furniture(lines)
    if not kept:
        return ()
    body = _body_size(kept)
    blocks = _blocks(kept)
    for block in blocks:
        block.kind = _kind(block, body)
    hyphened = hyphened_words("\n".join(line.text for line in kept))
    joined = _across_pages(blocks, _margins(kept))
    found = ((block.kind, join_lines([_shown(block, line) for line in block.lines], hyphened)) for block in joined)
    return tuple(ReadPassage(kind, text) for kind, text in found if text)


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0]


def _margins(lines: Iterable[Line]) -> dict[int, float]:
    """How far to the right the text of each page goes."""
    margins: dict[int, float] = {}
    for line in lines:
        margins[line.page] = max(margins.get(line.page, 0.0), line.right)
    return margins


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    step, margins = _usual_step(lines), _margins(lines)
    blocks = [_Block([lines[0]])]
    for line in lines[1:]:
        block = blocks[-1]
        if _begins(block, line, step, margins[line.page]):
            blocks.append(_Block([line]))
        else:
            block.lines.append(line)
    return blocks


def _usual_step(lines: Sequence[Line]) -> float:
    """The step from a line to the next within a paragraph, in sizes of its letters: the smaller ones are those."""
    steps = [
        (before.bottom - line.bottom) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and abs(before.size - line.size) < _SAME_SIZE and before.bottom > line.bottom
    ]
    near = [step for step in steps if step < _FARTHEST]
    return quantiles(near, n=4)[0] if len(near) > 1 else (near[0] if near else _USUAL)


def _begins(block: _Block, line: Line, step: float, margin: float) -> bool:
    """Whether a line begins another passage after a block."""
    before = block.last
    return any(test(block, before, line) for test in _BREAKS) or (
        not 0 <= (before.bottom - line.bottom) / line.size <= step * _WIDER or _after_end(before, line, margin)
    )


def _after_end(before: Line, line: Line, margin: float) -> bool:
    short = before.right < margin - _SHORT * before.size * 0.5
    return short and bool(_ENDED.search(before.text)) and not line.text[:1].islower()


def _is_indented(block: _Block, before: Line, line: Line) -> bool:
    hanging = bool(_ITEM.match(block.first.text)) or (len(block.lines) == 1 and before.left > line.left)
    return not hanging and line.left - before.left > _INDENT * line.size and bool(_ENDED.search(before.text))


_BREAKS: Sequence[Callable[[_Block, Line, Line], bool]] = (
    lambda block, before, line: before.page != line.page,
    lambda block, before, line: abs(before.size - line.size) > _SAME_SIZE,
    lambda block, before, line: before.bold != line.bold and (before.bold or _ENDED.search(before.text) is not None),
    lambda block, before, line: line.cells > 1 or before.cells > 1,
    lambda block, before, line: _ITEM.match(line.text) is not None and _may_follow(before),
    lambda block, before, line: _CAPTION.match(line.text) is not None,
    _is_indented,
)


def _may_follow(before: Line) -> bool:
    """Whether an item may begin after a line: not in the middle of a sentence, as in «entre 2010 y / 2. el»."""
    return bool(_ENDED.search(before.text)) or _ITEM.match(before.text) is not None or before.text[-1:] not in ",-–"


def _kind(block: _Block, body: float) -> PassageKind:
    text, size = " ".join(line.text for line in block.lines), block.first.size
    if block.first.cells > 1:
        return PassageKind.TABLE_ROW
    if _CAPTION.match(text):
        return PassageKind.CAPTION
    low = block.first.bottom < block.first.height * _LOWER_PART
    if low and size < body * _NOTE_SIZE and _NOTE_MARK.match(text):
        return PassageKind.NOTE
    if len(text) <= _HEADING_LENGTH and _stands_out(block, body):
        return PassageKind.HEADING
    return PassageKind.LIST_ITEM if _ITEM.match(text) else PassageKind.PARAGRAPH


def _stands_out(block: _Block, body: float) -> bool:
    larger = block.first.size >= body * _HEADING_SIZE or all(line.bold for line in block.lines)
    return larger and not block.last.text.endswith((".", ",", ";"))


def _shown(block: _Block, line: Line) -> str:
    if block.kind == PassageKind.LIST_ITEM and line is block.first:
        return _BULLET.sub("", line.text, count=1)
    return line.text


def _across_pages(blocks: Sequence[_Block], margins: dict[int, float]) -> list[_Block]:
    """The blocks, with paragraphs that a page's end cut in two joined, over the notes at its foot."""
    joined: list[_Block] = []
    for block in blocks:
        before = next((item for item in reversed(joined) if item.kind not in _BETWEEN), None)
        if before is not None and _continues(before, block, margins):
            before.lines.extend(block.lines)
        else:
            joined.append(block)
    return joined


_BETWEEN = (PassageKind.NOTE, PassageKind.CAPTION)
_FLOWING = (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM)


def _continues(before: _Block, block: _Block, margins: dict[int, float]) -> bool:
    last, first = before.last, block.first
    if before.kind not in _FLOWING or block.kind != PassageKind.PARAGRAPH or _ENDED.search(last.text):
        return False
    # The next page, or the next column of the same one.
    if not (first.page == last.page + 1 or (first.page == last.page and first.bottom > last.bottom)):
        return False
    full = last.right > margins[last.page] - _SHORT * last.size * 0.5
    return abs(last.size - first.size) < _SAME_SIZE and (first.text[:1].islower() or full)
