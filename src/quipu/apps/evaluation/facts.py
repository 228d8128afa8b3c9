"""The facts that an evaluation works on, as plain values: nothing below this module asks the database again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from quipu.apps.plans.facts import Fact, TextValue, fact_of
from quipu.apps.plans.models import (
    ActivityAmount,
    DirectionOverride,
    IndicatorSheet,
    Objective,
    ObtainedValue,
    OperationalActivity,
    PlanVersion,
    PublishedFigure,
    SheetResponsible,
    StrategicAction,
    Target,
)
from quipu.method import Period, Value

__all__ = [
    "ActionFacts",
    "ActivityFacts",
    "Fact",
    "ObjectiveFacts",
    "PlanFacts",
    "PublishedKey",
    "SheetFacts",
    "TextValue",
    "fact_of",
    "load_activities",
    "load_facts",
]


@dataclass(frozen=True)
class SheetFacts:
    """An indicator's sheet with its targets, values and printed figures.

    Attributes:
        kind: `objective` or `strategic_action`.
        targets: expected achievement by period text.
        values: obtained value by period text; a corrected value stands in place of the reported one.
        overrides: by period text, the (direction, reason) used beside the declared one.
    """

    kind: str
    code: str
    name: str
    objective_code: str
    indicator_code: str
    indicator: str
    unit_kind: str
    unit_of_measure: str
    direction: str
    accumulation: str
    relevance: int | None
    results_level: str
    synthetic: bool
    baseline: Decimal | None
    baseline_year: int | None
    aggregable: bool
    executing_units: tuple[str, ...]
    targets: Mapping[str, Fact]
    values: Mapping[str, Fact]
    overrides: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ActivityFacts:
    """An activity's year: amounts by (phase, measure), month 1..12, or month 0 for what is not split by month."""

    code: str
    name: str
    action_code: str
    unit_of_measure: str
    accumulation: str
    cost_centre: tuple[str, str] | None
    active: bool
    synthetic: bool
    amounts: Mapping[tuple[str, str], Mapping[int, Decimal]]

    def months(self, phase: str, measure: str) -> list[Value]:
        """Twelve months of a phase, empty where there is no fact."""
        given = self.amounts.get((phase, measure), {})
        return [given.get(month) for month in range(1, 13)]

    def annual(self, phase: str, measure: str) -> Decimal | None:
        """The amount that a source gives for the year without splitting it by month."""
        return self.amounts.get((phase, measure), {}).get(0)


@dataclass(frozen=True)
class ObjectiveFacts:
    """What prioritisation needs of an objective."""

    code: str
    name: str
    kind: str
    priority: int


@dataclass(frozen=True)
class ActionFacts:
    """A strategic action, measured or not."""

    code: str
    name: str
    objective_code: str


PublishedKey = tuple[str, str, str, str, str]
"""period, kind, code, measure, direction."""


@dataclass(frozen=True)
class PlanFacts:
    """All of it, for one version, looked at from one period.

    Attributes:
        period: the period looked at.
        activities: those of the period's year.
        published: printed figures of every period.
    """

    period: Period
    objectives: tuple[ObjectiveFacts, ...]
    actions: tuple[ActionFacts, ...]
    sheets: tuple[SheetFacts, ...]
    activities: tuple[ActivityFacts, ...]
    published: Mapping[PublishedKey, str] = field(default_factory=dict)

    def at(self, period: Period) -> PlanFacts:
        """The same facts looked at from another period; in another year there are no activities."""
        activities = self.activities if period.year == self.period.year else ()
        return replace(self, period=period, activities=activities)

    def printed(self, kind: str, code: str, measure: str, direction: str = "") -> str:
        """A figure of this period as somebody printed it, or an empty text."""
        return self.published.get((str(self.period), kind, code, measure, direction), "")


def load_facts(version: PlanVersion, period: Period) -> PlanFacts:
    """Read the facts of a version for a period, in a fixed number of queries whatever the plan's size."""
    objectives = tuple(
        ObjectiveFacts(code=row.code, name=row.name, kind=row.kind, priority=row.priority)
        for row in Objective.objects.filter(version=version)
    )
    actions = StrategicAction.objects.filter(version=version).order_by("code")
    return PlanFacts(
        period=period,
        objectives=objectives,
        actions=tuple(ActionFacts(*row) for row in actions.values_list("code", "name", "objective__code")),
        sheets=_load_sheets(version, period),
        activities=load_activities(version, period.year),
        published={
            (row.period, row.kind, row.code, row.measure, row.direction): row.printed
            for row in PublishedFigure.objects.filter(plan=version.plan_id)
        },
    )


