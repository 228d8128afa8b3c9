"""The planning authority's annual export, 277 columns wide: seen, then imported, with ten years in the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.table import Measure
from quipu.apps.imports.models import Workbook
from quipu.apps.imports.services.ceplan import apply_ceplan_import, plan_ceplan_import, read_files
from quipu.apps.organisation.models import CostCentre, Institution
from quipu.apps.plans.models import OperationalPlan, PlanVersion, StrategicAction
from quipu.workbook.ceplan.columns import FAMILIES, KNOWN
from quipu.workbook.ceplan.layouts import ANNUAL_SHEET

WIDTH = 277
SIZES = {441: "< 2 s", 10_000: "< 20 s"}
_FIRST = 50_000
"""Serial numbers from here on are of no activity of the institution."""


def measure_imports(folder: Path, *, quick: bool) -> Iterator[Measure]:
    """Read, dry run, read again and import, for one ministry and for an operational plan of ten thousand activities.

    Args:
        folder: where the files are written.
        quick: the small one only.
    """
    version = PlanVersion.objects.filter(plan__institution=Institution.objects.get(slug="decada")).latest("number")
    for size, goal in SIZES.items():
        if quick and size > 1_000:
            continue
        path = _write(folder / f"poi-{size}.xlsx", version, size)
        runs = 3 if size < 1_000 else 1
        laps = [_import(path, version) for _ in range(runs)]
        what = f"Ceplan V.01 export of {size:,} x {WIDTH}"
        bare = statistics.median(_bare_read(path) for _ in range(runs))
        yield Measure(f"{what}: calamine's bare read", runs, f"{bare:.2f} s")
        read, dry, whole = (statistics.median(times) for times in zip(*laps, strict=True))
        yield Measure(f"{what}: read and checked", runs, f"{read:.2f} s", "< 1.5 x bare", f"{read / bare:.1f} x bare")
        yield Measure(f"{what}: dry run", runs, f"{dry:.2f} s")
        yield Measure(f"{what}: read again and imported", runs, f"{whole:.2f} s")
        yield Measure(f"{what}: in all", runs, f"{statistics.median(map(sum, laps)):.2f} s", goal)


def _bare_read(path: Path) -> float:
    start = time.perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


def _import(path: Path, version: PlanVersion) -> tuple[float, float, float]:
    institution, year = version.plan.institution, version.end_year
    moments = [time.perf_counter()]
    files = read_files(path, institution=institution)
    moments.append(time.perf_counter())
    found = plan_ceplan_import(files, version=version, year=year, mode="update")
    expected = found.difference.fingerprint
    moments.append(time.perf_counter())
    files = read_files(path, institution=institution)
    workbook = apply_ceplan_import(files, version=version, year=year, mode="update", expected=expected)
    moments.append(time.perf_counter())
    _take_away(workbook, version)
    first, second, third = (later - earlier for earlier, later in pairwise(moments))
    return first, second, third


def _take_away(workbook: Workbook, version: PlanVersion) -> None:
    """Leave the operational plan as it was, so that the next run finds the same."""
    codes = workbook.poi_version.rows.values("code")
    for plan in OperationalPlan.objects.filter(version=version, year=version.end_year):
        plan.activities.filter(code__in=codes).delete()


def _write(path: Path, version: PlanVersion, size: int) -> Path:
    """An annual export of activities that the institution does not have."""
    actions = list(StrategicAction.objects.filter(version=version).select_related("objective"))
    centres = list(
        CostCentre.objects.filter(executing_unit__institution=version.plan.institution).select_related("executing_unit")
    )
    headings = [column.label for column in KNOWN]
    headings += [f"Dato {number:03d}" for number in range(len(headings), WIDTH)]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet(ANNUAL_SHEET)
        page.write_row(0, 0, headings)
        for number in range(1, size + 1):
            said = _said(number, actions[number % len(actions)], centres[number % len(centres)])
            page.write_row(number, 0, [said.get(column.name) for column in KNOWN])
            for index in range(len(KNOWN), WIDTH):
                page.write_string(number, index, f"dato {number % 50}")
    return path


def _said(number: int, action: StrategicAction, centre: CostCentre) -> dict[str, str | float]:
    unit = centre.executing_unit
    said: dict[str, str | float] = {
        "executing_unit": unit.code,
        "executing_unit_name": unit.name,
        "responsible_centre": centre.code,
        "responsible_centre_name": centre.name,
        "objective": action.objective.code,
        "objective_name": action.objective.name,
        "action": action.code,
        "action_name": action.name,
        "code": f"AOI{unit.code}{_FIRST + number:05d}",
        "name": f"Actividad {number}",
        "unit_of_measure": "Informe",
    }
    for family in FAMILIES:
        months = [float((number * 7 + month * 13) % 41) for month in range(12)]
        said |= dict(zip(family.months, months, strict=True)) | {family.total: sum(months)}
    return said
