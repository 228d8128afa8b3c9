"""Rows of Ceplan V.01 as rows of the own workbook, whose faults still name the cell of the file that they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from quipu.workbook.ceplan.columns import BY_FIELD, FAMILIES, Family
from quipu.workbook.ceplan.layouts import SheetLayout
from quipu.workbook.ceplan.records import CeplanFiles, CeplanRow, Question, added, by_activity
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Layout, ReadWorkbook, Row
from quipu.workbook.schema import SHEET_BY_NAME

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
_CENTRES = (("responsible_centre", "responsible_centre_name"), ("cost_centre", "cost_centre_name"))
_ACTIVITY = {
    "executing_unit": "executing_unit",
    "code": "code",
    "name": "name",
    "action": "action",
    "unit_of_measure": "unit_of_measure",
    "active": "active",
}
_NOTHING: frozenset[str] = frozenset()
Fields = tuple[tuple[str, str], ...]


def as_workbook(
    files: CeplanFiles, *, plan: str, version: int, year: int, accumulations: Mapping[str, str] | None = None
) -> ReadWorkbook:
    """The executing units, cost centres, activities and amounts that the files say, ready for the import of a workbook.

    A sheet without rows is left out: files that name no cost centre do not say that there are none.

    Rows of several places are added up. A question about a heading that nobody answered is a fault; one about a running
    total is not, and the activity's months are summed until somebody answers.

    Args:
        files: as read.
        plan: code of the plan.
        version: number of its version.
        year: of the operational plan; the files do not reliably tell it.
        accumulations: sum, last, mean or maximum by activity code.
    """
    common: dict[str, Value] = {"plan": plan, "version": version, "year": year}
    activities = by_activity(files.rows)
    rows: dict[str, list[Row]] = {
        "executing_units": list(_named(files.rows, "executing_units", "executing_unit", "executing_unit_name")),
        "cost_centres": _centres(files.rows),
        "activities": [_activity(several, common, accumulations or {}) for several in activities.values()],
        "amounts": [row for several in activities.values() for row in _amounts(several, common)],
    }
    said = {sheet: found for sheet, found in rows.items() if found}
    faults = [*files.faults, *(_unanswered(question) for question in files.questions if question.kind == "heading")]
    return ReadWorkbook(said, faults, files.sha256, files.name, files.original, files.ending)


def _unanswered(question: Question) -> Fault:
    remedy = f"Diga si «{question.subject}» es la columna «{BY_FIELD[question.proposed].label}»."
    place = (question.sheet, question.cell, question.subject)
    return Fault(*place, question.evidence, remedy, "workbook.ceplan.unanswered")


def _named(rows: Sequence[CeplanRow], sheet: str, code: str, name: str) -> Iterator[Row]:
    seen: set[Value] = set()
    for row in rows:
        found = row.get(code)
        if found is not None and row.get(name) is not None and found not in seen:
            seen.add(found)
            yield _row(row.origin(code), sheet, {"code": code, "name": name}, {"code": found, "name": row[name]})


def _centres(rows: Sequence[CeplanRow]) -> list[Row]:
    found: dict[tuple[Value, Value], Row] = {}
    for code, name in _CENTRES:
        for row in rows:
            unit, centre = row.get("executing_unit"), row.get(code)
            if unit is None or centre is None or row.get(name) is None or (unit, centre) in found:
                continue
            values: dict[str, Value] = {"executing_unit": unit, "code": centre, "name": row[name]}
            fields = {"executing_unit": "executing_unit", "code": code, "name": name}
            found[unit, centre] = _row(row.origin(code), "cost_centres", fields, values)
    return list(found.values())


def _activity(several: Sequence[CeplanRow], common: Mapping[str, Value], accumulations: Mapping[str, str]) -> Row:
    first = several[0]
    fields = {column: field for column, field in _ACTIVITY.items() if field in first}
    values = dict(common) | {column: _said(several, field) for column, field in fields.items()}
    if "active" in fields:
        values["active"] = any(row.get("active") is not False for row in several)
    centre = next((field for field, _ in _CENTRES if first.get(field) is not None), "")
    if centre:
        fields["cost_centre"] = centre
        values["cost_centre"] = first[centre]
    values["accumulation"] = accumulations.get(first.code, "sum")
    return _row(first.origin("code"), "activities", fields, values)


def _said(several: Sequence[CeplanRow], field: str) -> Value:
    return next((row[field] for row in several if row.get(field) is not None), None)


def _amounts(several: Sequence[CeplanRow], common: Mapping[str, Value]) -> Iterator[Row]:
    first = several[0]
    shared = {**common, "executing_unit": _said(several, "executing_unit"), "code": first.code}
    for family in FAMILIES:
        if family.months[0] not in first and family.total not in first:
            continue
        months = added(several, family.months)
        empty = all(month is None for month in months)
        total = added(several, (family.total,))[0] if empty else None
        if empty and total is None:
            continue
        origin = first.origin(family.months[0] if family.months[0] in first else family.total)
        values = dict(zip(MONTHS, months, strict=True))
        values.update(shared, phase=family.phase, measure=family.measure, annual=total)
        layout = _amounts_layout(family, _Key(origin.sheet))
        yield Row(values, layout, origin.number, _refused(several, family))


def _refused(several: Sequence[CeplanRow], family: Family) -> frozenset[str]:
    if not any(row.refused for row in several):
        return _NOTHING
    refused = frozenset().union(*(row.refused for row in several))
    columns = {"executing_unit": "executing_unit", "code": "code", "annual": family.total}
    columns |= dict(zip(MONTHS, family.months, strict=True))
    return frozenset(column for column, field in columns.items() if field in refused)


class _Key:
    """A sheet's layout as the key of a cache: a layout is made once for each reading, and is compared by identity."""

    def __init__(self, layout: SheetLayout) -> None:
        self.layout = layout

    def __hash__(self) -> int:
        return id(self.layout)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.layout is self.layout


def _row(origin: CeplanRow, sheet: str, fields: Mapping[str, str], values: Mapping[str, Value]) -> Row:
    layout = _layout(sheet, tuple(fields.items()), _Key(origin.sheet))
    refused = frozenset(column for column, field in fields.items() if field in origin.refused)
    return Row(values, layout, origin.number, refused)


@lru_cache(maxsize=64)
def _layout(sheet: str, fields: Fields, key: _Key) -> Layout:
    letters = key.layout.places.letters
    own = replace(SHEET_BY_NAME[sheet], label=key.layout.places.sheet.label)
    return Layout(own, {column: letters[field] for column, field in fields if field in letters})


@lru_cache(maxsize=64)
def _amounts_layout(family: Family, key: _Key) -> Layout:
    fields = (("executing_unit", "executing_unit"), ("code", "code"), ("annual", family.total))
    months = tuple(zip(MONTHS, family.months, strict=True))
    first = tuple((column, family.months[0]) for column in ("phase", "measure"))
    return _layout("amounts", fields + first + months, key)
