"""Ceplan V.01 files of a fictional ministry, of any size: the annual export with its 277 columns, and the five files.

Everything is invented. The same arguments give the same file.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from quipu.workbook.ceplan.columns import BY_FIELD, FAMILIES, KNOWN
from quipu.workbook.ceplan.layouts import ANNUAL_SHEET, SEPARATE, Kind

WIDTH = 277
UNIT = "000901"
UNKNOWN = tuple(f"Dato del aplicativo {number:03d}" for number in range(1, WIDTH - len(KNOWN) + 1))
_PLACES = (("Valle Alto", "Piedra Azul"), ("Costa Clara", "Puerto Nuevo"), ("Sierra Sur", "Tres Ríos"))
_VERBS = ("Atender", "Publicar", "Coordinar", "Capacitar", "Registrar")
_THINGS = ("trámites", "informes", "reuniones", "personas", "expedientes")

Record = dict[str, Any]


@dataclass
class Example:
    """A workbook to write: headings, where they stand, and rows; all of it may be spoilt before writing.

    Attributes:
        headings: in order.
        rows: cells in the order of the headings.
        sheet: its name.
        header_row: 1 to 8.
    """

    headings: list[str]
    rows: list[list[Any]]
    sheet: str = ANNUAL_SHEET
    header_row: int = 1
    fields: Mapping[str, int] = field(default_factory=dict)

    def put(self, row: int, name: str, value: Any) -> str:
        """Put a value in a field of a row counted from 0; the cell's place."""
        from quipu.workbook.rows import column_letter

        self.rows[row][self.fields[name]] = value
        return f"{column_letter(self.fields[name])}{self.header_row + 1 + row}"

    def rename(self, name: str, heading: str) -> None:
        """Change the heading of a field."""
        self.headings[self.fields[name]] = heading

    def write(self, path: Path) -> Path:
        """Write it as `.xlsx`."""
        above = [["Ministerio de Aurora", "", "Reporte"]] * (self.header_row - 1)
        return write_xlsx(path, self.sheet, [*above, self.headings, *self.rows])


def activity_code(number: int) -> str:
    """The code of the fictional activity of this number."""
    return f"AOI{UNIT}{number:05d}"


def records(count: int, seed: int = 1, places: int = 1) -> list[Record]:
    """The rows of `count` activities in as many places each, as fields by name."""
    chance = random.Random(seed)  # noqa: S311 - examples are no secrets
    return [_record(number, place, chance) for number in range(1, count + 1) for place in range(places)]


def _record(number: int, place: int, chance: random.Random) -> Record:
    objective = number % 8 + 1
    department, town = _PLACES[place % len(_PLACES)]
    record: Record = {
        "poi": "POI 2024",
        "stage": "Seguimiento",
        "executing_unit": UNIT,
        "executing_unit_name": "Sede de Aurora",
        "responsible_centre": f"03.{number % 12 + 1:02d}",
        "responsible_centre_name": f"Oficina {number % 12 + 1}",
        "objective": f"OEI.{objective:02d}",
        "objective_name": f"Objetivo {objective}",
        "action": f"AEI.{objective:02d}.{number % 5 + 1:02d}",
        "action_name": f"Acción {objective}.{number % 5 + 1}",
        "category": "9002",
        "registry_number": 4000 + number,
        "activity_id": 700000 + number,
        "code": activity_code(number),
        "name": f"{_VERBS[number % 5]} {_THINGS[number // 5 % 5]} {number}",
        "active": "SI",
        "unit_of_measure": _THINGS[number // 5 % 5].capitalize(),
        "accumulated": "NO",
        "department": department,
        "place": town if place < len(_PLACES) else f"{town} {place}",
    }
    for family in FAMILIES:
        money = family.measure == "financial"
        months = [chance.randint(0, 5_000_000) / 100 if money else float(chance.randint(0, 40)) for _ in range(12)]
        record |= dict(zip(family.months, months, strict=True)) | {family.total: round(sum(months), 2)}
    return record


def annual(
    count: int = 3, *, sheet: str = ANNUAL_SHEET, header_row: int = 1, places: int = 1, seed: int = 1
) -> Example:
    """An annual export: the known columns spread among the unknown ones, 277 in all."""
    order = _spread([*(column.label for column in KNOWN)], UNKNOWN)
    known = {column.label: column.name for column in KNOWN}
    fields = {known[heading]: index for index, heading in enumerate(order) if heading in known}
    rows = []
    for number, record in enumerate(records(count, seed, places)):
        cells: list[Any] = [
            record.get(known[heading]) if heading in known else (f"dato {number}" if index % 3 else None)
            for index, heading in enumerate(order)
        ]
        rows.append(cells)
    return Example(list(order), rows, sheet, header_row, fields)


def _spread(known: Sequence[str], unknown: Iterable[str]) -> list[str]:
    rest = list(unknown)
    mixed: list[str] = []
    for heading in known:
        mixed.append(heading)
        if rest:
            mixed.append(rest.pop(0))
    return mixed + rest


def separate(count: int = 3, seed: int = 1) -> dict[Kind, Example]:
    """The five files; the accrual of each activity is in two rows, one for each generic."""
    several = records(count, seed)
    examples = {}
    for kind, file in SEPARATE.items():
        headings = [file.headings.get(name, BY_FIELD[name].label) for name in file.fields]
        lines = several if kind is not Kind.FINANCIAL_EXECUTION else [part for row in several for part in _halves(row)]
        rows = [[line.get(name) for name in file.fields] for line in lines]
        examples[kind] = Example(headings, rows, "Hoja1", 1, {name: i for i, name in enumerate(file.fields)})
    return examples


def _halves(record: Record) -> list[Record]:
    family = FAMILIES[-1]
    first = {name: float(int(record[name] / 2)) for name in family.months}
    second = {name: round(record[name] - first[name], 2) for name in family.months}
    return [
        record | part | {"generic": generic, family.total: round(sum(part.values()), 2)}
        for part, generic in ((first, "2.3"), (second, "2.6"))
    ]


def write_separate_examples(folder: Path, examples: Mapping[Kind, Example]) -> Path:
    """Write them under names that say nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, example in enumerate(examples.values(), start=1):
        example.write(folder / f"reporte {number}.xlsx")
    return folder


def write_xlsx(path: Path, sheet: str, rows: Iterable[Sequence[Any]]) -> Path:
    """Write cells as they are, every text as text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet)
        moment = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, cells in enumerate(rows):
            for index, cell in enumerate(cells):
                if isinstance(cell, bool):
                    page.write_boolean(number, index, cell)
                elif isinstance(cell, str):
                    page.write_string(number, index, cell)
                elif isinstance(cell, (int, float)):
                    page.write_number(number, index, cell)
                elif cell is not None:
                    page.write_datetime(number, index, cell, moment)
    return path
