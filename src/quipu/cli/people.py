"""People and their roles from the command line."""

from __future__ import annotations

import secrets

import click

from quipu.cli.database import ready_database
from quipu.language import term

ROLES = ("planner", "focal_point", "evaluator", "reader")


@click.group("people")
def people() -> None:
    """Agrega personas, les da un rol y los centros de costo por los que reportan."""


@people.command("add")
@click.argument("username", metavar="USUARIO")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="La parte que tiene en esa institución.")
@click.option("--email", help="Su correo, al que llegan los recordatorios.")
@click.option("--ask", is_flag=True, help="Pide la contraseña; si no, se genera una y se muestra esta única vez.")
def add(username: str, slug: str, role: str, email: str | None, ask: bool) -> None:
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
        add_person(username=username, institution=institution, role=role, password=password, email=email)
    click.echo(f"{username}: {term(f'role.{role}')} en {institution.name}.")
    if password and not ask:
        click.echo(f"Contraseña, que no se mostrará otra vez: {password}")


@people.command("assign")
@click.argument("username", metavar="USUARIO")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option(
    "--cost-centre",
    "codes",
    metavar="CODE",
    multiple=True,
    help="Código de un centro de costo; se repite. Con la unidad ejecutora delante (000901/CC1) si el código no basta.",
)
def assign(username: str, slug: str, codes: tuple[str, ...]) -> None:
    """Dice por qué centros de costo reporta USUARIO, que es punto focal.

    Los que se dan reemplazan a los que tenía; sin ninguno, deja de reportar.
    """
    with ready_database():
        from quipu.apps.accounts.models import User
        from quipu.apps.accounts.queries import membership_in
        from quipu.apps.accounts.services import PersonRefusedError, assign_cost_centres
        from quipu.apps.organisation.queries import find_cost_centres, find_institution

        institution = find_institution(slug)
        person = User.objects.filter(username=username).first()
        membership = person and membership_in(user=person, slug=slug)
        if membership is None:
            raise PersonRefusedError(
                f"«{username}» no tiene un rol en {institution.name}.", remedy="Déselo con «quipu people add»."
            )
        centres = find_cost_centres(institution, codes)
        assign_cost_centres(membership=membership, cost_centres=centres)
    told = ", ".join(centre.code for centre in centres) or "ninguno"
    click.echo(f"{username} reporta por: {told}.")
