"""Tables as files: CSV and XLSX, in which no text can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse
from xlsxwriter.format import Format

Cell = str | int | Decimal | date | None
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DAY = "dd/mm/yyyy"
_FIRST_YEAR = 1900
"""Spreadsheets know no earlier day."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(
    name: str, format: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = ""
) -> HttpResponse:
    """A table as a file to keep.

    Args:
        name: of the file, without its ending.
        format: `csv` or `xlsx`; any other does not exist.
        header: titles of the columns.
        rows: texts, exact numbers, days, or None for what is missing.
        sheet: what the sheet of a workbook is called, of at most 31 letters.
    """
    if format not in _TYPES:
        raise Http404
    content = write_csv(header, rows) if format == "csv" else write_xlsx(header, rows, sheet)
    response = HttpResponse(content, content_type=_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, which is how spreadsheets know it; numbers with a point, days as 2024-05-30."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "") -> bytes:
    """One sheet; numbers as numbers, days as days, every text as text."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(title or None)
        sheet.freeze_panes(1, 1)
        day = book.add_format({"num_format": _DAY, "align": "left"})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write_cell(sheet, (line, column), cell, day)
        sheet.set_column(0, max(len(header) - 1, 0), 22)
    return content.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], cell: Cell, day: Format) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, int | Decimal):
        sheet.write_number(*place, cell)
    elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(*place, cell, day)
    else:
        sheet.write_string(*place, str(cell))


def _harmless(cell: Cell) -> str:
    """A text that a spreadsheet would read as a formula is kept as text by an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal | date):
        return str(cell)
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
