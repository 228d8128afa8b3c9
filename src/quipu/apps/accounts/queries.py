"""What is read about people, their roles and what they keep."""

from __future__ import annotations

from collections.abc import Sequence

from quipu.apps.accounts.models import Membership, SavedView, User
from quipu.apps.organisation.models import Institution


def membership_in(*, user: User, slug: str) -> Membership | None:
    """The role of a person in an institution, with the institution; None when there is no such role or institution."""
    return Membership.objects.select_related("institution").filter(user_id=user.pk, institution__slug=slug).first()


def memberships_of(user: User) -> Sequence[Membership]:
    """Every role of a person, by name of institution."""
    return list(Membership.objects.select_related("institution").filter(user_id=user.pk).order_by("institution__name"))


def saved_views(*, user: User, institution: Institution, page: str) -> Sequence[SavedView]:
    """The named views that a person keeps of a page."""
    return list(SavedView.objects.filter(user_id=user.pk, institution=institution, page=page))
