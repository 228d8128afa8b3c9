"""Text on its way into Markdown: what is markup and what is only data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quipu.reports.places import without_marks

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$@\"'&:=])")
_LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")


class MarkdownText(str):
    """Text that is already Markdown and is not escaped again."""

    __slots__ = ()


@dataclass(frozen=True)
class LiveFigure:
    """A figure reference as a value, for a table cell or a template expression: `LiveFigure("OEI.05:avance|0.0")`."""

    reference: str


def escape_markdown(text: str) -> MarkdownText:
    """The text as Markdown that reads exactly as it stands: no emphasis, link, heading, table or reference."""
    one_line = _LINE_BREAKS.sub(" ", without_marks(text))
    return MarkdownText(_SPECIAL.sub(r"\\\1", one_line))


def unescape_markdown(text: str) -> str:
    """The text with its backslash escapes undone, for references built in a template from a code."""
    return re.sub(r"\\(.)", r"\1", text)
