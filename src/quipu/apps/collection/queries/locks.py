"""What may no longer change: the values and amounts of the locked levels of a reporting period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from quipu.apps.collection.models import Level, ReportingLevel, ReportingPeriod
from quipu.apps.collection.queries.owing import level_of
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import OperationalActivity, SheetResponsible
from quipu.method import Period

ActivityKey = tuple[object, ...]
"""Plan, version, executing unit, year and code."""


@dataclass(frozen=True)
class _Locked:
    """A reporting period with the levels that are locked in it; `whole` when no other level was asked."""

    version_id: int
    period: Period
    levels: frozenset[str]
    whole: bool

    def covers(self, level: str | None) -> bool:
        """Whether what is reported at a level is locked; what nobody reports is only when the whole period is."""
        return self.whole or level in self.levels


@dataclass(frozen=True)
class Locks:
    """The locks of an institution. What nobody answers for is locked with the whole period only."""

    by_plan: Mapping[str, tuple[_Locked, ...]] = field(default_factory=dict)
    by_version: Mapping[tuple[str, int], tuple[_Locked, ...]] = field(default_factory=dict)
    indicator_levels: Mapping[tuple[int, str], str] = field(default_factory=dict)
    activity_levels: Mapping[ActivityKey, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_plan)

    def locks_value(self, plan: str, indicator: str, period: str) -> bool:
        """Whether the reported value of an indicator is locked: its period ends within a locked one."""
        asked = Period.parse(period)
        return any(
            _ends_within(asked, lock.period) and lock.covers(self.indicator_levels.get((lock.version_id, indicator)))
            for lock in self.by_plan.get(plan, ())
        )

    def locks_amount(self, activity: ActivityKey, month: int | None) -> bool:
        """Whether the executed amount of a month is locked; None is that of the whole year, which ends with it."""
        plan, version, _, year, _ = activity
        asked = Period.parse(str(year) if month is None else f"{year}-M{month:02d}")
        return any(
            _ends_within(asked, lock.period) and lock.covers(self.activity_levels.get(activity))
            for lock in self.by_version.get((str(plan), int(str(version))), ())
        )


def locked_periods(institution: Institution) -> Locks:
    """The locks of an institution: one query when nothing is locked, three otherwise."""
    by_plan: dict[str, tuple[_Locked, ...]] = defaultdict(tuple)
    by_version: dict[tuple[str, int], tuple[_Locked, ...]] = defaultdict(tuple)
    for period, lock in _locked_in(institution):
        plan, number = period.version.plan.code, period.version.number
        by_plan[plan] += (lock,)
        by_version[plan, number] += (lock,)
    if not by_plan:
        return Locks()
    versions = {lock.version_id for locks in by_plan.values() for lock in locks}
    return Locks(by_plan, by_version, _indicator_levels(versions), _activity_levels(versions))


def locked_months(activity: OperationalActivity) -> frozenset[int]:
    """The months of an activity's year whose executed amounts may not change."""
    plan = activity.operational_plan
    version = plan.version
    key = (version.plan.code, version.number, plan.executing_unit.code, plan.year, activity.code)
    locks = locked_periods(version.plan.institution)
    return frozenset(month for month in range(1, 13) if locks.locks_amount(key, month))


def _locked_in(institution: Institution) -> list[tuple[ReportingPeriod, _Locked]]:
    rows = ReportingLevel.objects.filter(reporting_period__version__plan__institution=institution).select_related(
        "reporting_period__version__plan"
    )
    levels: dict[ReportingPeriod, dict[str, str]] = defaultdict(dict)
    for row in rows:
        levels[row.reporting_period][row.level] = row.state
    found = []
    for period, states in levels.items():
        locked = frozenset(level for level, state in states.items() if state == ReportingLevel.State.LOCKED)
        if locked:
            whole = locked == frozenset(states)
            found.append((period, _Locked(period.version_id, Period.parse(period.period), locked, whole)))
    return found


def _indicator_levels(versions: set[int]) -> dict[tuple[int, str], str]:
    rows = (
        SheetResponsible.objects.filter(sheet__version__in=versions)
        .select_related("cost_centre", "sheet__indicator")
        .order_by("cost_centre__executing_unit__code", "cost_centre__code")
    )
    found: dict[tuple[int, str], str] = {}
    for row in rows:
        found.setdefault((row.sheet.version_id, row.sheet.indicator.code), level_of(row.cost_centre))
    return found


def _activity_levels(versions: set[int]) -> dict[ActivityKey, str]:
    rows = OperationalActivity.objects.filter(
        operational_plan__version__in=versions, cost_centre__isnull=False
    ).values_list(
        "operational_plan__version__plan__code",
        "operational_plan__version__number",
        "operational_plan__executing_unit__code",
        "operational_plan__year",
        "code",
        "cost_centre__mission_id",
    )
    return {tuple(key): Level.POST if mission else Level.UNIT for *key, mission in rows}


def _ends_within(period: Period, locked: Period) -> bool:
    return period.year == locked.year and period.last_month in locked.months
