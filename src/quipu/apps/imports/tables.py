"""How a sheet's columns stand in the database: the words in which `bindings` declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, Field, Model, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from quipu.workbook.columns import ColumnType, Sheet, Value
from quipu.workbook.schema import SHEET_BY_NAME

INSTITUTION = "institution"


@dataclass(frozen=True)
class Reference:
    """Columns of a row that together name a row of another table.

    Attributes:
        field: the foreign key that they fill.
        table: the table that they name a row of.
        columns: as many as that table's key has; an optional reference is empty when the last of them is.
        prefix: the reference holds only for rows whose last column starts with it.
    """

    field: str
    table: str
    columns: tuple[str, ...]
    prefix: str = ""

    def key_in(self, values: Mapping[str, Value]) -> tuple[Value, ...] | None:
        """The key that a row names, or None when it names nothing by this reference."""
        last = values.get(self.columns[-1])
        if last is None or not str(last).startswith(self.prefix):
            return None
        return tuple(values.get(column) for column in self.columns)


@dataclass(frozen=True)
class Table:
    """One model as a part of one sheet.

    Attributes:
        name: what references call it; the main table of a sheet has the sheet's name.
        sheet: the sheet that holds its rows.
        model: where they are stored.
        key: the columns that identify a row of the table.
        fields: column -> field, for what the row itself says.
        references: what it names of other tables, in the order in which a wrong name is told.
        reverse: for a table that hangs one to one from the sheet's main table, the main model's name for it.
        words: column -> (value in the workbook -> value in the database), where they differ.
        shifted: a field that is unique and not part of the key, moved out of the way while rows change.
        made: what tells the rows that Quipu makes from others (field -> value); the workbook does not carry them.
    """

    name: str
    sheet: str
    model: type[Model]
    key: tuple[str, ...]
    fields: Mapping[str, str]
    references: tuple[Reference, ...] = ()
    reverse: str = ""
    words: Mapping[str, Mapping[Value, Any]] = field(default_factory=dict)
    shifted: str = ""
    made: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def self_references(self) -> tuple[Reference, ...]:
        """The references to other rows of the same table."""
        return tuple(reference for reference in self.references if reference.table == self.name)

    @property
    def has_institution(self) -> bool:
        """Whether its rows point at the institution themselves."""
        return any(item.name == INSTITUTION for item in self.model._meta.get_fields())

    @property
    def rows(self) -> QuerySet[Model]:
        """Its rows in the database that the workbook carries."""
        return self.model._default_manager.exclude(**self.made) if self.made else self.model._default_manager.all()

    def key_of(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """What identifies the row of this table in a row of the sheet."""
        return tuple(values.get(column) for column in self.key)

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether a row of the sheet has a row in this table."""
        return not self.reverse or any(values.get(column) is not None for column in self.fields)

    def stored(self, column: str, value: Value) -> Any:
        """A workbook value as its field stores it; an empty text is stored as an empty text."""
        if column in self.words and value in self.words[column]:
            return self.words[column][value]
        model_field = self._field(column)
        if value is None and isinstance(model_field, (CharField, TextField)):
            return ""
        return model_field.to_python(value) if self._is_coded_number(column) else value

    def told(self, column: str, value: Any) -> Value:
        """A stored value as the workbook says it."""
        for told, stored in self.words.get(column, {}).items():
            if stored == value:
                return told
        if value == "" or value is None:
            return None
        return str(value) if self._is_coded_number(column) else value

    def _is_coded_number(self, column: str) -> bool:
        choice = SHEET_BY_NAME[self.sheet].column(column).type is ColumnType.CHOICE
        return choice and not isinstance(self._field(column), (CharField, TextField))

    def _field(self, column: str) -> Field[Any, Any]:
        found = self.model._meta.get_field(self.fields[column])
        if not isinstance(found, Field):
            raise TypeError(f"{self.name}.{column} is bound to {found!r}, which is not a field")
        return found


@dataclass(frozen=True)
class Catalogue:
    """Every table, and the paths that the references between them give."""

    tables: tuple[Table, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """The table of each name."""
        return {table.name: table for table in self.tables}

    @cached_property
    def by_sheet(self) -> Mapping[str, tuple[Table, ...]]:
        """The tables of each sheet, in the order in which they are written."""
        found: dict[str, tuple[Table, ...]] = {}
        for table in self.tables:
            found[table.sheet] = (*found.get(table.sheet, ()), table)
        return found

    def scope(self, table: Table) -> str:
        """The path from a table to its institution."""
        if table.has_institution:
            return INSTITUTION
        reference = table.references[0]
        return f"{reference.field}__{self.scope(self.by_name[reference.table])}"

    def paths(self, table: Table, column: str) -> list[str]:
        """The paths from a table's model to a column: one, or one for each reference that shares the column."""
        if column in table.fields:
            return [table.fields[column]]
        found: list[str] = []
        for reference in table.references:
            if column in reference.columns:
                other = self.by_name[reference.table]
                inner = other.key[reference.columns.index(column)]
                found += [f"{reference.field}__{path}" for path in self.paths(other, inner)]
                if not reference.prefix:
                    return found
        return found or [self._companion_path(table, column)]

    def _companion_path(self, table: Table, column: str) -> str:
        links = {reference.table: reference.field for reference in table.references}
        for companion in self.by_sheet[table.sheet]:
            link = companion.reverse or links.get(companion.name)
            if companion is not table and link and column in companion.fields:
                return f"{link}__{companion.fields[column]}"
        raise LookupError(f"no path from {table.name} to its column {column}")

    def expression(self, table: Table, column: str) -> Combinable:
        """The column as the database gives it."""
        paths = [F(path) for path in self.paths(table, column)]
        return paths[0] if len(paths) == 1 else Coalesce(*paths)

    def owner(self, sheet: Sheet, column: str) -> Table:
        """The table of a sheet in which a column is a field, or its main table for a column that is a reference."""
        main = self.by_name[sheet.name]
        return next((table for table in self.by_sheet[sheet.name] if column in table.fields), main)
