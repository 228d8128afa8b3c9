"""From an approved submission to facts of the plan, with the change of each as the own workbook names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from quipu.apps.accounts.models import User
from quipu.apps.collection.models import ActivityEntry, IndicatorEntry, Submission
from quipu.apps.collection.queries.owing import MEASURES
from quipu.apps.collection.services.access import institution_of
from quipu.apps.history.services import FactChange
from quipu.apps.plans.models import (
    ActivityAmount,
    DisaggregatedValue,
    DisaggregationCategory,
    ObtainedValue,
    OperationalActivity,
)

_REPORTED, _EXECUTED = ObtainedValue.Stage.REPORTED, ActivityAmount.Phase.EXECUTED
_Amounts = Mapping[str, Decimal | None]
"""By measure; None is the absence of the fact."""

_VALUE_FIELDS = ("value_type", "number", "numerator", "denominator", "ordinal", "text", "no_data_reason", "source")
_VALUE_FIELDS += ("synthetic",)


def write_facts(submission: Submission, actor: User | None) -> list[FactChange]:
    """Write what a submission says as reported values and executed amounts; inside the caller's transaction.

    Args:
        submission: held by the caller.
        actor: who approves.

    Returns:
        What changed in the plan, in order; what it holds already changes nothing.
    """
    return [*_write_values(submission, actor), *_write_amounts(submission)]


def _write_values(submission: Submission, actor: User | None) -> Iterable[FactChange]:
    entries = list(
        submission.indicator_entries.select_related("indicator__plan", "ordinal").prefetch_related(
            "parts__category__disaggregation", "parts__crossed_with__disaggregation"
        )
    )
    reported = ObtainedValue.objects.select_for_update().filter(
        indicator__in=[entry.indicator_id for entry in entries], stage=_REPORTED
    )
    known = {(value.indicator_id, value.period): value for value in reported}
    for entry in entries:
        yield from _write_value(submission, entry, known.get((entry.indicator_id, entry.period)), actor)


def _write_value(
    submission: Submission, entry: IndicatorEntry, value: ObtainedValue | None, actor: User | None
) -> Iterable[FactChange]:
    before = None if value is None else _told(value)
    value = value or ObtainedValue(indicator=entry.indicator, period=entry.period, stage=_REPORTED)
    for name in _VALUE_FIELDS:
        setattr(value, name, getattr(entry, name, None))
    value.source = entry.source or f"Reporte de {submission.cost_centre.name}, {submission.reporting_period.period}"
    value.synthetic = institution_of(submission).synthetic
    after = _told(value)
    key = (entry.indicator.plan.code, entry.indicator.code, entry.period, str(_REPORTED))
    if before != after:
        value.recorded_by = actor
        value.save()
        yield _change("collection.value.approved", "values", key, before, after)
    yield from _write_parts(entry, value, key)


def _write_parts(entry: IndicatorEntry, value: ObtainedValue, key: tuple[object, ...]) -> Iterable[FactChange]:
    rows = value.parts.select_related("category__disaggregation", "crossed_with__disaggregation")
    before = {_part_key(part): part for part in rows}
    after = {_part_key(part): part for part in entry.parts.all()}
    for part_key in sorted({*before, *after}, key=str):
        old, new = before.get(part_key), after.get(part_key)
        if old is not None and new is not None and old.number == new.number:
            continue
        if old is not None:
            old.delete()
        if new is not None:
            DisaggregatedValue.objects.create(
                value=value, category=new.category, crossed_with=new.crossed_with, number=new.number
            )
        told = [None if part is None else {"number": part.number} for part in (old, new)]
        yield FactChange("collection.part.approved", "parts", (*key, *part_key), *told)


def _part_key(part: Any) -> tuple[str | None, ...]:
    def codes(category: DisaggregationCategory | None) -> tuple[str | None, str | None]:
        return (None, None) if category is None else (category.disaggregation.code, category.code)

    return (*codes(part.category), *codes(part.crossed_with))


def _write_amounts(submission: Submission) -> Iterable[FactChange]:
    entries = list(submission.activity_entries.select_related("activity__operational_plan__executing_unit"))
    executed = ActivityAmount.objects.select_for_update().filter(
        activity__in={entry.activity_id for entry in entries}, phase=_EXECUTED, month__isnull=False
    )
    known = {(amount.activity_id, amount.month): amount for amount in executed}
    for entry in entries:
        yield from _write_amount(submission, entry, known.get((entry.activity_id, entry.month)))


def _write_amount(submission: Submission, entry: ActivityEntry, amount: ActivityAmount | None) -> Iterable[FactChange]:
    before = {name: None if amount is None else getattr(amount, name) for name in MEASURES}
    after = _amounts_after(entry, before)
    if before == after:
        return
    if amount is not None and not any(said is not None for said in after.values()):
        amount.delete()
    else:
        amount = amount or ActivityAmount(activity=entry.activity, phase=_EXECUTED, month=entry.month)
        amount.physical, amount.financial = after["physical"], after["financial"]
        amount.save()
    yield from _amount_changes(submission, entry, before, after)


def _amounts_after(entry: ActivityEntry, before: _Amounts) -> _Amounts:
    """A measure left blank keeps what the plan holds; a month left wholly blank for a reason has nothing executed.

    What is counted from tasks is never taken away here.
    """
    entered = {name: getattr(entry, name) for name in MEASURES}
    if any(said is not None for said in entered.values()):
        return {name: before[name] if said is None else said for name, said in entered.items()}
    counted = entry.activity.execution_source == OperationalActivity.ExecutionSource.TASKS
    return {"physical": before["physical"] if counted else None, "financial": None}


def _amount_changes(
    submission: Submission,
    entry: ActivityEntry,
    before: _Amounts,
    after: _Amounts,
) -> Iterable[FactChange]:
    plan, version = entry.activity.operational_plan, submission.reporting_period.version
    column = f"m{entry.month:02d}"
    for measure in MEASURES:
        if before[measure] == after[measure]:
            continue
        key = (version.plan.code, version.number, plan.executing_unit.code, plan.year, entry.activity.code)
        told = [None if side[measure] is None else {column: side[measure]} for side in (before, after)]
        yield FactChange("collection.amount.approved", "amounts", (*key, str(_EXECUTED), measure), *told)


def _told(value: ObtainedValue) -> dict[str, Any]:
    told = {name: getattr(value, name) for name in _VALUE_FIELDS if name != "ordinal"}
    told["ordinal"] = None if value.ordinal is None else value.ordinal.position
    return {name: None if item == "" else item for name, item in told.items()}


def _change(
    action: str, kind: str, key: tuple[object, ...], before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> FactChange:
    """A change that tells the fields that differ; all of them when the fact is new."""
    if before is None:
        return FactChange(action, kind, key, None, after)
    changed = [name for name in after if before[name] != after[name]]
    return FactChange(
        action, kind, key, {name: before[name] for name in changed}, {name: after[name] for name in changed}
    )
