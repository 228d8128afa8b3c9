"""What a reading gives: rows that know their places, faults, warnings, and questions for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from quipu.workbook.cells import Raw
from quipu.workbook.ceplan.layouts import CeplanLayout, Kind, SheetLayout
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row


class CeplanRow(Row):
    """One row of a file: its known fields typed, and all its cells as they stand.

    Attributes:
        cells: what the file holds, in order; unknown columns are only here.
        sheet: the layout of its sheet.
    """

    __slots__ = ("cells", "sheet")

    def __init__(
        self,
        values: Mapping[str, Value],
        sheet: SheetLayout,
        number: int,
        refused: frozenset[str],
        cells: Sequence[Raw],
    ) -> None:
        super().__init__(values, sheet.places, number, refused)
        self.sheet, self.cells = sheet, cells

    @property
    def code(self) -> str:
        """The activity's code; empty when its cell has a fault."""
        return str(self.get("code") or "")

    def origin(self, column: str) -> CeplanRow:
        """The row of a file in which a field stands: itself."""
        return self

    def letter(self, column: str) -> str:
        """The letter of a field where it stands."""
        return self.layout.letters.get(column, "A")


class MergedRow(CeplanRow):
    """One activity put together from the separate files; its faults point at the file that each field came from.

    Attributes:
        parts: the rows of each file, the relation's first.
    """

    __slots__ = ("parts",)

    def __init__(self, values: Mapping[str, Value], parts: Mapping[Kind, tuple[CeplanRow, ...]]) -> None:
        first = next(iter(parts.values()))[0]
        refused: frozenset[str] = frozenset().union(*(row.refused for rows in parts.values() for row in rows))
        super().__init__(values, first.sheet, first.number, refused, first.cells)
        self.parts = parts

    def origin(self, column: str) -> CeplanRow:
        """The first row that brought a field."""
        for rows in self.parts.values():
            if column in rows[0].sheet.fields:
                return rows[0]
        return next(iter(self.parts.values()))[0]

    def cell(self, column: str) -> str:
        """The place of a field in the file that brought it."""
        return Row.cell(self.origin(column), column)

    def fault(self, column: str, *, reason: str, remedy: str, code: str) -> Fault:
        """A fault at the cell that brought a field."""
        return Row.fault(self.origin(column), column, reason=reason, remedy=remedy, code=code)


@dataclass(frozen=True)
class Question:
    """What only a person can answer.

    Attributes:
        kind: `heading` (does this heading mean that column?) or `accumulation` (how do the months add up?).
        subject: the heading as it stands, or the activity's code.
        proposed: the field, or the accumulation, that looks right.
        score: from 0 to 100, how alike the headings are; 100 for an accumulation.
        sheet: where it was seen.
        cell: where it was seen.
        evidence: one Spanish sentence on why it is asked.
    """

    kind: str
    subject: str
    proposed: str
    score: int
    sheet: str
    cell: str
    evidence: str

    def __str__(self) -> str:
        return f"Hoja «{self.sheet}», celda {self.cell}: {self.evidence}"


@dataclass(frozen=True)
class CeplanFiles:
    """What Ceplan V.01 files say.

    Attributes:
        layout: how they were laid out, to write them back.
        rows: one per activity and place; one per activity when they come from separate files.
        faults: everything found wrong; the rows can be trusted when there is none.
        warnings: what is odd and does not stop an import.
        questions: what a person has to answer.
        sha256: of the original, as it is kept.
        name: of the file or folder.
        original: the bytes to keep: the file itself, or several as a ZIP that is the same for the same files.
        ending: `.xlsx` or `.zip`.
    """

    layout: CeplanLayout
    rows: list[CeplanRow]
    faults: list[Fault]
    warnings: list[Fault]
    questions: list[Question]
    sha256: str
    name: str
    original: bytes = field(repr=False, default=b"")
    ending: str = ".xlsx"


@dataclass
class Findings:
    """What is collected while reading."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def by_activity(rows: Iterable[CeplanRow]) -> dict[str, list[CeplanRow]]:
    """The rows of each activity, in order; rows without a legible code are left out."""
    found: dict[str, list[CeplanRow]] = {}
    for row in rows:
        if row.code:
            found.setdefault(row.code, []).append(row)
    return found


def added(rows: Sequence[CeplanRow], fields: Sequence[str]) -> list[Any]:
    """Each field summed over rows; None where no row says anything."""
    if len(rows) == 1:
        return list(map(rows[0].get, fields))
    return [_sum(value for row in rows if isinstance(value := row.get(name), Decimal)) for name in fields]


def _sum(values: Iterable[Decimal]) -> Decimal | None:
    said = list(values)
    return sum(said[1:], said[0]) if said else None
