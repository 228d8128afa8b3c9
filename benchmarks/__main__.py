"""Run every measure in a folder of its own and print the table that docs/performance.md quotes."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Prepare a database with ten years of the fictional institution, measure, print."""
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
        print_table(measure_all(Path(folder), quick="--quick" in sys.argv))


if __name__ == "__main__":
    main()
