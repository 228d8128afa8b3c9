"""Django, started only by the verbs that need it, with a database that is ready."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from quipu.errors import QuipuError


class DatabaseNotReadyError(QuipuError):
    """The database does not answer, or is of another version of Quipu."""

    code = "database.not_ready"


def start_django() -> None:
    """Read the settings and load the apps."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipu.web.settings")
    django.setup()


@contextmanager
def ready_database() -> Iterator[None]:
    """Start Django and make sure that the database can be used; an empty one gets its tables.

    Raises:
        DatabaseNotReadyError: it does not answer, or its tables are of another version.
    """
    start_django()
    from django.db import OperationalError

    try:
        _prepare()
        yield
    except OperationalError as error:
        raise DatabaseNotReadyError(
            "La base de datos no responde.",
            why=str(error).strip().splitlines()[0],
            remedy="Revise DATABASE_URL y QUIPU_DATA_DIR, y que otro proceso no la tenga ocupada.",
        ) from error


def migrate_database() -> list[str]:
    """Bring the tables up to date; an embedded database is made when it is not there.

    Returns:
        The migrations applied, in order.
    """
    from django.core.management import call_command

    pending = _pending()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    return pending


def _prepare() -> None:
    from django.db import connection

    pending = _pending()
    if not pending:
        return
    if connection.introspection.table_names():
        raise DatabaseNotReadyError(
            f"La base de datos es de otra versión de Quipu: le faltan {len(pending)} cambios.",
            remedy="Haga una copia de respaldo y ejecute «quipu migrate».",
            code="database.pending_migrations",
        )
    migrate_database()


def _pending() -> list[str]:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
