"""What pages repeat and nobody wrote as text: headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quipu.documents.lines import Line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–\s]*(?:p[áa]g(?:ina|\.)?|page)?\s*\d{1,4}\s*(?:(?:de|of|/|\|)\s*\d{1,4})?[-–\s]*", re.IGNORECASE
)
_EDGE = 3
"""Lines of the top and of the bottom of a page that may be its header or footer."""
_MARGIN = 0.12
"""Of the page's height: a lone number nearer to an edge than that is the page's."""
_FEWEST_PAGES = 2


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without headers, footers and page numbers.

    A line at the edge of its page is one when most pages have the same there, whatever its figures; a page's number
    alone, when it stands in the margin.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    edges = {page: _edges(of_page) for page, of_page in pages.items()}
    repeated = _repeated(edges)
    dropped = {
        id(line)
        for of_page in edges.values()
        for line in of_page
        if _alike(line) in repeated or (_PAGE_NUMBER.fullmatch(line.text.strip()) and _in_margin(line))
    }
    return [line for line in lines if id(line) not in dropped]


def _edges(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.bottom)
    kept = [*ordered[:_EDGE], *ordered[-_EDGE:]]
    return list({id(line): line for line in kept}.values())


def _repeated(edges: Mapping[int, Sequence[Line]]) -> set[tuple[str, bool]]:
    """What stands at the edge of most pages, which are at least two; of two pages, of both."""
    found: Counter[tuple[str, bool]] = Counter()
    for lines in edges.values():
        found.update({_alike(line) for line in lines})
    least = max(_FEWEST_PAGES, len(edges) * 0.5)
    return {key for key, count in found.items() if count >= least}


def _alike(line: Line) -> tuple[str, bool]:
    """What a line says but for its figures, and whether it is in the upper half of its page."""
    words = " ".join(_DIGITS.sub("#", line.text).split()).casefold()
    return words, line.bottom > line.height / 2


def _in_margin(line: Line) -> bool:
    return not line.height * _MARGIN < line.bottom < line.height * (1 - _MARGIN)
