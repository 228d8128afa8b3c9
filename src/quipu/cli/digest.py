"""`quipu digest`: what asks for each person in the register, by mail, for a timer to run once a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database

if TYPE_CHECKING:
    from quipu.apps.register.services.digests import DigestRun


@click.command("digest")
@click.option("--institution", "slug", default="", help="Identificador de la institución; por omisión, todas.")
@click.option("--daily", "every", flag_value="day", help="Solo a quienes lo reciben cada día.")
@click.option("--weekly", "every", flag_value="week", help="Solo a quienes lo reciben cada semana.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Como si fuera este día; por omisión, hoy.")
def digest(slug: str, every: str | None, day: datetime | None) -> None:
    """Envía por correo el resumen del registro: lo que hay que atender, lo registrado y lo que viene.

    Para ejecutarlo una vez al día: cada persona lo recibe cada día o cada semana, según eligió. Repetirlo el mismo día
    no lo repite; los que fallaron se intentan de nuevo. Antes pone al día los conteos de los periodos que empezaron.
    """
    with ready_database():
        from django.utils import timezone

        from quipu.apps.accounts.mailing import is_mail_on
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.register.services.digests import send_digests

        institution = find_institution(slug) if slug else None
        done = send_digests(on=day.date() if day else timezone.localdate(), institution=institution, every=every or "")
        mail_on = is_mail_on()
    _tell(done, mail_on)


def _tell(done: DigestRun, mail_on: bool) -> None:
    for item in done.unsent:
        click.echo(f"Para: {item.address}\nAsunto: {item.subject}\n\n{item.body}\n")
    click.echo(f"Resúmenes: {done.empty} sin novedades; {done.without_address} sin dirección de correo.")
    if not mail_on:
        click.echo(f"No se envían correos: QUIPU_EMAIL_URL está vacío. Se muestran {len(done.unsent)}.")
        return
    click.echo(f"Correos: {len(done.sent)} enviados, {len(done.failed)} fallidos.")
    for item in done.failed:
        click.echo(f"  {item.address}: {item.fault}", err=True)
