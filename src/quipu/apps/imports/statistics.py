"""What the database knows of the size of its tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from quipu.apps.imports.bindings import CATALOGUE

_MANY = 1_000


def renew_statistics(sheets: Iterable[str], rows: int) -> None:
    """Let PostgreSQL look again at the tables of some sheets after many of their rows changed.

    It plans its queries by what it last knew of a table. Until its own housekeeping comes round, a table just filled is
    empty to it, and a join of two of them can take minutes. SQLite needs no such look.

    Args:
        sheets: names of the sheets that changed.
        rows: how many rows changed in all; for few it is not worth it.
    """
    if connection.vendor != "postgresql" or rows < _MANY:
        return
    models = {table.model for sheet in sheets for table in CATALOGUE.by_sheet[sheet]}
    names = sorted(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(names)}")