def _load_sheets(version: PlanVersion, period: Period) -> tuple[SheetFacts, ...]:
    responsibles = SheetResponsible.objects.select_related("cost_centre__executing_unit")
    sheets = list(
        IndicatorSheet.objects.filter(version=version)
        .select_related("indicator", "objective", "strategic_action__objective", "baseline")
        .prefetch_related(Prefetch("responsibles", responsibles))
    )
    targets, overrides = _load_targets(version), _load_overrides(version)
    values, synthetic = _load_values(version, period.year, {sheet.indicator_id: sheet.unit_kind for sheet in sheets})
    found = [
        _sheet_facts(sheet, targets[sheet.pk], values[sheet.indicator_id], overrides[sheet.indicator_id], synthetic)
        for sheet in sheets
    ]
    return tuple(sorted(found, key=lambda item: (item.kind != "objective", item.code, item.indicator_code)))


def _load_targets(version: PlanVersion) -> dict[int, dict[str, Fact]]:
    """By sheet and period."""
    targets: dict[int, dict[str, Fact]] = defaultdict(dict)
    for row in Target.objects.filter(sheet__version=version).select_related("ordinal", "sheet"):
        targets[row.sheet_id][row.period] = fact_of(row, row.sheet.unit_kind)
    return targets


def _load_values(
    version: PlanVersion, year: int, unit_kinds: Mapping[int, str]
) -> tuple[dict[int, dict[str, Fact]], set[int]]:
    """By indicator and period, and the indicators with some synthetic value in the year."""
    values: dict[int, dict[str, Fact]] = defaultdict(dict)
    synthetic = set()
    # Descending by stage: reported, counted, corrected; each stands in the place of the one before it.
    rows = ObtainedValue.objects.filter(indicator__plan=version.plan_id).select_related("ordinal").order_by("-stage")
    for row in rows:
        values[row.indicator_id][row.period] = fact_of(row, unit_kinds.get(row.indicator_id, ""))
        if row.synthetic and Period.parse(row.period).year == year:
            synthetic.add(row.indicator_id)
    return values, synthetic


def _load_overrides(version: PlanVersion) -> dict[int, dict[str, tuple[tuple[str, str], ...]]]:
    """By indicator and period."""
    overrides: dict[int, dict[str, tuple[tuple[str, str], ...]]] = defaultdict(dict)
    for row in DirectionOverride.objects.filter(indicator__plan=version.plan_id).order_by("id"):
        earlier = overrides[row.indicator_id].get(row.period, ())
        overrides[row.indicator_id][row.period] = (*earlier, (row.direction, row.reason))
    return overrides


def _sheet_facts(
    sheet: IndicatorSheet,
    targets: Mapping[str, Fact],
    values: Mapping[str, Fact],
    overrides: Mapping[str, tuple[tuple[str, str], ...]],
    synthetic: set[int],
) -> SheetFacts:
    element: Any = sheet.objective or sheet.strategic_action
    baseline = getattr(sheet, "baseline", None)
    return SheetFacts(
        kind="objective" if sheet.objective_id else "strategic_action",
        code=element.code,
        name=element.name,
        objective_code=element.code if sheet.objective_id else element.objective.code,
        indicator_code=sheet.indicator.code,
        indicator=sheet.name,
        unit_kind=sheet.unit_kind,
        unit_of_measure=sheet.unit_of_measure,
        direction=sheet.direction,
        accumulation=sheet.accumulation,
        relevance=sheet.relevance,
        results_level=sheet.results_level,
        synthetic=sheet.synthetic or sheet.indicator_id in synthetic,
        baseline=baseline.number if baseline else None,
        baseline_year=baseline.year if baseline else None,
        aggregable=sheet.aggregable,
        executing_units=tuple(
            sorted({responsible.cost_centre.executing_unit.code for responsible in sheet.responsibles.all()})
        ),
        targets=targets,
        values=values,
        overrides=overrides,
    )


def load_activities(version: PlanVersion, year: int) -> tuple[ActivityFacts, ...]:
    """The activities of a year with their amounts, in two queries."""
    activities = OperationalActivity.objects.filter(
        operational_plan__version=version, operational_plan__year=year
    ).select_related("strategic_action", "cost_centre")
    amounts: dict[int, dict[tuple[str, str], dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    rows = ActivityAmount.objects.filter(
        activity__operational_plan__version=version, activity__operational_plan__year=year
    ).values_list("activity_id", "phase", "month", "physical", "financial")
    for activity_id, phase, month, physical, financial in rows.iterator(chunk_size=5000):
        if physical is not None:
            amounts[activity_id][phase, "physical"][month or 0] = physical
        if financial is not None:
            amounts[activity_id][phase, "financial"][month or 0] = financial
    return tuple(
        ActivityFacts(
            code=row.code,
            name=row.name,
            action_code=row.strategic_action.code,
            unit_of_measure=row.unit_of_measure,
            accumulation=row.accumulation,
            cost_centre=(row.cost_centre.code, row.cost_centre.name) if row.cost_centre else None,
            active=row.active,
            synthetic=row.synthetic,
            amounts=amounts[row.pk],
        )
        for row in activities
    )
