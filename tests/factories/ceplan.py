"""The plan of a fictional ministry that the example files of the planning authority's application fit."""

from __future__ import annotations

from pathlib import Path

from tests.factories.workbooks import Rows, fictional_rows

from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

_V = {"plan": "PEI", "version": 1}
OBJECTIVES = range(1, 9)
ACTIONS = range(1, 6)


def ceplan_rows(slug: str = "aurora") -> Rows:
    """Eight objectives and forty actions, as the example files name them, and no activity."""
    rows = fictional_rows()
    kept = {name: rows[name] for name in ("institution", "units", "plans", "versions")}
    kept["institution"] = [{**rows["institution"][0], "slug": slug}]
    kept["executing_units"] = [{"code": "000901", "name": "Sede de Aurora"}]
    kept["objectives"] = [
        _V | {"code": f"OEI.{number:02d}", "name": f"Objetivo {number}", "kind": "I", "priority": number}
        for number in OBJECTIVES
    ]
    kept["actions"] = [
        _V | {"code": f"AEI.{o:02d}.{a:02d}", "objective": f"OEI.{o:02d}", "name": f"Acción {o}.{a}", "unit": "DG"}
        for o in OBJECTIVES
        for a in ACTIONS
    ]
    return kept


def plan_for_ceplan(folder: Path, slug: str = "aurora") -> PlanVersion:
    """The plan, imported; its version."""
    path = folder / f"plan-{slug}"
    write_folder(ceplan_rows(slug), path)
    apply_import(read=read_workbook(path), mode="add")
    return PlanVersion.objects.get(plan__institution=Institution.objects.get(slug=slug))
