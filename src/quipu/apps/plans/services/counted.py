"""Values that are counted from the register: they come and go with its records, beside what was reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import Indicator, ObtainedValue

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User

_COUNTED = ObtainedValue.Stage.COUNTED
_ACTION = "plans.value.counted"
_BATCH = 200


@transaction.atomic
def set_counted_values(
    *,
    indicator: Indicator,
    values: Mapping[str, Decimal],
    periods: Collection[str] | None = None,
    actor: User | None = None,
    reason: str = "",
) -> int:
    """Make the counted values of an indicator be these; what was reported and corrected stays as it is.

    Args:
        indicator: whose values they are.
        values: by period.
        periods: the periods to look at, where a counted value that is not in `values` goes away; every period when
            None.
        actor: whose change of the register it comes from; None when nobody's, as a recount.
        reason: why, for the history.

    Returns:
        How many were added, changed or removed; each is in the history as a change of a value.
    """
    stored = indicator.values.filter(stage=_COUNTED)
    if periods is not None:
        stored = stored.filter(period__in=list(periods))
    before = {value.period: value for value in stored}
    changes = []
    for period in sorted(before.keys() | values.keys()):
        old = before[period].number if period in before else None
        if old != values.get(period):
            changes.append(_change(indicator, period, old, values.get(period)))
    _store(indicator, values, before, actor)
    record_changes(institution=indicator.plan.institution, changes=changes, actor=actor, reason=reason)
    return len(changes)


def _store(
    indicator: Indicator, values: Mapping[str, Decimal], before: Mapping[str, ObtainedValue], actor: User | None
) -> None:
    gone = [value.pk for period, value in before.items() if period not in values]
    if gone:
        ObtainedValue.objects.filter(pk__in=gone).delete()
    changed = [value for period, value in before.items() if period in values and value.number != values[period]]
    for value in changed:
        value.number, value.recorded_by = values[value.period], actor
    ObtainedValue.objects.bulk_update(changed, ["number", "recorded_by"], batch_size=_BATCH)
    synthetic = indicator.plan.institution.synthetic
    ObtainedValue.objects.bulk_create(
        ObtainedValue(
            indicator=indicator, period=period, stage=_COUNTED, number=number, synthetic=synthetic, recorded_by=actor
        )
        for period, number in values.items()
        if period not in before
    )


def _change(indicator: Indicator, period: str, old: Decimal | None, new: Decimal | None) -> FactChange:
    key = (indicator.plan.code, indicator.code, period, _COUNTED.value)
    return FactChange(_ACTION, "values", key, _told(old), _told(new))


def _told(number: Decimal | None) -> dict[str, object] | None:
    return None if number is None else {"value_type": "number", "number": number}
