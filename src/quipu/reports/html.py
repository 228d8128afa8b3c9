"""The report as HTML: a page of its own, or a fragment for a page of the application."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from quipu.language import format_long_date
from quipu.reports.annexes import trace_table
from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.chart_images import ChartImage
from quipu.reports.document import (
    Annex,
    Caption,
    CaptionedChart,
    CaptionedTable,
    CrossReference,
    Document,
    Formula,
)
from quipu.reports.lowering import Lowering
from quipu.reports.pandoc import run_pandoc, tree_json
from quipu.reports.syntax import (
    Node,
    Nodes,
    division,
    header,
    link,
    paragraph,
    plain_block,
    raw_block,
    replaced,
    span,
    words,
)
from quipu.reports.wording import wording


class HtmlWriter(Lowering):
    """Lowers one document to HTML.

    Args:
        document: the numbered document.
        images: the drawn charts by anchor.
    """

    def __init__(self, document: Document, images: Mapping[str, ChartImage]) -> None:
        self._document, self._images = document, images
        self._headings = {heading.anchor: heading for heading in document.headings}

    def body(self) -> str:
        """The report's content without inline styles, scripts or page furniture."""
        blocks: Nodes = replaced(self._document.blocks, self._lowered)
        arguments = ["--from", "json", "--to", "html5", "--mathml", "--wrap=preserve"]
        return run_pandoc(arguments, tree_json(blocks)).decode()

    def page(self, body: str, details: ReportDetails, branding: Branding) -> str:
        """A whole page: cover, contents, lists, body; its style in one element, no script."""
        template = Environment(autoescape=True).from_string(_asset("report.html"))  # autoescape is on
        return template.render(
            body=body,
            style=style_sheet(branding),
            document=self._document,
            details=details,
            branding=branding,
            date=format_long_date(details.date, self._document.language),
            language="en" if self._document.language.startswith("en") else "es-PE",
            word=lambda key: wording(key, self._document.language),
        )

    def _page_break(self, content: None) -> Node:
        return division([], classes=["page-break"])

    def _figure(self, number: int) -> Node:
        figure = self._document.figure(number)
        page = self._document.figure_page(number)
        if page:
            whole_window = [("target", "_top")]
            return link(words(figure.printed), page, title=figure.trace, classes=["figure"], pairs=whole_window)
        if not self._document.has_trace:
            return span(words(figure.printed), classes=["figure"], pairs=[("title", figure.trace)])
        return link(words(figure.printed), f"#{figure.anchor}", title=figure.trace, classes=["figure"])

    def _reference(self, reference: CrossReference) -> Node:
        target = self._document.target(reference.label)
        return link(words(target.text), f"#{target.anchor}", classes=["reference"])

    def _header(self, node: Node) -> Node:
        level, (anchor, _, _), inlines = node["c"]
        heading = self._headings[anchor]
        number = (
            [span(words(f"{heading.number}."), classes=["section-number"]), {"t": "Space"}] if heading.number else []
        )
        return header(min(level + 1, 6), number + replaced(inlines, self._lowered), identifier=anchor)

    def _formula(self, formula: Formula) -> Node:
        return division([paragraph([{"t": "Math", "c": [{"t": "DisplayMath"}, formula.tex]}])], classes=["formula"])

    def _table(self, made: CaptionedTable) -> Nodes:
        table = replaced(made.table, self._lowered)
        content = [*table["c"]]
        caption = self._caption(made.caption) if made.caption else []
        anchor = made.caption.anchor if made.caption else ""
        content[0] = [anchor, [made.size] if made.size else [], []]
        content[1] = [None, [plain_block(caption)] if caption else []]
        content[2] = [[{"t": "AlignDefault"}, width] for _, width in content[2]]
        content[3:] = _classed(content[3:])
        label = made.caption.full_text if made.caption else wording("table", self._document.language)
        scroll = [("role", "region"), ("tabindex", "0"), ("aria-label", label)]
        note = [division([paragraph(replaced(made.note, self._lowered))], classes=["note"])] if made.note else []
        return [division([{"t": "Table", "c": content}], classes=["table-scroll"], pairs=scroll), *note]

    def _caption(self, caption: Caption) -> Nodes:
        return [
            span(words(f"{caption.name}."), classes=["caption-number"]),
            {"t": "Space"},
            *replaced(caption.inlines, self._lowered),
        ]

    def _chart(self, made: CaptionedChart) -> Nodes:
        image = self._images[made.caption.anchor]
        anchor, summary = made.caption.anchor, wording("see_data", self._document.language)
        source = base64.b64encode(image.svg.encode()).decode()
        size = f'width="{image.width}" height="{image.height}"'
        alt = f'alt="{_attribute(made.chart.alt)}"'
        picture = (
            f'<figure id="{anchor}"><figcaption>',
            f'</figcaption><img src="data:image/svg+xml;base64,{source}" {alt} {size}>',
            f'<details id="{anchor}-datos"><summary>{summary}</summary>',
            "</details></figure>",
        )
        note = [division([paragraph(replaced(made.note, self._lowered))], classes=["note"])] if made.note else []
        return [
            raw_block("html", picture[0]),
            plain_block(self._caption(made.caption)),
            raw_block("html", picture[1]),
            *note,
            raw_block("html", picture[2]),
            *self._table(made.data),
            raw_block("html", picture[3]),
        ]

    def _annex(self, annex: Annex) -> Nodes:
        language = self._document.language
        if annex.kind == "trace":
            return [paragraph(words(wording("trace_intro", language))), *self._table(trace_table(self._document))]
        items = [
            [plain_block([link(words(chart.caption.full_text), f"#{chart.caption.anchor}-datos")])]
            for chart in self._document.charts
        ]
        return [paragraph(words(wording("chart_data_here", language))), {"t": "BulletList", "c": items}]


def style_sheet(branding: Branding) -> str:
    """The style sheet of the standalone page; the application may serve it for fragments too."""
    return _asset("report.css").replace("#9B1C2E", branding.primary).replace("#1F4E79", branding.accent)


def _asset(name: str) -> str:
    return files("quipu.reports").joinpath("typography", name).read_text(encoding="utf-8")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _classed(parts: Any) -> Any:
    """Alignment of the cells as a class, so that no inline style is written."""
    names = {"AlignRight": "right", "AlignCenter": "center"}

    def classed(part: Any) -> Any:
        if isinstance(part, list):
            if len(part) == 5 and isinstance(part[1], dict) and str(part[1].get("t", "")).startswith("Align"):
                name = names.get(part[1]["t"])
                return [
                    ["", [name] if name else [], part[0][2]] if not part[0][0] else part[0],
                    {"t": "AlignDefault"},
                    *part[2:],
                ]
            return [classed(item) for item in part]
        return part

    return classed(parts)


__all__ = ["HtmlWriter", "style_sheet"]
