"""The plan as a tree: versions, objectives, actions and what measures each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import Alignment, IndicatorSheet, Objective, PlanVersion, StrategicAction


@dataclass(frozen=True)
class ActionNode:
    """A strategic action, its technical sheets and how many activities of the year serve it."""

    action: StrategicAction
    sheets: Sequence[IndicatorSheet]
    activities: int


@dataclass(frozen=True)
class ObjectiveNode:
    """An objective, its technical sheets, what it serves and its actions."""

    objective: Objective
    sheets: Sequence[IndicatorSheet]
    alignments: Sequence[Alignment]
    actions: Sequence[ActionNode]

    @property
    def activities(self) -> int:
        """How many activities of the year serve its actions."""
        return sum(node.activities for node in self.actions)


def versions_of(institution: Institution) -> Sequence[PlanVersion]:
    """Every version of every plan of an institution, the newest first."""
    return list(
        PlanVersion.objects.select_related("plan", "based_on")
        .filter(plan__institution=institution)
        .order_by("-end_year", "-plan__code", "-number")
    )


def plan_tree(version: PlanVersion, year: int) -> Sequence[ObjectiveNode]:
    """The objectives of a version in the order of their codes, with everything under them, in four queries."""
    sheets: dict[tuple[str, int], list[IndicatorSheet]] = defaultdict(list)
    for sheet in IndicatorSheet.objects.filter(version=version).select_related("indicator"):
        owner = ("objective", sheet.objective_id) if sheet.objective_id else ("action", sheet.strategic_action_id)
        sheets[owner].append(sheet)
    actions: dict[int, list[ActionNode]] = defaultdict(list)
    of_the_year = Q(activities__operational_plan__year=year)
    for action in (
        StrategicAction.objects.filter(version=version)
        .select_related("unit")
        .annotate(activities_of_year=Count("activities", filter=of_the_year))
        .order_by("code")
    ):
        node = ActionNode(action, sheets["action", action.pk], action.activities_of_year)
        actions[action.objective_id].append(node)
    alignments: dict[int, list[Alignment]] = defaultdict(list)
    for alignment in Alignment.objects.filter(objective__version=version).select_related("target"):
        alignments[alignment.objective_id].append(alignment)
    return [
        ObjectiveNode(item, sheets["objective", item.pk], alignments[item.pk], actions[item.pk])
        for item in Objective.objects.filter(version=version).order_by("code")
    ]
