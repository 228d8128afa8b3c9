"""`quipu token`: the keys with which programs act for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from quipu.apps.accounts.permissions import PROGRAM_ACTIONS
from quipu.cli.database import ready_database
from quipu.cli.tables import text_table
from quipu.errors import QuipuError


class UnknownTokenError(QuipuError):
    """There is no such key, or no such role to make it for."""

    code = "accounts.token.unknown"


@click.group("token")
def token() -> None:
    """Hace, muestra y revoca las claves con que un programa actúa por una persona."""


@token.command("make")
@click.argument("username", metavar="USUARIO")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option(
    "--action",
    "actions",
    type=click.Choice([action.value for action in PROGRAM_ACTIONS]),
    multiple=True,
    required=True,
    help="Qué puede hacer el programa; se repite para cada cosa.",
)
@click.option("--days", type=int, default=90, show_default=True, help="Cuántos días dura, de 1 a 365.")
@click.option("--name", default="quipu token", show_default=True, help="Para qué es.")
def make(username: str, slug: str, actions: tuple[str, ...], days: int, name: str) -> None:
    """Hace una clave para un programa de USUARIO y la muestra esta única vez.

    El programa nunca puede más que el rol que USUARIO tenga al usarla, y no puede aprobar.
    """
    with ready_database():
        from quipu.apps.accounts.queries import membership_of_name
        from quipu.apps.accounts.services import make_token
        from quipu.apps.organisation.queries import find_institution

        institution = find_institution(slug)
        membership = membership_of_name(username=username, institution=institution)
        if membership is None:
            raise UnknownTokenError(
                f"«{username}» no tiene un rol en {institution.name}.", remedy="Déselo con «quipu people add»."
            )
        made, text = make_token(membership=membership, name=name, actions=actions, days=days)
    click.echo(f"Clave {made.pk} de {username} en {institution.name}, hasta el {made.expires_at:%Y-%m-%d}.")
    click.echo(f"Clave, que no se mostrará otra vez: {text}")


@token.command("list")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
def list_tokens(slug: str) -> None:
    """Muestra las claves de una institución, sin su texto, que no se guarda."""
    with ready_database():
        from django.utils import timezone

        from quipu.apps.accounts.queries import tokens_in
        from quipu.apps.organisation.queries import find_institution

        found, now = tokens_in(find_institution(slug)), timezone.now()
        rows = [_row(item, now) for item in found]
    headings = ("Número", "Persona", "Nombre", "Puede", "Hasta", "Último uso", "Estado")
    click.echo(text_table(headings, rows, right=frozenset({0})))


def _row(item: Any, now: datetime) -> list[str]:
    used = item.last_used_at
    state = "revocada" if item.revoked_at else "vencida" if item.expires_at <= now else "vigente"
    return [
        str(item.pk),
        item.membership.user.username,
        item.name,
        ", ".join(item.actions),
        f"{item.expires_at:%Y-%m-%d}",
        f"{used:%Y-%m-%d %H:%M}" if used else "nunca",
        state,
    ]


@token.command("revoke")
@click.argument("number", metavar="NÚMERO", type=int)
def revoke(number: int) -> None:
    """Revoca ahora la clave NÚMERO; el programa que la usa deja de entrar."""
    with ready_database():
        from quipu.apps.accounts.queries import find_token
        from quipu.apps.accounts.services import revoke_token

        found = find_token(number)
        if found is None:
            raise UnknownTokenError(f"No hay una clave {number}.", remedy="Vea las que hay con «quipu token list».")
        revoke_token(token=found)
    click.echo(f"Clave {number} «{found.name}» de {found.membership.user.username}: revocada.")
