"""From the files that Ceplan V.01 exports to rows, faults, warnings and questions, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from quipu.workbook.cells import Raw
from quipu.workbook.ceplan.accumulating import ask_accumulations
from quipu.workbook.ceplan.cells import RowReader
from quipu.workbook.ceplan.checking import check_rows, check_totals
from quipu.workbook.ceplan.columns import heading_key
from quipu.workbook.ceplan.layouts import DATA_SHEET, CeplanLayout, Kind, SheetLayout
from quipu.workbook.ceplan.merging import merge
from quipu.workbook.ceplan.naming import warn_of_names
from quipu.workbook.ceplan.opening import open_files
from quipu.workbook.ceplan.recognising import Recognised, is_total, recognise
from quipu.workbook.ceplan.records import CeplanFiles, CeplanRow, Findings
from quipu.workbook.faults import Fault


def read_ceplan(
    paths: Path | str | Iterable[Path | str],
    *,
    name: str = "",
    aliases: Mapping[str, str] | None = None,
    accumulations: Mapping[str, str] | None = None,
) -> CeplanFiles:
    """Read an annual export, or the five separate files.

    Amounts are exact: a cell with a sign, with separators of thousands, with a date or with words is a fault and never
    a guess. An empty cell says nothing, which is not zero.

    Args:
        paths: an `.xlsx`; a folder, a ZIP or a list of `.xlsx` and `.csv` files, whatever their names.
        name: how to call it, when the path does not say.
        aliases: answers to questions about headings, heading -> field; an empty field carries the column untouched.
        accumulations: answers to questions about running totals, activity code -> sum, last, mean or maximum.

    Returns:
        Its rows with all their faults, warnings and questions.

    Raises:
        UnreadableWorkbookError: it cannot be opened, or nothing in it is Ceplan V.01's.
    """
    opened = open_files(paths, name)
    findings = Findings(warnings=list(opened.warnings))
    known = {heading_key(heading): field for heading, field in (aliases or {}).items()}
    sheets = recognise(opened, known, findings)
    rows_by_kind = {sheet.layout.kind: _read_sheet(sheet, findings) for sheet in sheets}
    for several in rows_by_kind.values():
        check_rows(several, findings)
        check_totals(several, findings)
    layout = CeplanLayout(_kind(sheets[0].layout), tuple(sheet.layout for sheet in sheets))
    rows = rows_by_kind[Kind.ANNUAL] if layout.kind != "separate" else merge(rows_by_kind, findings)
    if not rows and not findings.faults:
        findings.faults.append(_no_rows(layout.sheets[0]))
    warn_of_names(rows, findings)
    findings.questions += ask_accumulations(rows, accumulations or {})
    return CeplanFiles(
        layout,
        rows,
        findings.faults,
        findings.warnings,
        findings.questions,
        opened.sha256,
        opened.name,
        opened.original,
        opened.ending,
    )


def _kind(layout: SheetLayout) -> str:
    if layout.kind is not Kind.ANNUAL:
        return "separate"
    return "data" if heading_key(layout.sheet) == heading_key(DATA_SHEET) else "annual"


def _read_sheet(sheet: Recognised, findings: Findings) -> list[CeplanRow]:
    layout = sheet.layout
    reader = RowReader(layout, sheet.absent)
    column = layout.fields.get("code")
    rows: list[CeplanRow] = []
    for number, cells in enumerate(sheet.rows, start=layout.header_row + 1):
        if _blank(cells):
            continue
        if (column is None or column >= len(cells) or not _looks_coded(cells[column])) and is_total(cells):
            findings.warnings.append(_totals_row(layout, number))
            continue
        rows.append(reader.read(cells, number, findings.faults))
    return rows


def _blank(cells: list[Raw]) -> bool:
    return (not any(cells) and not any(cell is not None and cell != "" for cell in cells)) or all(
        cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells
    )


def _looks_coded(cell: Raw) -> bool:
    return bool(str(cell if cell is not None else "").strip()) and not is_total([cell])


def _no_rows(layout: SheetLayout) -> Fault:
    reason = "no tiene ninguna actividad debajo de los encabezados."
    remedy = "Expórtelo de nuevo desde el aplicativo."
    return Fault(layout.label, f"A{layout.header_row}", "", reason, remedy, "workbook.ceplan.no_rows")


def _totals_row(layout: SheetLayout, number: int) -> Fault:
    reason = "es una fila de totales, sin código de actividad, y no se leyó."
    remedy = "No hay nada que hacer: los totales se calculan."
    return Fault(layout.label, f"A{number}", "", reason, remedy, "workbook.ceplan.totals_row")
