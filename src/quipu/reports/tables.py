"""Tables as the report, the spreadsheet and the application share them: typed columns, rows of exact values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from quipu.language import NumberStyle, format_number, format_percent
from quipu.reports.markdown import LiveFigure, MarkdownText, unescape_markdown

Alignment = Literal["left", "right", "center"]
ColumnKind = Literal["text", "number", "percentage", "year"]
Cell = str | int | Decimal | None | LiveFigure
LetterSize = Literal["", "wide", "very-wide"]
EMPTY_CELL = "—"
_LINE_CHARACTERS: Mapping[LetterSize, int] = {"": 82, "wide": 96, "very-wide": 190}
"""Characters across a page by letter size; only a landscape page holds a very wide table."""
_CELL_MARGIN = 1.9
"""Both margins of a cell, in characters."""
_LONGEST_WORD = 13.0
"""Longer words may be broken."""
_LETTER_WIDTH = 0.92
_BOLD = 1.15
"""How much wider a header is than the same text below it."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        title: its header.
        kind: how its values print; numbers, percentages and years stand to the right. Texts may stand in any kind.
        decimals: for numbers and percentages; None prints a number's own digits (at most
            two) and a percentage with one.
        align: only to differ from the kind's own.
        width: relative width; None to work it out from the content.
        group: a header over neighbouring columns of the same group.
        key: name of its value when rows are mappings; the title when empty.
    """

    title: str
    kind: ColumnKind = "text"
    decimals: int | None = None
    align: Alignment | None = None
    width: float | None = None
    group: str = ""
    key: str = ""

    @property
    def alignment(self) -> Alignment:
        """Where its cells stand."""
        return self.align or ("left" if self.kind == "text" else "right")

    def show(self, value: Cell, style: NumberStyle) -> str:
        """The printed text of a value that is not a live figure; a missing one prints as a dash."""
        if value is None or value == "":
            return EMPTY_CELL
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return str(value)
        if self.kind == "year":
            return str(value)
        if self.kind == "percentage":
            return format_percent(value, 1 if self.decimals is None else self.decimals, style=style)
        return format_number(value, self.decimals, style=style)


@dataclass(frozen=True)
class Table:
    """A table with its caption.

    Attributes:
        label: name for `@tbl:label`.
        caption: plain text or `MarkdownText`.
        columns: the columns; texts become text columns.
        rows: one sequence per row, in the order of the columns, or one mapping by column key.
        note: source or reading help, below the table.
        total_row: the last row is a total.
    """

    label: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    total_row: bool = False

    @classmethod
    def of(
        cls,
        label: str,
        caption: str,
        columns: Sequence[Column | str | Mapping[str, Any]],
        rows: Sequence[Any],
        **options: Any,
    ) -> Table:
        """A table from looser descriptions, as template authors write them.

        Raises:
            ValueError: a row has not as many cells as there are columns, or a column description is wrong.
        """
        typed = tuple(_column(column) for column in columns)
        cells = tuple(_cells(row, typed, number) for number, row in enumerate(rows, start=1))
        return cls(label=label, caption=caption, columns=typed, rows=cells, **options)

    @property
    def has_groups(self) -> bool:
        """Whether the header needs two rows."""
        return any(column.group for column in self.columns)

    def header_groups(self) -> list[tuple[str, int]]:
        """The upper header row: each group (or an empty text) and how many columns it spans."""
        spans: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and spans and spans[-1][0] == column.group:
                spans[-1] = (column.group, spans[-1][1] + 1)
            else:
                spans.append((column.group, 1))
        return spans


@dataclass(frozen=True)
class Chart:
    """A chart: its specification, its text alternative and the data behind it.

    Attributes:
        spec: Vega-Lite, complete but for the institution's configuration, which the renderer adds.
        alt: what it shows, in words, for who does not see it.
        data: the values drawn, as a table (its label and caption are filled in by the report).
        width: drawn width as a share of an upright page's text width.
    """

    spec: Mapping[str, Any]
    alt: str
    data: Table
    width: float = field(default=1.0)


def _column(described: Column | str | Mapping[str, Any]) -> Column:
    if isinstance(described, Column):
        return described
    if isinstance(described, str):
        return Column(described)
    try:
        return Column(**described)
    except TypeError as problem:
        raise ValueError(f"la columna {dict(described)!r} no se entiende ({problem})") from problem


def _cells(row: Any, columns: Sequence[Column], number: int) -> tuple[Cell, ...]:
    if isinstance(row, Mapping):
        return tuple(row.get(column.key or column.title) for column in columns)
    cells = tuple(row)
    if len(cells) != len(columns):
        raise ValueError(f"la fila {number} tiene {len(cells)} celdas y la tabla {len(columns)} columnas")
    return cells


def column_weights(table: Table, printed: Sequence[Sequence[str]]) -> list[float]:
    """Relative widths that sum to 1: room for the longest word first, then for the amount of text."""
    weights: list[float] = []
    for index, column in enumerate(table.columns):
        texts = [column.title, *(row[index] for row in printed)]
        longest_word = max((len(word) for text in texts for word in text.split()), default=1)
        longest_text = max(len(text) for text in texts)
        wanted = max(longest_word + 2.0, min(longest_text, 140) ** 0.8 + 2.0)
        weights.append(column.width if column.width is not None else wanted)
    given = [column.width is not None for column in table.columns]
    if any(given) and not all(given):
        weights = _mixed(weights, given)
    total = sum(weights)
    return _roomy([weight / total for weight in weights], _least_widths(table, printed))


def _least_widths(table: Table, printed: Sequence[Sequence[str]]) -> list[float]:
    """The share that each column needs to keep its longest number or word on one line."""
    line = _LINE_CHARACTERS[letter_size(len(table.columns))]
    least = []
    for index, column in enumerate(table.columns):
        below = (_room(word, column) for row in printed for word in row[index].split(" "))
        header = (_room(word, column) * _BOLD for word in column.title.split(" "))
        least.append((max(*below, *header, 1.0) + _CELL_MARGIN) / line)
    return least


def _room(word: str, column: Column) -> float:
    """The width of a word in figures, which are wider than letters; a text may break its longest words."""
    width = len(word) * (_LETTER_WIDTH if word.isalpha() else 1.0)
    return min(width, _LONGEST_WORD) if column.kind == "text" else width


def _roomy(shares: Sequence[float], least: Sequence[float]) -> list[float]:
    """Shares none of which is below its least; the room comes from those that have more than theirs."""
    if sum(least) >= 1:
        return [share / sum(least) for share in least]
    missing = sum(max(0.0, low - share) for share, low in zip(shares, least, strict=True))
    spare = sum(max(0.0, share - low) for share, low in zip(shares, least, strict=True))
    kept = 1 - missing / spare if spare else 1.0
    return [low + max(0.0, share - low) * kept for share, low in zip(shares, least, strict=True)]


def letter_size(columns: int) -> LetterSize:
    """How small the letters of a table of so many columns must be to fit."""
    return "very-wide" if columns > 11 else "wide" if columns > 6 else ""


def _mixed(weights: Sequence[float], given: Sequence[bool]) -> list[float]:
    """Widths given as shares keep their share; the others divide the rest."""
    share = min(0.9, sum(weight for weight, fixed in zip(weights, given, strict=True) if fixed))
    free = sum(weight for weight, fixed in zip(weights, given, strict=True) if not fixed)
    return [weight if fixed else weight / free * (1 - share) for weight, fixed in zip(weights, given, strict=True)]


def plain(text: str) -> str:
    """A caption without its Markdown escapes, for places that hold plain text."""
    return unescape_markdown(text) if isinstance(text, MarkdownText) else str(text)
