"""What a rule would count, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import StrategicPlan
from quipu.apps.register.counting.choosing import chosen_records
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.evaluating import measured
from quipu.apps.register.counting.leaving import LeftOut, left_out_of
from quipu.apps.register.counting.months import Horizon, interval_of
from quipu.apps.register.counting.rows import Key, amount
from quipu.apps.register.counting.storing import stored_values
from quipu.apps.register.counting.totals import added_up, total_members
from quipu.apps.register.models import CountedValue, CountingRule, Record

__all__ = ["LeftOut", "Preview", "YearChange", "changed_years", "preview"]


@dataclass(frozen=True)
class Preview:
    """What a rule counts in a period.

    Attributes:
        total: None where there is nothing to measure, as a share of nothing.
        rows: the records that count; none of a rule that adds up others.
        members: of such a rule, what each of the others counts now, by code; None where that is nothing.
    """

    total: Decimal | None
    by_dimension: Mapping[str, Mapping[str, Decimal]]
    rows: QuerySet[Record]
    left_out: Sequence[LeftOut]
    members: Mapping[str, Decimal | None] = field(default_factory=dict)


def preview(
    institution: Institution, definition: Definition, period: str, plan: StrategicPlan | None = None
) -> Preview:
    """Measure a rule in a period without saving anything.

    A rule that adds up others shows what is counted of each now, and neither rows nor what is left out: those are at
    each of them.

    Args:
        institution: whose records it counts.
        definition: the rule.
        period: such as `2024` or `2024-Q2`; one that has not begun counts what lies in it already.
        plan: the plan of the indicators that a rule adds up.
    """
    first, last = interval_of(period)
    horizon = Horizon.until(date(last // 12, last % 12 + 1, 1), first // 12)
    if definition.total_of:
        members = total_members(institution, definition, plan)
        told = _preview(added_up(members, horizon, {period}), Record.objects.none(), ())
        return replace(told, members=_counts_of(members, period))
    values = measured(definition, institution, horizon, {period})
    rows = chosen_records(institution, definition, period).select_related("unit", "mechanism")
    return _preview(values, rows, left_out_of(institution, definition, period))


@dataclass(frozen=True)
class YearChange:
    """A year whose count saving a rule would change; None where there is no count."""

    year: str
    before: Decimal | None
    after: Decimal | None


def changed_years(
    rule: CountingRule | None,
    institution: Institution,
    definition: Definition,
    covers: tuple[int, int | None],
    plan: StrategicPlan | None = None,
) -> list[YearChange]:
    """The years whose counts would change if a rule were saved, the latest first.

    Args:
        rule: the rule as it is kept; None when there is none yet.
        institution: whose records it counts.
        definition: the rule as it would be.
        covers: the first and the last year that it would count; None for the last while the register is kept.
        plan: the plan of the indicators that a rule adds up.
    """
    horizon = Horizon.until(timezone.localdate(), *covers)
    if definition.total_of:
        years = {period for period in horizon if period.isdigit()}
        values = added_up(total_members(institution, definition, plan), horizon, years)
    else:
        values = measured(replace(definition, disaggregate=()), institution, horizon)
    after = {period: units for (period, dimension, _), units in values.items() if period.isdigit() and not dimension}
    stored = stored_values([rule.pk]).get(rule.pk, {}) if rule else {}
    before = {period: units for (period, dimension, _), units in stored.items() if period.isdigit() and not dimension}
    return [
        YearChange(year, _told(before.get(year)), _told(after.get(year)))
        for year in sorted(before.keys() | after.keys(), reverse=True)
        if before.get(year) != after.get(year)
    ]


def _told(units: int | None) -> Decimal | None:
    return None if units is None else amount(units)


def _preview(values: Mapping[Key, int], rows: QuerySet[Record], left_out: Sequence[LeftOut]) -> Preview:
    total: Decimal | None = None
    by_dimension: dict[str, dict[str, Decimal]] = {}
    for (_, dimension, category), units in sorted(values.items(), key=lambda item: (-item[1], item[0])):
        if dimension:
            by_dimension.setdefault(dimension, {})[category] = amount(units)
        else:
            total = amount(units)
    return Preview(total, by_dimension, rows, left_out)


def _counts_of(members: Sequence[CountingRule], period: str) -> dict[str, Decimal | None]:
    counted = CountedValue.objects.filter(rule__in=members, period=period, dimension="")
    numbers = dict(counted.values_list("rule_id", "number"))
    return {rule.indicator.code: numbers.get(rule.pk) for rule in members}
