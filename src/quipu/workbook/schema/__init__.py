"""The sheets of the own workbook, in the order in which they can be applied: what a row names stands above it."""

from __future__ import annotations

from quipu.workbook.columns import Sheet
from quipu.workbook.schema import evaluation, operation, organisation, planning, register, values

SHEETS: tuple[Sheet, ...] = (
    *organisation.SHEETS,
    *planning.SHEETS,
    *values.SHEETS,
    *operation.SHEETS,
    *evaluation.SHEETS,
    *register.SHEETS,
)

SHEET_BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def is_own(sheet: Sheet) -> bool:
    """Whether a sheet is one of the own workbook, and not that of another file whose rows are read as its rows."""
    return sheet is SHEET_BY_NAME.get(sheet.name)
