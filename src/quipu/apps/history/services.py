"""Writing the history: only ever by adding to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from quipu.apps.history.models import Change

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User
    from quipu.apps.organisation.models import Institution

KEY_SEPARATOR = " · "
_KEY_LENGTH = 200


@dataclass(frozen=True)
class FactChange:
    """One fact added, changed or removed, before it is written down.

    Attributes:
        action: dotted code, such as `plans.value.corrected`.
        kind: the English name of the fact's sheet in the own workbook.
        key: the fact's natural key, in the order of the sheet.
        before: its fields before, None when it is new; for a change, only the fields that differ.
        after: its fields after, None when it is removed.
    """

    action: str
    kind: str
    key: tuple[object, ...]
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def record_changes(
    *,
    institution: Institution,
    changes: Iterable[FactChange],
    actor: User | None = None,
    reason: str = "",
    workbook: Model | None = None,
) -> int:
    """Add changes to the history.

    Args:
        institution: whose facts they are.
        changes: what changed.
        actor: who did it, None for the command line.
        reason: why, in the words of whoever did it.
        workbook: the `imports.Workbook` that they came with.

    Returns:
        How many were written.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    common = (at, actor.pk if actor else None, institution.pk, reason, workbook.pk if workbook else None)
    return _insert((*common, *_own(change)) for change in changes)


def _own(change: FactChange) -> tuple[str | None, ...]:
    before, after = _as_json(change.before), _as_json(change.after)
    return change.action, change.kind, key_text(change.key), before, after


def _insert(rows: Iterable[tuple[object, ...]]) -> int:
    """Add rows to the table; written with the cursor, for an import has tens of thousands of them."""
    columns = ("at", "actor_id", "institution_id", "reason", "workbook_id", "action", "kind", "key", "before", "after")
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(Change._meta.db_table)
    marks = ", ".join(["%s"] * len(columns))
    made = list(rows)
    if made:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", made)  # noqa: S608 - our own names
    return len(made)


def key_text(key: Iterable[object]) -> str:
    """A natural key as one text; a very long one keeps its beginning and a hash of the whole."""
    text = KEY_SEPARATOR.join("" if part is None else str(part) for part in key)
    if len(text) <= _KEY_LENGTH:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[: _KEY_LENGTH - len(digest) - 1]}#{digest}"


def _as_json(fields: Mapping[str, object] | None) -> str | None:
    if fields is None:
        return None
    return json.dumps({name: _told(value) for name, value in fields.items() if value is not None})


def _told(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, bool, int)) else str(value)
