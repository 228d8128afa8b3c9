"""What reading a file gives: its text as typed passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PARTED_BY = "\n\n"
"""What stands between two passages when they are one text; offsets count it."""


class PassageKind(StrEnum):
    """What a passage is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True)
class ReadPassage:
    """A heading, a paragraph, one row of a table: never empty, on one line, its spaces single."""

    kind: PassageKind
    text: str


@dataclass(frozen=True)
class ReadDocument:
    """A file as text.

    Attributes:
        media_type: what the content is, whatever its name says.
        title: as the file or its first heading says it; empty when neither does.
        language: `es` or `en`; empty when the words do not tell.
        passages: in reading order.
        reader: what read it, with its version: the same reader gives the same text of the same file.
    """

    media_type: str
    title: str
    language: str
    passages: tuple[ReadPassage, ...]
    reader: str

    @property
    def text(self) -> str:
        """The passages as one text; quotes point into it by code points."""
        return joined_text(passage.text for passage in self.passages)


def joined_text(texts: Iterable[str]) -> str:
    """Texts of passages as the one text that quotes point into."""
    return PARTED_BY.join(texts)
