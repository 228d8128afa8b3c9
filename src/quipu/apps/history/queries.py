"""What others may ask about the record of changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from quipu.apps.history.models import Change
from quipu.apps.history.services import key_text
from quipu.apps.organisation.models import Institution

RECENT = 50


def history_of(institution: Institution, kind: str, key: tuple[object, ...]) -> QuerySet[Change]:
    """What happened to one fact, the latest first.

    Args:
        institution: whose fact it is.
        kind: the English name of its sheet.
        key: its natural key, in the order of the sheet.
    """
    return changes_of(institution).filter(kind=kind, key=key_text(key))


def history_with_numbered(
    institution: Institution, kind: str, key: tuple[object, ...], *, numbered: str
) -> QuerySet[Change]:
    """What happened to one fact and to the numbered ones of another kind that hang from it, the latest first.

    Args:
        institution: whose facts they are.
        kind: the English name of its sheet.
        key: its natural key.
        numbered: the sheet of those that hang from it, whose key is its key and a number.
    """
    begins = key_text((*key, ""))
    # Between two keys, so that a database follows the index of facts; it may order letters otherwise than we do.
    hanging = Q(kind=numbered, key__gte=f"{begins}0", key__lte=f"{begins}99999", key__startswith=begins)
    return changes_of(institution).filter(Q(kind=kind, key=key_text(key)) | hanging)


def changes_of(institution: Institution, *, kind: str = "", key: str = "") -> QuerySet[Change]:
    """The changes of an institution, the latest first, of one kind of fact or of keys that hold a text."""
    found = Change.objects.filter(institution=institution).select_related("actor", "workbook").order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    if key:
        found = found.filter(key__icontains=key)
    return found


def changes_of_indicator(institution: Institution, *, plan: str, version: int, indicator: str) -> Sequence[Change]:
    """The latest changes of an indicator's sheet in a version, and of its targets, values and parts."""
    under_plan = key_text((plan, indicator, ""))
    under_version = key_text((plan, version, indicator, ""))
    found = changes_of(institution).filter(
        Q(kind="indicators", key=key_text((plan, version, indicator)))
        | Q(kind__in=("targets", "responsibles"), key__startswith=under_version)
        | Q(kind__in=("values", "disaggregations", "parts", "overrides"), key__startswith=under_plan)
    )
    return list(found[:RECENT])


def has_changed_since(institution: Institution, moment: datetime, kinds: Collection[str]) -> bool:
    """Whether some fact of these kinds was added, changed or removed after a moment."""
    # The kinds are compared here: asked for them, a database prefers the index of facts and reads the whole history.
    since = Change.objects.filter(institution=institution, at__gt=moment).order_by()
    return not frozenset(kinds).isdisjoint(since.values_list("kind", flat=True).distinct())
