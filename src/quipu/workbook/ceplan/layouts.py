"""How a Ceplan V.01 file lays out its cells: enough to read it, and to write it back as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from quipu.workbook.ceplan.columns import BY_FIELD, FAMILIES, FAMILY_BY_NAME, KNOWN
from quipu.workbook.columns import Sheet
from quipu.workbook.rows import Layout, column_letter


class Kind(StrEnum):
    """What a sheet holds: all of the annual export, or one of the five separate files."""

    ANNUAL = "annual"
    RELATION = "relation"
    PHYSICAL_PROGRAMMING = "physical_programming"
    FINANCIAL_PROGRAMMING = "financial_programming"
    PHYSICAL_EXECUTION = "physical_execution"
    FINANCIAL_EXECUTION = "financial_execution"


ANNUAL_SHEET = "POI_Por_ActividadOperativaAnual"
DATA_SHEET = "DATA"
MOST_HEADER_ROWS = 8


@dataclass(frozen=True)
class SeparateFile:
    """One of the five files. Their layouts are not published: this is the one that is read and written here.

    Attributes:
        kind: which.
        label: its Spanish name.
        families: the amounts that it brings.
        fields: the columns written when no file of its kind was read, in order.
        headings: those whose heading is not the annual export's.
    """

    kind: Kind
    label: str
    families: tuple[str, ...]
    fields: tuple[str, ...]
    headings: Mapping[str, str]


def _amounts(*families: str) -> tuple[str, ...]:
    return tuple(f for name in families for f in (*FAMILY_BY_NAME[name].months, FAMILY_BY_NAME[name].total))


_RELATION_FIELDS = (
    *("code", "name", "executing_unit", "executing_unit_name", "responsible_centre", "responsible_centre_name"),
    *("cost_centre", "cost_centre_name", "objective", "objective_name", "action", "action_name"),
    *("unit_of_measure", "active", "accumulated"),
)
_ACCRUED = FAMILY_BY_NAME["financial_executed"]
_SIAF = {"code": "ACT OPERAT.", "generic": "GENERICA GASTO", _ACCRUED.total: "DEV TOTAL"} | {
    field: BY_FIELD[field].also[0] for field in _ACCRUED.months
}
_PHYSICAL = ("physical_consistent", "physical_reprogrammed")
_FINANCIAL = ("financial_consistent", "financial_reprogrammed")
_REASONS = tuple(f"reason_{month:02d}" for month in range(1, 13))
SEPARATE: Mapping[Kind, SeparateFile] = {
    file.kind: file
    for file in (
        SeparateFile(Kind.RELATION, "Relación de actividades y objetivos", (), _RELATION_FIELDS, {}),
        SeparateFile(
            Kind.PHYSICAL_PROGRAMMING,
            "Programación física",
            _PHYSICAL,
            ("code", "department", "place", *_amounts(*_PHYSICAL)),
            {},
        ),
        SeparateFile(
            Kind.FINANCIAL_PROGRAMMING,
            "Programación financiera",
            _FINANCIAL,
            ("code", "department", "place", *_amounts(*_FINANCIAL)),
            {},
        ),
        SeparateFile(
            Kind.PHYSICAL_EXECUTION,
            "Ejecución física",
            ("physical_executed",),
            ("code", "department", "place", *_amounts("physical_executed"), *_REASONS),
            {},
        ),
        SeparateFile(
            Kind.FINANCIAL_EXECUTION,
            "Ejecución financiera (SIAF)",
            ("financial_executed",),
            ("code", "generic", *_amounts("financial_executed")),
            _SIAF,
        ),
    )
}


@dataclass(frozen=True)
class SheetLayout:
    """One sheet as it was laid out.

    Attributes:
        kind: what it holds.
        file: the name of its file.
        sheet: its name in the file.
        above: the cells of the rows above the headings, as text.
        headings: every heading in order as the file writes it, empty ones and unknown ones too.
        fields: where each known field stands, counted from 0.
        label: how to call the sheet in messages.
    """

    kind: Kind
    file: str
    sheet: str
    above: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]
    fields: Mapping[str, int]
    label: str = ""

    @property
    def header_row(self) -> int:
        """The row of the headings, as a spreadsheet numbers it."""
        return len(self.above) + 1

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of which it has at least one month or the total."""
        return tuple(f.name for f in FAMILIES if any(field in self.fields for field in (*f.months, f.total)))

    @cached_property
    def places(self) -> Layout:
        """The letter of each field, for faults."""
        columns = tuple(BY_FIELD[field] for field in self.fields)
        sheet = Sheet(f"ceplan_{self.kind}", self.label or self.sheet, ("code",), columns)
        return Layout(sheet, {field: column_letter(index) for field, index in self.fields.items()})

    def as_dict(self) -> dict[str, Any]:
        """Its parts, for JSON."""
        return {
            "kind": str(self.kind),
            "file": self.file,
            "sheet": self.sheet,
            "above": [list(row) for row in self.above],
            "headings": list(self.headings),
            "fields": dict(self.fields),
            "label": self.label,
        }


@dataclass(frozen=True)
class CeplanLayout:
    """How the files of one import were laid out.

    Attributes:
        kind: `annual`, `data` (the variant whose sheet is so called) or `separate`.
        sheets: one, or one for each separate file.
    """

    kind: str
    sheets: tuple[SheetLayout, ...]

    def as_dict(self) -> dict[str, Any]:
        """Its parts, for JSON; `layout_from` brings it back."""
        return {"kind": self.kind, "sheets": [sheet.as_dict() for sheet in self.sheets]}


def layout_from(parts: Mapping[str, Any]) -> CeplanLayout:
    """The layout that `as_dict` told."""
    return CeplanLayout(parts["kind"], tuple(_sheet_from(sheet) for sheet in parts["sheets"]))


def _sheet_from(parts: Mapping[str, Any]) -> SheetLayout:
    above = tuple(tuple(row) for row in parts["above"])
    headings, fields = tuple(parts["headings"]), dict(parts["fields"])
    return SheetLayout(Kind(parts["kind"]), parts["file"], parts["sheet"], above, headings, fields, parts["label"])


def default_annual(sheet: str = ANNUAL_SHEET) -> CeplanLayout:
    """The layout for an institution that never imported an export.

    It has only the columns known by name, in order: the other columns of the 277 cannot be invented.
    """
    kind = "data" if sheet == DATA_SHEET else "annual"
    return CeplanLayout(kind, (_plain(Kind.ANNUAL, f"{sheet}.xlsx", sheet, KNOWN_FIELDS, {}),))


def default_separate() -> CeplanLayout:
    """The layout of the five files for an institution that never imported them."""
    return CeplanLayout(
        "separate",
        tuple(_plain(f.kind, f"{f.kind}.xlsx", "Hoja1", f.fields, f.headings) for f in SEPARATE.values()),
    )


KNOWN_FIELDS = tuple(column.name for column in KNOWN)


def _plain(kind: Kind, file: str, sheet: str, fields: Iterable[str], headings: Mapping[str, str]) -> SheetLayout:
    names = tuple(fields)
    shown = tuple(headings.get(name, BY_FIELD[name].label) for name in names)
    return SheetLayout(kind, file, sheet, (), shown, {name: index for index, name in enumerate(names)}, sheet)
