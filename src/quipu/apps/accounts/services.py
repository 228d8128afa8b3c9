"""Writing who the people are, what part each has, and what they choose for themselves."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quipu.apps.accounts.models import ApiToken, Assignment, Membership, SavedView, User
from quipu.apps.accounts.permissions import BOUND_TO_COST_CENTRES, PROGRAM_ACTIONS, Role, allows
from quipu.apps.accounts.queries import TOKEN_PREFIX, digest_of
from quipu.apps.organisation.models import CostCentre, Institution
from quipu.errors import QuipuError

_DEMO_NAMES = {
    Role.PLANNER: "planificador",
    Role.FOCAL_POINT: "punto-focal",
    Role.EVALUATOR: "evaluador",
    Role.READER: "lector",
}


TOKEN_DAYS = 365
"""The longest that a program's key may last."""
_NAME_LENGTH = 80
_SECONDS_BETWEEN_USES = 60


class PersonRefusedError(QuipuError):
    """A person who cannot be added as asked."""

    code = "accounts.person.refused"


class TokenRefusedError(QuipuError):
    """A program's key that cannot be made as asked."""

    code = "accounts.token.refused"


@transaction.atomic
def add_person(
    *, username: str, institution: Institution, role: str, password: str | None = None, email: str | None = None
) -> Membership:
    """Give a person a role in an institution, making the person when there is none of that name.

    Args:
        username: the name to sign in with.
        institution: where.
        role: one of `Role`.
        password: set when given; a new person without one cannot sign in.
        email: where reminders go; left as it is when not given.

    Returns:
        The role, which takes the place of the one that the person had there.

    Raises:
        PersonRefusedError: the role does not exist, or the password, the name or the address is refused.
    """
    if role not in {item.value for item in Role}:
        known = ", ".join(item.value for item in Role)
        raise PersonRefusedError(f"«{role}» no es un rol.", remedy=f"Elija uno de: {known}.")
    person = User.objects.filter(username=username).first() or User(username=username)
    person.email = person.email if email is None else email
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
                made_in = add_person(username=username, institution=institution, role=role.value, password=password)
                if role in BOUND_TO_COST_CENTRES:
                    assign_cost_centres(membership=made_in, cost_centres=_demo_centres(institution))
        made.append((username, role.value, password))
    return made


def _demo_centres(institution: Institution) -> list[CostCentre]:
    """The first post, and the first two units that answer for an indicator, by code."""
    centres = CostCentre.objects.filter(executing_unit__institution=institution).order_by(
        "executing_unit__code", "code"
    )
    posts = centres.filter(mission__isnull=False)
    units = centres.filter(mission__isnull=True, sheets__isnull=False).distinct()
    return [*posts[:1], *units[:2]]


@transaction.atomic
def assign_cost_centres(
    *, membership: Membership, cost_centres: Iterable[CostCentre], actor: User | None = None
) -> None:
    """Say for which cost centres a person answers; these take the place of those before.

    Args:
        membership: the person's role in the institution.
        cost_centres: all of those that the person answers for.
        actor: who assigns them; nobody does it for themselves. None for the command line.

    Raises:
        PersonRefusedError: one of them is of another institution, the role answers for none, or it is one's own.
    """
    wanted = {centre.pk: centre for centre in cost_centres}
    if actor is not None and actor.pk == membership.user_id:
        raise PersonRefusedError(
            "Nadie se asigna a sí mismo lo que reporta.",
            remedy="Pídalo a otra persona de planificación.",
            code="accounts.assignment.own",
        )
    if wanted and membership.role not in BOUND_TO_COST_CENTRES:
        raise PersonRefusedError(
            f"«{membership.user.username}» no es punto focal y no responde por centros de costo.",
            remedy="Dele primero el rol focal_point.",
            code="accounts.assignment.role",
        )
    foreign = CostCentre.objects.filter(pk__in=wanted).exclude(executing_unit__institution=membership.institution_id)
    if codes := ", ".join(foreign.order_by("code").values_list("code", flat=True)):
        raise PersonRefusedError(
            f"No se asignó nada: de otra institución: {codes}.",
            remedy="Elija centros de costo de la institución.",
            code="accounts.assignment.foreign",
        )
    membership.assignments.exclude(cost_centre__in=wanted).delete()
    known = set(membership.assignments.values_list("cost_centre_id", flat=True))
    Assignment.objects.bulk_create(
        Assignment(membership=membership, cost_centre=centre) for pk, centre in wanted.items() if pk not in known
    )


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


def make_token(*, membership: Membership, name: str, actions: Collection[str], days: int) -> tuple[ApiToken, str]:
    """Make a key with which a program acts for a person in an institution.

    Args:
        membership: whose key, and where.
        name: what it is for, in the person's words.
        actions: which of `PROGRAM_ACTIONS` it may take; the role must allow each, now and whenever it is used.
        days: how long it lasts, from 1 to `TOKEN_DAYS`.

    Returns:
        The key as it is kept, and its text, which nothing keeps: it is shown this once.

    Raises:
        TokenRefusedError: with everything that is wrong.
    """
    faults = list(_token_faults(membership, name.strip(), actions, days))
    if faults:
        raise TokenRefusedError("No se hizo la clave.", why=" ".join(faults), remedy="Corríjalo e intente de nuevo.")
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership=membership,
        name=name.strip(),
        digest=digest_of(text),
        actions=sorted(set(actions)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, text


def _token_faults(membership: Membership, name: str, actions: Collection[str], days: int) -> Iterator[str]:
    if not 1 <= len(name) <= _NAME_LENGTH:
        yield f"El nombre tiene de 1 a {_NAME_LENGTH} letras."
    if not 1 <= days <= TOKEN_DAYS:
        yield f"Dura de 1 a {TOKEN_DAYS} días."
    allowed = [action.value for action in PROGRAM_ACTIONS if allows(membership.role, action)]
    refused = sorted(set(actions) - set(allowed))
    if refused:
        yield f"Su rol no deja a un programa: {', '.join(refused)}. Deja: {', '.join(allowed)}."
    if not actions:
        yield f"Elija al menos una acción: {', '.join(allowed)}."


def revoke_token(*, token: ApiToken) -> None:
    """End a key now. One that was revoked already keeps its moment."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])


def mark_token_used(*, token: ApiToken) -> None:
    """Remember that a key is in use, at most once a minute: reading must not cost a write each time."""
    now = timezone.now()
    before = now - timedelta(seconds=_SECONDS_BETWEEN_USES)
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
