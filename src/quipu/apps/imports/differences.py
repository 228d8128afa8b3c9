"""What a workbook would change: its rows beside the stored ones, by natural key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from quipu.apps.imports.amounts import is_blank, keep_unsaid
from quipu.apps.imports.models import Workbook
from quipu.apps.imports.scopes import Scope
from quipu.workbook.columns import Sheet, Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import ReadWorkbook, Row
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS

Key = tuple[Value, ...]
RowsByKey = dict[Key, Mapping[str, Value]]

ADD, UPDATE, REPLACE = Workbook.Mode.ADD, Workbook.Mode.UPDATE, Workbook.Mode.REPLACE


@dataclass(frozen=True)
class RowChange:
    """One row that would be added, changed or removed.

    Attributes:
        sheet: the English name of its sheet.
        key: its natural key.
        before: its values as stored, None when it is added.
        after: its values as they would be, None when it is removed.
    """

    sheet: str
    key: Key
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None

    @property
    def columns(self) -> list[str]:
        """The columns that differ, in the order of the sheet."""
        before, after = self.before or {}, self.after or {}
        names = (column.name for column in SHEET_BY_NAME[self.sheet].columns)
        return [name for name in names if before.get(name) != after.get(name)]

    @property
    def sides(self) -> tuple[Mapping[str, Value] | None, Mapping[str, Value] | None]:
        """Before and after."""
        return self.before, self.after

    @property
    def key_text(self) -> str:
        """Its key as the history names it."""
        return " · ".join("" if part is None else str(part) for part in self.key)

    def as_dict(self) -> dict[str, Any]:
        """Its fields for JSON: the columns that differ, as text."""
        return {
            "sheet": self.sheet,
            "key": [_told(part) for part in self.key],
            "before": None if self.before is None else {name: _told(self.before.get(name)) for name in self.columns},
            "after": None if self.after is None else {name: _told(self.after.get(name)) for name in self.columns},
        }


def _told(value: Value) -> str | int | bool | None:
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def plain_text(value: Value) -> str | None:
    """A value as text, the same for equal amounts however many zeros they were written with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else None if value is None else str(value)


@dataclass
class Difference:
    """What an import would do.

    Attributes:
        institution: the slug.
        mode: `add`, `update` or `replace`.
        added, changed, removed: rows, in the order of the sheets.
        faults: what refuses it; nothing is applied while there is one.
        warnings: what deserves a look and refuses nothing.
        sheets: the sheets that the file has.
    """

    institution: str
    mode: str
    added: list[RowChange] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    removed: list[RowChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.added or self.changed or self.removed)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Rows added, changed and removed by sheet, for the sheets in which there are any."""
        found: dict[str, list[int]] = {}
        for place, changes in enumerate((self.added, self.changed, self.removed)):
            for change in changes:
                found.setdefault(change.sheet, [0, 0, 0])[place] += 1
        return {sheet.name: tuple(found[sheet.name]) for sheet in SHEETS if sheet.name in found}  # type: ignore[misc]

    @property
    def fingerprint(self) -> str:
        """What tells it from any other difference: two that would do the same have the same."""
        digest = hashlib.sha256()
        for change in self.added:
            said = {name: plain_text(value) for name, value in (change.after or {}).items() if value is not None}
            digest.update(f"+{change.sheet}{change.key_text}{sorted(said.items())}\n".encode())
        for change in self.changed:
            sides = [[plain_text((side or {}).get(name)) for name in change.columns] for side in change.sides]
            digest.update(f"*{change.sheet}{change.key_text}{change.columns}{sides}\n".encode())
        for change in self.removed:
            digest.update(f"-{change.sheet}{change.key_text}\n".encode())
        return digest.hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {
            "institution": self.institution,
            "mode": self.mode,
            "sheets": self.sheets,
            "added": [change.as_dict() for change in self.added],
            "changed": [change.as_dict() for change in self.changed],
            "removed": [change.as_dict() for change in self.removed],
            "faults": [fault.as_dict() for fault in self.faults],
            "warnings": [fault.as_dict() for fault in self.warnings],
        }


@dataclass
class Outcome:
    """The stored rows as they would stand after an import.

    Attributes:
        before: rows as stored, by sheet and key; within the scope, when there is one.
        after: rows as they would be; those that come from the file know their place in it.
        in_file: the sheets that the file has.
        uncertain: sheets with a row whose key could not be read, so that what they hold is not fully known.
    """

    before: Mapping[str, RowsByKey]
    after: Mapping[str, RowsByKey]
    in_file: set[str]
    uncertain: set[str]

    def file_rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that come from the file."""
        if sheet in self.in_file:
            yield from (row for row in self.after[sheet].values() if isinstance(row, Row))

    def removed(self, sheet: str) -> list[Key]:
        """The keys that would go."""
        return [key for key in self.before[sheet] if key not in self.after[sheet]] if sheet in self.in_file else []


