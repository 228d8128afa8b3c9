"""The rows of a plan, whole lists of one kind at a time, in an order that does not change: what programs read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Prefetch, QuerySet

from quipu.apps.organisation.models import CostCentre, Institution
from quipu.apps.plans.models import (
    ActivityAmount,
    Alignment,
    DisaggregatedValue,
    DisaggregationCategory,
    Indicator,
    IndicatorSheet,
    Objective,
    ObtainedValue,
    OperationalActivity,
    OrdinalPoint,
    PlanVersion,
    PublishedFigure,
    SheetResponsible,
    StrategicAction,
    StrategicPlan,
    Target,
)
from quipu.apps.plans.series import PeriodRow


def plans_in(institution: Institution) -> QuerySet[StrategicPlan]:
    """Its plans by code, each with its versions."""
    versions = PlanVersion.objects.select_related("based_on").order_by("number")
    return (
        StrategicPlan.objects.filter(institution=institution)
        .prefetch_related(Prefetch("versions", versions))
        .order_by("code")
    )


def objectives_in(version: PlanVersion) -> QuerySet[Objective]:
    """Its objectives by code, each with what it serves."""
    served = Alignment.objects.select_related("target").order_by("target__level", "target__code")
    return Objective.objects.filter(version=version).prefetch_related(Prefetch("alignments", served)).order_by("code")


def actions_in(version: PlanVersion) -> QuerySet[StrategicAction]:
    """Its strategic actions by code, each with its objective and unit."""
    return StrategicAction.objects.filter(version=version).select_related("objective", "unit").order_by("code")


def sheets_in(version: PlanVersion) -> QuerySet[IndicatorSheet]:
    """Its technical sheets by indicator, each with its targets, its baseline and who answers for it."""
    targets = Target.objects.select_related("ordinal").order_by("period")
    responsibles = SheetResponsible.objects.select_related("cost_centre__executing_unit").order_by(
        "cost_centre__executing_unit__code", "cost_centre__code"
    )
    return (
        IndicatorSheet.objects.filter(version=version)
        .select_related("indicator", "objective", "strategic_action", "ordinal_scale", "baseline")
        .prefetch_related(Prefetch("targets", targets), Prefetch("responsibles", responsibles))
        .order_by("indicator__code")
    )


def activities_in(version: PlanVersion, year: int) -> QuerySet[OperationalActivity]:
    """The activities of a year by code, each with its amounts by phase and month."""
    amounts = ActivityAmount.objects.order_by("phase", "month", "pk")
    return (
        OperationalActivity.objects.filter(operational_plan__version=version, operational_plan__year=year)
        .select_related("strategic_action", "cost_centre", "operational_plan__executing_unit")
        .prefetch_related(Prefetch("amounts", amounts))
        .order_by("code", "pk")
    )


def find_indicator(plan: StrategicPlan, code: str) -> Indicator | None:
    """An indicator by its code."""
    return Indicator.objects.filter(plan=plan, code=code).first()


def periods_known(indicator: Indicator) -> Sequence[str]:
    """The periods about which something was reported, counted, corrected or printed, in order."""
    reported = ObtainedValue.objects.filter(indicator=indicator).values_list("period", flat=True)
    printed = _printed(indicator).values_list("period", flat=True)
    return sorted({*reported, *printed})


def period_rows(indicator: Indicator, periods: Collection[str]) -> Sequence[PeriodRow]:
    """What was reported, counted, corrected and printed in some periods, each apart, with the parts of each value."""
    rows = {period: PeriodRow(period) for period in sorted(periods)}
    parts = DisaggregatedValue.objects.select_related("category__disaggregation", "crossed_with__disaggregation")
    values = (
        ObtainedValue.objects.filter(indicator=indicator, period__in=rows)
        .select_related("ordinal")
        .prefetch_related(Prefetch("parts", parts.order_by("pk")))
    )
    for value in values:
        setattr(rows[value.period], value.stage, value)
    for figure in _printed(indicator).filter(period__in=rows).order_by("code", "measure", "direction", "pk"):
        rows[figure.period].published.append(figure)
    return list(rows.values())


def _printed(indicator: Indicator) -> QuerySet[PublishedFigure]:
    """What was printed about the objectives and actions that the indicator measures, in any version."""
    codes = set()
    for row in IndicatorSheet.objects.filter(indicator=indicator).values_list(
        "objective__code", "strategic_action__code"
    ):
        codes |= {code for code in row if code is not None}
    return PublishedFigure.objects.filter(plan_id=indicator.plan_id, code__in=codes)


def amounts_by_phase(activity: OperationalActivity) -> Mapping[str, Sequence[ActivityAmount]]:
    """An activity's amounts by phase, the months in order; one without a month is of the whole year."""
    found: dict[str, list[ActivityAmount]] = defaultdict(list)
    for amount in activity.amounts.all():
        found[amount.phase].append(amount)
    return {phase: sorted(rows, key=lambda row: row.month or 0) for phase, rows in found.items()}


def find_activity(version: PlanVersion, cost_centre: CostCentre, code: str) -> OperationalActivity | None:
    """An activity that a cost centre answers for, by its code; of the latest year when the code lasts several."""
    found = OperationalActivity.objects.filter(operational_plan__version=version, cost_centre=cost_centre, code=code)
    return found.order_by("-operational_plan__year", "pk").first()


def find_point(version: PlanVersion, indicator: Indicator, position: int) -> OrdinalPoint | None:
    """A rung of the scale that grades an indicator in a version, by its position."""
    scales = IndicatorSheet.objects.filter(version=version, indicator=indicator).values("ordinal_scale")
    return OrdinalPoint.objects.filter(scale__in=scales, position=position).first()


def categories_of(indicator: Indicator) -> Mapping[tuple[str, str], DisaggregationCategory]:
    """The categories in which an indicator breaks down, by code of disaggregation and of category."""
    found = DisaggregationCategory.objects.filter(disaggregation__indicator=indicator)
    return {(item.disaggregation.code, item.code): item for item in found.select_related("disaggregation")}
