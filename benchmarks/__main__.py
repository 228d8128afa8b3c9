"""Run every measure in a folder of its own and print the table that docs/performance.md quotes."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main() -> None:
    """Prepare an empty database, measure what is asked for, print."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="quipu-bench-") as folder, _database(asked.postgresql) as address:
        os.environ["QUIPU_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = address
        os.environ["QUIPU_SECRET_KEY"] = "only-for-this-run-" * 4
        os.environ["DJANGO_SETTINGS_MODULE"] = "quipu.web.settings"

        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from benchmarks.measures import measure_all
        from benchmarks.table import print_table

        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
        print(f"Python {platform.python_version()}, {machine}, {connection.vendor}\n")
        print_table(measure_all(Path(folder), quick=asked.quick, only=asked.only))


@contextmanager
def _database(postgresql: bool) -> Iterator[str]:
    """The address of an empty database; nothing means SQLite in the folder of the run."""
    if not postgresql:
        yield ""
        return
    from tests.databases import PostgreSQL

    server = PostgreSQL.start()
    try:
        yield server.address(server.create())
    finally:
        server.stop()


def _asked() -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    told.add_argument("--quick", action="store_true", help="fewer rows and runs, to see that everything works")
    told.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own, not on SQLite")
    told.add_argument("--only", choices=["register"], help="one part of the measures")
    return told.parse_args()


if __name__ == "__main__":
    main()
