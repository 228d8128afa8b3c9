"""The report as PDF: Pandoc writes Typst, our own page design sets it, and the result is tagged and outlined."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from quipu.language import format_long_date
from quipu.reports.annexes import data_heading, trace_table
from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.captioned import with_strong_head
from quipu.reports.chart_images import CHART_WIDTH_CM, ChartImage, for_print
from quipu.reports.document import (
    Annex,
    Caption,
    CaptionedChart,
    CaptionedTable,
    CrossReference,
    Document,
    Formula,
)
from quipu.reports.errors import ToolError
from quipu.reports.lowering import Lowering
from quipu.reports.pandoc import run_pandoc, tree_json
from quipu.reports.syntax import Node, Nodes, header, paragraph, plain_block, raw_block, raw_inline, replaced, words
from quipu.reports.wording import wording

_KEPT_ROWS = 8
"""A table of so few rows goes to the next page when its note does not fit; a longer one would leave a gap."""
_SIZES = {"": "9pt", "wide": "7.5pt", "very-wide": "6pt"}


@dataclass(frozen=True)
class SetPages:
    """The set document.

    Attributes:
        content: the PDF.
        pages: page of each heading, table and chart, by anchor.
    """

    content: bytes
    pages: Mapping[str, int]


class PdfWriter(Lowering):
    """Lowers one document to Typst and sets it.

    Args:
        document: the numbered document.
        images: the drawn charts by anchor.
    """

    def __init__(self, document: Document, images: Mapping[str, ChartImage]) -> None:
        self._document, self._images = document, images
        self._headings = {heading.anchor: heading for heading in document.headings}
        self._in_table = False

    def source(self, details: ReportDetails, branding: Branding) -> str:
        """The complete Typst source."""
        blocks: Nodes = replaced(self._document.blocks, self._lowered)
        body = run_pandoc(["--from", "json", "--to", "typst", "--wrap=preserve"], tree_json(blocks)).decode()
        return f"{self._opening(details, branding)}\n{body}\n"

    def write(self, folder: Path, source: str, details: ReportDetails) -> SetPages:
        """Sets the source.

        Raises:
            ToolError: Typst refused the source.
        """
        for anchor, image in self._images.items():
            (folder / f"{anchor}.svg").write_text(for_print(image.svg), encoding="utf-8")
        (folder / "report.typ").write_text(_asset("report.typ"), encoding="utf-8")
        main = folder / "main.typ"
        main.write_text(source, encoding="utf-8")
        try:
            compiler = typst.Compiler(str(main), root=str(folder), font_paths=_fonts())
            content = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=details.epoch)
            pages = json.loads(compiler.query("<page-map>", field="value", one=True))
        except typst.TypstError as problem:
            raise ToolError(
                "No se pudo componer el PDF.",
                why=f"{problem.message} {problem.diagnostic}".strip(),
                remedy="Revise el texto del informe.",
            ) from problem
        return SetPages(bytes(content), dict(pages))  # type: ignore[arg-type]

    def _opening(self, details: ReportDetails, branding: Branding) -> str:
        language = self._document.language
        settings = {
            "title": details.title,
            "subtitle": details.subtitle,
            "institution": branding.institution,
            "superior": branding.superior,
            "date": format_long_date(details.date, language),
            "keywords": list(details.keywords),
            "landscape": details.orientation == "landscape",
            "cover": details.cover,
            "lists": details.lists,
            "has_tables": bool(self._document.tables),
            "has_charts": bool(self._document.charts),
            "primary": branding.primary,
            "accent": branding.accent,
            "figure_pages": details.figure_pages,
            "lang": language[:2],
            "region": "PE" if language.startswith("es") else "US",
            "words": {
                key: wording(key, language) for key in ("contents", "list_of_tables", "list_of_charts", "page", "of")
            },
        }
        given = _quoted(json.dumps(settings, ensure_ascii=False))
        names = "caption-number, data-heading, figure-cell, figure-link, note, noted, report"
        return f'#import "report.typ": {names}\n#show: report.with(json(bytes({given})))\n'

    def _page_break(self, content: None) -> Node:
        return raw_block("typst", "#pagebreak(weak: true)")

    def _figure(self, number: int) -> Node:
        figure = self._document.figure(number)
        page = self._document.figure_page(number)
        if page:
            name = "figure-cell" if self._in_table else "figure-link"
            return raw_inline("typst", f"#{name}({_quoted(page)})[{escaped(figure.printed)}];")
        return self._link(figure.printed, figure.anchor if self._document.has_trace else "")

    def _link(self, text: str, anchor: str) -> Node:
        """Text leading to an anchor, if there is one."""
        return raw_inline("typst", f"#link(<{anchor}>)[{escaped(text)}];" if anchor else escaped(text))

    def _reference(self, reference: CrossReference) -> Node:
        target = self._document.target(reference.label)
        return self._link(target.text.replace(" ", "\u00a0"), target.anchor)

    def _header(self, node: Node) -> Node:
        level, (anchor, _, _), inlines = node["c"]
        heading = self._headings[anchor]
        number = words(f"{heading.number}. ") if heading.number else []
        return header(level, number + replaced(inlines, self._lowered), identifier=anchor)

    def _formula(self, formula: Formula) -> Nodes:
        math = paragraph([{"t": "Math", "c": [{"t": "DisplayMath"}, formula.tex]}])
        return [
            raw_block("typst", f"#[\n#set math.equation(alt: {_quoted(formula.alt)})"),
            math,
            raw_block("typst", "]"),
        ]

    def _caption(self, caption: Caption) -> Nodes:
        number = raw_inline("typst", f"#caption-number[{escaped(caption.name)}.]")
        return [number, {"t": "Space"}, *replaced(caption.inlines, self._lowered)]

    def _table(self, made: CaptionedTable) -> Nodes:
        self._in_table = True
        table = with_strong_head(replaced(made.table, self._lowered))
        self._in_table = False
        content = [*table["c"]]
        pairs = [["typst:text:size", _SIZES[made.size]]]
        content[0] = [made.caption.anchor if made.caption else "", [] if made.caption else ["typst:no-figure"], pairs]
        content[1] = [None, [plain_block(self._caption(made.caption))] if made.caption else []]
        content[2] = [
            [spec[0], {"t": "ColWidth", "c": round(width * 0.999, 5)}]
            for spec, width in zip(content[2], made.widths, strict=True)
        ]
        blocks: Nodes = [{"t": "Table", "c": content}, *self._note(made.note)]
        kept = made.note and sum(len(body[3]) for body in content[4]) <= _KEPT_ROWS
        return [raw_block("typst", "#noted["), *blocks, raw_block("typst", "]")] if kept else blocks

    def _note(self, note: Nodes) -> Nodes:
        if not note:
            return []
        return [raw_block("typst", "#note["), plain_block(replaced(note, self._lowered)), raw_block("typst", "]")]

    def _chart(self, made: CaptionedChart) -> Nodes:
        anchor = made.caption.anchor
        picture = (
            f'image("{anchor}.svg", width: {made.chart.width * CHART_WIDTH_CM:.2f}cm, alt: {_quoted(made.chart.alt)})'
        )
        return [
            raw_block("typst", f'#figure({picture}, kind: "chart", caption: ['),
            plain_block(self._caption(made.caption)),
            raw_block("typst", f"]) <{anchor}>"),
            *self._note(made.note),
        ]

    def _annex(self, annex: Annex) -> Nodes:
        language = self._document.language
        if annex.kind == "trace":
            return [paragraph(words(wording("trace_intro", language))), *self._table(trace_table(self._document))]
        blocks: Nodes = [paragraph(words(wording("chart_data_intro", language)))]
        for chart in self._document.charts:
            blocks += [
                raw_block("typst", "#data-heading["),
                plain_block(data_heading(chart, language)),
                raw_block("typst", "]"),
            ]
            blocks += self._table(chart.data)
        return blocks


def escaped(text: str) -> str:
    """Text as Typst content."""
    return f"#{_quoted(text)};"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that come with Typst, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False)


def _asset(name: str) -> str:
    return files("quipu.reports").joinpath("typography", name).read_text(encoding="utf-8")
