"""The same tables as a spreadsheet: exact values with number formats, frozen header, ready to print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from quipu.language import NumberStyle
from quipu.reports.branding import Branding
from quipu.reports.markdown import LiveFigure
from quipu.reports.tables import Cell, Column, Table, plain

_NARROWEST, _WIDEST = 7.0, 48.0
_LINE_PIXELS = 17
_COLUMNS_A_PAGE = 20
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_NAME = 31
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: on its tab; cut to what a spreadsheet takes.
        table: its columns and rows; the caption is the sheet's title and the note stands below.
    """

    name: str
    table: Table


class SpreadsheetWriter:
    """Writes tables to one `.xlsx`.

    Args:
        branding: the institution's look.
        created: the only date inside the file, so that the same input gives the same bytes.
    """

    def __init__(self, branding: Branding, created: datetime) -> None:
        self._branding, self._created = branding, created.replace(tzinfo=None)
        self._formats: dict[tuple[str, ...], Format] = {}

    def write(self, sheets: Sequence[Sheet], *, title: str) -> bytes:
        """The file's bytes, one landscape sheet per table.

        Args:
            sheets: in order; names are made different from each other.
            title: for the file's properties.
        """
        output = io.BytesIO()
        self._formats = {}
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(output, options) as workbook:
            workbook.set_properties({"title": title, "author": self._branding.institution, "created": self._created})
            taken: set[str] = set()
            for sheet in sheets:
                self._sheet(workbook, workbook.add_worksheet(_sheet_name(sheet.name, taken)), sheet.table)
        return output.getvalue()

    def _sheet(self, workbook: Workbook, page: Worksheet, table: Table) -> None:
        header_rows = 2 if table.has_groups else 1
        first = 2
        last = len(table.columns) - 1
        page.write_string(0, 0, plain(table.caption), self._format(workbook, "title"))
        self._header(workbook, page, table, first)
        body = first + header_rows
        widths = [_width(table, index) for index in range(len(table.columns))]
        for index, row in enumerate(table.rows):
            page.set_row_pixels(body + index, _row_height(row, table.columns, widths))
            total = table.total_row and index == len(table.rows) - 1
            for position, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                self._value(workbook, page, body + index, position, value, column, total=total)
        end = body + len(table.rows)
        if table.note:
            page.write_string(end + 1, 0, table.note, self._format(workbook, "note"))
        for index, width in enumerate(widths):
            page.set_column(index, index, width)
        page.freeze_panes(body, 1)
        if table.rows and not table.total_row:
            page.autofilter(body - 1, 0, end - 1, last)
        page.repeat_rows(first, body - 1)
        _print_setup(page, self._branding.institution, len(table.columns))

    def _header(self, workbook: Workbook, page: Worksheet, table: Table, row: int) -> None:
        header = self._format(workbook, "header")
        lower = row + 1 if table.has_groups else row
        page.set_row_pixels(lower, _header_height(table))
        for index, column in enumerate(table.columns):
            page.write_string(lower, index, column.title, header)
        if not table.has_groups:
            return
        page.set_row_pixels(row, 2 * _LINE_PIXELS + 4)
        position = 0
        for group, span in table.header_groups():
            if not group:
                page.merge_range(row, position, lower, position, table.columns[position].title, header)
            elif span == 1:
                page.write_string(row, position, group, header)
            else:
                page.merge_range(row, position, row, position + span - 1, group, header)
            position += span

    def _value(
        self, workbook: Workbook, page: Worksheet, row: int, index: int, value: Cell, column: Column, *, total: bool
    ) -> None:
        if isinstance(value, LiveFigure):
            raise ValueError("A spreadsheet takes exact values, not references to figures.")
        look = self._format(workbook, "total" if total else "cell", _number_format(value, column), column.alignment)
        if value is None or value == "":
            page.write_blank(row, index, None, look)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool) and _fits(value):
            page.write_number(row, index, float(value), look)
        else:
            page.write_string(
                row, index, column.show(value, NumberStyle()) if isinstance(value, int | Decimal) else str(value), look
            )

    def _format(self, workbook: Workbook, role: str, number: str = "", align: str = "") -> Format:
        key = (role, number, align)
        if key not in self._formats:
            self._formats[key] = workbook.add_format(self._look(role, number, align))
        return self._formats[key]

    def _look(self, role: str, number: str, align: str) -> dict[str, Any]:
        base: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        if role == "title":
            return {**base, "font_size": 14, "bold": True, "font_color": self._branding.primary}
        if role == "note":
            return {**base, "font_size": 9, "font_color": "#595959"}
        if role == "header":
            return {
                **base, "bold": True, "text_wrap": True, "valign": "vcenter", "font_color": "#FFFFFF",
                "bg_color": self._branding.primary, "border": 1, "border_color": "#FFFFFF",
            }  # fmt: skip
        cell = {**base, "text_wrap": True, "bottom": 1, "bottom_color": "#D9D9D9", "align": align}
        if number:
            cell["num_format"] = number
        return {**cell, "bold": True, "top": 1, "top_color": self._branding.primary} if role == "total" else cell


def _number_format(value: Cell, column: Column) -> str:
    if not isinstance(value, int | Decimal):
        return "@"
    if column.kind == "year":
        return "0"
    if column.kind == "percentage":
        decimals = 1 if column.decimals is None else column.decimals
        return f'{_digits("0", decimals)} "%"'
    if column.decimals is not None:
        return _digits("#,##0", column.decimals)
    return "#,##0" if value == int(value) else "#,##0.00"


def _digits(whole: str, decimals: int) -> str:
    return whole + ("." + "0" * decimals if decimals else "")


def _fits(value: int | Decimal) -> bool:
    """Whether a spreadsheet's number holds every digit."""
    return Decimal(value).is_finite() and len(Decimal(value).as_tuple().digits) <= _EXACT_DIGITS


def _sheet_name(name: str, taken: set[str]) -> str:
    base = name.translate(_FORBIDDEN_IN_NAMES).strip()[:LONGEST_NAME] or "Hoja"
    chosen, count = base, 1
    while chosen.lower() in taken:
        count += 1
        chosen = f"{base[: LONGEST_NAME - 4]} ({count})"
    taken.add(chosen.lower())
    return chosen


def _width(table: Table, index: int) -> float:
    """Width of a column in characters: its longest value, within limits, and its longest header word."""
    style, column = NumberStyle(), table.columns[index]
    longest = max((len(column.show(row[index], style)) for row in table.rows[:500]), default=0)
    word = max((len(part) for part in column.title.split()), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2.0, word + 4.0))


def _header_height(table: Table) -> int:
    """Pixels for the header with the most lines once wrapped."""
    lines = (ceil((len(column.title) + 2) / _width(table, index)) for index, column in enumerate(table.columns))
    return _LINE_PIXELS * max(lines, default=1) + 10


def _row_height(row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[float]) -> int:
    """Pixels for the cell with the most lines once wrapped; not every program works it out by itself."""
    style = NumberStyle()
    lines = (
        ceil((len(column.show(value, style)) + 1) / width)
        for value, column, width in zip(row, columns, widths, strict=True)
    )
    return _LINE_PIXELS * max(lines, default=1) + 3


def _print_setup(page: Worksheet, institution: str, columns: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(ceil(columns / _COLUMNS_A_PAGE), 0)
    page.repeat_columns(0, 1 if columns > _COLUMNS_A_PAGE else 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_header(f"&L&9{institution.replace('&', '&&')}")
    page.set_footer("&R&9&P / &N")
    page.hide_gridlines(2)
