"""The sheet that a post fills in without a connection: what it owes, with only the cells to fill in unlocked.

Each row ends with a control: the revision that was seen when the sheet was written, and a mark of what the row said
then. A row that still says it was not touched, whoever changed the value meanwhile.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from quipu.workbook.columns import Column, ColumnType, Sheet, Value
from quipu.workbook.faults import Fault
from quipu.workbook.guide import READ_ME
from quipu.workbook.reading import read_workbook
from quipu.workbook.rows import ReadWorkbook, RowsBySheet
from quipu.workbook.schema.vocabulary import EXECUTING_UNIT, INDICATOR, PERIOD, PLAN, SOURCE, TYPED_VALUE, VERSION

T = ColumnType

_CONTROL_SHAPE = re.compile(r"^(\d+)\.([0-9a-f]{8})$", re.ASCII)
_CONTROL = Column("control", "Control", required=True, meaning="Lo usa Quipu: no lo cambie.")
_REASON = Column("no_data_reason", "Motivo de sin dato", T.LONG_TEXT, meaning="Por qué falta un monto.")

IDENTITY = Sheet(
    "identity",
    "Planilla",
    ("plan", "version", "reporting_period", "executing_unit", "cost_centre"),
    (
        Column("institution", "Institución", required=True, meaning="Identificador de la institución."),
        PLAN,
        VERSION,
        Column("reporting_period", "Periodo de reporte", T.PERIOD, required=True, meaning="Lo que se reporta."),
        EXECUTING_UNIT,
        Column("cost_centre", "Centro de costo", required=True, meaning="Quién reporta."),
    ),
    "De quién es la planilla; no se cambia.",
)
VALUES = Sheet(
    "values",
    "Valores",
    ("indicator", "period"),
    (
        INDICATOR,
        PERIOD,
        Column("name", "Nombre", T.LONG_TEXT, meaning="Nombre del indicador."),
        Column("unit", "Unidad de medida", meaning="En qué se mide."),
        Column("target", "Logro esperado", meaning="Lo que se esperaba del periodo."),
        Column("scale", "Grados", T.LONG_TEXT, meaning="Los de la escala ordinal, si tiene."),
        *TYPED_VALUE,
        Column("comment", "Comentario", T.LONG_TEXT, meaning="Lo que haya que saber del valor."),
        SOURCE,
        _CONTROL,
    ),
    "El valor de cada indicador que se debe.",
)
PARTS = Sheet(
    "parts",
    "Desagregaciones",
    ("indicator", "period", "disaggregation", "category", "crossed_disaggregation", "crossed_category"),
    (
        INDICATOR,
        PERIOD,
        Column("disaggregation", "Desagregación", required=True, meaning="Código de la desagregación."),
        Column("category", "Categoría", required=True, meaning="Código de la categoría."),
        Column("crossed_disaggregation", "Cruzada con", meaning="Otra desagregación, si la parte está en un cruce."),
        Column("crossed_category", "Categoría cruzada", meaning="Categoría de esa otra."),
        Column("label", "Etiqueta", meaning="Cómo se lee la categoría."),
        Column("number", "Valor", T.AMOUNT, meaning="Lo que corresponde a la categoría."),
    ),
    "Cómo se reparte cada valor.",
)
AMOUNTS = Sheet(
    "amounts",
    "Actividades",
    ("activity", "month"),
    (
        Column("activity", "Actividad", required=True, meaning="Código de la actividad operativa."),
        Column("month", "Mes", T.INTEGER, required=True, meaning="Número del mes, de 1 a 12."),
        Column("name", "Nombre", T.LONG_TEXT, meaning="Nombre de la actividad."),
        Column("unit", "Unidad de medida", meaning="La de lo físico."),
        Column("programmed_physical", "Físico programado", T.AMOUNT, meaning="Lo reprogramado del mes."),
        Column("programmed_financial", "Financiero programado", T.AMOUNT, meaning="Lo reprogramado del mes."),
        Column("physical", "Físico ejecutado", T.AMOUNT, meaning="Lo hecho en el mes."),
        Column("financial", "Financiero ejecutado", T.AMOUNT, meaning="Lo devengado en el mes."),
        _REASON,
        _CONTROL,
    ),
    "Lo ejecutado de cada actividad en cada mes que se debe.",
)
REPORTING_SHEETS = (IDENTITY, VALUES, PARTS, AMOUNTS)

TO_FILL: Mapping[str, tuple[str, ...]] = {
    VALUES.name: (*(column.name for column in TYPED_VALUE), "comment", "source"),
    PARTS.name: ("number",),
    AMOUNTS.name: ("physical", "financial", "no_data_reason"),
}
"""By sheet, the columns that are filled in; the rest is locked."""

_GUIDE = (
    "Planilla de reporte de Quipu",
    "Llene solo las celdas claras; las demás están protegidas y dicen qué se pide.",
    "Una celda vacía no es cero: si no hay dato, elija «sin dato» o escriba el motivo.",
    "Los números van sin separador de miles y con punto para los decimales.",
    "Guárdela y súbala en la página de su reporte: se lee entera o no se lee nada, con cada falta en su celda.",
    "Lo que otra persona haya cambiado en Quipu desde que la descargó se le dirá como una falta.",
)


def control_of(revision: int, said: Mapping[str, Value], parts: Iterable[Mapping[str, Value]] = ()) -> str:
    """The control of a row.

    Args:
        revision: the one seen; 0 when nothing was entered.
        said: the cells to fill in, as they stand.
        parts: for a value, its rows of the sheet of parts.
    """
    told = [_told(said), *sorted(_told(part) for part in parts)]
    return f"{revision}.{hashlib.sha256(repr(told).encode()).hexdigest()[:8]}"


def revision_in(control: Value) -> int | None:
    """The revision that a control names; None when it is no control."""
    match = _CONTROL_SHAPE.fullmatch(str(control))
    return int(match.group(1)) if match else None


def read_reporting_sheet(path: Path | str, *, name: str = "") -> ReadWorkbook:
    """Read a sheet that came back; see `read_workbook`."""
    return read_workbook(path, name=name, sheets=REPORTING_SHEETS)


def find_left_out(read: ReadWorkbook, wanted: Iterable[str]) -> list[Fault]:
    """What a sheet that came back lacks of what it was taken along with: what is not there says nothing by mistake.

    Args:
        read: the sheet as it was read.
        wanted: the names of the sheets that it was written with.
    """
    faults: list[Fault] = []
    for name in wanted:
        sheet, rows = _BY_NAME[name], read.rows_by_sheet.get(name)
        if rows:
            faults += [_left_out_column(sheet, column) for column in _without(rows[0].layout.letters, sheet)]
        elif not any(fault.sheet == sheet.label for fault in read.faults):
            what = "no está la hoja" if rows is None else "no tiene ninguna fila la hoja"
            faults.append(
                Fault(sheet.label, "", "", f"{what} «{sheet.label}».", _TAKE_AGAIN, "collection.sheet.left_out")
            )
    return faults


_TAKE_AGAIN = "Descargue la planilla de nuevo y copie en ella lo que llenó."
_BY_NAME: Mapping[str, Sheet] = {sheet.name: sheet for sheet in REPORTING_SHEETS}


def _without(letters: Mapping[str, str], sheet: Sheet) -> list[Column]:
    """The columns that tell the row or are filled in and are not there; the reader tells the required ones itself."""
    asked = (*sheet.key, *TO_FILL.get(sheet.name, ()))
    return [item for item in map(sheet.column, asked) if item.name not in letters and not item.required]


def _left_out_column(sheet: Sheet, column: Column) -> Fault:
    reason = f"falta la columna «{column.label}»."
    return Fault(sheet.label, "", "", reason, _TAKE_AGAIN, "workbook.missing_column")


def write_reporting_sheet(rows_by_sheet: RowsBySheet, closed: Iterable[tuple[str, int, str]] = ()) -> bytes:
    """Write a sheet to be filled in, as an `.xlsx`.

    Args:
        rows_by_sheet: rows by name of sheet; a sheet without rows is left out.
        closed: (sheet, index of the row, column) of cells of filled columns that stay locked.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    target, locked = io.BytesIO(), set(closed)
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        formats = _formats(book)
        _write_guide(book, formats)
        for sheet in REPORTING_SHEETS:
            if rows_by_sheet.get(sheet.name):
                _write_sheet(book, formats, sheet, rows_by_sheet[sheet.name], locked)
    return target.getvalue()


