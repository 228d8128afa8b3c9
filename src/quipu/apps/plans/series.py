"""An indicator through the years: what was expected, reported, counted, corrected and printed, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quipu.apps.plans.models import (
    DirectionOverride,
    DisaggregatedValue,
    Disaggregation,
    DisaggregationCategory,
    IndicatorSheet,
    ObtainedValue,
    PlanVersion,
    PublishedFigure,
    SheetResponsible,
    Target,
)


@dataclass
class PeriodRow:
    """What is known about one period; an absent fact is None, never a zero."""

    period: str
    target: Target | None = None
    reported: ObtainedValue | None = None
    counted: ObtainedValue | None = None
    corrected: ObtainedValue | None = None
    published: list[PublishedFigure] = field(default_factory=list)
    overrides: list[DirectionOverride] = field(default_factory=list)

    @property
    def used(self) -> ObtainedValue | None:
        """The value that counts: the corrected one, then the one counted from the register, then the reported one."""
        return self.corrected or self.counted or self.reported


@dataclass(frozen=True)
class PartsTable:
    """One way the values break down: categories down, periods across. A gap is an absent fact."""

    disaggregation: Disaggregation
    periods: Sequence[str]
    rows: Sequence[tuple[DisaggregationCategory, Sequence[Decimal | None]]]


@dataclass(frozen=True)
class IndicatorRecord:
    """An indicator in one version of the plan, with its facts."""

    sheet: IndicatorSheet
    responsibles: Sequence[SheetResponsible]
    rows: Sequence[PeriodRow]
    parts: Sequence[PartsTable]

    @property
    def element(self) -> object:
        """The objective or action that it measures."""
        return self.sheet.objective or self.sheet.strategic_action


def indicator_record(version: PlanVersion, code: str) -> IndicatorRecord | None:
    """Read an indicator, or None when the version has no such indicator."""
    sheet = (
        IndicatorSheet.objects.select_related(
            "indicator", "objective", "strategic_action", "strategic_action__unit", "ordinal_scale", "baseline"
        )
        .filter(version=version, indicator__code=code)
        .first()
    )
    if sheet is None:
        return None
    responsibles = list(sheet.responsibles.select_related("cost_centre__executing_unit"))
    values = list(ObtainedValue.objects.filter(indicator=sheet.indicator).select_related("ordinal", "recorded_by"))
    return IndicatorRecord(sheet, responsibles, _rows(version, sheet, values), _parts(sheet, values))


def _rows(version: PlanVersion, sheet: IndicatorSheet, values: Sequence[ObtainedValue]) -> list[PeriodRow]:
    rows: dict[str, PeriodRow] = {}

    def row(period: str) -> PeriodRow:
        return rows.setdefault(period, PeriodRow(period))

    for target in sheet.targets.select_related("ordinal"):
        row(target.period).target = target
    for value in values:
        setattr(row(value.period), value.stage, value)
    element = sheet.objective or sheet.strategic_action
    for figure in PublishedFigure.objects.filter(plan_id=version.plan_id, code=element.code):
        row(figure.period).published.append(figure)
    for override in DirectionOverride.objects.filter(indicator=sheet.indicator):
        row(override.period).overrides.append(override)
    return [rows[period] for period in sorted(rows)]


def _parts(sheet: IndicatorSheet, values: Sequence[ObtainedValue]) -> list[PartsTable]:
    """Uncrossed parts only: a crossing would count a person twice in a column's total."""
    chosen: dict[str, ObtainedValue] = {}
    # A counted value has no parts of this sort, so those of the reported one stand.
    with_parts = [value for value in values if value.stage != ObtainedValue.Stage.COUNTED]
    for value in sorted(with_parts, key=lambda item: item.stage == ObtainedValue.Stage.CORRECTED):
        chosen[value.period] = value
    by_id = {value.pk: value.period for value in values}
    found: dict[int, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    categories: dict[int, dict[int, DisaggregationCategory]] = defaultdict(dict)
    parts = DisaggregatedValue.objects.filter(value__indicator=sheet.indicator, crossed_with__isnull=True)
    for part in parts.select_related("category__disaggregation").order_by("category_id"):
        period = by_id[part.value_id]
        group = part.category.disaggregation_id
        categories[group][part.category_id] = part.category
        if part.value_id == chosen[period].pk or part.category_id not in found[group][period]:
            found[group][period][part.category_id] = part.number
    return [_parts_table(categories[group], periods) for group, periods in found.items()]


def _parts_table(
    categories: Mapping[int, DisaggregationCategory], periods: Mapping[str, Mapping[int, Decimal]]
) -> PartsTable:
    order = sorted(periods)
    rows = [(item, [periods[period].get(key) for period in order]) for key, item in categories.items()]
    return PartsTable(next(iter(categories.values())).disaggregation, order, rows)
