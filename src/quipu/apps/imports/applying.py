"""From a difference to the database, in bulk and in the order that references allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import F, Model

from quipu.apps.accounts.models import User
from quipu.apps.imports.amounts import MEASURES, Group, StoredAmount, group_of, monthly_amounts, write_amounts
from quipu.apps.imports.bindings import AMOUNTS, CATALOGUE, POINT_SCALE
from quipu.apps.imports.differences import Difference, Key, Outcome, RowChange
from quipu.apps.imports.queries import ids_by_key
from quipu.apps.imports.scales import Scales
from quipu.apps.imports.tables import INSTITUTION, Reference, Table
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import ActivityAmount, ObtainedValue
from quipu.workbook.columns import Value
from quipu.workbook.schema import SHEETS

_BATCH = 2_000
_CHUNK = 500
_OUT_OF_THE_WAY = 10_000

Rows = dict[Key, Mapping[str, Value]]


class Applier:
    """Writes one difference; everything inside the caller's transaction."""

    def __init__(self, difference: Difference, outcome: Outcome, actor: User | None) -> None:
        self._outcome, self._actor = outcome, actor
        self._slug = difference.institution
        self._scales = Scales(outcome.after["indicators"].values())
        self._ids: dict[str, dict[Key, int]] = {}
        self._written = _by_sheet([*difference.added, *difference.changed])
        self._removed = _by_sheet(difference.removed)

    def apply(self) -> Institution:
        """Write what is added and changed from the top of the tree down, then remove from its leaves up."""
        for sheet in SHEETS:
            self._make_room(CATALOGUE.by_name[sheet.name])
            if sheet.name == AMOUNTS.name:
                self._write_amounts()
                continue
            rows = [change.after for change in self._written.get(sheet.name, ()) if change.after is not None]
            for table in CATALOGUE.by_sheet[sheet.name] if rows else ():
                self._write(table, rows)
        for sheet in reversed(SHEETS):
            for table in reversed(CATALOGUE.by_sheet[sheet.name]) if sheet.name in self._removed else ():
                self._remove(table)
        return self._institution

    @cached_property
    def _institution(self) -> Institution:
        return Institution.objects.get(slug=self._slug)

    def _known(self, table: Table) -> dict[Key, int]:
        if table.name not in self._ids:
            self._ids[table.name] = ids_by_key(table, self._institution)
        return self._ids[table.name]

    def _make_room(self, table: Table) -> None:
        """Move a unique field out of the way, so that rows can exchange their values of it."""
        changes = [*self._written.get(table.sheet, ()), *self._removed.get(table.sheet, ())] if table.shifted else []
        pks = [self._known(table)[change.key] for change in changes if change.before is not None]
        for chunk in _chunks(pks):
            table.model._default_manager.filter(pk__in=chunk).update(
                **{table.shifted: F(table.shifted) + _OUT_OF_THE_WAY}
            )

    def _write(self, table: Table, rows: Iterable[Mapping[str, Value]]) -> None:
        is_first = table.model is Institution and not self._outcome.before["institution"]
        known = {} if is_first else self._known(table)
        new: Rows = {}
        stored: dict[int, Mapping[str, Value]] = {}
        for row in rows:
            key = table.key_of(row)
            if key in known and not table.holds(row):
                table.model._default_manager.filter(pk=known.pop(key)).delete()
            elif key in known:
                stored[known[key]] = row
            elif table.holds(row):
                new[key] = row
        self._update(table, stored)
        self._create(table, new)

    def _create(self, table: Table, rows: Rows) -> None:
        while rows:
            ready = self._ready(table, rows)
            made = [self._instance(table, row) for row in ready.values()]
            table.model._default_manager.bulk_create(made, batch_size=_BATCH)
            if table.model is not Institution:
                self._known(table).update({key: item.pk for key, item in zip(ready, made, strict=True)})
            rows = {key: row for key, row in rows.items() if key not in ready}

    def _ready(self, table: Table, rows: Rows) -> Rows:
        """The rows that stand under no other row still to be made."""
        above = table.self_references
        return {key: row for key, row in rows.items() if all(item.key_in(row) not in rows for item in above)}

    def _instance(self, table: Table, row: Mapping[str, Value]) -> Model:
        values = self._fields(table, row)
        if table.model is ObtainedValue:
            values["recorded_by"] = self._actor
        if table.has_institution:
            values[INSTITUTION] = self._institution
        return table.model(**values)

    def _fields(self, table: Table, row: Mapping[str, Value]) -> dict[str, Any]:
        values: dict[str, Any] = {name: table.stored(column, row.get(column)) for column, name in table.fields.items()}
        for reference in table.references:
            values[f"{reference.field}_id"] = self._referred(table, reference, row)
        return values

    def _referred(self, table: Table, reference: Reference, row: Mapping[str, Value]) -> int | None:
        if POINT_SCALE in reference.columns and row.get(reference.columns[-1]) is not None:
            row = {**row, POINT_SCALE: self._scales.of(table.sheet, row)}
        key = reference.key_in(row)
        return None if key is None else self._known(CATALOGUE.by_name[reference.table])[key]

    def _update(self, table: Table, rows: Mapping[int, Mapping[str, Value]]) -> None:
        changed = self._updatable(table)
        if not rows or not changed:
            return
        made = [table.model(pk=pk, **self._fields(table, row)) for pk, row in rows.items()]
        table.model._default_manager.bulk_update(made, changed, batch_size=_CHUNK)

    def _updatable(self, table: Table) -> list[str]:
        own = [name for column, name in table.fields.items() if column not in table.key]
        named = [item.field for item in table.references if not set(item.columns) <= set(table.key)]
        return [*own, *named]

    def _write_amounts(self) -> None:
        changes = [*self._written.get(AMOUNTS.name, ()), *self._removed.get(AMOUNTS.name, ())]
        stored = {group_of(row) for row in self._outcome.before[AMOUNTS.name].values()}
        activities = self._known(CATALOGUE.by_name["activities"]) if changes else {}
        groups: dict[Group, None] = dict.fromkeys(
            group_of(change.after if change.after is not None else change.before or {}) for change in changes
        )
        self._clear_amounts([group for group in groups if group in stored], activities)
        rows = self._outcome.after[AMOUNTS.name]
        made: list[StoredAmount] = []
        for key, phase in groups:
            pair = [rows[found] for measure in MEASURES if (found := (*key, phase, measure)) in rows]
            made += monthly_amounts(activities[key], phase, pair)
        write_amounts(made)

    def _clear_amounts(self, groups: list[Group], activities: dict[Key, int]) -> None:
        for phase in ActivityAmount.Phase.values:
            pks = [activities[key] for key, named in groups if named == phase]
            for chunk in _chunks(pks):
                ActivityAmount.objects.filter(activity_id__in=chunk, phase=phase).delete()

    def _remove(self, table: Table) -> None:
        if table is AMOUNTS:
            return
        removed = [change.before for change in self._removed[table.sheet] if change.before is not None]
        kept = {table.key_of(row) for row in self._outcome.after[table.sheet].values()}
        rows = {table.key_of(row): row for row in removed if table.holds(row) and table.key_of(row) not in kept}
        known = self._known(table)
        above = table.self_references
        while rows:
            named = {item.key_in(row) for row in rows.values() for item in above}
            leaves = [key for key in rows if key not in named]
            for chunk in _chunks([known[key] for key in leaves if key in known]):
                table.model._default_manager.filter(pk__in=chunk).delete()
            rows = {key: row for key, row in rows.items() if key in named}


def _by_sheet(changes: Iterable[RowChange]) -> dict[str, list[RowChange]]:
    found: dict[str, list[RowChange]] = {}
    for change in changes:
        found.setdefault(change.sheet, []).append(change)
    return found


def _chunks(pks: list[int]) -> Iterable[list[int]]:
    return (pks[start : start + _CHUNK] for start in range(0, len(pks), _CHUNK))
