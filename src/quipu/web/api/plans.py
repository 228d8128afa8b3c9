"""Plans: versions, objectives, actions, technical sheets and activities, as they stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import (
    IndicatorSheet,
    Objective,
    OperationalActivity,
    PlanVersion,
    StrategicAction,
    StrategicPlan,
)
from quipu.apps.plans.queries import find_plan, find_version
from quipu.apps.plans.rows import actions_in, activities_in, amounts_by_phase, objectives_in, plans_in, sheets_in
from quipu.web.api.paging import page_of
from quipu.web.api.reading import Asked
from quipu.web.api.schemas.plans import (
    ActionRow,
    ActivityQuery,
    ActivityRow,
    IndicatorRow,
    InstitutionRow,
    ObjectiveRow,
    PlanRow,
    VersionPlace,
)
from quipu.web.api.schemas.shared import InstitutionPlace, Page, Window
from quipu.web.api.tokens import taking
from quipu.web.api.values import cost_centre_row, given_value

router = Router(tags=["plans"])
_IN_VERSION = "/institutions/{slug}/plans/{plan}/versions/{number}"
_SHEET_FIELDS = (
    "name",
    "direction",
    "accumulation",
    "aggregable",
    "unit_kind",
    "unit_of_measure",
    "periodicity",
    "results_level",
    "relevance",
    "justification",
    "limitations",
    "calculation_method",
    "formula",
    "collection_process",
    "source",
    "database",
    "assumptions",
    "synthetic",
)


@router.get(
    "/institutions", summary="The institution that the key opens", **taking(Action.VIEW_PLAN, Page[InstitutionRow])
)
def institutions(request: HttpRequest, window: Asked[Window]) -> Any:
    """A list of one: a key belongs to a person's role in one institution."""
    return page_of([request.auth.institution], window, _institution)


@router.get("/institutions/{slug}/plans", summary="Plans and their versions", **taking(Action.VIEW_PLAN, Page[PlanRow]))
def plans(request: HttpRequest, place: Path[InstitutionPlace], window: Asked[Window]) -> Any:
    """Every strategic plan by code, each with its versions by number."""
    return page_of(plans_in(request.auth.institution), window, _plan)


@router.get(
    f"{_IN_VERSION}/objectives", summary="Objectives of a version", **taking(Action.VIEW_PLAN, Page[ObjectiveRow])
)
def objectives(request: HttpRequest, place: Path[VersionPlace], window: Asked[Window]) -> Any:
    """By code, each with what it serves."""
    return page_of(objectives_in(_version(place)), window, _objective)


@router.get(
    f"{_IN_VERSION}/actions", summary="Strategic actions of a version", **taking(Action.VIEW_PLAN, Page[ActionRow])
)
def actions(request: HttpRequest, place: Path[VersionPlace], window: Asked[Window]) -> Any:
    """By code, each with its objective and the unit that answers for it."""
    return page_of(actions_in(_version(place)), window, _action)


@router.get(
    f"{_IN_VERSION}/indicators",
    summary="Technical sheets of a version, with their targets",
    **taking(Action.VIEW_PLAN, Page[IndicatorRow]),
)
def indicators(request: HttpRequest, place: Path[VersionPlace], window: Asked[Window]) -> Any:
    """By code of indicator. What was obtained is asked indicator by indicator."""
    return page_of(sheets_in(_version(place)), window, _indicator)


@router.get(
    f"{_IN_VERSION}/activities",
    summary="Activities of a year, with amounts by month and phase",
    **taking(Action.VIEW_PLAN, Page[ActivityRow]),
)
def activities(request: HttpRequest, place: Path[VersionPlace], asked: Asked[ActivityQuery]) -> Any:
    """By code. `consistent` is the opening budget's phase, `reprogrammed` the current one."""
    return page_of(activities_in(_version(place), asked.year), asked, _activity)


def _version(place: VersionPlace) -> PlanVersion:
    return find_version(find_plan(place.slug, place.plan), place.number)


def _institution(item: Institution) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("slug", "code", "name", "acronym", "country", "synthetic")}


def _plan(plan: StrategicPlan) -> dict[str, Any]:
    fields = ("number", "kind", "state", "start_year", "end_year", "approval", "reason")
    versions = [
        {name: getattr(item, name) for name in fields} | {"based_on": item.based_on and item.based_on.number}
        for item in plan.versions.all()
    ]
    return {"code": plan.code, "name": plan.name, "versions": versions}


def _objective(item: Objective) -> dict[str, Any]:
    served = [row.target for row in item.alignments.all()]
    return {
        **{name: getattr(item, name) for name in ("code", "name", "kind", "priority")},
        "alignments": [{name: getattr(target, name) for name in ("level", "code", "name")} for target in served],
    }


def _action(item: StrategicAction) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in ("code", "name", "product", "priority")},
        "objective": item.objective.code,
        "unit": item.unit and item.unit.code,
    }


def _indicator(sheet: IndicatorSheet) -> dict[str, Any]:
    baseline = getattr(sheet, "baseline", None)
    return {
        **{name: getattr(sheet, name) for name in _SHEET_FIELDS},
        "code": sheet.indicator.code,
        "element": (sheet.objective or sheet.strategic_action).code,
        "ordinal_scale": sheet.ordinal_scale and sheet.ordinal_scale.code,
        "baseline": baseline and {"year": baseline.year, "number": baseline.number},
        "responsibles": [cost_centre_row(row.cost_centre) for row in sheet.responsibles.all()],
        "targets": [{"period": row.period, "value": given_value(row)} for row in sheet.targets.all()],
    }


def _activity(item: OperationalActivity) -> dict[str, Any]:
    fields = ("code", "name", "unit_of_measure", "accumulation", "execution_source", "active", "synthetic")
    phases = [
        {"phase": phase, "amounts": [_amount(row) for row in rows]} for phase, rows in amounts_by_phase(item).items()
    ]
    return {
        **{name: getattr(item, name) for name in fields},
        "year": item.operational_plan.year,
        "executing_unit": item.operational_plan.executing_unit.code,
        "cost_centre": item.cost_centre and item.cost_centre.code,
        "action": item.strategic_action.code,
        "phases": phases,
    }


def _amount(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("month", "physical", "financial")}
