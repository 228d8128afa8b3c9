"""From a computation to the files of a report. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from quipu.apps.evaluation.services import Computation
from quipu.apps.organisation.models import Institution
from quipu.apps.publishing.contents.evaluation import evaluation_data
from quipu.apps.publishing.contents.monitoring import all_periods, monitoring_data
from quipu.apps.publishing.contents.operation_tables import cost_centre_table
from quipu.apps.publishing.contents.plan_tables import TableData, alert_table, monitoring_table, uncomputed_table
from quipu.apps.publishing.contents.series import number_style_of
from quipu.apps.publishing.figures import PlanFigures
from quipu.apps.publishing.models import Narrative, Report
from quipu.apps.publishing.tabled import joined, tabled_figures
from quipu.language import format_period
from quipu.reports import Branding, ReportDetails, ReportSource, Table, UsedFigure, build
from quipu.reports.spreadsheet import Sheet, SpreadsheetWriter

Progress = Callable[[str, int, int], None]

TITLES = {
    Report.EVALUATION: "Informe de evaluación institucional",
    Report.MONITORING: "Reporte de seguimiento del plan estratégico y del plan operativo",
}
FICTIONAL = "Datos ficticios"


@dataclass(frozen=True)
class MadeReport:
    """A report as made.

    Attributes:
        files: content by format: `html`, `docx`, `pdf`, and `xlsx` for the monitoring report.
        figures: every printed figure: those of the text by their number in the trace annex, then those of the tables.
        warnings: what deserves a look.
    """

    files: Mapping[str, bytes]
    figures: tuple[UsedFigure, ...]
    warnings: tuple[str, ...]


def source_of(report: str) -> ReportSource:
    """The report's own source, as it comes with Quipu."""
    text = resources.files("quipu.apps.publishing").joinpath(f"sources/{report}.md").read_text(encoding="utf-8")
    return ReportSource(text, name=f"{report}.md")


def figures_of(computation: Computation) -> PlanFigures:
    """The resolver of a computation, by its institution's profile."""
    return PlanFigures(computation, computation.version.plan.institution.progress_printed)


def branding_of(institution: Institution) -> Branding:
    """The look of an institution."""
    return Branding(
        institution=institution.name,
        primary=institution.primary_colour,
        accent=institution.secondary_colour,
        numbers=number_style_of(institution),
    )


def make_report(
    computation: Computation,
    report: str,
    *,
    dated: date,
    source: ReportSource | None = None,
    progress: Progress | None = None,
    figure_pages: str = "",
) -> MadeReport:
    """Make every file of a report.

    Args:
        computation: the plan in the report's period.
        report: `evaluation` or `monitoring`.
        dated: the date printed on it.
        source: another template than the report's own.
        progress: told of each stage.
        figure_pages: address under which each figure of the text has its page; empty for none.

    Raises:
        TemplateError: the template cannot be read or run.
        DocumentError: every reference that leads nowhere, with its place.
    """
    details = replace(_details(computation, report, dated), figure_pages=figure_pages)
    branding = branding_of(computation.version.plan.institution)
    data, figures = _data_of(computation, report), figures_of(computation)
    made = build(
        source or source_of(report),
        data,
        figures,
        details=details,
        branding=branding,
        workdir=Path(settings.DATA_DIR) / "cache",
        narratives=narratives_of(computation, report),
        progress=progress,
    )
    files = {"html": (made.html or "").encode(), "docx": made.docx or b"", "pdf": made.pdf or b""}
    if report == Report.MONITORING:
        files["xlsx"] = monitoring_spreadsheet(computation, details)
    tabled = tabled_figures(computation, report, data, figures, branding.numbers)
    return MadeReport(files, joined(made.figures, tabled), made.warnings)


def narratives_of(computation: Computation, report: str) -> dict[str, str]:
    """The words written for a report, by section."""
    rows = Narrative.objects.filter(plan=computation.version.plan_id, period=str(computation.period), report=report)
    return dict(rows.values_list("section", "body"))


def monitoring_spreadsheet(computation: Computation, details: ReportDetails) -> bytes:
    """The monitoring report as a workbook: indicators over every year and semester, alerts, execution."""
    sheets = {
        "Seguimiento PEI": monitoring_table(computation, all_periods(computation)),
        "Alertas": alert_table(computation),
        "No calculados": uncomputed_table(computation),
        "POI por centro de costo": cost_centre_table(computation),
    }
    institution = computation.version.plan.institution
    writer = SpreadsheetWriter(branding_of(institution), details.moment)
    tables = [_table(name, data, fictional=institution.synthetic) for name, data in sheets.items()]
    return writer.write([Sheet(table.label, table) for table in tables], title=details.title)


def _table(name: str, data: TableData, *, fictional: bool) -> Table:
    note = f"{FICTIONAL}. {data.note}".strip() if fictional else data.note
    return Table.of(name, name, list(data.columns), [list(row) for row in data.rows], note=note)


def _data_of(computation: Computation, report: str) -> dict[str, Any]:
    return evaluation_data(computation) if report == Report.EVALUATION else monitoring_data(computation)


def _details(computation: Computation, report: str, dated: date) -> ReportDetails:
    plan = computation.version.plan
    fictional = f" · {FICTIONAL}" if plan.institution.synthetic else ""
    return ReportDetails(
        title=TITLES[Report(report)],
        date=dated,
        subtitle=f"{plan.name} · {format_period(str(computation.period), 'es')}{fictional}",
        keywords=(plan.code, str(computation.period), plan.institution.acronym),
        orientation="landscape" if report == Report.MONITORING else "portrait",
    )
