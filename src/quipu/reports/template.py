"""The author's side: the template's environment, its functions and filters, and the text it gives with its slots."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import FrameType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quipu.language import NumberStyle, format_long_date, format_number, format_percent, format_period, term
from quipu.reports.errors import ReportError, TemplateError
from quipu.reports.markdown import LiveFigure, MarkdownText, escape_markdown
from quipu.reports.places import SLOT_CLOSE, SLOT_OPEN, Place, SourceIndex, mark_places, without_marks
from quipu.reports.tables import Chart, Table

DEFAULT_MISSING_NARRATIVE = "Esta sección aún no tiene texto."


@dataclass(frozen=True)
class ReportSource:
    """One source of one report.

    Attributes:
        text: Markdown with Jinja, as a planner edits it.
        name: what errors call it.
        language: `es` or `en`.
    """

    text: str
    name: str = "plantilla.md"
    language: str = "es"


@dataclass(frozen=True)
class TableBlock:
    """A table as called in the template, with its place."""

    table: Table
    place: Place


@dataclass(frozen=True)
class ChartBlock:
    """A chart as called in the template, with its place."""

    label: str
    caption: str
    chart: Chart
    note: str
    place: Place


@dataclass(frozen=True)
class LiveBlock:
    """A live figure called as an expression."""

    reference: str
    place: Place


@dataclass(frozen=True)
class NarrativeBlock:
    """A place where a planner's text goes.

    Attributes:
        key: name of the section.
        file: number of its text among the parsed files, or None when nobody has written it.
        level: heading level of its highest heading; 0 for one below the section it stands in.
        missing: printed when there is no text.
    """

    key: str
    file: int | None
    level: int
    missing: str
    place: Place


@dataclass(frozen=True)
class PageBreak:
    """Starts a new page in the formats that have pages."""


@dataclass(frozen=True)
class FormulaBlock:
    """A formula on its own line, in TeX, with its reading in words."""

    tex: str
    alt: str


@dataclass(frozen=True)
class AnnexesBlock:
    """Where the automatic annexes go."""

    level: int


Block = TableBlock | ChartBlock | LiveBlock | NarrativeBlock | PageBreak | FormulaBlock | AnnexesBlock


@dataclass
class RenderedTemplate:
    """What the template gave: Markdown with slots, the blocks of the slots, the narratives used, and their places.

    Attributes:
        text: Markdown in which a slot number stands for each block.
        slots: the blocks by number.
        narratives: the marked texts of the narratives used, in order.
        index: the sources of the place marks.
    """

    text: str
    slots: list[Block]
    narratives: list[str]
    index: SourceIndex
    narrative_keys: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        """Whether any text or block asks for a live figure."""
        live_rows = (row for slot in self.slots if isinstance(slot, TableBlock) for row in slot.table.rows)
        return (
            any("[[" in text for text in [self.text, *self.narratives])
            or any(isinstance(slot, LiveBlock) for slot in self.slots)
            or any(isinstance(value, LiveFigure) for row in live_rows for value in row)
        )

    def line_of(self, name: str, label: str) -> int:
        """The last line of a source that defines a label, or 0."""
        lines = self.sources.get(name, "").split("\n")
        return max((number for number, line in enumerate(lines, start=1) if f"#{label}" in line), default=0)


class _Places(Extension):
    """Marks the places of references in the template's own text, not inside its expressions."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        spans = _text_spans(self.environment, source, name)
        number = getattr(self.environment, "quipu_source_number", 0)
        return mark_places(source, number, keep=lambda at: any(start <= at < end for start, end in spans))


def _text_spans(environment: Any, source: str, name: str | None) -> list[tuple[int, int]]:
    spans, position = [], 0
    for _, kind, value in environment.lexer.tokeniter(source, name):
        position = max(source.find(value, position), position)
        if kind == "data":
            spans.append((position, position + len(value)))
        position += len(value)
    return spans


