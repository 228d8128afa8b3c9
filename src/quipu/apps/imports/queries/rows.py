"""What the database holds, in the shape of the own workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quipu.apps.imports.amounts import wide_rows
from quipu.apps.imports.bindings import AMOUNTS, CATALOGUE
from quipu.apps.imports.scopes import Scope
from quipu.apps.imports.tables import Table
from quipu.apps.organisation.models import Institution
from quipu.workbook.columns import Value
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS

RowsByKey = dict[tuple[Value, ...], Mapping[str, Value]]


def current_rows(institution: Institution | None) -> dict[str, list[dict[str, Value]]]:
    """Every row of an institution by sheet, as reading a workbook would give it; one query per sheet.

    Args:
        institution: None gives every sheet without rows.
    """
    if institution is None:
        return {sheet.name: [] for sheet in SHEETS}
    return {sheet.name: _rows_of(CATALOGUE.by_name[sheet.name], institution, None) for sheet in SHEETS}


class StoredRows(Mapping[str, RowsByKey]):
    """The rows of an institution by sheet and key, each sheet read when somebody first asks for it.

    What nobody asks for costs nothing, and whatever a check asks for is there.

    Args:
        institution: None gives every sheet without rows.
        scope: narrows the sheets of operational plans to the plan and year that an import speaks of.
    """

    def __init__(self, institution: Institution | None, scope: Scope | None = None) -> None:
        self._institution, self._scope = institution, scope
        self._read: dict[str, RowsByKey] = {}

    def __getitem__(self, name: str) -> RowsByKey:
        if name not in self._read:
            sheet = SHEET_BY_NAME[name]
            rows = _rows_of(CATALOGUE.by_name[name], self._institution, self._scope) if self._institution else []
            self._read[name] = {sheet.key_of(row): row for row in rows}
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (sheet.name for sheet in SHEETS)

    def __len__(self) -> int:
        return len(SHEETS)


def _rows_of(table: Table, institution: Institution, scope: Scope | None) -> list[dict[str, Value]]:
    narrowed = scope.narrows(table.sheet) if scope else {}
    if table is AMOUNTS:
        return wide_rows(institution, narrowed)
    sheet_tables = CATALOGUE.by_sheet[table.sheet]
    columns = sheet_columns(table)
    owners = [next((item for item in sheet_tables if name in item.fields), None) for name in columns]
    expressions = {f"_{name}": CATALOGUE.expression(table, name) for name in columns}
    own = {"pk": institution.pk} if table.model is Institution else {CATALOGUE.scope(table): institution}
    own |= {CATALOGUE.paths(table, column)[0]: value for column, value in narrowed.items()}
    found = table.rows.filter(**own).order_by("pk")
    return [
        {
            name: owner.told(name, value) if owner else value
            for name, owner, value in zip(columns, owners, values, strict=True)
        }
        for values in found.annotate(**expressions).values_list(*expressions)
    ]


def sheet_columns(table: Table) -> list[str]:
    """The columns of a table's sheet, in their order."""
    return [column.name for sheet in SHEETS if sheet.name == table.sheet for column in sheet.columns]


def ids_by_key(table: Table, institution: Institution) -> dict[tuple[Value, ...], int]:
    """The database identifier of every row of a table by its natural key, in one query."""
    expressions = {f"_{name}": CATALOGUE.expression(table, name) for name in table.key}
    scope = {"pk": institution.pk} if table.model is Institution else {CATALOGUE.scope(table): institution}
    found = table.rows.filter(**scope).order_by()
    return {
        tuple(value if value != "" else None for value in key): pk
        for pk, *key in found.annotate(**expressions).values_list("pk", *expressions)
    }
