"""The rows of the planning authority's files as they are kept: every cell as it came, to compare and to write back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from quipu.apps.imports.models import PoiRow, PoiVersion
from quipu.workbook.cells import ExcelError, Raw
from quipu.workbook.ceplan.columns import BY_FIELD
from quipu.workbook.ceplan.layouts import CeplanLayout, Kind, SheetLayout, layout_from
from quipu.workbook.ceplan.merging import merge
from quipu.workbook.ceplan.records import CeplanFiles, CeplanRow, Findings, MergedRow
from quipu.workbook.columns import ColumnType, Value

SHEET = "_sheet"
"""Among the fields of a row of the separate files: which of them it comes from."""
_BATCH = 500
_NATIVE = (str, int, float, bool, type(None))
_MOST_PLACE = 150


def keep_rows(version: PoiVersion, files: CeplanFiles) -> int:
    """Keep every row of the files; how many."""
    made = [
        PoiRow(
            poi_version=version,
            position=position,
            executing_unit=str(row.get("executing_unit") or "")[:6],
            code=row.code[:20],
            place=_place(row),
            fields=_fields(row),
            cells=[cell if isinstance(cell, _NATIVE) else _told(cell) for cell in row.cells],
        )
        for position, row in enumerate(_parts(files.rows), start=1)
    ]
    PoiRow.objects.bulk_create(made, batch_size=_BATCH)
    return len(made)


def kept_rows(version: PoiVersion) -> list[CeplanRow]:
    """The rows of a version as reading its files gave them."""
    layout = layout_from(version.layout)
    by_kind = {str(sheet.kind): sheet for sheet in layout.sheets}
    found: dict[Kind, list[CeplanRow]] = {sheet.kind: [] for sheet in layout.sheets}
    stored = version.rows.order_by("position").values_list("position", "fields", "cells")
    for position, fields, cells in stored.iterator(chunk_size=_BATCH):
        sheet = by_kind[fields.get(SHEET, str(layout.sheets[0].kind))]
        found[sheet.kind].append(_row(position, fields, cells, sheet))
    if layout.kind != "separate":
        return found[layout.sheets[0].kind]
    return merge(found, Findings())


def layout_of(version: PoiVersion) -> CeplanLayout:
    """How the files of a version were laid out."""
    return layout_from(version.layout)


def _parts(rows: Iterable[CeplanRow]) -> Iterator[CeplanRow]:
    for row in rows:
        if isinstance(row, MergedRow):
            for several in row.parts.values():
                yield from several
        else:
            yield row


def _place(row: CeplanRow) -> str:
    return " / ".join(str(row[name]) for name in ("department", "place") if row.get(name))[:_MOST_PLACE]


def _fields(row: CeplanRow) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: value if isinstance(value, (str, bool)) else str(value)
        for name, value in row.items()
        if value is not None
    }
    if row.sheet.kind is not Kind.ANNUAL:
        said[SHEET] = str(row.sheet.kind)
    return said


def _row(position: int, fields: dict[str, Any], cells: Sequence[Any], sheet: SheetLayout) -> CeplanRow:
    values: dict[str, Value] = {name: read_value(name, fields.get(name)) for name in sheet.fields}
    raws: list[Raw] = [_cell(cell) if isinstance(cell, dict) else cell for cell in cells]
    return CeplanRow(values, sheet, sheet.header_row + position, frozenset(), raws)


def read_value(name: str, said: Any) -> Value:
    """The value of a field as it was kept."""
    column = BY_FIELD.get(name)
    if said is None or column is None:
        return None
    if column.type is ColumnType.AMOUNT:
        return Decimal(said)
    return bool(said) if column.type is ColumnType.FLAG else str(said)


def _told(cell: Raw) -> dict[str, Any]:
    if isinstance(cell, ExcelError):
        return {"error": cell.text}
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    if isinstance(cell, (datetime, date, time)):
        return {type(cell).__name__: cell.isoformat()}
    return {"text": str(cell)}


def _cell(told: dict[str, Any]) -> Raw:
    ((kind, value),) = told.items()
    if kind == "seconds":
        return timedelta(seconds=value)
    made = {"error": ExcelError, "date": date.fromisoformat, "time": time.fromisoformat}
    made |= {"datetime": datetime.fromisoformat}
    return made.get(kind, str)(value)  # type: ignore[no-any-return,operator]
