"""Lists of operational activities, and one activity with its months."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from quipu.apps.organisation.models import CostCentre
from quipu.apps.plans.models import (
    ActivityAmount,
    ActivityTask,
    CodeAlias,
    Objective,
    OperationalActivity,
    PlanVersion,
    StrategicAction,
)


@dataclass(frozen=True)
class ActivityFilters:
    """What a list is narrowed to; an empty one narrows nothing."""

    text: str = ""
    objective: str = ""
    action: str = ""
    cost_centre: str = ""
    accumulation: str = ""


@dataclass(frozen=True)
class FilterChoices:
    """What the filters of a version may be set to."""

    objectives: Sequence[Objective]
    actions: Sequence[StrategicAction]
    cost_centres: Sequence[CostCentre]


@dataclass(frozen=True)
class ActivityRecord:
    """An activity of one year, its amounts by phase and month, the source's codes, its other years and its tasks."""

    activity: OperationalActivity
    amounts: Mapping[str, Mapping[int | None, ActivityAmount]]
    aliases: Sequence[CodeAlias]
    years: Sequence[int] = field(default_factory=list)
    tasks: Sequence[ActivityTask] = field(default_factory=list)


def matching_activities(version: PlanVersion, year: int, filters: ActivityFilters) -> QuerySet[OperationalActivity]:
    """The activities of a version and year that the filters admit."""
    found = OperationalActivity.objects.filter(
        operational_plan__version=version, operational_plan__year=year
    ).select_related("strategic_action__objective", "cost_centre")
    if filters.objective:
        found = found.filter(strategic_action__objective__code=filters.objective)
    if filters.action:
        found = found.filter(strategic_action__code=filters.action)
    if filters.cost_centre:
        found = found.filter(cost_centre__code=filters.cost_centre)
    if filters.accumulation:
        found = found.filter(accumulation=filters.accumulation)
    if filters.text:
        found = found.filter(pk__in=_holding(found, filters.text))
    return found


def _holding(activities: QuerySet[OperationalActivity], text: str) -> list[int]:
    """Ids of those whose code or name holds every word; accents and case do not matter, alike on every database."""
    words = _folded(text).split()
    rows = activities.select_related(None).values_list("pk", "code", "name")
    return [key for key, code, name in rows if all(word in _folded(f"{code} {name}") for word in words)]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def filter_choices(version: PlanVersion) -> FilterChoices:
    """What the filters of a version may be set to."""
    return FilterChoices(
        objectives=list(Objective.objects.filter(version=version).order_by("code")),
        actions=list(StrategicAction.objects.filter(version=version).order_by("code")),
        cost_centres=list(
            CostCentre.objects.filter(executing_unit__institution_id=version.plan.institution_id).order_by("code")
        ),
    )


def find_activity(version: PlanVersion, year: int, code: str) -> OperationalActivity | None:
    """An activity with everything that names it, or None when there is none of that code in that version and year."""
    return (
        OperationalActivity.objects.filter(operational_plan__version=version, operational_plan__year=year, code=code)
        .select_related(
            "cost_centre", "operational_plan__executing_unit", "operational_plan__version__plan__institution"
        )
        .first()
    )


def activity_record(version: PlanVersion, year: int, code: str) -> ActivityRecord | None:
    """Read an activity, or None when there is none of that code in that version and year."""
    same_code = OperationalActivity.objects.filter(operational_plan__version=version, code=code)
    activity = (
        same_code.filter(operational_plan__year=year)
        .select_related("strategic_action__objective", "cost_centre", "operational_plan__executing_unit")
        .first()
    )
    if activity is None:
        return None
    amounts: dict[str, dict[int | None, ActivityAmount]] = {}
    for amount in activity.amounts.all():
        amounts.setdefault(amount.phase, {})[amount.month] = amount
    aliases = CodeAlias.objects.filter(institution_id=version.plan.institution_id, code=code)
    years = same_code.order_by("operational_plan__year").values_list("operational_plan__year", flat=True)
    return ActivityRecord(activity, amounts, list(aliases), list(years), list(activity.tasks.all()))
