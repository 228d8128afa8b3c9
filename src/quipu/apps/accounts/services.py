"""Writing who the people are, what part each has, and what they choose for themselves."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from quipu.apps.accounts.models import Membership, SavedView, User
from quipu.apps.accounts.permissions import Role
from quipu.apps.organisation.models import Institution
from quipu.errors import QuipuError

_DEMO_NAMES = {
    Role.PLANNER: "planificador",
    Role.FOCAL_POINT: "punto-focal",
    Role.EVALUATOR: "evaluador",
    Role.READER: "lector",
}


class PersonRefusedError(QuipuError):
    """A person who cannot be added as asked."""

    code = "accounts.person.refused"


@transaction.atomic
def add_person(*, username: str, institution: Institution, role: str, password: str | None = None) -> Membership:
    """Give a person a role in an institution, making the person when there is none of that name.

    Args:
        username: the name to sign in with.
        institution: where.
        role: one of `Role`.
        password: set when given; a new person without one cannot sign in.

    Returns:
        The role, which takes the place of the one that the person had there.

    Raises:
        PersonRefusedError: the role does not exist, or the password or the name is refused.
    """
    if role not in {item.value for item in Role}:
        known = ", ".join(item.value for item in Role)
        raise PersonRefusedError(f"«{role}» no es un rol.", remedy=f"Elija uno de: {known}.")
    person = User.objects.filter(username=username).first() or User(username=username)
    try:
        if password is not None:
            validate_password(password, person)
            person.set_password(password)
        elif person.pk is None:
            person.set_unusable_password()
        person.full_clean()
    except ValidationError as error:
        raise PersonRefusedError(
            f"No se agregó a «{username}».", why=" ".join(error.messages), remedy="Corríjalo e intente de nuevo."
        ) from error
    person.save()
    membership, _ = Membership.objects.update_or_create(user=person, institution=institution, defaults={"role": role})
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
            for institution in Institution.objects.all():
                add_person(username=username, institution=institution, role=role.value, password=password)
        made.append((username, role.value, password))
    return made


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
