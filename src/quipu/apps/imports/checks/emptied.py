"""Stored amounts that a replacing file leaves without a figure, because their cells are empty."""

from __future__ import annotations

from collections.abc import Iterator

from quipu.apps.imports.amounts import ACTIVITY_KEY, AMOUNT_COLUMNS, group_of
from quipu.apps.imports.differences import Difference, Outcome, RowChange
from quipu.workbook.faults import Fault
from quipu.workbook.schema import SHEET_BY_NAME

_MOST_NAMED = 5


def find_emptied(difference: Difference, outcome: Outcome) -> Iterator[Fault]:
    """One warning with how many amounts of the file's activities would go, and which are the first."""
    activities = outcome.after["activities"]
    changes = [change for change in (*difference.changed, *difference.removed) if change.sheet == "amounts"]
    emptied = [
        f"{_activity(change)}, {_month(column)}"
        for change in changes
        if group_of(change.before or {})[0] in activities
        for column in AMOUNT_COLUMNS
        if (change.before or {}).get(column) is not None and (change.after or {}).get(column) is None
    ]
    if not emptied:
        return
    few = "; ".join(emptied[:_MOST_NAMED]) + (f" y {len(emptied) - _MOST_NAMED} más" if emptied[_MOST_NAMED:] else "")
    noun = "monto guardado, porque su celda está vacía" if len(emptied) == 1 else "montos guardados, por celdas vacías"
    reason = f"se quitaría{'n' if len(emptied) > 1 else ''} {len(emptied)} {noun}: {few}."
    remedy = "Para que queden como están, importe con el modo update."
    yield Fault("", "", "", reason, remedy, "imports.ceplan.emptied")


def _activity(change: RowChange) -> str:
    return str(change.key[len(ACTIVITY_KEY) - 1])


def _month(column: str) -> str:
    return SHEET_BY_NAME["amounts"].column(column).label
