"""Execution of activities: twins of `execution.physical` and `execution.financial`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

from quipu.engine.columns import BUDGETS, LARGEST, MONTHS, require_columns
from quipu.engine.errors import EngineError
from quipu.engine.progress import add_percentages, missing_reason
from quipu.method import Accumulation, Edition

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

_MONTH = LARGEST + 1
"""A month times this, plus an amount of the month, orders by month and keeps the amount: 12 x 10^15 fits int64."""


def physical_to_month(
    months: ir.Table, month: int, *, edition: Edition, keys: Sequence[str] = ("activity",)
) -> ir.Table:
    """Gives the physical execution of each activity to a month; twin of `method.physical_to_month`.

    Rule `execution.physical`: executed / reprogrammed x 100, both accumulated over months 1 to m as declared.

    Args:
        months: a table with the columns `columns.MONTHS` and the keys, one row per activity and month.
        month: last month taken, 1 to 12. An activity whose rows all come later is not programmed, not left out.
        edition: edition applied; its `execution.missing_months` says what a programmed month without a report does.
        keys: columns that name the activity, and any that are constant in it, such as its institution.

    Returns:
        One row per activity: the keys, `accumulation`, the columns of `amounts_to_month` and `progress.RESULT`.

    Raises:
        EngineError: `engine.columns`, `engine.month`.
    """
    amounts = amounts_to_month(months, month, edition=edition, keys=keys)
    executed, reprogrammed = amounts.executed_total, amounts.reprogrammed_total
    absent = ibis.ifelse(amounts.months_missing, "months_not_reported", missing_reason(executed, reprogrammed))
    computed = absent.isnull()
    # (executed / n) / (reprogrammed / m) is (executed x m) / (reprogrammed x n): a mean brings no rounding.
    part, whole = executed * amounts.reprogrammed_parts, reprogrammed * amounts.executed_parts
    judged = amounts.mutate(
        reason=absent,
        part=ibis.ifelse(computed, part, ibis.null("int64")),
        whole=ibis.ifelse(computed, whole, ibis.null("int64")),
        raw_unbounded=ibis.literal(False),
    )
    return add_percentages(judged, edition=edition)


def financial(budgets: ir.Table, *, edition: Edition) -> ir.Table:
    """Adds to each row its financial execution; twin of `method.financial` (rule `execution.financial`).

    Args:
        budgets: a table with the columns `columns.BUDGETS`; any others are kept.
        edition: edition applied.

    Returns:
        The table with `progress.RESULT`, and with the columns that `institution_ratio` adds up.

    Raises:
        EngineError: `engine.columns`.
    """
    require_columns(budgets, BUDGETS)
    no_value, no_target = (budgets[name].fill_null(False) for name in ("accrued_no_data", "current_budget_no_data"))
    accrued = ibis.ifelse(no_value, ibis.null("int64"), budgets.accrued)
    budget = ibis.ifelse(no_target, ibis.null("int64"), budgets.current_budget)
    absent = missing_reason(accrued, budget, obtained_no_data=no_value, expected_no_data=no_target)
    one = ibis.literal(1, type="int64")
    judged = budgets.mutate(
        reason=absent,
        part=ibis.ifelse(absent.isnull(), accrued, ibis.null("int64")),
        whole=ibis.ifelse(absent.isnull(), budget, ibis.null("int64")),
        raw_unbounded=ibis.literal(False),
        executed_total=accrued,
        executed_parts=one,
        reprogrammed_total=budget,
        reprogrammed_parts=one,
    )
    return add_percentages(judged, edition=edition)


def amounts_to_month(
    months: ir.Table, month: int, *, edition: Edition, keys: Sequence[str] = ("activity",)
) -> ir.Table:
    """Accumulates each activity's months 1 to m as it declares; twin of `method.amounts_to_month`.

    Returns:
        One row per activity: `executed_total` / `executed_parts` is the executed amount (parts is 1 but for a mean),
        the same for `reprogrammed`, and `months_missing` where programmed months without a report make it unknown.
    """
    require_columns(months, (*keys, *MONTHS))
    if not 1 <= month <= 12:
        raise EngineError(f"Month {month} was asked for.", remedy="Ask for a month from 1 to 12.", code="engine.month")
    leave_out = edition.text("execution.missing_months") == "reported_only"
    taken = _taken(months, month, keys)
    reported = ibis.ifelse(taken.executed.notnull(), taken.reprogrammed, ibis.null("int64"))
    grouped = taken.group_by(list(keys)).aggregate(
        accumulation=taken.accumulation.max(),
        **_accumulable(taken, "executed", taken.executed),
        **_accumulable(taken, "reprogrammed", taken.reprogrammed),
        **(_accumulable(taken, "kept", reported) if leave_out else {}),
        unreported=(taken.unstated | (taken.programmed & taken.executed.isnull())).any(),
        due_until=ibis.ifelse(taken.programmed, taken.month * _MONTH, ibis.null("int64")).max(),
    )
    return _joined(grouped, keys, leave_out=leave_out)


def _taken(months: ir.Table, month: int, keys: Sequence[str]) -> ir.Table:
    """Empties what comes after the month, and what was declared without data, keeping that it was declared."""
    inside = months.month <= month
    unstated, untargeted = (months[f"{name}_no_data"].fill_null(False) for name in ("executed", "reprogrammed"))
    nothing = ibis.null("int64")
    executed = ibis.ifelse(inside & ~unstated, months.executed, nothing)
    reprogrammed = ibis.ifelse(inside & ~untargeted, months.reprogrammed, nothing)
    return months.select(
        *keys,
        "accumulation",
        "month",
        executed=executed,
        reprogrammed=reprogrammed,
        unstated=inside & unstated,
        programmed=inside & (untargeted | (months.reprogrammed > 0).fill_null(False)),
    )


def _accumulable(taken: ir.Table, name: str, amount: ir.IntegerValue) -> dict[str, ir.Scalar]:
    """Gives what any declared accumulation needs of a column: its sum, its count, its largest and its last."""
    return {
        f"{name}_sum": amount.sum().cast("int64"),
        f"{name}_months": amount.count(),
        f"{name}_largest": amount.max(),
        f"{name}_last": (taken.month * _MONTH + amount).max(),
    }


def _joined(grouped: ir.Table, keys: Sequence[str], *, leave_out: bool) -> ir.Table:
    """Takes the sum, the last value, the mean or the maximum of each activity.

    Args:
        grouped: one row per activity, with what `_accumulable` gives.
        keys: columns that name the activity.
        leave_out: whether the edition leaves a programmed month without a report out of both sides.
    """
    running = grouped.accumulation == Accumulation.LAST.value
    # A running total needs only its last programmed month: the earlier ones are inside it.
    unsettled = grouped.due_until.notnull() & (grouped.executed_last.fill_null(-1) < grouped.due_until)
    missing = ibis.ifelse(running, unsettled, grouped.unreported)
    due_total, due_parts = _accumulated(grouped, "reprogrammed")
    if leave_out:
        left_out = missing & (grouped.executed_months > 0)
        kept_total, kept_parts = _accumulated(grouped, "kept")
        due_total, due_parts = (
            ibis.ifelse(left_out, kept_total, due_total),
            ibis.ifelse(left_out, kept_parts, due_parts),
        )
        missing = missing & ~left_out
    done_total, done_parts = _accumulated(grouped, "executed")
    return grouped.select(
        *keys,
        "accumulation",
        executed_total=done_total,
        executed_parts=done_parts,
        reprogrammed_total=due_total,
        reprogrammed_parts=due_parts,
        months_missing=missing,
    )


def _accumulated(grouped: ir.Table, name: str) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """Gives an amount as a total and how many parts it is the mean of (1 for what is no mean)."""
    total = ibis.cases(
        (grouped.accumulation == Accumulation.LAST.value, grouped[f"{name}_last"] % _MONTH),
        (grouped.accumulation == Accumulation.MAXIMUM.value, grouped[f"{name}_largest"]),
        else_=grouped[f"{name}_sum"],
    )
    parts = ibis.ifelse(grouped.accumulation == Accumulation.MEAN.value, grouped[f"{name}_months"], 1)
    return total, parts.cast("int64")
