"""What each cost centre owes in a reporting period, derived from the plan at the moment it is asked.

An indicator is owed by the first of its responsible cost centres, by code of executing unit and of cost centre, in the
reporting period in which its own period ends. An activity is owed by its cost centre, for the months that it
programmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from quipu.apps.collection.models import Level, ReportingPeriod
from quipu.apps.collection.rules import edition_in_force
from quipu.apps.evaluation.facts import Fact, fact_of
from quipu.apps.organisation.models import CostCentre
from quipu.apps.plans.facts import value_in
from quipu.apps.plans.models import (
    ActivityAmount,
    IndicatorSheet,
    ObtainedValue,
    OperationalActivity,
    SheetResponsible,
    Target,
)
from quipu.method import Period
from quipu.method.owed import owed_months, owed_periods

MEASURES = ("physical", "financial")
Pair = tuple[Decimal | None, Decimal | None]
"""A physical and a financial amount."""

_PROGRAMMED, _EXECUTED = ActivityAmount.Phase.REPROGRAMMED, ActivityAmount.Phase.EXECUTED


@dataclass(frozen=True)
class OwedValue:
    """An indicator's value that is owed.

    Attributes:
        sheet: its technical sheet, with its indicator and the element it measures.
        period: the indicator's own period, such as `2024-Q1`.
        target: what was expected of that period; None when nothing says.
        targets: every expected achievement of the sheet, by period.
        series: every value that the plan holds of the indicator, by period, the corrected one where there is one.
    """

    sheet: IndicatorSheet
    period: str
    target: Fact
    targets: Mapping[str, Fact]
    series: Mapping[str, ObtainedValue]

    @property
    def current(self) -> ObtainedValue | None:
        """The value of this period that the plan holds already."""
        return self.series.get(self.period)


@dataclass(frozen=True)
class OwedActivity:
    """An activity whose executed amounts are owed.

    Attributes:
        owed: by month, the measures owed (`physical`, `financial`): those that the month programmed.
        programmed: by month of the reporting period, what is programmed now (reprogrammed).
        executed: by month of the reporting period, what the plan holds as executed already.
    """

    activity: OperationalActivity
    owed: Mapping[int, tuple[str, ...]]
    programmed: Mapping[int, Pair]
    executed: Mapping[int, Pair]

    @property
    def months(self) -> tuple[int, ...]:
        """The months owed, in order."""
        return tuple(self.owed)

    @property
    def asks_physical(self) -> bool:
        """Whether physical amounts are typed; otherwise they are counted from its tasks."""
        return self.activity.execution_source != OperationalActivity.ExecutionSource.TASKS


@dataclass(frozen=True)
class Owed:
    """Everything that a cost centre owes in a reporting period."""

    values: tuple[OwedValue, ...]
    activities: tuple[OwedActivity, ...]


@dataclass
class OwedKeys:
    """What a cost centre owes, by identifiers only.

    Attributes:
        values: (indicator, its period) of each value.
        amounts: (activity, month, measure) of each amount.
        held: those of `amounts` that the plan holds already.
    """

    values: set[tuple[int, str]] = field(default_factory=set)
    amounts: set[tuple[int, int, str]] = field(default_factory=set)
    held: set[tuple[int, int, str]] = field(default_factory=set)


def owed_by(reporting_period: ReportingPeriod, cost_centre: CostCentre) -> Owed:
    """Everything that a cost centre owes, in order of codes; five queries whatever the plan's size."""
    asked = Period.parse(reporting_period.period)
    sheets = _sheets_of(reporting_period, cost_centre)
    targets, series, edition = _targets_of(sheets), _series_of(sheets), edition_in_force()
    values = []
    for sheet in sheets:
        expected = targets[sheet.pk]
        for period in owed_periods(asked, sheet.periodicity):
            target, _ = value_in(expected, period, sheet.accumulation, edition)
            values.append(OwedValue(sheet, str(period), target, expected, series[sheet.indicator_id]))
    rows = _amounts(reporting_period).filter(activity__cost_centre=cost_centre).select_related("activity")
    return Owed(tuple(values), owed_activities(rows))


def find_owed_sheet(
    reporting_period: ReportingPeriod, cost_centre: CostCentre, indicator_id: int, period: str
) -> IndicatorSheet | None:
    """The sheet by which a cost centre owes an indicator in a period; None when it does not. Two queries."""
    asked = Period.parse(reporting_period.period)
    sheet = (
        IndicatorSheet.objects.filter(version=reporting_period.version_id, indicator=indicator_id)
        .select_related("indicator__plan", "ordinal_scale")
        .first()
    )
    if sheet is None or period not in {str(item) for item in owed_periods(asked, sheet.periodicity)}:
        return None
    order = ("cost_centre__executing_unit__code", "cost_centre__code")
    first = SheetResponsible.objects.filter(sheet=sheet).order_by(*order).first()
    return sheet if first is not None and first.cost_centre_id == cost_centre.pk else None


def find_owed_activity(
    reporting_period: ReportingPeriod, cost_centre: CostCentre, activity_id: int
) -> OwedActivity | None:
    """What a cost centre owes of an activity; None when it owes nothing of it. One query."""
    rows = _amounts(reporting_period).filter(activity=activity_id, activity__cost_centre=cost_centre)
    related = rows.select_related("activity__operational_plan__executing_unit")
    return next(iter(owed_activities(related)), None)


def level_of(cost_centre: CostCentre) -> str:
    """The level at which a cost centre reports: a post when it is a mission abroad, else a unit."""
    return Level.POST if cost_centre.mission_id else Level.UNIT


