"""From typed rows to a file: an `.xlsx` that helps whoever fills it in, or a folder of CSV files to review."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from quipu.errors import QuipuError
from quipu.workbook.cells import CONTROL
from quipu.workbook.columns import Column, ColumnType, Sheet, Value
from quipu.workbook.guide import READ_ME, describe_column, explain
from quipu.workbook.rows import RowsBySheet, column_letter
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS
from quipu.workbook.sources import escape

MOST_CHARACTERS = 32_767
SPARE_ROWS = 500
LONGEST_LIST = 255
"""Characters that Excel admits in a list written inside its rule; a longer one stands in cells of the first sheet."""
_LISTS_FROM = 2
_HEADING_WIDTH = 4
_WIDTHS = {ColumnType.LONG_TEXT: 60, ColumnType.TEXT: 28, ColumnType.CODE: 18, ColumnType.CHOICE: 22}
_KEPT_AS_TEXT = {ColumnType.TEXT, ColumnType.LONG_TEXT, ColumnType.CODE, ColumnType.PERIOD}
Lists = dict[tuple[str, ...], str]
_YES_NO = {True: "sí", False: "no"}


class UnwritableWorkbookError(QuipuError):
    """A row cannot be written in the form asked for."""

    code = "workbook.not_written"


def write_workbook(rows_by_sheet: RowsBySheet, path: Path | str, *, template: bool = False) -> None:
    """Write an `.xlsx`.

    Args:
        rows_by_sheet: rows by English sheet name; a sheet that is absent is not written.
        path: where; the file appears whole or not at all.
        template: write every sheet, those without rows too.

    Raises:
        UnwritableWorkbookError: a text is longer than a spreadsheet holds, or has characters that it cannot hold.
    """
    path = Path(path)
    sheets = [sheet for sheet in SHEETS if template or sheet.name in rows_by_sheet]
    for sheet in sheets:
        _check_texts(sheet, rows_by_sheet.get(sheet.name, ()), path.name)
    # Loading it takes longer than most verbs take, and most verbs write no workbook.
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        formats = _formats(book)
        lists = _write_read_me(book, formats, sheets)
        for sheet in sheets:
            _write_sheet(book, formats, sheet, rows_by_sheet.get(sheet.name, ()), lists)
    replace_file(path, target.getvalue())


def write_folder(rows_by_sheet: RowsBySheet, folder: Path | str) -> None:
    """Write a folder of CSV files (UTF-8, commas), one per sheet given.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which reading takes off again.

    Args:
        rows_by_sheet: rows by English sheet name; a sheet that is absent is not written.
        folder: made when it is not there; each file appears whole or not at all.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableWorkbookError(
            "No se puede escribir la carpeta.",
            where=str(folder),
            why=str(error.strerror),
            remedy="Elija otra carpeta, o un archivo terminado en .xlsx.",
        ) from error
    for name, rows in rows_by_sheet.items():
        sheet = SHEET_BY_NAME[name]
        target = io.StringIO(newline="")
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([column.label for column in sheet.columns])
        for row in rows:
            writer.writerow([_text_of(row.get(column.name), column) for column in sheet.columns])
        replace_file(folder / sheet.file_name, target.getvalue().encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _text_of(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if column.choices:
        return column.choices.get(str(value), str(value))
    return escape(str(value)) if isinstance(value, str) else str(value)


def _check_texts(sheet: Sheet, rows: Sequence[Mapping[str, Value]], name: str) -> None:
    for number, row in enumerate(rows, start=2):
        for index, column in enumerate(sheet.columns):
            text = row.get(column.name)
            if not isinstance(text, str):
                continue
            place = f"{name}, hoja «{sheet.label}», celda {column_letter(index)}{number}"
            if len(text) * 2 > MOST_CHARACTERS and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
                raise UnwritableWorkbookError(
                    f"el texto tiene {len(text)} caracteres y una celda de Excel admite {MOST_CHARACTERS}.",
                    where=place,
                    remedy="Exporte a una carpeta de CSV, que no tiene ese límite, o divida el texto.",
                    code="workbook.text_too_long",
                )
            if CONTROL.search(text):
                raise UnwritableWorkbookError(
                    "el texto lleva un carácter que no se imprime.",
                    where=place,
                    remedy="Bórrelo en la página donde se escribió.",
                    code="workbook.control_character",
                )


def _formats(book: Any) -> dict[str, Any]:
    return {
        "heading": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}),
        "required": book.add_format({"bold": True, "bg_color": "#8C1D2F", "font_color": "#FFFFFF", "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "long_text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "plain": book.add_format({"valign": "top"}),
    }


def _write_read_me(book: Any, formats: dict[str, Any], sheets: Sequence[Sheet]) -> Lists:
    page = book.add_worksheet(READ_ME)
    page.set_column(0, 0, 110, formats["wrapped"])
    title, *lines = explain(sheets)
    page.write_string(0, 0, title, formats["title"])
    for number, line in enumerate(lines, start=1):
        page.write_string(number, 0, line, formats["wrapped"])
    return _write_lists(page, formats, sheets)


def _write_lists(page: Any, formats: dict[str, Any], sheets: Sequence[Sheet]) -> Lists:
    """Write the lists too long for a rule beside the explanation, each in a column; give the cells of each."""
    places: Lists = {}
    for sheet in sheets:
        for column in sheet.columns:
            words = tuple(column.choices.values())
            if len(",".join(words)) <= LONGEST_LIST or words in places:
                continue
            place = _LISTS_FROM + len(places)
            letter = column_letter(place)
            page.set_column(place, place, 32)
            page.write_string(0, place, f"Lista de «{column.label}» ({sheet.label})", formats["wrapped"])
            page.write_column(1, place, words)
            places[words] = f"='{READ_ME}'!${letter}$2:${letter}${len(words) + 1}"
    return places


def _write_sheet(
    book: Any, formats: dict[str, Any], sheet: Sheet, rows: Sequence[Mapping[str, Value]], lists: Lists
) -> None:
    page = book.add_worksheet(sheet.label)
    page.freeze_panes(1, 0)
    page.set_row(0, 32)
    last = len(rows) + SPARE_ROWS
    for index, column in enumerate(sheet.columns):
        form = _format_of(column, formats)
        page.set_column(index, index, _width(column), form)
        page.write_string(0, index, column.label, formats["required" if column.required else "heading"])
        page.write_comment(0, index, describe_column(column), {"x_scale": 2})
        words = list(column.choices.values()) or (["sí", "no"] if column.type is ColumnType.FLAG else [])
        if words:
            source = lists.get(tuple(words), words)
            page.data_validation(1, index, last, index, {"validate": "list", "source": source})
        for number, row in enumerate(rows, start=1):
            _write_cell(page, number, index, row.get(column.name), column, form)


def _write_cell(page: Any, number: int, index: int, value: Value, column: Column, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool) or column.choices:
        page.write_string(number, index, _text_of(value, column), form)
    elif isinstance(value, (int, Decimal)):
        page.write_number(number, index, value, form)
    elif isinstance(value, date):
        page.write_datetime(number, index, value, form)
    else:
        page.write_string(number, index, value, form)


def _format_of(column: Column, formats: dict[str, Any]) -> Any:
    if column.type is ColumnType.LONG_TEXT:
        return formats["long_text"]
    if column.type in _KEPT_AS_TEXT:
        return formats["text"]
    return formats["date" if column.type is ColumnType.DATE else "plain"]


def _width(column: Column) -> int:
    return max(_WIDTHS.get(column.type, 12), min(len(column.label) + _HEADING_WIDTH, 30))
