"""An index whose order either database can keep."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.expressions import OrderBy


class OrderedIndex(models.Index):
    """An index of expressions that may put what has no value last.

    SQLite puts it last of its own when it goes down, uses such an index for an order that says so, and refuses an
    index that says so itself.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **extra: Any) -> Any:
        """Without saying where nothing goes, in SQLite."""
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **extra)
        plain = [
            OrderBy(item.expression, descending=item.descending) if isinstance(item, OrderBy) else item
            for item in self.expressions
        ]
        index = models.Index(*plain, name=self.name, condition=self.condition)
        return index.create_sql(model, schema_editor, using, **extra)
