"""People and their roles from the command line."""

from __future__ import annotations

import secrets

import click

from quipu.cli.database import ready_database

ROLES = ("planner", "focal_point", "evaluator", "reader")


@click.group("people")
def people() -> None:
    """Agrega personas y les da un rol."""


@people.command("add")
@click.argument("username", metavar="USUARIO")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="La parte que tiene en esa institución.")
@click.option("--ask", is_flag=True, help="Pide la contraseña; si no, se genera una y se muestra esta única vez.")
def add(username: str, slug: str, role: str, ask: bool) -> None:
    """Da a USUARIO un rol en una institución; si USUARIO no existe, lo crea.

    A quien ya existe se le conserva la contraseña, salvo con --ask.
    """
    with ready_database():
        from quipu.apps.accounts.models import User
        from quipu.apps.accounts.services import add_person
        from quipu.apps.organisation.queries import find_institution

        institution = find_institution(slug)
        is_new = not User.objects.filter(username=username).exists()
        password = secrets.token_urlsafe(15) if is_new else None
        if ask:
            password = click.prompt("Contraseña", hide_input=True, confirmation_prompt="Repítala")
        add_person(username=username, institution=institution, role=role, password=password)
    click.echo(f"{username}: {role} en {institution.name}.")
    if password and not ask:
        click.echo(f"Contraseña, que no se mostrará otra vez: {password}")
