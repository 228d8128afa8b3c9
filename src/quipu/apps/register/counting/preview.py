"""What a rule would count, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

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
from quipu.apps.register.models import Record

__all__ = ["LeftOut", "Preview", "preview"]


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
