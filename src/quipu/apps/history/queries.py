"""Reading the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from quipu.apps.history.models import Change
from quipu.apps.history.services import key_text

if TYPE_CHECKING:
    from quipu.apps.organisation.models import Institution


def history_of(institution: Institution, kind: str, key: tuple[object, ...]) -> QuerySet[Change]:
    """What happened to one fact, the latest first.

    Args:
        institution: whose fact it is.
        kind: the English name of its sheet.
        key: its natural key, in the order of the sheet.
    """
    return _changes(institution).filter(kind=kind, key=key_text(key))


def history_under(institution: Institution, kinds: tuple[str, ...], key: tuple[object, ...]) -> QuerySet[Change]:
    """What happened to the facts of some kinds whose keys begin with `key`: the targets of an indicator, say."""
    return _changes(institution).filter(kind__in=kinds, key__startswith=key_text((*key, "")))


def recent_changes(institution: Institution) -> QuerySet[Change]:
    """Everything that happened in an institution, the latest first."""
    return _changes(institution)


def _changes(institution: Institution) -> QuerySet[Change]:
    return Change.objects.filter(institution=institution).select_related("actor", "workbook")
