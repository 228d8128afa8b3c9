"""`quipu remind`: the reminders of what was not reported, for a timer to run once a day."""

from __future__ import annotations

import click

from quipu.cli.database import ready_database


@click.command("remind")
@click.option("--institution", "slug", default="", help="Identificador de la institución; por omisión, todas.")
@click.option("--dry-run", is_flag=True, help="Solo muestra lo que toca hoy; no guarda ni envía nada.")
def remind(slug: str, dry_run: bool) -> None:
    """Recuerda por correo lo que falta reportar: antes de la fecha, ese día y cada semana después.

    Para ejecutarlo una vez al día; repetirlo el mismo día no repite ningún recordatorio. Los que fallaron se intentan
    de nuevo.
    """
    with ready_database():
        from django.utils import timezone

        from quipu.apps.accounts.mailing import is_mail_on
        from quipu.apps.collection.services.reminding import due_reminders, send_reminders
        from quipu.apps.organisation.queries import find_institution

        today = timezone.localdate()
        institution = find_institution(slug) if slug else None
        if dry_run:
            for item in due_reminders(today, institution):
                period = item.submission.reporting_period.period
                click.echo(f"{period}  {item.submission.cost_centre}  {_KINDS[item.kind]}")
            return
        done = send_reminders(today=today, institution=institution)
        mail_on = is_mail_on()
    click.echo(f"{done.made} recordatorios nuevos; {done.without_address} sin dirección de correo.")
    click.echo(f"Correos: {done.sent} enviados, {done.failed} fallidos." if mail_on else _MAIL_OFF)


_KINDS = {"before": "antes de la fecha", "due": "vence hoy", "late": "vencido"}
_MAIL_OFF = "No se envían correos: QUIPU_EMAIL_URL está vacío. Los recordatorios se ven en las páginas."
