"""What a sheet and a column of the own workbook are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from quipu.workbook.names import file_stem, plain_name

Value = str | int | bool | Decimal | date | None
"""What a cell says: a text, a number, a flag, a date, or nothing (None)."""


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
        label: the Spanish heading written in the workbook; both are accepted, whatever their case and accents.
        type: how a cell is read.
        required: whether every row needs it.
        choices: for a choice, code -> Spanish word written in the cell; both are accepted when reading.
        pattern: for a code, the regular expression that it must match.
        meaning: one Spanish sentence for the heading's note and for the reference docs.
        default: what an empty cell says; None says nothing.
        filled_with: columns that Quipu fills this one from when its cell is empty; while they say the same, an empty
            cell keeps what is stored.
        exact_text: whether digits are kept as typed, so that a number cell, which forgets closing zeros, is refused.
    """

    name: str
    label: str
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    meaning: str = ""
    default: Value = None
    exact_text: bool = False
    filled_with: tuple[str, ...] = ()

    @cached_property
    def choice_by_word(self) -> Mapping[str, str]:
        """The code of every word that a cell may hold, in plain letters."""
        words = {plain_name(word): code for code, word in self.choices.items()}
        return {plain_name(code): code for code in self.choices} | words


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

    @property
    def file_name(self) -> str:
        """The name of its CSV file: the label in lower case, without accents or spaces."""
        return file_stem(self.label) + ".csv"

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """The column of every accepted heading, in plain letters."""
        labels = {plain_name(column.label): column for column in self.columns}
        return {plain_name(column.name): column for column in self.columns} | labels

    def key_of(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """What identifies a row of this sheet."""
        return tuple(values.get(name) for name in self.key)
