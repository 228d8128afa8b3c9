"""Run every measure in a folder of its own and print the table that docs/performance.md quotes."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path


def main() -> None:
    """Prepare an empty database, measure what is asked for, print."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="quipu-bench-") as folder:
        os.environ["QUIPU_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = os.environ.get("QUIPU_BENCH_DATABASE_URL", "")
        os.environ["QUIPU_SECRET_KEY"] = "only-for-this-run-" * 4
        os.environ["DJANGO_SETTINGS_MODULE"] = "quipu.web.settings"

        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from benchmarks.measures import measure_all
        from benchmarks.table import print_table

        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}\n")
        print_table(measure_all(Path(folder), quick=asked.quick, only=asked.only))


def _asked() -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    told.add_argument("--quick", action="store_true", help="fewer rows and runs, to see that everything works")
    told.add_argument("--only", choices=["register"], help="one part of the measures")
    return told.parse_args()


if __name__ == "__main__":
    main()