def owing_centres(reporting_period: ReportingPeriod) -> list[CostCentre]:
    """The cost centres that owe something, in order of codes; three queries."""
    owing = owed_keys(reporting_period)
    found = CostCentre.objects.select_related("executing_unit").filter(pk__in=owing)
    return list(found.order_by("executing_unit__code", "code"))


def owed_keys(reporting_period: ReportingPeriod) -> dict[int, OwedKeys]:
    """What every cost centre owes, by its identifier; two queries. Those that owe nothing are absent."""
    asked = Period.parse(reporting_period.period)
    found: dict[int, OwedKeys] = defaultdict(OwedKeys)
    for indicator, periodicity, centre in _first_responsibles(reporting_period):
        periods = owed_periods(asked, periodicity)
        if periods:
            found[centre].values |= {(indicator, str(period)) for period in periods}
    owed, executed = set(), set()
    centres: dict[int, int] = {}
    fields = ("activity_id", "activity__cost_centre_id", "activity__execution_source", "phase", "month", *MEASURES)
    for activity, centre, source, phase, month, *pair in _amounts(reporting_period).values_list(*fields):
        centres[activity] = centre
        named = zip(MEASURES, pair, strict=True)
        if phase == _PROGRAMMED:
            owed |= {(activity, month, measure) for measure in measures_owed(source, tuple(pair))}
        else:
            executed |= {(activity, month, measure) for measure, amount in named if amount is not None}
    for key in owed:
        found[centres[key[0]]].amounts.add(key)
    for key in owed & executed:
        found[centres[key[0]]].held.add(key)
    return dict(found)


def measures_owed(execution_source: str, programmed: Pair) -> tuple[str, ...]:
    """The measures that a month owes: those programmed above zero, and never the physical one counted from tasks."""
    counted = execution_source == OperationalActivity.ExecutionSource.TASKS
    return tuple(
        measure
        for measure, amount in zip(MEASURES, programmed, strict=True)
        if amount and not (counted and measure == "physical")
    )


def owed_activities(amounts: Iterable[ActivityAmount]) -> tuple[OwedActivity, ...]:
    """The activities that owe something, from their amounts of the period with each one's activity."""
    rows: dict[int, dict[str, dict[int, Pair]]] = defaultdict(lambda: {_PROGRAMMED: {}, _EXECUTED: {}})
    activities: dict[int, OperationalActivity] = {}
    for amount in amounts:
        activities[amount.activity_id] = amount.activity
        rows[amount.activity_id][amount.phase][amount.month or 0] = (amount.physical, amount.financial)
    found = []
    for pk, activity in activities.items():
        programmed = rows[pk][_PROGRAMMED]
        owed = {
            month: measures
            for month, pair in sorted(programmed.items())
            if (measures := measures_owed(activity.execution_source, pair))
        }
        if owed:
            found.append(OwedActivity(activity, owed, programmed, rows[pk][_EXECUTED]))
    return tuple(sorted(found, key=lambda item: item.activity.code))


def _first_responsibles(reporting_period: ReportingPeriod) -> list[tuple[int, str, int]]:
    """Indicator, periodicity and the cost centre that owes it, of each sheet of the version that has one."""
    rows = (
        SheetResponsible.objects.filter(sheet__version=reporting_period.version_id)
        .order_by("cost_centre__executing_unit__code", "cost_centre__code")
        .values_list("sheet_id", "sheet__indicator_id", "sheet__periodicity", "cost_centre_id")
    )
    first: dict[int, tuple[int, str, int]] = {}
    for sheet, indicator, periodicity, centre in rows:
        first.setdefault(sheet, (indicator, periodicity, centre))
    return list(first.values())


def _sheets_of(reporting_period: ReportingPeriod, cost_centre: CostCentre) -> list[IndicatorSheet]:
    """The sheets that a cost centre owes, in two queries."""
    owed = [item for item, _, centre in _first_responsibles(reporting_period) if centre == cost_centre.pk]
    return list(
        IndicatorSheet.objects.filter(version=reporting_period.version_id, indicator__in=owed)
        .select_related("indicator", "objective", "strategic_action__objective")
        .order_by("indicator__code")
    )


def _targets_of(sheets: Sequence[IndicatorSheet]) -> Mapping[int, Mapping[str, Fact]]:
    """By sheet and period."""
    kinds = {sheet.pk: sheet.unit_kind for sheet in sheets}
    found: dict[int, dict[str, Fact]] = defaultdict(dict)
    for row in Target.objects.filter(sheet__in=kinds).select_related("ordinal"):
        found[row.sheet_id][row.period] = fact_of(row, kinds[row.sheet_id])
    return found


def _series_of(sheets: Sequence[IndicatorSheet]) -> Mapping[int, Mapping[str, ObtainedValue]]:
    """By indicator and period."""
    found: dict[int, dict[str, ObtainedValue]] = defaultdict(dict)
    # Descending by stage: reported, counted, corrected; each stands in the place of the one before it.
    rows = ObtainedValue.objects.filter(indicator__in=[sheet.indicator_id for sheet in sheets]).order_by("-stage")
    for row in rows.select_related("ordinal"):
        found[row.indicator_id][row.period] = row
    return found


def _amounts(reporting_period: ReportingPeriod) -> QuerySet[ActivityAmount]:
    """What active activities of some cost centre programmed and executed in the months of the period."""
    asked = Period.parse(reporting_period.period)
    return ActivityAmount.objects.filter(
        Q(phase=_PROGRAMMED) | Q(phase=_EXECUTED),
        activity__operational_plan__version=reporting_period.version_id,
        activity__operational_plan__year=asked.year,
        activity__active=True,
        activity__cost_centre__isnull=False,
        month__in=list(owed_months(asked)),
    ).order_by()
