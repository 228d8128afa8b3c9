"""Plain text and Markdown as passages."""

from __future__ import annotations

import re

from quipu.documents.normalising import clean, hyphened_words, join_lines
from quipu.documents.passages import PassageKind, ReadPassage

READER = "plain 1"
_BLOCKS = re.compile(r"\n[ \t]*\n\s*")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+?)\s*#*")
_ITEM = re.compile(r"\s*(?:[-*+•–]|\d{1,3}[.)]|[a-z]\))\s+\S")
_BULLET = re.compile(r"\s*[-*+•–]\s+")
_ROW = re.compile(r"\s*\|(?P<cells>.*)\|\s*")
_RULER = re.compile(r"[\s|:=_*-]+")
_LONG = 130
"""A line longer than this is a whole paragraph: nobody wraps lines so far out."""

Found = tuple[PassageKind, list[str]]


def read_plain(text: str) -> tuple[str, tuple[ReadPassage, ...]]:
    """The title, when the text begins with a heading, and the passages.

    Args:
        text: as decoded; paragraphs are parted by empty lines, or are one long line each.
    """
    normal = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    hyphened = hyphened_words(normal)
    found: list[Found] = []
    for block in _BLOCKS.split(normal):
        found.extend(_of_block([line for line in block.split("\n") if line.strip()]))
    passages = tuple(ReadPassage(kind, told) for kind, lines in found if (told := join_lines(lines, hyphened)))
    titled = passages and passages[0].kind == PassageKind.HEADING
    return (passages[0].text if titled else ""), passages


def _of_block(lines: list[str]) -> list[Found]:
    found: list[Found] = []
    separate = any(len(line) > _LONG for line in lines)
    for line in lines:
        started = _starts(line)
        if started is not None:
            found.extend(started)
        elif found and not separate and found[-1][0] in (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM):
            found[-1][1].append(line)
        else:
            found.append((PassageKind.PARAGRAPH, [line]))
    return found


def _starts(line: str) -> list[Found] | None:
    """What a line begins by its marks; None when it has none, nothing for a line of a table's frame."""
    heading, row = _HEADING.fullmatch(line), _ROW.fullmatch(line)
    if heading:
        return [(PassageKind.HEADING, [heading["text"]])]
    if _RULER.fullmatch(line):
        return []
    if row:
        cells = [clean(cell) for cell in row["cells"].split("|")]
        return [(PassageKind.TABLE_ROW, [" | ".join(cells)])]
    return [(PassageKind.LIST_ITEM, [_BULLET.sub("", line, count=1)])] if _ITEM.match(line) else None