class _After(dict[str, RowsByKey]):
    """What the file brings about; a sheet that it does not have stays as it is stored."""

    def __init__(self, before: Mapping[str, RowsByKey]) -> None:
        super().__init__()
        self._before = before

    def __missing__(self, sheet: str) -> RowsByKey:
        rows = self[sheet] = dict(self._before[sheet])
        return rows


def foresee(read: ReadWorkbook, mode: str, stored: Mapping[str, RowsByKey], scope: Scope | None = None) -> Outcome:
    """Lay the rows of a file over the stored ones.

    Args:
        read: the file.
        mode: `add`, `update` or `replace`.
        stored: the rows of each sheet by key.
        scope: what the file speaks of, when it is not the whole of its sheets; its empty cells then say nothing, and
            only `replace` takes away what is stored under them.
    """
    after = _After(stored)
    outcome = Outcome(stored, after, set(read.rows_by_sheet), set())
    for sheet in SHEETS:
        rows = read.rows_by_sheet.get(sheet.name)
        if rows is None:
            continue
        if any(not row.refused.isdisjoint(sheet.key) for row in rows):
            outcome.uncertain.add(sheet.name)
        before = stored[sheet.name]
        found = _complete_rows(rows, sheet, before)
        if scope is not None and not scope.may_replace(sheet.name):
            after[sheet.name] = found | before
            continue
        if scope is not None and mode != REPLACE:
            found = {key: keep_unsaid(row, before.get(key)) for key, row in found.items()}
            after[sheet.name] = dict(before) | found
        else:
            after[sheet.name] = _kept(read, sheet, before, mode, scope) | found
    return outcome


def _kept(read: ReadWorkbook, sheet: Sheet, before: RowsByKey, mode: str, scope: Scope | None) -> RowsByKey:
    """The stored rows that stay when the file does not have them."""
    if mode != REPLACE:
        return dict(before)
    if scope is None:
        return {}
    activities = {row.get("code") for row in read.rows_by_sheet.get("activities", ())}
    return {key: row for key, row in before.items() if not scope.holds(sheet.name, row, activities)}


def _complete_rows(rows: Iterable[Row], sheet: Sheet, before: RowsByKey) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for row in rows:
        key = sheet.key_of(row)
        if not row.refused.isdisjoint(sheet.key) or key in found:
            continue
        stored = before.get(key)
        if sheet.name == "amounts" and stored is None and is_blank(row):
            continue
        found[key] = _keep_filled(
            row if len(row) == len(sheet.columns) else _complete(row, sheet, stored), sheet, stored
        )
    return found


def _keep_filled(row: Row, sheet: Sheet, stored: Mapping[str, Value] | None) -> Row:
    """A copy in which empty cells that Quipu filled stay as they are stored, while what they come from is the same."""
    if stored is None:
        return row
    kept = {
        column.name: stored.get(column.name)
        for column in sheet.columns
        if column.filled_with
        and row.get(column.name) is None
        and all(row.get(name) == stored.get(name) for name in column.filled_with)
    }
    return Row({**row, **kept}, row.layout, row.number, row.refused) if kept else row


def _complete(row: Row, sheet: Sheet, stored: Mapping[str, Value] | None) -> Row:
    """A copy with what the columns left out stand for; the row itself says no more than the file does."""
    said = {column.name: column.default if stored is None else stored.get(column.name) for column in sheet.columns}
    return Row(said | row, row.layout, row.number, row.refused)


def compare(outcome: Outcome, difference: Difference) -> None:
    """Fill a difference with the rows that would be added, changed and removed."""
    for sheet in SHEETS:
        if sheet.name not in outcome.in_file:
            continue
        before = outcome.before[sheet.name]
        for key, row in outcome.after[sheet.name].items():
            if not isinstance(row, Row) or row.refused:
                continue
            stored = before.get(key)
            if stored is None:
                difference.added.append(RowChange(sheet.name, key, None, row))
            elif stored != row:
                difference.changed.append(RowChange(sheet.name, key, stored, row))
        difference.removed += [RowChange(sheet.name, key, before[key], None) for key in outcome.removed(sheet.name)]
