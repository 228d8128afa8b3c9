"""From rows to the files that they came in: the same sheets, headings, places and unknown columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, count
from math import isfinite
from pathlib import Path, PurePosixPath
from typing import Any

from quipu.workbook.cells import CONTROL, CellError, ExcelError, Raw
from quipu.workbook.ceplan.cells import read_field
from quipu.workbook.ceplan.columns import BY_FIELD
from quipu.workbook.ceplan.layouts import CeplanLayout, Kind, SheetLayout
from quipu.workbook.ceplan.merging import parts_of
from quipu.workbook.ceplan.records import CeplanRow
from quipu.workbook.columns import Value
from quipu.workbook.rows import column_letter
from quipu.workbook.sources import escape
from quipu.workbook.writing import MOST_CHARACTERS, UnwritableWorkbookError, replace_file

Values = Mapping[str, Value]
Cell = Raw | Decimal
Filled = tuple[SheetLayout, Iterable[list[Cell]]]
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_YES_NO = {True: "SI", False: "NO"}


def write_annual(path: Path | str, layout: CeplanLayout, rows: Iterable[Values]) -> None:
    """Write an annual export.

    Args:
        path: where; the file appears whole or not at all.
        layout: as it was read, or `default_annual()`, which has only the columns known by name.
        rows: fields by name; a `CeplanRow` brings its unknown columns too. A field that a row lacks keeps what the file
            had. A text is written as a text, whatever it starts with.

    Raises:
        UnwritableWorkbookError: a text is longer than a cell holds, or has characters that it cannot hold.
    """
    sheet = layout.sheets[0]
    cells = (_cells(row, sheet) for row in rows)
    replace_file(Path(path), _xlsx([(sheet, cells)], Path(path).name))


def write_separate(folder: Path | str, layout: CeplanLayout, rows: Iterable[Values]) -> None:
    """Write the separate files under the names they had.

    A file's several rows of one activity are written as they were when they still add up to the activity's amounts;
    otherwise the activity gets one row, because the difference cannot be shared out among them.

    Args:
        folder: made when it is not there.
        layout: as it was read, or `default_separate()`.
        rows: one per activity.

    Raises:
        UnwritableWorkbookError: a text cannot be written.
    """
    several = list(rows)
    filled: dict[str, list[Filled]] = {}
    for sheet in layout.sheets:
        cells = [line for row in several for line in _part(row, sheet)]
        filled.setdefault(PurePosixPath(sheet.file).name, []).append((sheet, cells))
    # Nothing is put in the folder until everything could be written.
    contents = {
        name: _csv(*sheets[0]) if name.lower().endswith(".csv") else _xlsx(sheets, name)
        for name, sheets in filled.items()
    }
    for name, content in contents.items():
        replace_file(Path(folder) / name, content)


def _part(row: Values, sheet: SheetLayout) -> list[list[Cell]]:
    if not isinstance(row, CeplanRow):
        return [_cells(row, sheet)] if _says_something(row, sheet) else []
    parts = parts_of(row, sheet)
    if len(parts) > 1 and _adds_up(row, parts, sheet):
        return [_cells(part, sheet) for part in parts]
    if parts:
        amounts = {field: row.get(field) for field in _amounts(sheet)}
        said = row if sheet.kind is Kind.RELATION else {**parts[0], **amounts}
        return [_cells(dict(said), sheet, parts[0].cells)]
    return [_cells(dict(row), sheet)] if _says_something(row, sheet) else []


def _adds_up(row: Values, parts: Sequence[CeplanRow], sheet: SheetLayout) -> bool:
    for field in _amounts(sheet):
        said = [value for part in parts if isinstance(value := part.get(field), Decimal)]
        if row.get(field) != (sum(said) if said else None):
            return False
    return True


def _says_something(row: Values, sheet: SheetLayout) -> bool:
    return sheet.kind is Kind.RELATION or any(row.get(field) is not None for field in _amounts(sheet))


def _amounts(sheet: SheetLayout) -> list[str]:
    return [field for field in sheet.fields if field.startswith(sheet.families or ("\0",))]


def _cells(row: Values, sheet: SheetLayout, before: Sequence[Raw] = ()) -> list[Cell]:
    cells: list[Cell] = list(row.cells if isinstance(row, CeplanRow) and row.sheet.kind is sheet.kind else before)
    cells = cells[: len(sheet.headings)] + [None] * (len(sheet.headings) - len(cells))
    for field, index in sheet.fields.items():
        if field in row:
            value = row[field]
            if not _says(cells[index], field, value):
                cells[index] = _YES_NO[value] if isinstance(value, bool) else value
    return cells


def _says(cell: Cell, field: str, value: Value) -> bool:
    # What has not changed stays as it was written, a number as a number and a code with its apostrophe.
    if isinstance(cell, Decimal):
        return False
    try:
        return read_field(cell, BY_FIELD[field]) == value
    except CellError:
        return False


def _xlsx(sheets: Sequence[Filled], name: str) -> bytes:
    # Loading it takes longer than most verbs take, and most verbs write no workbook.
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
            time: book.add_format({"num_format": "hh:mm:ss"}),
            timedelta: book.add_format({"num_format": "[hh]:mm:ss"}),
        }
        taken: set[str] = set()
        for sheet, rows in sheets:
            page = book.add_worksheet(_sheet_name(sheet.sheet, taken))
            _write_sheet(page, sheet, rows, formats, f"{name}, hoja «{sheet.sheet}»")
    return target.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    # A file made by another program may have names that a spreadsheet does not allow.
    allowed = _NOT_IN_NAMES.sub(" ", name).strip("'")[:31] or "Hoja1"
    candidates = chain([allowed], (f"{allowed[:27]} {number}" for number in count(2)))
    free = next(candidate for candidate in candidates if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _write_sheet(
    page: Any, sheet: SheetLayout, rows: Iterable[list[Cell]], formats: Mapping[type, Any], place: str
) -> None:
    lines: tuple[Sequence[Cell], ...] = (*sheet.above, sheet.headings)
    for number, cells in enumerate(chain(lines, rows)):
        for index, cell in enumerate(cells):
            if cell is not None and cell != "":
                _write(page, number, index, cell, formats, place)


def _write(page: Any, number: int, index: int, cell: Cell, formats: Mapping[type, Any], place: str) -> None:
    if isinstance(cell, str):
        _check_text(cell, f"{place}, celda {column_letter(index)}{number + 1}")
        page.write_string(number, index, cell)
    elif isinstance(cell, bool):
        page.write_boolean(number, index, cell)
    elif isinstance(cell, float) and not isfinite(cell):
        page.write_string(number, index, str(cell))
    elif isinstance(cell, (int, float, Decimal)):
        page.write_number(number, index, cell)
    elif isinstance(cell, ExcelError):
        page.write_string(number, index, cell.text)
    elif cell is not None:
        page.write_datetime(number, index, cell, formats[type(cell)])


def _check_text(text: str, place: str) -> None:
    long = len(text) * 2 > MOST_CHARACTERS and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS
    if not long and not CONTROL.search(text):
        return
    raise UnwritableWorkbookError(
        f"el texto pasa de {MOST_CHARACTERS} caracteres." if long else "el texto lleva un carácter que no se imprime.",
        where=place,
        remedy="Acórtelo en la página donde se escribió." if long else "Bórrelo en la página donde se escribió.",
        code="workbook.text_too_long" if long else "workbook.control_character",
    )


def _csv(sheet: SheetLayout, rows: Iterable[list[Cell]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    for texts in (*sheet.above, sheet.headings):
        writer.writerow([escape(text) for text in texts])
    for cells in rows:
        writer.writerow([_csv_text(cell) for cell in cells])
    return target.getvalue().encode()


def _csv_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return escape(cell) if isinstance(cell, str) else str(cell)
