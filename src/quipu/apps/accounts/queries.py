"""What is read about people, their roles and what they keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from quipu.apps.accounts.models import ApiToken, Assignment, Membership, SavedView, User
from quipu.apps.accounts.permissions import Role
from quipu.apps.organisation.models import Institution


def membership_in(*, user: User, slug: str) -> Membership | None:
    """The role of a person in an institution, with the institution; None when there is no such role or institution."""
    return Membership.objects.select_related("institution").filter(user_id=user.pk, institution__slug=slug).first()


def membership_of_name(*, username: str, institution: Institution) -> Membership | None:
    """The role of somebody known by their user name, or None."""
    found = Membership.objects.select_related("institution", "user")
    return found.filter(user__username=username, institution=institution).first()


def memberships_of(user: User) -> Sequence[Membership]:
    """Every role of a person, by name of institution."""
    return list(Membership.objects.select_related("institution").filter(user_id=user.pk).order_by("institution__name"))


def saved_views(*, user: User, institution: Institution, page: str) -> Sequence[SavedView]:
    """The named views that a person keeps of a page."""
    return list(SavedView.objects.filter(user_id=user.pk, institution=institution, page=page))


TOKEN_PREFIX = "quipu_"  # noqa: S105 - how they begin, and no key
"""How every key of a program begins, so that one left in a file or in a log is recognised."""


def digest_of(text: str) -> str:
    """What is kept of a key. A plain hash is enough: the key is random and too long to be guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def token_of(text: str) -> ApiToken | None:
    """The key in force that has this text, with its person and institution.

    None for a key that nobody made, that is over or was revoked, and for one of a person whose account is closed.
    """
    if not text.startswith(TOKEN_PREFIX):
        return None
    return (
        ApiToken.objects.select_related("membership__institution", "membership__user")
        .filter(digest=digest_of(text), revoked_at=None, expires_at__gt=timezone.now())
        .filter(membership__user__is_active=True)
        .first()
    )


def tokens_of(user: User) -> Sequence[ApiToken]:
    """The keys that a person made, revoked ones too, the latest first."""
    found = ApiToken.objects.select_related("membership__institution")
    return list(found.filter(membership__user_id=user.pk))


def tokens_in(institution: Institution) -> Sequence[ApiToken]:
    """Every key of an institution, the latest first, each with its person."""
    found = ApiToken.objects.select_related("membership__user")
    return list(found.filter(membership__institution=institution))


def find_token(token_id: int, *, user: User | None = None) -> ApiToken | None:
    """A key by its number; with a person, only if it is theirs."""
    found = ApiToken.objects.select_related("membership__institution", "membership__user").filter(pk=token_id)
    return (found if user is None else found.filter(membership__user_id=user.pk)).first()


def assigned_centres(membership: Membership) -> frozenset[int]:
    """The identifiers of the cost centres that a person answers for."""
    return frozenset(membership.assignments.values_list("cost_centre_id", flat=True))


def focal_points_of(cost_centre_ids: Iterable[int]) -> Mapping[int, list[User]]:
    """The active people who answer for each cost centre, by user name; one query. A centre without any is absent."""
    rows = Assignment.objects.filter(
        cost_centre__in=set(cost_centre_ids), membership__role=Role.FOCAL_POINT, membership__user__is_active=True
    ).select_related("membership__user")
    found: dict[int, list[User]] = {}
    for row in rows.order_by("membership__user__username"):
        found.setdefault(row.cost_centre_id, []).append(row.membership.user)
    return found
