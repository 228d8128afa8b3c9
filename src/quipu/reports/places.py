"""Where a piece of text was written, carried through the template by marks that no reader sees.

The marks are private-use characters. They are removed from every text that comes in, so nothing a person types, and no
value from the data, can forge one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

SLOT_OPEN, SLOT_CLOSE, PLACE_OPEN, PLACE_CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = dict.fromkeys(range(0xE000, 0xE010))
_PLACED = re.compile(r"(?<!\\)\[\[|(?<![\w\\@])@(?=(?:tbl|fig|sec|Sec|anx):)")
SLOT = re.compile(f"{SLOT_OPEN}(\\d+){SLOT_CLOSE}")
PLACE = re.compile(f"{PLACE_OPEN}(\\d+):(\\d+):(\\d+){PLACE_CLOSE}")


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source: the template's or narrative's name, line and column, both from 1; 0 when unknown."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.source]
        if self.line:
            parts.append(f"línea {self.line}")
        if self.column:
            parts.append(f"columna {self.column}")
        return ", ".join(parts)


def without_marks(text: str) -> str:
    """The text without any of the private marks."""
    return text.translate(_MARKS)


class SourceIndex:
    """The names of the sources of one build, so that a mark can be a short number."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def add(self, name: str) -> int:
        """Registers a source and gives its number."""
        self.names.append(name)
        return len(self.names) - 1

    def place(self, match: re.Match[str]) -> Place:
        """The place that a mark stands for."""
        source, line, column = (int(part) for part in match.groups()[:3])
        return Place(self.names[source], line, column)


def mark_places(text: str, source: int, *, keep: Callable[[int], bool] = lambda _: True) -> str:
    """Puts a place mark before each figure reference and each cross-reference.

    Args:
        text: the source as written.
        source: its number in the index.
        keep: says for an offset whether a mark may stand there (not inside a template expression).
    """

    def marked(match: re.Match[str]) -> str:
        start = match.start()
        if not keep(start):
            return match[0]
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        return f"{PLACE_OPEN}{source}:{line}:{column}{PLACE_CLOSE}{match[0]}"

    return _PLACED.sub(marked, text)
