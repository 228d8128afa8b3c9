"""The entry: one source, its data and a resolver in; the report in every format asked for out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from quipu.reports.assembly import Assembly
from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.chart_images import ChartImage, ChartRenderer
from quipu.reports.document import Document
from quipu.reports.docx import DocxWriter
from quipu.reports.figures import FigureLedger, FigureResolver, UsedFigure
from quipu.reports.html import HtmlWriter
from quipu.reports.pdf import PdfWriter, SetPages
from quipu.reports.template import ReportSource, TemplateRun

Format = Literal["html", "fragment", "docx", "pdf"]
Progress = Callable[[str, int, int], None]
ALL_FORMATS: tuple[Format, ...] = ("html", "docx", "pdf")
_EXTENSIONS = {"html": "html", "docx": "docx", "pdf": "pdf"}


@dataclass(frozen=True)
class BuiltReport:
    """A built report.

    Attributes:
        html: the standalone page, or None when not asked for.
        fragment: the body without inline styles, for a page of the application, or None.
        docx: the file's bytes, or None.
        pdf: the file's bytes, or None.
        figures: every printed figure, for a publication to freeze.
        warnings: what deserves a look.
        document: the numbered document.
    """

    html: str | None
    fragment: str | None
    docx: bytes | None
    pdf: bytes | None
    figures: tuple[UsedFigure, ...]
    warnings: tuple[str, ...]
    document: Document

    def save(self, folder: Path, stem: str) -> list[Path]:
        """Writes the files that were built, `stem.html` and so on, and gives their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, extension in _EXTENSIONS.items():
            content = getattr(self, name)
            if content is not None:
                path = folder / f"{stem}.{extension}"
                path.write_bytes(content.encode() if isinstance(content, str) else content)
                paths.append(path)
        return paths


def assemble(
    source: ReportSource,
    data: Mapping[str, Any],
    resolver: FigureResolver,
    *,
    branding: Branding,
    narratives: Mapping[str, str] | None = None,
    trace_annex: bool = True,
) -> Document:
    """The numbered document alone, to check a source without building files.

    Raises:
        TemplateError: the template cannot be read or run.
        DocumentError: with every fault of the text.
    """
    texts = narratives or {}
    rendered = TemplateRun(source, texts, branding.numbers).render(data)
    ledger = FigureLedger(resolver, branding.numbers)
    unused = [key for key in texts if key not in rendered.narrative_keys]
    return Assembly(rendered, ledger, source.language, branding.numbers).document(
        trace_annex=trace_annex, unused=unused
    )


def build(
    source: ReportSource,
    data: Mapping[str, Any],
    resolver: FigureResolver,
    *,
    details: ReportDetails,
    branding: Branding,
    workdir: Path,
    narratives: Mapping[str, str] | None = None,
    formats: Collection[Format] = ALL_FORMATS,
    progress: Progress | None = None,
) -> BuiltReport:
    """Builds a report: the text is resolved once, and every format shows the same numbers.

    Args:
        source: template of the report.
        data: what the template sees.
        resolver: answers the figure references.
        details: title, date, orientation.
        branding: the institution's look.
        workdir: holds the drawn charts between builds, under `charts/`.
        narratives: the planners' texts by section key.
        formats: any of `html`, `fragment`, `docx`, `pdf`.
        progress: called with a stage (`text`, `charts`, `files`), how much is done and of how much.

    Raises:
        TemplateError: the template cannot be read or run.
        DocumentError: with every fault of the text; nothing is built.
        ToolError: Pandoc, Typst or the chart renderer failed.
    """
    tell = progress or _silent
    tell("text", 0, 1)
    document = assemble(
        source, data, resolver, branding=branding, narratives=narratives, trace_annex=details.trace_annex
    )
    document.figure_pages = details.figure_pages
    tell("text", 1, 1)
    renderer = ChartRenderer(workdir / "charts", branding.numbers)
    images: dict[str, ChartImage] = {}
    for done, chart in enumerate(document.charts, start=1):
        images[chart.caption.anchor] = renderer.draw(chart.chart)
        tell("charts", done, len(document.charts))
    made = _files(_Job(document, images, renderer, details, branding), formats, tell)
    return BuiltReport(
        html=made.get("html"),
        fragment=made.get("fragment"),
        docx=made.get("docx"),
        pdf=made.get("pdf"),
        figures=document.figures,
        warnings=tuple(document.warnings),
        document=document,
    )


@dataclass(frozen=True)
class _Job:
    document: Document
    images: Mapping[str, ChartImage]
    renderer: ChartRenderer
    details: ReportDetails
    branding: Branding

    def html(self, formats: Collection[Format]) -> dict[str, Any]:
        writer = HtmlWriter(self.document, self.images)
        body = writer.body()
        made: dict[str, Any] = {"fragment": body} if "fragment" in formats else {}
        if "html" in formats:
            made["html"] = writer.page(body, self.details, self.branding)
        return made

    def pdf(self) -> SetPages:
        writer = PdfWriter(self.document, self.images)
        with tempfile.TemporaryDirectory(prefix="quipu-pdf-") as folder:
            return writer.write(Path(folder), writer.source(self.details, self.branding), self.details)

    def docx(self, pages: Callable[[], Mapping[str, int]]) -> bytes:
        writer = DocxWriter(self.document, self.images, self.renderer, pages)
        with tempfile.TemporaryDirectory(prefix="quipu-docx-") as folder:
            return writer.write(Path(folder), self.details, self.branding)


def _files(job: _Job, formats: Collection[Format], tell: Progress) -> dict[str, Any]:
    """The files, side by side; the DOCX waits at its end for the pages of the PDF."""
    made: dict[str, Any] = {}
    running: dict[str, Future[Any]] = {}
    with ThreadPoolExecutor(max_workers=3) as pool:
        if {"pdf", "docx"} & set(formats):
            running["pdf"] = pages = pool.submit(job.pdf)
        if "docx" in formats:
            running["docx"] = pool.submit(job.docx, lambda: pages.result().pages)
        if {"html", "fragment"} & set(formats):
            running["html"] = pool.submit(job.html, formats)
        for done, (name, future) in enumerate(running.items(), start=1):
            result = future.result()
            if name == "html":
                made.update(result)
            elif name in formats:
                made[name] = result.content if isinstance(result, SetPages) else result
            tell("files", done, len(running))
    return made


def _silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""
