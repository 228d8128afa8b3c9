"""The report as DOCX, as a person would have made it in a word processor: styles, captions, fields, bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from quipu.language import format_long_date
from quipu.reports import openxml
from quipu.reports.annexes import data_heading, trace_table
from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.captioned import with_strong_head
from quipu.reports.chart_images import CHART_WIDTH_CM, ChartImage, ChartRenderer
from quipu.reports.document import (
    Annex,
    Caption,
    CaptionedChart,
    CaptionedTable,
    CrossReference,
    Document,
    Formula,
)
from quipu.reports.docx_package import finished_package, page_mark, reference_package
from quipu.reports.lowering import Lowering
from quipu.reports.openxml import bookmark
from quipu.reports.pandoc import run_pandoc, tree_json
from quipu.reports.syntax import Node, Nodes, header, paragraph, raw_block, raw_inline, replaced, span, styled, words
from quipu.reports.wording import wording

_CELL_STYLES = {"": "Table Text", "wide": "Table Text Small", "very-wide": "Table Text Tiny"}
DEEPEST_LISTED = 3


class DocxWriter(Lowering):
    """Lowers one document to DOCX.

    Args:
        document: the numbered document.
        images: the drawn charts by anchor.
        renderer: gives the pictures as PNG.
        pages: waits for the page of each anchor as set in the PDF; the lists show it until the word processor works out
            its own.
    """

    def __init__(
        self,
        document: Document,
        images: Mapping[str, ChartImage],
        renderer: ChartRenderer,
        pages: Callable[[], Mapping[str, int]],
    ) -> None:
        self._document, self._images, self._renderer, self._pages = document, images, renderer, pages
        self._headings = {heading.anchor: heading for heading in document.headings}
        self._folder = Path()

    def write(self, folder: Path, details: ReportDetails, branding: Branding) -> bytes:
        """The file's bytes.

        Args:
            folder: an empty folder for the parts.
            details: title, date, orientation.
            branding: the institution's look.
        """
        self._folder = folder
        reference, output = folder / "reference.docx", folder / "report.docx"
        reference.write_bytes(reference_package(details, branding, self._document.language))
        body: Nodes = replaced(self._document.blocks, self._lowered)
        blocks = [raw_block("openxml", self._front(details, branding)), *body]
        arguments = ["--from", "json", "--to", "docx", "--reference-doc", str(reference), "--output", str(output)]
        run_pandoc(arguments, tree_json(blocks), epoch=details.epoch, folder=folder)
        return finished_package(output.read_bytes(), details, branding, self._document.language, self._pages())

    # -- cover and lists -----------------------------------------------------------------------------------------

    def _front(self, details: ReportDetails, branding: Branding) -> str:
        language = self._document.language
        cover = [
            (branding.superior, "CoverSuperior"),
            (branding.institution, "CoverInstitution"),
            (details.title, "Title"),
            (details.subtitle, "Subtitle"),
            (format_long_date(details.date, language), "Date"),
        ]
        parts = [openxml.plain_paragraph(text, style) for text, style in cover if text]
        if details.cover:
            parts.append(openxml.PAGE_BREAK)
        parts.append(self._contents())
        if details.lists:
            parts.append(
                self._list_of("list_of_tables", [table.caption for table in self._document.tables if table.caption])
            )
            parts.append(self._list_of("list_of_charts", [chart.caption for chart in self._document.charts]))
        parts.append(openxml.PAGE_BREAK)
        return "".join(parts)

    def _contents(self) -> str:
        entries = [
            (heading.full_text, heading.anchor, page_mark(heading.anchor), f"TOC{heading.level}")
            for heading in self._document.headings
            if heading.level <= DEEPEST_LISTED
        ]
        if not entries:
            return ""
        title = openxml.plain_paragraph(wording("contents", self._document.language), "TOCHeading")
        return title + openxml.entry_list(f'TOC \\o "1-{DEEPEST_LISTED}" \\h \\z \\u', entries)

    def _list_of(self, name: str, captions: list[Caption]) -> str:
        if not captions:
            return ""
        entries = [
            (caption.full_text, caption.anchor, page_mark(caption.anchor), "TableofFigures") for caption in captions
        ]
        title = openxml.plain_paragraph(wording(name, self._document.language), "ListHeading")
        return title + openxml.entry_list(f'TOC \\h \\z \\c "{captions[0].noun}"', entries)

    # -- nodes ---------------------------------------------------------------------------------------------------

    def _page_break(self, content: None) -> Node:
        return raw_block("openxml", openxml.PAGE_BREAK)

    def _figure(self, number: int) -> Node:
        figure = self._document.figure(number)
        page = self._document.figure_page(number)
        if page:
            shown = openxml.external_link(figure.printed, page, style="LiveFigure", tooltip=figure.trace)
            return raw_inline("openxml", shown)
        if not self._document.has_trace:
            return raw_inline("openxml", openxml.run(figure.printed, "LiveFigure"))
        return raw_inline(
            "openxml", openxml.internal_link(figure.printed, figure.anchor, style="LiveFigure", tooltip=figure.trace)
        )

    def _reference(self, reference: CrossReference) -> Node:
        target = self._document.target(reference.label)
        is_caption = reference.label.startswith(("tbl:", "fig:"))
        if not target.number:
            return raw_inline("openxml", openxml.internal_link(target.text, target.anchor, style="CrossReference"))
        before, shown = ("", target.text) if is_caption else (target.text.removesuffix(target.number), target.number)
        name = bookmark(target.anchor) if is_caption else _number_bookmark(target.anchor)
        text = openxml.run(before.replace(" ", "\u00a0")) if before else ""
        return raw_inline(
            "openxml", text + openxml.field(f"REF {name} \\h", shown.replace(" ", "\u00a0"), "CrossReference")
        )

    def _header(self, node: Node) -> Node:
        level, (anchor, _, _), inlines = node["c"]
        heading = self._headings[anchor]
        number: Nodes = []
        if heading.number:
            number = [
                span(words(heading.number), identifier=_number_bookmark(anchor)),
                {"t": "Str", "c": "."},
                {"t": "Space"},
            ]
        return header(level, number + replaced(inlines, self._lowered), identifier=bookmark(anchor))

    def _formula(self, formula: Formula) -> Nodes:
        return [paragraph([{"t": "Math", "c": [{"t": "DisplayMath"}, formula.tex]}])]

    def _caption(self, caption: Caption) -> Node:
        number = openxml.field(f"SEQ {caption.noun} \\* ARABIC", str(caption.number), "CaptionNumber")
        name = [raw_inline("openxml", openxml.run(f"{caption.noun}\u00a0", "CaptionNumber") + number)]
        dot = raw_inline("openxml", openxml.run(". ", "CaptionNumber"))
        return styled(
            "Caption", [span(name, identifier=bookmark(caption.anchor)), dot, *replaced(caption.inlines, self._lowered)]
        )

    def _table(self, made: CaptionedTable) -> Nodes:
        table = with_strong_head(replaced(made.table, self._lowered))
        content = _styled_cells([*table["c"]], _CELL_STYLES[made.size])
        content[2] = [
            [spec[0], {"t": "ColWidth", "c": width}] for spec, width in zip(content[2], made.widths, strict=True)
        ]
        blocks: Nodes = [self._caption(made.caption)] if made.caption else []
        return [*blocks, {"t": "Table", "c": content}, self._note(made.note)]

    def _note(self, note: Nodes) -> Node:
        """The note, or the space that keeps a table from the next paragraph."""
        return styled("Table Note", replaced(note, self._lowered) or [raw_inline("openxml", openxml.run(""))])

    def _chart(self, made: CaptionedChart) -> Nodes:
        image = self._images[made.caption.anchor]
        path = self._folder / f"{made.caption.anchor}.png"
        path.write_bytes(self._renderer.png(image))
        width = CHART_WIDTH_CM * made.chart.width
        size = [["width", f"{width:.2f}cm"], ["height", f"{width * image.height / image.width:.2f}cm"]]
        picture: Node = {"t": "Image", "c": [["", [], size], words(made.chart.alt), [path.name, ""]]}
        return [self._caption(made.caption), styled("Chart", [picture]), self._note(made.note)]

    def _annex(self, annex: Annex) -> Nodes:
        language = self._document.language
        if annex.kind == "trace":
            return [paragraph(words(wording("trace_intro", language))), *self._table(trace_table(self._document))]
        blocks: Nodes = [paragraph(words(wording("chart_data_intro", language)))]
        for chart in self._document.charts:
            blocks += [styled("Data Heading", data_heading(chart, language)), *self._table(chart.data)]
        return blocks


def _number_bookmark(anchor: str) -> str:
    return f"n_{bookmark(anchor)}"


def _styled_cells(part: Any, style: str) -> Any:
    """The cells' text in the table's own paragraph style; bookmarks in cells take bookmark names."""
    if isinstance(part, list):
        return [_styled_cells(item, style) for item in part]
    if isinstance(part, dict):
        if part.get("t") == "Plain":
            return styled(style, _styled_cells(part["c"], style))
        if part.get("t") == "Span":
            return {"t": "Span", "c": [[bookmark(part["c"][0][0]), *part["c"][0][1:]], part["c"][1]]}
    return part
