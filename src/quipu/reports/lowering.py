"""What the three writers share: each node of the document's own kinds goes to the method that writes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from quipu.reports.document import (
    ANNEX_NODE,
    BREAK_NODE,
    CHART_NODE,
    FIGURE_NODE,
    FORMULA_NODE,
    REFERENCE_NODE,
    TABLE_NODE,
    Annex,
    CaptionedChart,
    CaptionedTable,
    CrossReference,
    Formula,
)
from quipu.reports.syntax import Node, Nodes

Lowered = Node | Nodes | None


class Lowering(ABC):
    """Turns the document's own nodes into what one format understands; every other node stays as Pandoc has it."""

    def _lowered(self, node: Node) -> Lowered:
        """What stands in place of a node, or None to leave it."""
        if node["t"] == "Header":
            return self._header(node)
        write = self._writers.get(node["t"])
        return None if write is None else write(node.get("c"))

    @cached_property
    def _writers(self) -> Mapping[str, Callable[[Any], Lowered]]:
        return {
            FIGURE_NODE: self._figure,
            REFERENCE_NODE: self._reference,
            TABLE_NODE: self._table,
            CHART_NODE: self._chart,
            ANNEX_NODE: self._annex,
            FORMULA_NODE: self._formula,
            BREAK_NODE: self._page_break,
        }

    @abstractmethod
    def _header(self, node: Node) -> Lowered:
        """A heading with its number."""

    @abstractmethod
    def _figure(self, number: int) -> Lowered:
        """A printed figure that leads to its trace."""

    @abstractmethod
    def _reference(self, reference: CrossReference) -> Lowered:
        """A mention of a table, chart, section or annex that leads to it."""

    @abstractmethod
    def _table(self, made: CaptionedTable) -> Lowered:
        """A table with its caption and note."""

    @abstractmethod
    def _chart(self, made: CaptionedChart) -> Lowered:
        """A chart with its caption, alternative text and note."""

    @abstractmethod
    def _annex(self, annex: Annex) -> Lowered:
        """The content of an automatic annex."""

    @abstractmethod
    def _formula(self, formula: Formula) -> Lowered:
        """A formula with its reading in words."""

    @abstractmethod
    def _page_break(self, content: None) -> Lowered:
        """A new page, where the format has pages."""
