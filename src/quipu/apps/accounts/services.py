"""Who there is, which role each plays, and what people change about themselves."""

from __future__ import annotations

import secrets

from django.db import transaction

from quipu.apps.accounts.models import Membership, SavedView, User
from quipu.apps.accounts.permissions import Role
from quipu.apps.organisation.models import Institution

_DEMO_NAMES = {
    Role.PLANNER: "planificador",
    Role.FOCAL_POINT: "punto-focal",
    Role.EVALUATOR: "evaluador",
    Role.READER: "lector",
}


def choose_language(*, user: User, language: str) -> None:
    """Keep the language in which a person reads."""
    user.language = language
    user.save(update_fields=["language"])


def save_view(*, user: User, institution: Institution, page: str, name: str, query: str) -> SavedView:
    """Keep a list under a name; the same name again replaces what it held."""
    view, _ = SavedView.objects.update_or_create(
        user=user, institution=institution, page=page, name=name, defaults={"query": query}
    )
    return view


def remove_view(*, user: User, institution: Institution, view_id: int) -> bool:
    """Forget one's own view.

    Returns:
        Whether there was such a view.
    """
    removed, _ = SavedView.objects.filter(pk=view_id, user=user, institution=institution).delete()
    return removed > 0


def create_person(*, username: str, password: str, first_name: str = "", last_name: str = "") -> User:
    """Add a person who can sign in; a role in an institution is given apart."""
    return User.objects.create_user(
        username=username, password=password, first_name=first_name, last_name=last_name
    )


def give_role(*, user: User, institution: Institution, role: Role) -> Membership:
    """Give a person the one role that they play in an institution; the one before, if any, ends."""
    membership, _ = Membership.objects.update_or_create(
        user=user, institution=institution, defaults={"role": role.value}
    )
    return membership


def create_demo_people() -> list[tuple[str, str, str]]:
    """One person for each role, with that role in every institution, and a random password that is told once.

    Returns:
        Each person's user name, role and password. Somebody who exists already keeps their password and is left out.
    """
    made = []
    for role, username in _DEMO_NAMES.items():
        if User.objects.filter(username=username).exists():
            continue
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = create_person(username=username, password=password)
            for institution in Institution.objects.all():
                give_role(user=user, institution=institution, role=role)
        made.append((username, role.value, password))
    return made
