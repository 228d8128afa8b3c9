"""An installation from the command line: its settings and its database."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from quipu.cli.database import migrate_database, start_django
from quipu.web.configuration import SETTINGS, Setting, read_env_file

KEY = "QUIPU_SECRET_KEY"


@click.command("init")
def init() -> None:
    """Escribe en .env una clave propia, si no la hay, y crea la base de datos.

    Lo que .env ya dice no se toca.
    """
    path = Path(".env")
    if KEY not in read_env_file(path):
        line = f"{KEY}={secrets.token_urlsafe(50)}\n"
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.touch(mode=0o600)
        path.write_text(before + ("\n" if before and not before.endswith("\n") else "") + line, encoding="utf-8")
        click.echo(f"Clave nueva en {path.resolve()}")
    start_django()
    _migrate()


@click.command("migrate")
def migrate() -> None:
    """Pone la base de datos al día con esta versión de Quipu; si no existe, la crea."""
    start_django()
    _migrate()


def _migrate() -> None:
    applied = migrate_database()
    click.echo(f"Base de datos al día: {len(applied)} cambios aplicados.")


@click.command("settings")
def settings() -> None:
    """Muestra cada ajuste, qué decide y su valor de ejemplo, como en .env.example."""
    click.echo("\n\n".join(describe_setting(setting) for setting in SETTINGS))


def describe_setting(setting: Setting) -> str:
    """The lines of one setting in `.env.example`."""
    told = "Required to serve." if setting.required_to_serve else f"Default: {setting.default or 'empty'}."
    return f"# {setting.meaning}\n# {told}\n{'' if setting.required_to_serve else '# '}{setting.name}={setting.example}"
