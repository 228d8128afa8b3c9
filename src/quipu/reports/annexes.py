"""The annexes a report makes by itself: how each figure was obtained, and the data behind each chart."""

from __future__ import annotations

from quipu.reports.captioned import CaptionedTable
from quipu.reports.document import CaptionedChart, Document
from quipu.reports.figures import parse_reference
from quipu.reports.syntax import Nodes, cell, pandoc_table, span, strong, words
from quipu.reports.wording import wording

_WIDTHS = (0.07, 0.15, 0.26, 0.52)


def trace_table(document: Document) -> CaptionedTable:
    """The trace annex: one row per printed figure, each the target of its links."""
    titles = [wording(key, document.language) for key in ("number", "figure", "reference", "how")]
    aligns = ("AlignRight", "AlignRight", "AlignLeft", "AlignLeft")
    head = [[cell(words(title), align=align) for title, align in zip(titles, aligns, strict=True)]]
    body = [
        [
            cell([span(words(str(figure.number)), identifier=figure.anchor)], align=aligns[0]),
            cell(words(figure.printed), align=aligns[1]),
            cell(words(_readable(figure.reference)), align=aligns[2]),
            cell(words(figure.trace), align=aligns[3]),
        ]
        for figure in document.figures
    ]
    return CaptionedTable(None, pandoc_table([(align, None) for align in aligns], head, body), _WIDTHS)


def data_heading(chart: CaptionedChart, language: str) -> Nodes:
    """The line over a chart's data in the annex: `Datos del Gráfico 1. …`"""
    text = f"{wording('data_of', language)} {chart.caption.full_text}"
    return [strong(words(text))]


def _readable(text: str) -> str:
    """What a reference asks for, without its marks, format and fallback: `OEI.01 · IND.OEI.01 · 2024 · avance`."""
    reference = parse_reference(text)
    parts = (reference.element, reference.indicator, reference.period, reference.measure)
    return " · ".join(part.replace("_", "_\u200b") for part in parts if part)
