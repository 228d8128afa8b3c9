"""Storing a row of the register with its history: only what differs, and nothing when nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts.faults import DraftFault, fault
from quipu.apps.register.errors import ActorRefusedError


@dataclass(frozen=True, slots=True)
class Fact:
    """How the history names a row.

    Attributes:
        kind: the English name of its sheet.
        key: its natural key.
        action: the dotted code, without what was done: `register.person`.
    """

    kind: str
    key: tuple[object, ...]
    action: str


def store(
    row: Model, values: Mapping[str, Any], fact: Fact, *, institution: Institution, actor: User | None, reason: str = ""
) -> bool:
    """Give a row these values and tell the history which ones differ.

    Returns:
        Whether anything was written.
    """
    made = row.pk is None
    changed = {name: value for name, value in values.items() if made or getattr(row, name) != value}
    if not changed:
        return False
    before = None if made else {name: _told(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    after = {name: told for name, value in changed.items() if (told := _told(value)) is not None}
    change = FactChange(f"{fact.action}.{'created' if made else 'changed'}", fact.kind, fact.key, before, after)
    record_changes(institution=institution, changes=[change], actor=actor, reason=reason)
    return True


def remove(row: Model, fact: Fact, *, institution: Institution, actor: User | None, reason: str = "") -> None:
    """Take a row away and tell the history."""
    row.delete()
    change = FactChange(f"{fact.action}.removed", fact.kind, fact.key, {}, None)
    record_changes(institution=institution, changes=[change], actor=actor, reason=reason)


def refuse(faults: Sequence[DraftFault], where: str) -> None:
    """Refuse when there are faults.

    Raises:
        ActorRefusedError: with all of them.
    """
    if faults:
        raise ActorRefusedError(faults, where=where)


def code_faults(code: str, row: Model, rows: Any) -> list[DraftFault]:
    """A code that is missing, or that another row has."""
    if not code:
        return [fault("code", "empty", "Falta el código.", "Escríbalo.")]
    if rows.filter(code=code).exclude(pk=row.pk).exists():
        return [fault("code", "code_repeated", f"Ya existe «{code}».", "Use otro código.")]
    return []


def free_name_code(name: str, rows: Any) -> str:
    """A code made of a name, `ana-quispe`, that no row has."""
    stem = slugify(name)[:50] or "sin-nombre"
    taken = set(rows.filter(code__startswith=stem).values_list("code", flat=True))
    return stem if stem not in taken else next(code for n in range(2, 10_000) if (code := f"{stem}-{n}") not in taken)


def _told(value: object) -> object:
    if isinstance(value, Model):
        return str(getattr(value, "code", value))
    return None if value == "" else value