class TemplateRun:
    """One rendering of one template: holds the slots and answers the author's functions."""

    def __init__(self, source: ReportSource, narratives: Mapping[str, str], style: NumberStyle) -> None:
        self._source, self._narratives, self._style = source, narratives, style
        self._index = SourceIndex()
        self._slots: list[Block] = []
        self._texts: list[str] = []
        self._keys: list[str] = []
        self._sources = {source.name: source.text}

    def render(self, data: Mapping[str, Any]) -> RenderedTemplate:
        """Runs the template.

        Raises:
            TemplateError: with the template's name, the line, what happened and what to do.
        """
        environment = self._environment()
        environment.quipu_source_number = self._index.add(self._source.name)  # type: ignore[attr-defined]
        try:
            template = environment.from_string(without_marks(self._source.text))
            text = template.render(dict(data))
        except TemplateSyntaxError as problem:
            raise self._fault("La plantilla no se puede leer.", problem.lineno, str(problem.message)) from problem
        except ReportError:
            raise
        except Exception as problem:
            raise self._failure(problem) from problem
        return RenderedTemplate(text, self._slots, self._texts, self._index, self._keys, self._sources)

    def _environment(self) -> ImmutableSandboxedEnvironment:
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            comment_start_string="{##",  # `{#` opens a heading label in Markdown
            comment_end_string="##}",
            finalize=self._finalize,
            extensions=[_Places],
        )
        environment.globals.clear()
        environment.globals.update(
            range=range,
            table=self._table,
            chart=self._chart,
            live=LiveFigure,
            narrative=self._narrative,
            page_break=self._page_break,
            formula=self._formula,
            automatic_annexes=self._annexes,
        )
        environment.filters.update(_filters(self._style, self._source.language))
        return environment

    def _finalize(self, value: Any) -> Any:
        if isinstance(value, MarkdownText):
            return value
        if isinstance(value, LiveFigure):
            return self._slot(LiveBlock(value.reference, self._here()))
        if isinstance(value, Decimal):
            return format_number(value, style=self._style)
        return escape_markdown(str(value))

    def _slot(self, block: Block) -> MarkdownText:
        self._slots.append(block)
        mark = f"{SLOT_OPEN}{len(self._slots) - 1}{SLOT_CLOSE}"
        return MarkdownText(mark if isinstance(block, LiveBlock) else f"\n\n{mark}\n\n")

    def _here(self) -> Place:
        return Place(self._source.name, _template_line(sys._getframe(1)))

    def _table(
        self, label: str, *, caption: str, columns: Sequence[Any], rows: Sequence[Any], **options: Any
    ) -> MarkdownText:
        """`{{ table("label", caption="…", columns=[…], rows=[…], note="…", total_row=false) }}`"""
        return self._slot(TableBlock(Table.of(label, caption, columns, rows, **options), self._here()))

    def _chart(
        self, label: str, chart: Chart, *, caption: str, alt: str = "", note: str = "", width: float = 0
    ) -> MarkdownText:
        """`{{ chart("label", data.chart, caption="…", note="…") }}`"""
        if not isinstance(chart, Chart):
            raise TypeError("el segundo argumento de chart() debe ser un gráfico preparado por la aplicación")
        drawn = Chart(chart.spec, alt or chart.alt, chart.data, width or chart.width)
        return self._slot(ChartBlock(label, caption, drawn, note, self._here()))

    def _narrative(self, key: str, *, level: int = 0, missing: str = DEFAULT_MISSING_NARRATIVE) -> MarkdownText:
        """`{{ narrative("section") }}`"""
        self._keys.append(key)
        text, file = self._narratives.get(key, ""), None
        if text.strip():
            name = f"narrativa «{key}»"
            number = self._index.add(name)
            self._sources[name] = text
            file = len(self._texts)
            self._texts.append(mark_places(without_marks(text), number))
        return self._slot(NarrativeBlock(key, file, level, missing, self._here()))

    def _page_break(self) -> MarkdownText:
        return self._slot(PageBreak())

    def _formula(self, tex: str, *, alt: str) -> MarkdownText:
        return self._slot(FormulaBlock(tex, alt))

    def _annexes(self, *, level: int = 1) -> MarkdownText:
        return self._slot(AnnexesBlock(level))

    def _failure(self, problem: Exception) -> TemplateError:
        line = _line_of(problem)
        if isinstance(problem, UndefinedError):
            what = f"La plantilla usa un nombre que no existe: {problem.message}."
            return self._fault(what, line, "Revise cómo se escribe, o si el dato está en el contexto del informe.")
        if isinstance(problem, SecurityError):
            return self._fault("La plantilla intenta algo que no está permitido.", line, str(problem))
        return self._fault("La plantilla falla al ejecutarse.", line, f"{problem} ({type(problem).__name__}).")

    def _fault(self, what: str, line: int, why: str) -> TemplateError:
        return TemplateError(
            what,
            where=str(Place(self._source.name, line)),
            why=why,
            remedy="Corrija esa línea de la plantilla y vuelva a generar el informe.",
        )


def _template_line(frame: FrameType | None) -> int:
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return 0


def _line_of(problem: Exception) -> int:
    line, traceback = 0, problem.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _filters(style: NumberStyle, language: str) -> dict[str, Callable[..., MarkdownText]]:
    def number(value: Decimal | int, decimals: int | None = None) -> MarkdownText:
        return escape_markdown(format_number(value, decimals, style=style))

    def percent(value: Decimal | int, decimals: int | None = 1) -> MarkdownText:
        return escape_markdown(format_percent(value, decimals, style=style))

    def long_date(value: date) -> MarkdownText:
        return escape_markdown(format_long_date(value, language))

    def period(value: str) -> MarkdownText:
        return escape_markdown(format_period(value, language))

    def term_of(key: str) -> MarkdownText:
        return escape_markdown(term(key, language))

    def markdown(value: str) -> MarkdownText:
        return MarkdownText(without_marks(value))

    return {
        "number": number,
        "percent": percent,
        "long_date": long_date,
        "period": period,
        "term": term_of,
        "markdown": markdown,
    }