def _told(said: Mapping[str, Value]) -> str:
    found = []
    for name in sorted(said):
        value = said[name]
        if value is not None and value != "":
            found.append(f"{name}={f'{value.normalize():f}' if isinstance(value, Decimal) else value}")
    return "; ".join(found)


def _formats(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "text_wrap": True}
    filled = base | {"locked": False, "bg_color": "#FFF9E5", "border": 1, "border_color": "#C8B56B"}
    return {
        "heading": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "locked": book.add_format(base),
        "filled": book.add_format(filled),
        "filled_text": book.add_format(filled | {"num_format": "@"}),
    }


def _write_guide(book: Any, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(READ_ME)
    page.set_column(0, 0, 110)
    for number, line in enumerate(_GUIDE):
        page.write_string(number, 0, line, formats["locked" if number else "title"])
    page.protect()


def _write_sheet(
    book: Any,
    formats: dict[str, Any],
    sheet: Sheet,
    rows: Sequence[Mapping[str, Value]],
    closed: set[tuple[str, int, str]],
) -> None:
    page = book.add_worksheet(sheet.label)
    page.freeze_panes(1, 0)
    page.set_row(0, 32)
    to_fill = TO_FILL.get(sheet.name, ())
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, _width(column))
        page.write_string(0, index, column.label, formats["heading"])
        page.write_comment(0, index, column.meaning, {"x_scale": 2})
        for number, row in enumerate(rows):
            is_filled = column.name in to_fill and (sheet.name, number, column.name) not in closed
            form = "locked" if not is_filled else "filled" if column.type in (T.AMOUNT, T.INTEGER) else "filled_text"
            _write_cell(page, number + 1, index, row.get(column.name), column, formats[form])
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices.values())}
            page.data_validation(1, index, len(rows), index, rule)
    page.protect("", {"format_columns": True, "format_rows": True})


def _write_cell(page: Any, row: int, index: int, value: Value, column: Column, form: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, index, None, form)
    elif column.choices:
        page.write_string(row, index, column.choices[str(value)], form)
    elif isinstance(value, (int, Decimal)):
        page.write_number(row, index, value, form)
    else:
        page.write_string(row, index, str(value), form)


def _width(column: Column) -> int:
    return 44 if column.type is T.LONG_TEXT else max(12, min(len(column.label) + 4, 26))
