"""Rows of a workbook: typed values that remember the place they were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quipu.workbook.cells import shown
from quipu.workbook.columns import Sheet, Value
from quipu.workbook.faults import Fault

RowsBySheet = Mapping[str, Sequence[Mapping[str, Value]]]
"""Rows by the English name of their sheet; what is written and what the database gives."""


@dataclass(frozen=True)
class Layout:
    """How a file lays out one sheet: the letter of each column it has."""

    sheet: Sheet
    letters: Mapping[str, str]


class Row(dict[str, Value]):
    """The typed values of one row by column name; a column that the file leaves out is not there.

    Attributes:
        layout: the sheet and its letters.
        number: the row's number as a spreadsheet shows it.
        refused: the columns whose cells have faults; their value is None.
    """

    __slots__ = ("layout", "number", "refused")

    def __init__(self, values: Mapping[str, Value], layout: Layout, number: int, refused: frozenset[str]) -> None:
        super().__init__(values)
        self.layout, self.number, self.refused = layout, number, refused

    def cell(self, column: str) -> str:
        """The place of one of its cells, such as `C7`; the row's first cell for a column that the file leaves out."""
        return f"{self.layout.letters.get(column, 'A')}{self.number}"

    def fault(self, column: str, *, reason: str, remedy: str, code: str) -> Fault:
        """A fault at one of its cells."""
        return Fault(self.layout.sheet.label, self.cell(column), shown(self.get(column)), reason, remedy, code)


@dataclass(frozen=True)
class ReadWorkbook:
    """What a file says.

    Attributes:
        rows_by_sheet: rows by English sheet name, only for the sheets that the file has.
        faults: everything found wrong while reading; empty when the rows can be trusted.
        sha256: of the original, as it is kept.
        name: the name of the file or folder.
        original: the bytes to keep: the file itself, or the folder as a ZIP that is the same for the same files.
        ending: `.xlsx` or `.zip`.
    """

    rows_by_sheet: dict[str, list[Row]]
    faults: list[Fault]
    sha256: str
    name: str
    original: bytes = field(repr=False, default=b"")
    ending: str = ".xlsx"


def column_letter(index: int) -> str:
    """The letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
