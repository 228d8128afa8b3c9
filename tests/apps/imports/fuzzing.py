"""Broken workbooks imported by the thousand: each goes in whole or changes nothing, and none ends in a traceback.

`python -m tests.apps.imports.fuzzing --count 10000 --seed 1` makes a database of its own, imports each file into a
small plan, and prints what became of each kind of damage. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.workbook.ceplan.fuzzing import DAMAGES, READERS, make

if TYPE_CHECKING:
    from quipu.apps.plans.models import PlanVersion

OUTCOMES = ("imported", "faults", "refused", "half-written", "traceback")
YEAR = 2024


def try_import(path: Path, version: PlanVersion) -> tuple[str, str]:
    """What became of an import, and the trace if there is one; the database is left as it was.

    `half-written`: a refused import changed some row, or an import that went in left something of its file out.
    """
    from django.db import transaction
    from tests.databases import dump_django

    before = dump_django()
    try:
        with transaction.atomic():
            outcome = _import(path, version)
            transaction.set_rollback(True)
    except BaseException:  # a panic of the reader below is not an Exception
        return "traceback", traceback.format_exc()
    return (outcome if dump_django() == before else "half-written"), ""


def _import(path: Path, version: PlanVersion) -> str:
    from tests.databases import dump_django

    from quipu.errors import QuipuError
    from quipu.workbook.faults import RefusedWorkbookError

    before = dump_django()
    try:
        _apply(path, version)
    except RefusedWorkbookError:
        return "faults" if dump_django() == before else "half-written"
    except QuipuError:
        return "refused" if dump_django() == before else "half-written"
    return "imported" if _nothing_left(path, version) else "half-written"


def _apply(path: Path, version: PlanVersion) -> None:
    from quipu.apps.imports.kinds import read_any
    from quipu.apps.imports.services import apply_import
    from quipu.apps.imports.services.ceplan import apply_ceplan_import
    from quipu.workbook.ceplan.records import CeplanFiles

    institution = version.plan.institution
    read = read_any([path], institution=institution)
    if isinstance(read, CeplanFiles):
        apply_ceplan_import(read, version=version, year=YEAR, mode="update")
    else:
        apply_import(read=read, mode="update", institution_slug=institution.slug)


def _nothing_left(path: Path, version: PlanVersion) -> bool:
    """Whether importing the same file again would change nothing."""
    from quipu.apps.imports.kinds import read_any
    from quipu.apps.imports.services import plan_import
    from quipu.apps.imports.services.ceplan import plan_ceplan_import
    from quipu.workbook.ceplan.records import CeplanFiles

    institution = version.plan.institution
    read = read_any([path], institution=institution)
    if isinstance(read, CeplanFiles):
        return plan_ceplan_import(read, version=version, year=YEAR, mode="update").difference.is_empty
    return plan_import(read, "update", institution.slug).is_empty


def run(count: int, seed: int, version: PlanVersion) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """Import so many files: how many of each reader, damage and outcome, and the traces."""
    counts: Counter[tuple[str, str, str]] = Counter()
    traces: list[str] = []
    pairs = [(reader, damage) for damage in DAMAGES for reader in READERS]
    for number in range(count):
        reader, damage = pairs[number % len(pairs)]
        with tempfile.TemporaryDirectory() as folder:
            path = make(reader, damage, seed * 1_000_003 + number, Path(folder))
            outcome, trace = try_import(path, version)
        counts[reader, damage, outcome] += 1
        if trace or outcome == "half-written":
            traces.append(f"{reader}, {damage}, {number}: {outcome}\n{trace}")
    return counts, traces


def table(counts: Counter[tuple[str, str, str]]) -> str:
    """The counts as text."""
    lines = [f"{'damage':22}{'reader':8}" + "".join(f"{outcome:>13}" for outcome in OUTCOMES)]
    for damage in DAMAGES:
        for reader in READERS:
            numbers = "".join(f"{counts[reader, damage, outcome]:>13}" for outcome in OUTCOMES)
            lines.append(f"{damage:22}{reader:8}{numbers}")
    totals = "".join(f"{sum(n for (_, _, o), n in counts.items() if o == outcome):>13}" for outcome in OUTCOMES)
    return "\n".join([*lines, f"{'all':30}{totals}"])


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; 1 when there was a traceback or a half-written import."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quipu-fuzz-") as folder:
        os.environ |= {"QUIPU_DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "quipu.web.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from tests.factories.ceplan import plan_for_ceplan

        call_command("migrate", verbosity=0)
        version = plan_for_ceplan(Path(folder))
        start = time.perf_counter()
        counts, traces = run(asked.count, asked.seed, version)
        taken = time.perf_counter() - start
    sys.stdout.write(f"{table(counts)}\n{asked.count / taken:.0f} workbooks a second\n")
    for trace in traces[:20]:
        sys.stdout.write(f"\n{trace}")
    return 1 if traces else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
