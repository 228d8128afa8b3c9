"""Reports."""

from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.build import ALL_FORMATS, BuiltReport, assemble, build
from quipu.reports.chart_images import ChartImage, ChartRenderer
from quipu.reports.charts import (
    ElementProgress,
    LevelCounts,
    Palette,
    YearValue,
    level_counts,
    progress_by_element,
    series_over_years,
)
from quipu.reports.errors import DocumentFaults, Fault, ReportError, TemplateFault, ToolFailed
from quipu.reports.figures import Figure, FigureKind, FigureReference, FigureResolver, UsedFigure, parse_reference
from quipu.reports.markdown import LiveFigure, MarkdownText, escape_markdown
from quipu.reports.places import Place
from quipu.reports.tables import Chart, Column, Table
from quipu.reports.template import ReportSource
