"""What a locked reporting period no longer lets change: reported values, their parts, executed amounts.

A correction with its reason is a fact of its own and passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from quipu.apps.collection.queries.locks import Locks, locked_periods
from quipu.apps.imports.amounts import ACTIVITY_KEY, AMOUNT_COLUMNS
from quipu.apps.imports.differences import Key, Outcome
from quipu.apps.organisation.models import Institution
from quipu.workbook.cells import shown
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row
from quipu.workbook.schema import SHEET_BY_NAME, is_own

_REPORTED, _EXECUTED = "reported", "executed"
_REMEDY = "Quite la fila del libro, o agregue el valor corregido con su motivo, o reabra el nivel e importe de nuevo."
_AMOUNT_REMEDY = "Deje la celda como está guardada, o reabra el nivel con su motivo e importe de nuevo."
_FOREIGN_REMEDY = (
    "Deje la celda vacía e importe con el modo update, o reabra el nivel con su motivo e importe de nuevo."
)


def find_locked(outcome: Outcome) -> Iterator[Fault]:
    """Reported values and executed amounts of a locked period that would be added, changed or removed."""
    if outcome.in_file.isdisjoint({"values", "parts", "amounts"}) or not outcome.before["institution"]:
        return
    slug = next(iter(outcome.before["institution"]))[0]
    locks = locked_periods(Institution.objects.get(slug=slug))
    if not locks:
        return
    for sheet in ("values", "parts"):
        yield from _locked_values(outcome, sheet, locks)
    yield from _locked_amounts(outcome, locks)


def _locked_values(outcome: Outcome, sheet: str, locks: Locks) -> Iterator[Fault]:
    for key, stored, row in _changes(outcome, sheet):
        plan, indicator, period, stage = (str(part) for part in key[:4])
        if stage != _REPORTED or not locks.locks_value(plan, indicator, period):
            continue
        columns = _differing(sheet, stored, row)
        if columns or row is None:
            what = "el valor reportado" if sheet == "values" else "una parte del valor reportado"
            reason = f"{what} de «{indicator}» en {period} es de un periodo bloqueado."
            if columns and row is not None:
                reason = f"{reason[:-1]}: {_both(stored, row, columns[0])}."
            yield _fault(sheet, key, row, columns[0] if columns else "", reason, _REMEDY)


def _locked_amounts(outcome: Outcome, locks: Locks) -> Iterator[Fault]:
    is_locked = partial(_is_locked_column, locks)
    for key, stored, row in _changes(outcome, "amounts"):
        if (stored or row or {}).get("phase") != _EXECUTED:
            continue
        activity = key[: len(ACTIVITY_KEY)]
        changed = [name for name in _differing("amounts", stored, row) if name in AMOUNT_COLUMNS]
        for column in changed:
            if is_locked(activity, column):
                place = "del año" if column == "annual" else f"del mes {int(column[1:])}"
                reason = f"lo ejecutado de «{activity[-1]}» {place} es de un periodo bloqueado."
                if row is not None:
                    reason = f"{reason[:-1]}: {_both(stored, row, column)}."
                remedy = _AMOUNT_REMEDY if row is None or is_own(row.layout.sheet) else _FOREIGN_REMEDY
                yield _fault("amounts", key, row, column, reason, remedy)


def _both(stored: Mapping[str, Value] | None, row: Row, column: str) -> str:
    """What is stored and what the file brings, in words."""
    before = None if stored is None else stored.get(column)
    after = row.get(column)
    kept = "no hay nada guardado" if before is None else f"está guardado «{shown(before)}»"
    return f"{kept} y el archivo " + ("no dice nada" if after is None else f"dice «{shown(after)}»")


def _is_locked_column(locks: Locks, activity: Key, column: str) -> bool:
    return locks.locks_amount(activity, AMOUNT_COLUMNS.index(column) or None)


def _changes(outcome: Outcome, sheet: str) -> Iterable[tuple[Key, Mapping[str, Value] | None, Row | None]]:
    """Each row of a sheet that the file touches: its key, as stored, and as it would be (None when it would go)."""
    for row in outcome.file_rows(sheet):
        key = SHEET_BY_NAME[sheet].key_of(row)
        yield key, outcome.before[sheet].get(key), row
    for key in outcome.removed(sheet):
        yield key, outcome.before[sheet][key], None


def _differing(sheet: str, stored: Mapping[str, Value] | None, row: Row | None) -> list[str]:
    """The columns that would change, apart from those that cannot be read, which have their own fault."""
    refused = frozenset() if row is None else row.refused
    before, after = stored or {}, row or {}
    names = (column.name for column in SHEET_BY_NAME[sheet].columns if column.name not in SHEET_BY_NAME[sheet].key)
    return [name for name in names if name not in refused and before.get(name) != after.get(name)]


def _fault(sheet: str, key: Key, row: Row | None, column: str, reason: str, remedy: str) -> Fault:
    code = "imports.locked"
    if row is not None:
        return row.fault(column, reason=reason, remedy=remedy, code=code)
    place = " · ".join("" if part is None else str(part) for part in key)
    gone = f"{reason[:-1]} y no está en el archivo."
    return Fault(SHEET_BY_NAME[sheet].label, "", place, gone, "Déjelo en el libro.", code)
