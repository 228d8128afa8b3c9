"""Progress type 1 and the outcome of missing values: twins of `progress.type_1` and `progress.missing`.

Every result is carried as a part and a whole (VO and LE, LE and VO, or 1 and 1 for what is met), so that the raw and
the capped percentage, and the level, come from one exact fraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

from quipu.engine.columns import PROGRESS, require_columns
from quipu.engine.division import hundreds_and_units, join_percentage
from quipu.method import Computed, Direction, Edition, NotProgrammed, NotReported, Undefined

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

RESULT = ("outcome", "reason", "part", "whole", "raw", "capped", "raw_unbounded")
"""The columns that a computation adds."""

_OUTCOMES = {
    "nothing_programmed": NotProgrammed.outcome,
    "value_empty": NotReported.outcome,
    "value_no_data": NotReported.outcome,
    "months_not_reported": NotReported.outcome,
}

_NEVER = ibis.literal(False)


def progress_type_1(values: ir.Table, *, edition: Edition) -> ir.Table:
    """Adds to each row its progress type 1; twin of `method.progress_type_1` (rule `progress.type_1`).

    Args:
        values: a table with the columns `columns.PROGRESS`, any others are kept.
        edition: edition applied.

    Returns:
        The table with `RESULT`: `outcome` and `reason` as codes; `part` / `whole` the exact progress, in
        ten-thousandths or one over one; `raw` and `capped` in percent, rounded half-up to the edition's places;
        `raw_unbounded` where a descending value of zero meets its target, with `raw` empty and part / whole one.
        What is not computed has neither part nor whole.

    Raises:
        EngineError: `engine.columns` for a table without those columns.
    """
    require_columns(values, PROGRESS)
    obtained, expected = _known(values, "obtained"), _known(values, "expected")
    absent = missing_reason(
        obtained,
        expected,
        obtained_no_data=values.obtained_no_data.fill_null(False),
        expected_no_data=values.expected_no_data.fill_null(False),
        zero_is_target=_zero_is_target(values.direction, edition),
    )
    descending = values.direction == Direction.DESCENDING.value
    unbounded = absent.isnull() & descending & (obtained == 0)
    part, whole = _part_and_whole(values.direction, obtained, expected)
    judged = values.mutate(
        reason=ibis.ifelse(unbounded, "met_with_zero", absent),
        part=ibis.ifelse(absent.isnull(), part, ibis.null("int64")),
        whole=ibis.ifelse(absent.isnull(), whole, ibis.null("int64")),
        raw_unbounded=unbounded.fill_null(False),
    )
    return add_percentages(judged, edition=edition)


def missing_reason(
    obtained: ir.IntegerValue,
    expected: ir.IntegerValue,
    *,
    obtained_no_data: ir.BooleanValue = _NEVER,
    expected_no_data: ir.BooleanValue = _NEVER,
    zero_is_target: ir.BooleanValue = _NEVER,
) -> ir.StringValue:
    """Gives the reason code of a pair that no formula can take; twin of `method.missing` (rule `progress.missing`).

    Args:
        obtained: obtained values, null where empty.
        expected: expected achievements, null where empty.
        obtained_no_data: where the obtained value was declared without data.
        expected_no_data: where the expected achievement was.
        zero_is_target: where a target of zero is a target like any other.

    Returns:
        A reason code, or null where both are numbers that the formula can take.
    """
    unprogrammed = ~expected_no_data & (expected.isnull() | ((expected == 0) & ~zero_is_target))
    return ibis.cases(
        (obtained_no_data, "value_no_data"),
        (obtained.isnull() & unprogrammed, "nothing_programmed"),
        (obtained.isnull(), "value_empty"),
        (expected_no_data, "target_unknown"),
        (unprogrammed & (obtained == 0), "nothing_programmed"),
        (unprogrammed, "executed_without_programming"),
    )


def add_percentages(judged: ir.Table, *, edition: Edition) -> ir.Table:
    """Adds outcome, raw and capped percentage to rows that have a reason, a part, a whole and `raw_unbounded`."""
    places = edition.integer("progress.places")
    # The division is a step of its own: databases do not share work between the branches of two conditions.
    hundreds, units = hundreds_and_units(judged.part, judged.whole, places)
    divided = judged.mutate(hundreds=hundreds, percentage=join_percentage(hundreds, units, places))
    by_reason = [(divided.reason == reason, outcome) for reason, outcome in _OUTCOMES.items()]
    kind = divided.percentage.type()
    figures = divided.mutate(
        outcome=ibis.cases((divided.part.notnull(), Computed.outcome), *by_reason, else_=Undefined.outcome),
        reason=divided.reason.fill_null(""),
        raw=ibis.ifelse(divided.raw_unbounded, ibis.null(kind), divided.percentage),
        capped=ibis.ifelse(divided.hundreds > 0, ibis.literal(100).cast(kind), divided.percentage),
    )
    return figures.select(*judged.columns, "outcome", "raw", "capped")


def _known(values: ir.Table, name: str) -> ir.IntegerValue:
    """Gives a column with null where it was declared without data."""
    return ibis.ifelse(values[f"{name}_no_data"].fill_null(False), ibis.null("int64"), values[name])


def _zero_is_target(direction: ir.StringValue, edition: Edition) -> ir.BooleanValue:
    allowed = edition.text("missing.zero_maximum_is_a_target") == "yes"
    return (direction == Direction.MAXIMUM_PERMISSIBLE.value) & allowed


def _part_and_whole(
    direction: ir.StringValue, obtained: ir.IntegerValue, expected: ir.IntegerValue
) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """Gives the fraction of each direction; a comparison is 1 / 1 when met and 0 / 1 when not."""
    ascending = direction == Direction.ASCENDING.value
    dividing = (direction == Direction.DESCENDING.value) & (obtained > 0)
    met = ibis.cases(
        (direction == Direction.MAXIMUM_PERMISSIBLE.value, obtained <= expected),
        (direction == Direction.MINIMUM_PERMISSIBLE.value, obtained >= expected),
        else_=True,
    )
    part = ibis.cases((ascending, obtained), (dividing, expected), else_=ibis.ifelse(met, 1, 0).cast("int64"))
    whole = ibis.cases((ascending, expected), (dividing, obtained), else_=ibis.literal(1, type="int64"))
    return part, whole
