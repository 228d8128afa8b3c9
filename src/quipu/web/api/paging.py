"""Lists in pages: a limit, an offset and an order that ends in something unique."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from quipu.web.api.schemas.shared import Window


def page_of(rows: QuerySet[Any] | Sequence[Any], window: Window, told: Callable[[Any], Any]) -> dict[str, Any]:
    """A page of rows.

    Args:
        rows: the whole list; a query is counted and cut by the database.
        window: which rows.
        told: how each row is told.
    """
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    chosen = rows[window.offset : window.offset + window.limit] if window.offset < count else []
    items = [told(row) for row in chosen]
    return {"count": count, "limit": window.limit, "offset": window.offset, "items": items}
