"""What a rule would count, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from quipu.apps.register.counting.members import member_rules
from quipu.apps.register.counting.months import Horizon, interval_of
from quipu.apps.register.counting.rows import Key, amount
from quipu.apps.register.counting.storing import stored_values
from quipu.apps.register.models import CountingRule, Record

__all__ = ["LeftOut", "Preview", "YearChange", "changed_years", "preview"]


@dataclass(frozen=True)
class Preview:
    """What a rule counts in a period; `total` is None where there is nothing to measure, as a share of nothing."""

    total: Decimal | None
    by_dimension: Mapping[str, Mapping[str, Decimal]]
    rows: QuerySet[Record]
    left_out: Sequence[LeftOut]


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
    if definition.total_of:
        values = _added_up(institution, definition, period, plan)
        return _preview(values, Record.objects.none(), ())
    first, last = interval_of(period)
    horizon = Horizon.until(date(last // 12, last % 12 + 1, 1), first // 12)
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
    rule: CountingRule | None, institution: Institution, definition: Definition, covers_from: int
) -> list[YearChange]:
    """The years whose counts would change if a rule were saved, the latest first.

    Args:
        rule: the rule as it is kept; None when there is none yet.
        institution: whose records it counts.
        definition: the rule as it would be; for one that adds up others the answer is empty, for each of those tells.
        covers_from: the first year that it would count.
    """
    if definition.total_of:
        return []
    horizon = Horizon.until(timezone.localdate(), covers_from)
    bare = replace(definition, disaggregate=())
    after = {period: units for (period, *_), units in measured(bare, institution, horizon).items() if period.isdigit()}
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


def _added_up(
    institution: Institution, definition: Definition, period: str, plan: StrategicPlan | None
) -> dict[Key, int]:
    members = member_rules(institution, definition, plan)
    found: dict[Key, int] = {}
    stored = stored_values([rule.pk for rule in members], {period})
    if len(members) < len(definition.total_of) or len(stored) < len(members):
        return found
    for values in stored.values():
        for key, units in values.items():
            found[key] = found.get(key, 0) + units
    return found
