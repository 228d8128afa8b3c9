"""What others may ask about imports and about what they left."""

from quipu.apps.imports.queries.rows import StoredRows, current_rows, ids_by_key, sheet_columns

__all__ = ["StoredRows", "current_rows", "ids_by_key", "sheet_columns"]
