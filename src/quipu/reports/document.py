"""The report as one numbered tree, before it forks into formats: every figure printed, every reference checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from quipu.reports.figures import UsedFigure
from quipu.reports.places import Place
from quipu.reports.syntax import Node, Nodes
from quipu.reports.tables import Chart, LetterSize, Table, letter_size

FIGURE_NODE, REFERENCE_NODE, TABLE_NODE, CHART_NODE = "QuipuFigure", "QuipuReference", "QuipuTable", "QuipuChart"
BREAK_NODE, ANNEX_NODE, FORMULA_NODE, ANCHOR_NODE = "QuipuPageBreak", "QuipuAnnex", "QuipuFormula", "QuipuAnchor"
CaptionKind = Literal["table", "chart"]


@dataclass(frozen=True)
class Heading:
    """A heading as numbered.

    Attributes:
        level: from 1.
        number: `5.1`, `Anexo 2`, or empty.
        text: its words without the number.
        anchor: identifier in every format.
        annex: whether it opens an annex.
    """

    level: int
    number: str
    text: str
    anchor: str
    annex: bool = False

    @property
    def separator(self) -> str:
        """What stands between number and words."""
        return ". " if self.number else ""

    @property
    def full_text(self) -> str:
        """Number and words, as the table of contents shows them."""
        return f"{self.number}{self.separator}{self.text}"


@dataclass(frozen=True)
class Caption:
    """A numbered caption.

    Attributes:
        kind: of a table or of a chart.
        number: from 1, each kind on its own.
        noun: `Tabla` or `Gráfico`.
        inlines: its words as nodes.
        text: its words as plain text.
        anchor: identifier in every format.
        label: as the author refers to it.
        place: where it was called.
    """

    kind: CaptionKind
    number: int
    noun: str
    inlines: Nodes
    text: str
    anchor: str
    label: str
    place: Place

    @property
    def name(self) -> str:
        """`Tabla 3`."""
        return f"{self.noun} {self.number}"

    @property
    def full_text(self) -> str:
        """`Tabla 3. Avance…`, as the lists show it."""
        return f"{self.name}. {self.text}"


@dataclass(frozen=True)
class CaptionedTable:
    """A table in the document; without caption when it is part of an annex or has none.

    Attributes:
        caption: its numbered caption, or None.
        table: Pandoc's table, its columns without widths.
        widths: share of the width of each column.
        note: below the table.
    """

    caption: Caption | None
    table: Node
    widths: tuple[float, ...]
    note: Nodes = field(default_factory=list)

    @property
    def size(self) -> LetterSize:
        """How small its letters must be to fit."""
        return letter_size(len(self.widths))


@dataclass(frozen=True)
class CaptionedChart:
    """A chart in the document, with the table of its data."""

    caption: Caption
    chart: Chart
    data: CaptionedTable
    note: Nodes = field(default_factory=list)


@dataclass(frozen=True)
class Annex:
    """An automatic annex: the data of the charts, or the trace of the figures."""

    kind: Literal["chart_data", "trace"]


@dataclass(frozen=True)
class Formula:
    """A formula in TeX with its reading in words."""

    tex: str
    alt: str


@dataclass(frozen=True)
class Target:
    """What a label leads to.

    Attributes:
        text: as a sentence names it: `Tabla 1`, `sección 4`, `Anexo 2`.
        anchor: identifier in every format.
        number: the part a field repeats.
    """

    text: str
    anchor: str
    number: str


@dataclass(frozen=True)
class CrossReference:
    """One use of a label."""

    label: str
    place: Place


@dataclass
class Document:
    """The numbered tree with everything the writers need.

    Attributes:
        blocks: the tree; its own node kinds are lowered by each writer.
        headings: in order.
        tables: captions of numbered tables, in order.
        charts: numbered charts, in order.
        targets: by label.
        figures: printed figures, by number.
        warnings: what is not wrong but deserves a look.
        language: `es` or `en`.
        figure_pages: as in `ReportDetails`.
    """

    blocks: Nodes
    headings: list[Heading]
    tables: list[CaptionedTable]
    charts: list[CaptionedChart]
    targets: dict[str, Target]
    figures: tuple[UsedFigure, ...]
    warnings: list[str]
    language: str
    figure_pages: str = ""

    def target(self, label: str) -> Target:
        """What a label leads to; `@Sec:` opens a sentence and leads where `@sec:` does, with a capital."""
        if label[0].isupper():
            found = self.targets[label[0].lower() + label[1:]]
            return replace(found, text=found.text[0].upper() + found.text[1:])
        return self.targets[label]

    @property
    def has_trace(self) -> bool:
        """Whether the report ends with the trace of its figures."""
        return any(block.get("c") == Annex("trace") for block in self.blocks)

    def figure_page(self, number: int) -> str:
        """Address of a figure's own page; empty when figures have none."""
        return f"{self.figure_pages}{number}/" if self.figure_pages else ""

    def figure(self, number: int) -> UsedFigure:
        """The figure with that number."""
        return self.figures[number - 1]


__all__ = [
    "Annex",
    "Caption",
    "CaptionedChart",
    "CaptionedTable",
    "CrossReference",
    "Document",
    "Formula",
    "Heading",
    "Table",
    "Target",
]
