"""What the plan and earlier answers say that bears on reading the planning authority's files."""

from __future__ import annotations

from quipu.apps.imports.models import HeadingAlias, NameAlias, PoiVersion
from quipu.apps.organisation.models import CostCentre, ExecutingUnit, Institution
from quipu.apps.plans.models import Objective, OperationalActivity, PlanVersion, StrategicAction
from quipu.workbook.names import plain_name

Names = dict[tuple[str, str], str]


def known_names(version: PlanVersion, year: int) -> Names:
    """The name of each element by kind and code; a cost centre and an activity have their executing unit before it."""
    institution = version.plan.institution_id
    found: Names = {}
    for kind, model in (("objective", Objective), ("strategic_action", StrategicAction)):
        rows = model._default_manager.filter(version=version).values_list("code", "name")
        found |= {(kind, code): name for code, name in rows}
    units = ExecutingUnit.objects.filter(institution=institution).values_list("code", "name")
    found |= {("executing_unit", code): name for code, name in units}
    centres = CostCentre.objects.filter(executing_unit__institution=institution)
    found |= {
        ("cost_centre", f"{unit}/{code}"): name
        for unit, code, name in centres.values_list("executing_unit__code", "code", "name")
    }
    activities = OperationalActivity.objects.filter(operational_plan__version=version, operational_plan__year=year)
    return found | {
        ("activity", f"{unit}/{code}"): name
        for unit, code, name in activities.values_list("operational_plan__executing_unit__code", "code", "name")
    }


def heading_aliases(institution: Institution) -> dict[str, str]:
    """What each drifting heading was said to be; empty when it is none that Quipu reads."""
    return dict(HeadingAlias.objects.filter(institution=institution).values_list("heading", "field"))


def remembered_names(institution: Institution) -> set[tuple[str, str, str]]:
    """Kind, code and plain letters of every other name that was accepted."""
    rows = NameAlias.objects.filter(institution=institution).values_list("kind", "code", "name")
    return {(kind, code, plain_name(name)) for kind, code, name in rows}


def declared_accumulations(version: PlanVersion, year: int) -> dict[str, str]:
    """How each activity of a year's operational plan declares that its months add up."""
    activities = OperationalActivity.objects.filter(operational_plan__version=version, operational_plan__year=year)
    return dict(activities.values_list("code", "accumulation"))


def earlier_accumulations(institution: Institution) -> dict[str, str]:
    """The last declaration of each activity that in some year did not just add its months up."""
    activities = OperationalActivity.objects.filter(operational_plan__version__plan__institution=institution)
    codes = activities.exclude(accumulation="sum").values("code")
    rows = activities.filter(code__in=codes).order_by("operational_plan__year", "pk")
    return dict(rows.values_list("code", "accumulation"))


def remembered_accumulations(institution: Institution) -> dict[str, str]:
    """What was answered about running totals in the files imported before, the latest answer last."""
    found: dict[str, str] = {}
    kept = PoiVersion.objects.filter(institution=institution).order_by("pk")
    for accumulations in kept.exclude(accumulations={}).values_list("accumulations", flat=True):
        found |= accumulations
    return found
