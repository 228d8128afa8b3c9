"""Which sheets of what was handed over are Ceplan V.01's, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quipu.workbook.cells import ExcelError, Raw, shown
from quipu.workbook.ceplan.columns import column_of, heading_key
from quipu.workbook.ceplan.headings import Headings, find_headings, missing_fields
from quipu.workbook.ceplan.layouts import ANNUAL_SHEET, DATA_SHEET, SEPARATE, Kind, SheetLayout
from quipu.workbook.ceplan.opening import NamedGrid, Opened
from quipu.workbook.ceplan.records import Findings
from quipu.workbook.faults import Fault, UnreadableWorkbookError
from quipu.workbook.rows import column_letter

_NAMED = (heading_key(ANNUAL_SHEET), heading_key(DATA_SHEET))
_ANNUAL_REQUIRED = ("code", "name", "executing_unit", "action")
_REQUIRED: Mapping[Kind, tuple[str, ...]] = {Kind.ANNUAL: _ANNUAL_REQUIRED, Kind.RELATION: _ANNUAL_REQUIRED} | {
    kind: ("code",) for kind in SEPARATE if kind is not Kind.RELATION
}


@dataclass(frozen=True)
class Recognised:
    """A sheet of ours.

    Attributes:
        layout: how it is laid out.
        rows: the cells under its headings.
        absent: the required fields that it has no column for.
    """

    layout: SheetLayout
    rows: Sequence[list[Raw]]
    absent: frozenset[str]


def recognise(opened: Opened, aliases: Mapping[str, str], findings: Findings) -> list[Recognised]:
    """The sheets to read: one annual export, or the separate files.

    Raises:
        UnreadableWorkbookError: none of the sheets looks like a file of Ceplan V.01.
    """
    candidates = [(named, headings) for named in opened.grids if (headings := _headings(named, aliases))]
    annual = [pair for pair in candidates if _is_named(pair[0], opened) or _kind(pair[1]) is Kind.ANNUAL]
    by_name = [pair for pair in annual if _is_named(pair[0], opened)]
    chosen = by_name[:1] if len(by_name) == 1 else annual or _alone(candidates)
    if len(chosen) > 1:
        findings.faults.append(_twice(chosen[1][0].label, chosen[0][0].label, "la exportación anual"))
    if chosen:
        return [_recognised(*chosen[0], Kind.ANNUAL, findings)]
    found = _separate(candidates, findings)
    if not found:
        raise UnreadableWorkbookError(
            "ninguna de sus hojas es una exportación de Ceplan V.01.",
            where=opened.name,
            why=f"Se buscó la hoja «{ANNUAL_SHEET}» o «{DATA_SHEET}», o los encabezados de los cinco archivos.",
            remedy="Expórtelo de nuevo desde el aplicativo, sin cambiar los encabezados.",
            code="workbook.foreign",
        )
    return found


def _headings(named: NamedGrid, aliases: Mapping[str, str]) -> Headings | None:
    return find_headings(named.grid.rows, aliases, named.label)


def _is_named(named: NamedGrid, opened: Opened) -> bool:
    return heading_key(named.grid.name) in _NAMED and len({grid.file for grid in opened.grids}) == 1


def _kind(found: Headings) -> Kind | None:
    named = frozenset(_probe(found).families)
    if not named:
        return Kind.RELATION if "action" in found.fields else None
    return next((kind for kind, file in SEPARATE.items() if named <= set(file.families)), Kind.ANNUAL)


def _alone(candidates: Sequence[tuple[NamedGrid, Headings]]) -> list[tuple[NamedGrid, Headings]]:
    # An annual export cut down to one family looks like one of the five files, but it says the plan of each activity.
    carries_plan = len(candidates) == 1 and {"action", "executing_unit"} <= candidates[0][1].fields.keys()
    return list(candidates) if carries_plan and _kind(candidates[0][1]) is not Kind.RELATION else []


def _probe(found: Headings) -> SheetLayout:
    return SheetLayout(Kind.ANNUAL, "", "", (), found.texts, found.fields)


def _separate(candidates: Sequence[tuple[NamedGrid, Headings]], findings: Findings) -> list[Recognised]:
    found: dict[Kind, Recognised] = {}
    for named, headings in candidates:
        kind = _kind(headings)
        if kind is None:
            findings.warnings.append(_unknown(named.label))
        elif kind in found:
            what = SEPARATE[kind].label.lower()
            findings.faults.append(_twice(named.label, found[kind].layout.label, what))
        else:
            found[kind] = _recognised(named, headings, kind, findings)
    for kind, file in SEPARATE.items():
        if found and kind not in found:
            findings.faults.append(_missing_file(file.label))
    return [found[kind] for kind in SEPARATE if kind in found]


def _recognised(named: NamedGrid, headings: Headings, kind: Kind, findings: Findings) -> Recognised:
    findings.faults += headings.faults
    findings.questions += headings.questions
    required = _REQUIRED[kind]
    rows = named.grid.rows[headings.row + 1 :]
    fields = _with_code(headings.fields, rows)
    if fields is not headings.fields:
        headings = replace(headings, fields=fields)
    findings.faults += missing_fields(headings, required, named.label)
    above = tuple(tuple(_above(cell) for cell in row) for row in named.grid.rows[: headings.row])
    layout = SheetLayout(kind, named.file, named.grid.name, above, headings.texts, fields, named.label)
    if kind is Kind.ANNUAL and not layout.families:
        findings.faults.append(_no_amounts(named.label, headings))
    _find_outside(layout, rows, findings)
    return Recognised(layout, rows, frozenset(name for name in required if name not in fields))


def _above(cell: Raw) -> str:
    return cell.text if isinstance(cell, ExcelError) else "" if cell is None else str(cell)


def _with_code(fields: dict[str, int], rows: Sequence[Sequence[Raw]]) -> dict[str, int]:
    # Exports differ in which of two columns has the AOI code: it is the one whose cells look like one.
    other = fields.get("activity_id")
    if other is None or _has_codes(rows, fields.get("code")) or not _has_codes(rows, other):
        return fields
    swapped = {name: index for name, index in fields.items() if name not in ("code", "activity_id")}
    if "code" in fields:
        swapped["activity_id"] = fields["code"]
    return swapped | {"code": other}


def _has_codes(rows: Sequence[Sequence[Raw]], index: int | None) -> bool:
    if index is None:
        return False
    cells = (row[index] for row in rows if index < len(row))
    return any(isinstance(cell, str) and "AOI" in cell.upper() for cell in cells)


def _find_outside(layout: SheetLayout, rows: Sequence[Sequence[Raw]], findings: Findings) -> None:
    width = len(layout.headings)
    for number, cells in enumerate(rows, start=layout.header_row + 1):
        if len(cells) <= width:
            continue
        index = next((i for i in range(width, len(cells)) if str(cells[i] or "").strip()), None)
        if index is not None:
            reason = "la celda está fuera de las columnas con encabezado."
            remedy = "Bórrela, o revise si una coma sin comillas corrió las celdas de la fila."
            place = f"{column_letter(index)}{number}"
            findings.faults.append(Fault(layout.label, place, shown(cells[index]), reason, remedy, "workbook.outside"))


def _twice(label: str, first: str, what: str) -> Fault:
    reason = f"es {what}, y también lo es «{first}»."
    return Fault(label, "", "", reason, "Deje una sola.", "workbook.ceplan.file_twice")


def _unknown(label: str) -> Fault:
    reason = "no se reconoce qué archivo de Ceplan V.01 es, y no se leyó."
    return Fault(label, "", "", reason, "Revise sus encabezados.", "workbook.ceplan.sheet_ignored")


def _missing_file(label: str) -> Fault:
    reason = f"no está el archivo «{label}»."
    return Fault("", "", "", reason, "Expórtelo y póngalo con los otros.", "workbook.ceplan.missing_file")


def _no_amounts(label: str, headings: Headings) -> Fault:
    seen = ", ".join(f"«{text}»" for text in headings.texts if text and column_of(text) is None)[:200]
    remedy = "Exporte de nuevo con las columnas F(CS), F(RE), F(SE) y Fn(…)."
    remedy += f" Columnas que no se conocen: {seen}." if seen else ""
    reason = "no tiene ninguna columna de metas ni de ejecución."
    return Fault(label, f"A{headings.row + 1}", "", reason, remedy, "workbook.ceplan.no_amounts")


def is_total(cells: Sequence[Raw]) -> bool:
    """Whether a row without a code says that it is a total."""
    return any(isinstance(cell, str) and heading_key(cell).startswith(("total", "subtotal")) for cell in cells)
