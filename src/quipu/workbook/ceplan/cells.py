"""The cells of known columns: typed once per different content, because an export repeats itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from operator import getitem, itemgetter

from quipu.workbook.cells import MOST_DECIMALS, MOST_DIGITS, NO_DATA, CellError, Raw, read_cell, shown
from quipu.workbook.ceplan.columns import BY_FIELD, CeplanColumn
from quipu.workbook.ceplan.layouts import SheetLayout
from quipu.workbook.ceplan.records import CeplanRow
from quipu.workbook.columns import ColumnType, Value
from quipu.workbook.faults import Fault

_APOSTROPHES = ("'", "’", "‘", "`", "´")
_NO_DATA = "Si no hay dato, deje la celda vacía."
_PLAIN_BELOW = 10**9
_NUMERIC_CODES = frozenset({"responsible_centre", "cost_centre"})
_CARRIED_CODES = frozenset({"code", "action", "objective"})
_CODE_AND_NAME = re.compile(r"(AOI\d{11})\s*[-:–]\s.*", re.ASCII | re.DOTALL)


def read_field(raw: Raw, column: CeplanColumn) -> Value:
    """The typed value of a cell; a code loses its leading apostrophe and gets its capitals.

    Raises:
        CellError: with the reason and the way out.
    """
    if isinstance(raw, str):
        raw = _clean(raw, column)
    elif column.name in _NUMERIC_CODES and isinstance(raw, float) and not raw.is_integer():
        raise CellError(
            f"«{shown(raw)}» es un número con decimales y pudo perder ceros.",
            "Dé a la celda formato de texto y escriba el código completo.",
            "workbook.code_shape",
        )
    try:
        return read_cell(raw, column)
    except CellError as error:
        # These files have no column that says of what kind a value is.
        remedy = error.remedy.replace(NO_DATA, _NO_DATA)
        raise CellError(error.reason, remedy, error.code) from error


def _bare(text: str) -> str:
    # A spreadsheet keeps a code as text with a mark that some exports write as part of it.
    stripped = text.strip()
    return stripped[1:].strip() if stripped.startswith(_APOSTROPHES) else stripped


def _clean(text: str, column: CeplanColumn) -> str:
    if column.type is ColumnType.AMOUNT:
        return text
    bare = _bare(text)
    if column.name not in _CARRIED_CODES:
        return bare
    named = _CODE_AND_NAME.fullmatch(bare.upper())
    return named[1] if named else bare.upper()


class _Reading(dict[Raw, Value]):
    """What each content of one column reads as, worked out the first time that it is met."""

    def __init__(self, column: CeplanColumn) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, raw: Raw) -> Value:
        value = self[raw] = read_field(raw, self.column)
        return value


class _Amounts(_Reading):
    """The same for amounts, most of which are small numbers with two decimals and need none of the questions."""

    def __missing__(self, raw: Raw) -> Value:
        if type(raw) is float and 0 <= raw < _PLAIN_BELOW:
            text = repr(raw)
            if len(text) <= MOST_DIGITS and len(text) - text.find(".") <= MOST_DECIMALS + 1 and "e" not in text:
                value = self[raw] = Decimal(text)
                return value
        return super().__missing__(raw)


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one sheet.

    Attributes:
        layout: of the sheet.
        absent: required fields that the sheet has no column for.
    """

    layout: SheetLayout
    absent: frozenset[str] = frozenset()
    _shared: dict[ColumnType, _Reading] = field(default_factory=dict)

    def read(self, cells: list[Raw], number: int, faults: list[Fault]) -> CeplanRow:
        """The row of these cells; faults are added for those that cannot be read."""
        width = len(self.layout.headings)
        if len(cells) < width:
            cells = [*cells, *[None] * (width - len(cells))]
        raws = self._pick(cells)
        # True and 1 are one key of a dictionary, and a logical cell is not a number.
        if bool not in map(type, raws):
            try:
                values = list(map(getitem, self._readings, raws))
            except CellError:
                return self._read_one_by_one(cells, raws, number, faults)
            refused = self.absent
            return CeplanRow(dict(zip(self._names, values, strict=True)), self.layout, number, refused, cells)
        return self._read_one_by_one(cells, raws, number, faults)

    def _read_one_by_one(self, cells: list[Raw], raws: Sequence[Raw], number: int, faults: list[Fault]) -> CeplanRow:
        values: dict[str, Value] = {}
        refused: set[str] = set()
        for name, raw in zip(self._names, raws, strict=True):
            try:
                values[name] = read_field(raw, BY_FIELD[name])
            except CellError as error:
                values[name] = None
                refused.add(name)
                place = f"{self.layout.places.letters[name]}{number}"
                label = self.layout.places.sheet.label
                faults.append(Fault(label, place, shown(raw), error.reason, error.remedy, error.code))
        return CeplanRow(values, self.layout, number, self.absent | refused, cells)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.layout.fields)

    @cached_property
    def _pick(self) -> Callable[[list[Raw]], Sequence[Raw]]:
        indices = list(self.layout.fields.values())
        if len(indices) == 1:
            return lambda cells: (cells[indices[0]],)
        return itemgetter(*indices)

    @cached_property
    def _readings(self) -> list[_Reading]:
        return [self._reading(BY_FIELD[name]) for name in self._names]

    def _reading(self, column: CeplanColumn) -> _Reading:
        if column.type is ColumnType.AMOUNT:
            return self._shared.setdefault(column.type, _Amounts(column))
        plain = column.type in (ColumnType.LONG_TEXT, ColumnType.TEXT) and not column.required
        if not plain or column.name in _NUMERIC_CODES:
            return _Reading(column)
        return self._shared.setdefault(column.type, _Reading(replace(column, name="shared")))
