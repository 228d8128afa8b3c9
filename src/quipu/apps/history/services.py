"""Writing the history: only ever by adding to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from quipu.apps.history.models import Change

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User
    from quipu.apps.organisation.models import Institution

KEY_SEPARATOR = " · "
_KEY_LENGTH = 200
_BATCH = 2_000


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
    rows = [
        Change(
            institution=institution,
            actor=actor,
            reason=reason,
            workbook=workbook,
            action=change.action,
            kind=change.kind,
            key=key_text(change.key),
            before=_as_text(change.before),
            after=_as_text(change.after),
        )
        for change in changes
    ]
    Change.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def key_text(key: Iterable[object]) -> str:
    """A natural key as one text; a very long one keeps its beginning and a hash of the whole."""
    text = KEY_SEPARATOR.join("" if part is None else str(part) for part in key)
    if len(text) <= _KEY_LENGTH:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[: _KEY_LENGTH - len(digest) - 1]}#{digest}"


def _as_text(fields: Mapping[str, object] | None) -> dict[str, Any] | None:
    if fields is None:
        return None
    return {name: _told(value) for name, value in fields.items() if value is not None}


def _told(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, bool, int)) else str(value)
