"""One source per report, in HTML, DOCX and PDF with the same numbers; and the same tables as spreadsheets.

Nothing here knows the database. The caller gives a `ReportSource` (Markdown and Jinja), the data the template sees, a
`FigureResolver` and the planners' narratives, and `build` gives the files, the figures printed and the warnings.

What a template author writes
=============================

Text is Markdown. `{{ value }}` prints data as plain text: a name with `*`, `_`, `|`, `[` or `<` prints as it stands.
`{% for %}` and `{% if %}` are Jinja's; a comment is `{## so ##}`, because `{#` opens a label. Raw HTML, TeX and code
fences are not read. An undefined name is an error with its line.

**Figures**: `[[ELEMENT#INDICATOR@PERIOD:MEASURE|FORMAT ?? FALLBACK]]`; only element and measure are needed. A format is
`0`, `0.0`, `0.00`… and the fallback prints when there is no value; without one, a missing value is an error. In an
expression or a table cell: `live("OEI.05:avance|0.0")`. The code may come from data: `[[{{ item.code }}:avance]]`.

**Headings**: `# Methodology {#sec:methodology}` is numbered; `{.unnumbered}` is not; `{.annex #anx:sheets}` is
"Anexo n". Levels are not skipped.

**Tables**: `{{ table("label", caption="…", columns=[…], rows=[…], note="…", total_row=true) }}`. A column is a title
or a mapping with `title`, `kind` (`text`, `number`, `percentage`, `year`), `decimals`, `align`, `width` (share of
the page), `group` (a header over neighbours) and `key` (when rows are mappings). A Markdown table followed by
`: Caption {#tbl:label}` is numbered too.

**Charts**: `{{ chart("label", data.chart, caption="…", note="…") }}`, where the chart comes from the builders of
`quipu.reports.charts`; `alt` and `width` (share of the text's width) may be given.

**References**: `@tbl:label`, `@fig:label`, `@sec:label` ("sección 4"; `@Sec:` with a capital), `@anx:label`. One that
leads nowhere is an error with its place. Captions and notes are plain text in which figures and references live.

**The rest**: `{{ narrative("key", level=3, missing="…") }}` puts a planner's text, its headings below the present one
unless a level is given; `{{ formula("TeX", alt="in words") }}`; `{{ page_break() }}`;
`{{ automatic_annexes(level=2) }}` says where the data of the charts and the trace of the figures go
(otherwise at the end). Footnotes are `^[so]`.
Filters: `number(decimals)`, `percent(decimals)`, `long_date`, `period`, `term` (a key of the glossary) and `markdown`
(text that is Markdown already).

What a planner writes in a narrative
====================================

The same Markdown with figures, references and footnotes; no template code, no pictures, no links but web and mail.
"""

from quipu.reports.branding import Branding, Orientation, ReportDetails
from quipu.reports.build import ALL_FORMATS, BuiltReport, Format, assemble, build
from quipu.reports.chart_images import ChartImage, ChartRenderer
from quipu.reports.charts import (
    ElementProgress,
    Level,
    LevelCounts,
    Palette,
    YearValue,
    level_counts,
    progress_by_element,
    series_over_years,
)
from quipu.reports.document import Document
from quipu.reports.errors import DocumentError, Fault, ReportError, TemplateError, ToolError
from quipu.reports.figures import (
    Figure,
    FigureKind,
    FigureReference,
    FigureResolver,
    UnreadableReferenceError,
    UsedFigure,
    parse_reference,
)
from quipu.reports.html import style_sheet
from quipu.reports.markdown import LiveFigure, MarkdownText, escape_markdown
from quipu.reports.places import Place
from quipu.reports.spreadsheet import Sheet, SpreadsheetWriter
from quipu.reports.tables import Cell, Chart, Column, Table
from quipu.reports.template import ReportSource

__all__ = [
    "ALL_FORMATS",
    "Branding",
    "BuiltReport",
    "Cell",
    "Chart",
    "ChartImage",
    "ChartRenderer",
    "Column",
    "Document",
    "DocumentError",
    "ElementProgress",
    "Fault",
    "Figure",
    "FigureKind",
    "FigureReference",
    "FigureResolver",
    "Format",
    "Level",
    "LevelCounts",
    "LiveFigure",
    "MarkdownText",
    "Orientation",
    "Palette",
    "Place",
    "ReportDetails",
    "ReportError",
    "ReportSource",
    "Sheet",
    "SpreadsheetWriter",
    "Table",
    "TemplateError",
    "ToolError",
    "UnreadableReferenceError",
    "UsedFigure",
    "YearValue",
    "assemble",
    "build",
    "escape_markdown",
    "level_counts",
    "parse_reference",
    "progress_by_element",
    "series_over_years",
    "style_sheet",
]
