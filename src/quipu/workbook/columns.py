"""What a sheet and a column of the own workbook are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ColumnType(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    YEAR = "year"
    AMOUNT = "amount"
    FLAG = "flag"
    CHOICE = "choice"
    PERIOD = "period"
    DATE = "date"
    CODE = "code"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: the stable English name, the key of a row.
        label: the Spanish heading written in the workbook; both are accepted when reading, without regard to case or accents.
        type: how a cell is read.
        required: whether every row needs it.
        choices: for a choice, code -> Spanish word written in the cell; both are accepted when reading.
        pattern: for a code, the regular expression that it must match.
        meaning: one Spanish sentence for the heading's note and for the reference docs.
    """

    name: str
    label: str
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: the stable English name, also the kind of its facts in the history.
        label: the Spanish name of the sheet and, in lower case, of its CSV file.
        key: the columns that identify a row.
        columns: in the order written.
        meaning: one Spanish sentence on what it holds.
    """

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    meaning: str = ""

    def column(self, name: str) -> Column:
        """The column of this name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
