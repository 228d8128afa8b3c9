"""What is measured: evaluation, reports, import, the columnar engine and pages."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.collection import measure_collection
from benchmarks.engine import measure_engine
from benchmarks.imports import measure_imports
from benchmarks.pages import measure_pages
from benchmarks.register import measure_register
from benchmarks.register_pages import measure_register_pages
from benchmarks.table import Measure
from quipu.apps.evaluation.services import compute_evaluation, store_evaluation
from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.queries import find_version_for
from quipu.apps.publishing.making import make_report
from quipu.simulation import simulate_institution
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_workbook

YEARS = {"ejemplo": 5, "decada": 10}


def measure_all(folder: Path, *, quick: bool, only: str | None = None) -> Iterator[Measure]:
    """Every measure, in order, or those of the register only; `quick` runs each once."""
    if only != "register":
        yield from _of_plans(folder, quick=quick)
    # The pages of a register go first: they are of its size, and what the database holds besides would weigh on them.
    yield from measure_register_pages(quick=quick)
    yield from measure_register(quick=quick)
    if only != "register":
        version = find_version_for(Institution.objects.get(slug="decada"), _last("decada"))
        yield from measure_pages(version, quick=quick)


def _of_plans(folder: Path, *, quick: bool) -> Iterator[Measure]:
    runs = 1 if quick else 5
    yield from _imports(folder, runs)
    yield from measure_imports(folder, quick=quick)
    yield from _evaluations(runs)
    yield from _reports(folder, runs)
    yield from measure_engine(folder, quick)
    yield from measure_collection(
        find_version_for(Institution.objects.get(slug="ejemplo"), _last("ejemplo")),
        f"{_last('ejemplo')}-S1",
        quick=quick,
    )


def _last(slug: str) -> str:
    return str(2020 + YEARS[slug] - 1)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of a piece of work, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _imports(folder: Path, runs: int) -> Iterator[Measure]:
    for slug, years in YEARS.items():
        path = folder / f"{slug}.xlsx"
        rows = simulate_institution(seed=2024, slug=slug, years=years)
        write_workbook(rows, path)
        bare = seconds(lambda path=path: _bare_read(path), runs)  # type: ignore[misc]
        read = seconds(lambda path=path: read_workbook(path), runs)  # type: ignore[misc]
        apply = seconds(lambda path=path: apply_import(read=read_workbook(path), mode="replace"), 1)  # type: ignore[misc]
        count = sum(len(sheet) for sheet in rows.values())
        yield Measure(f"workbook of {years} years ({count:,} rows): calamine's bare read", runs, f"{bare:.2f} s")
        yield Measure(
            f"workbook of {years} years: read and checked", runs, f"{read:.2f} s", "", f"{read / bare:.1f} x bare"
        )
        yield Measure(f"workbook of {years} years: imported", 1, f"{apply:.2f} s", "", f"{apply / bare:.1f} x bare")


def _bare_read(path: Path) -> None:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _evaluations(runs: int) -> Iterator[Measure]:
    for slug, years in YEARS.items():
        version = find_version_for(Institution.objects.get(slug=slug), _last(slug))

        def evaluate_last(version=version, slug=slug):  # type: ignore[no-untyped-def]
            store_evaluation(compute_evaluation(version=version, period=_last(slug)))

        yield Measure(f"evaluation of the last of {years} years", runs, f"{seconds(evaluate_last, runs):.2f} s")

    def evaluate_decade() -> None:
        for year in range(2020, 2030):
            store_evaluation(compute_evaluation(version=version, period=str(year)))

    yield Measure("evaluation of each of ten years", 1, f"{seconds(evaluate_decade, 1):.2f} s")


def _reports(folder: Path, runs: int) -> Iterator[Measure]:
    version = find_version_for(Institution.objects.get(slug="ejemplo"), _last("ejemplo"))

    def build() -> None:
        computation = compute_evaluation(version=version, period=_last("ejemplo"))
        make_report(computation, "evaluation", dated=date(2025, 4, 30))

    def build_cold() -> None:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        build()

    cold = seconds(build_cold, min(runs, 3))
    warm = seconds(build, min(runs, 3))
    yield Measure("evaluation report in three formats, no chart drawn yet", min(runs, 3), f"{cold:.2f} s", "< 10 s")
    yield Measure(
        "evaluation report in three formats, charts kept",
        min(runs, 3),
        f"{warm:.2f} s",
        "< 5 s",
        f"{warm / cold:.2f} x",
    )
