"""From a file to typed rows, with every fault found on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from quipu.workbook.cells import CellError, Raw, read_cell, shown
from quipu.workbook.columns import Column, Sheet, Value
from quipu.workbook.faults import Fault, UnreadableWorkbookError
from quipu.workbook.guide import READ_ME
from quipu.workbook.names import nearest, plain_name
from quipu.workbook.rows import Layout, ReadWorkbook, Row, column_letter
from quipu.workbook.schema import SHEETS
from quipu.workbook.sources import Grid, open_source


def read_workbook(path: Path | str, *, name: str = "", sheets: Sequence[Sheet] = SHEETS) -> ReadWorkbook:
    """Read an own workbook, or another one made of these sheets.

    Headings are the Spanish label or the English name, without regard to case or accents. A column left out says
    nothing about its facts; an empty cell says that there is none. A number typed as text is read only when it is
    digits with an optional decimal point: anything with separators is a fault, never a guess.

    Args:
        path: an `.xlsx` file, or a folder of UTF-8 CSV files.
        name: how to call it, when the path does not say.
        sheets: the sheets that it may have.

    Returns:
        Its rows and all its faults.

    Raises:
        UnreadableWorkbookError: it cannot be opened, or no sheet of it is one of ours.
    """
    path = Path(path)
    source = open_source(path)
    name = name or path.name
    faults: list[Fault] = []
    rows_by_sheet: dict[str, list[Row]] = {}
    known = {plain_name(name): sheet for sheet in sheets for name in (sheet.name, sheet.label)}
    for grid in source.grids:
        sheet = _recognise(grid, known, set(rows_by_sheet), faults)
        if sheet is not None:
            rows_by_sheet[sheet.name] = _read_sheet(grid, sheet, faults)
    if not rows_by_sheet:
        raise UnreadableWorkbookError(
            "ninguna de sus hojas es de un libro de Quipu.",
            where=name,
            remedy="Parta de «quipu template», que da el libro en blanco.",
            code="workbook.foreign",
        )
    order = {sheet.label: index for index, sheet in enumerate(sheets)}
    faults.sort(key=lambda fault: order.get(fault.sheet, -1))
    digest = hashlib.sha256(source.original).hexdigest()
    return ReadWorkbook(rows_by_sheet, faults, digest, name, source.original, source.ending)


def _recognise(grid: Grid, known: Mapping[str, Sheet], seen: set[str], faults: list[Fault]) -> Sheet | None:
    plain = plain_name(grid.name)
    if plain == plain_name(READ_ME):
        return None
    sheet = known.get(plain)
    if sheet is None:
        near = nearest(grid.name, (item.label for item in known.values()))
        remedy = f"¿Quiso decir «{near}»? Cámbiele el nombre" if near else "Quítela del libro"
        faults.append(
            Fault(grid.name, "", "", "no es una hoja del libro de Quipu.", f"{remedy}.", "workbook.unknown_sheet")
        )
    elif sheet.name in seen:
        faults.append(
            Fault(sheet.label, "", grid.name, "la hoja está dos veces.", "Deje una sola.", "workbook.sheet_twice")
        )
        return None
    return sheet


def _read_sheet(grid: Grid, sheet: Sheet, faults: list[Fault]) -> list[Row]:
    if not grid.rows or not any(_filled(cell) for cell in grid.rows[0]):
        faults.append(
            Fault(sheet.label, "A1", "", "la primera fila no tiene encabezados.", _COPY_HEADINGS, "workbook.no_heading")
        )
        return []
    columns = _read_headings(grid.rows[0], sheet, faults)
    letters = {column.name: column_letter(index) for index, column in columns.items()}
    layout = Layout(sheet, letters)
    rows = list(_read_rows(grid, columns, layout, faults))
    _find_duplicates(rows, sheet, faults)
    return rows


_COPY_HEADINGS = "Copie la fila de encabezados de «quipu template»."


def _read_headings(cells: list[Raw], sheet: Sheet, faults: list[Fault]) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for index, cell in enumerate(cells):
        if not _filled(cell):
            continue
        text = _heading(cell)
        column = sheet.by_heading.get(plain_name(text))
        place = f"{column_letter(index)}1"
        if column is None:
            near = nearest(text, (known.label for known in sheet.columns))
            remedy = f"¿Quiso decir «{near}»? Corrija el encabezado." if near else "Quite la columna de esta hoja."
            reason = f"«{text}» no es una columna de esta hoja."
            faults.append(Fault(sheet.label, place, text, reason, remedy, "workbook.unknown_column"))
        elif column in columns.values():
            reason = f"la columna «{column.label}» está dos veces."
            faults.append(Fault(sheet.label, place, text, reason, "Deje una sola.", "workbook.column_twice"))
        else:
            columns[index] = column
    for column in sheet.columns:
        if column.required and column not in columns.values():
            reason = f"no está la columna «{column.label}»."
            faults.append(Fault(sheet.label, "", "", reason, _COPY_HEADINGS, "workbook.missing_column"))
    return columns


def _heading(cell: Raw) -> str:
    text = f"{cell:g}" if isinstance(cell, float) else str(cell).strip()
    return text.zfill(2) if text.isdigit() else text


def _read_rows(grid: Grid, columns: dict[int, Column], layout: Layout, faults: list[Fault]) -> Iterator[Row]:
    absent = frozenset(c.name for c in layout.sheet.columns if c.required and c.name not in layout.letters)
    width = max(index for index, cell in enumerate(grid.rows[0]) if _filled(cell)) + 1
    for number, cells in enumerate(grid.rows[1:], start=2):
        if not any(_filled(cell) for cell in cells):
            continue
        outside = next((index for index in range(width, len(cells)) if _filled(cells[index])), None)
        if outside is not None:
            faults.append(_outside(layout.sheet, f"{column_letter(outside)}{number}", cells[outside]))
        yield _read_row(cells, number, columns, layout, absent, faults)


def _outside(sheet: Sheet, cell: str, raw: Raw) -> Fault:
    reason = "la celda está fuera de las columnas con encabezado."
    remedy = "Bórrela, o revise si una coma sin comillas corrió las celdas de la fila."
    return Fault(sheet.label, cell, shown(raw), reason, remedy, "workbook.outside")


def _read_row(
    cells: list[Raw],
    number: int,
    columns: dict[int, Column],
    layout: Layout,
    absent: frozenset[str],
    faults: list[Fault],
) -> Row:
    values: dict[str, Value] = dict.fromkeys(absent)
    refused: set[str] = set()
    for index, column in columns.items():
        raw = cells[index] if index < len(cells) else None
        try:
            values[column.name] = read_cell(raw, column)
        except CellError as error:
            values[column.name] = None
            refused.add(column.name)
            place = f"{layout.letters[column.name]}{number}"
            faults.append(Fault(layout.sheet.label, place, shown(raw), error.reason, error.remedy, error.code))
    return Row(values, layout, number, absent | refused)


def _find_duplicates(rows: list[Row], sheet: Sheet, faults: list[Fault]) -> None:
    first: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        if not row.refused.isdisjoint(sheet.key):
            continue
        key = sheet.key_of(row)
        if key in first:
            faults.append(_duplicate(row, first[key], sheet))
        else:
            first[key] = row


def _duplicate(row: Row, earlier: Row, sheet: Sheet) -> Fault:
    labels = ", ".join(f"{sheet.column(name).label} «{shown(row.get(name))}»" for name in sheet.key)
    return row.fault(
        sheet.key[-1],
        reason=f"la fila {row.number} repite la fila {earlier.number}: {labels}.",
        remedy="Deje una de las dos, o corrija su código.",
        code="workbook.duplicate",
    )


def _filled(cell: Raw) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())
