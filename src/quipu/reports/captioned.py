"""Tables as document nodes: printed cells, header rows, widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quipu.language import NumberStyle
from quipu.reports.document import Caption, CaptionedTable
from quipu.reports.markdown import LiveFigure, MarkdownText, unescape_markdown
from quipu.reports.places import without_marks
from quipu.reports.syntax import Node, Nodes, cell, pandoc_table, plain_text, strong, words
from quipu.reports.tables import Cell, Column, Table, column_weights, plain

_MARK = re.compile("([●■▼◇]) ")
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


@dataclass(frozen=True)
class CellPrinter:
    """How the values of one table become nodes.

    Attributes:
        style: separators.
        figure: resolves a live cell.
        text: the words of some nodes, figures included.
    """

    style: NumberStyle
    figure: Callable[[LiveFigure], Nodes]
    text: Callable[[Nodes], str]

    def nodes(self, value: Cell, column: Column) -> Nodes:
        """The printed value."""
        if isinstance(value, LiveFigure):
            return self.figure(value)
        text = unescape_markdown(value) if isinstance(value, MarkdownText) else column.show(value, self.style)
        return words(with_mark_kept(without_marks(text)))


def with_mark_kept(text: str) -> str:
    """Text whose level marks stand on one line with the word after them."""
    return _MARK.sub("\\1\u00a0", text)


def caption_text(table: Table) -> str:
    """The caption as plain text."""
    return without_marks(plain(table.caption))


def captioned_table(table: Table, printer: CellPrinter, caption: Caption | None, note: Nodes) -> CaptionedTable:
    """A typed table as a node, its values printed and its live cells resolved."""
    body: list[list[Any]] = []
    printed: list[list[str]] = []
    for index, row in enumerate(table.rows):
        total = table.total_row and index == len(table.rows) - 1
        cells = [printer.nodes(value, column) for value, column in zip(row, table.columns, strict=True)]
        printed.append([printer.text(nodes) for nodes in cells])
        body.append(
            [
                cell([strong(nodes)] if total else nodes, align=_ALIGNMENTS[column.alignment])
                for nodes, column in zip(cells, table.columns, strict=True)
            ]
        )
    columns = [(_ALIGNMENTS[column.alignment], None) for column in table.columns]
    node = pandoc_table(columns, _head(table), body, classes=["total"] if table.total_row else [])
    return CaptionedTable(caption, node, tuple(column_weights(table, printed)), note)


def with_strong_head(table: Node) -> Node:
    """The table with its header cells in strong letters, for formats that do not do it by themselves."""
    content = [*table["c"]]
    attributes, rows = content[3]
    content[3] = [attributes, [[row[0], [_strong_cell(item) for item in row[1]]] for row in rows]]
    return {"t": "Table", "c": content}


def _strong_cell(item: list[Any]) -> list[Any]:
    blocks = [
        {"t": block["t"], "c": [strong(block["c"])]} if block["t"] in ("Plain", "Para") and block["c"] else block
        for block in item[4]
    ]
    return [*item[:4], blocks]


def _head(table: Table) -> list[list[Any]]:
    titles = [
        cell(words(with_mark_kept(column.title)), align=_ALIGNMENTS[column.alignment]) for column in table.columns
    ]
    if not table.has_groups:
        return [titles]
    upper: list[Any] = []
    position = 0
    for group, span in table.header_groups():
        column = table.columns[position]
        if group:
            upper.append(cell(words(group), align="AlignCenter", columns=span))
        else:
            upper.append(cell(words(column.title), align=_ALIGNMENTS[column.alignment], rows=2))
        position += span
    lower = [title for title, column in zip(titles, table.columns, strict=True) if column.group]
    return [upper, lower]


def written_table(node: Node, caption: Caption | None) -> CaptionedTable:
    """A table that came as Markdown, with widths from its content."""
    _, _, specs, (_, head), bodies, _ = node["c"]
    rows = [*head, *(row for body in bodies for row in body[3])]
    texts = [[plain_text(item[4]) for item in row[1]] for row in rows]
    titles = texts[0] if texts else [""] * len(specs)
    table = Table.of("", "", titles, [row for row in texts[1:] if len(row) == len(titles)])
    node["c"][2] = [[spec[0], {"t": "ColWidthDefault"}] for spec in specs]
    return CaptionedTable(caption, node, tuple(column_weights(table, table.rows)))  # type: ignore[arg-type]


__all__ = ["CaptionedTable", "CellPrinter", "caption_text", "captioned_table", "with_strong_head", "written_table"]
