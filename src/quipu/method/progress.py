"""Progress type 1 (*avance tipo 1*): what was obtained against what was expected for the same period."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from quipu.method.directions import Direction
from quipu.method.editions import Edition
from quipu.method.exact import Value, check_value, percentage, write_number
from quipu.method.formulas import Formula, both_numbers, build_computed
from quipu.method.missing import judge_missing
from quipu.method.outcomes import Outcome
from quipu.method.trace import record


def progress_type_1(obtained: Value, expected: Value, direction: Direction, *, edition: Edition) -> Outcome:
    """Compares an obtained value with the expected achievement of the same period.

    Ascending VO / LE x 100; descending LE / VO x 100; maximum permissible 100 if VO <= LE, else 0; minimum permissible
    100 if VO >= LE, else 0. Missing and zero values follow `missing.judge_missing`. A descending indicator that obtains
    zero against a target is met: capped 100, raw without bound.

    Args:
        obtained: obtained value (VO), in the unit of the indicator.
        expected: expected achievement (LE), in the same unit.
        direction: expected direction, as declared.
        edition: edition applied.

    Returns:
        `Computed` in percent, or `NotProgrammed`, `NotReported`, `Undefined` with a reason.

    Raises:
        MethodError: a negative, inexact or non-finite value.

    Source:
        `edition.reference("progress.type_1")`.
    """
    check_value(obtained, "obtained value")
    check_value(expected, "expected achievement")
    missing = judge_missing(obtained, expected, edition=edition, direction=direction)
    if missing is not None:
        return missing
    vo, le = both_numbers(obtained, expected)
    return build_computed(
        _TYPE_1[direction](vo, le),
        rule="progress.type_1",
        inputs={"obtained": record(obtained), "expected": record(expected)},
        edition=edition,
        direction=direction,
    )


def _ascending(vo: Fraction, le: Fraction) -> Formula:
    return Formula(percentage(vo, le), f"{write_number(vo)} / {write_number(le)} x 100")


def _descending(vo: Fraction, le: Fraction) -> Formula:
    if vo == 0:
        return Formula(None, f"0 <= {write_number(le)}", compares=True)
    return Formula(percentage(le, vo), f"{write_number(le)} / {write_number(vo)} x 100")


def _maximum(vo: Fraction, le: Fraction) -> Formula:
    met = vo <= le
    statement = f"{write_number(vo)} {'<=' if met else '>'} {write_number(le)}"
    return Formula(Fraction(100 if met else 0), statement, compares=True)


def _minimum(vo: Fraction, le: Fraction) -> Formula:
    met = vo >= le
    statement = f"{write_number(vo)} {'>=' if met else '<'} {write_number(le)}"
    return Formula(Fraction(100 if met else 0), statement, compares=True)


_TYPE_1: dict[Direction, Callable[[Fraction, Fraction], Formula]] = {
    Direction.ASCENDING: _ascending,
    Direction.DESCENDING: _descending,
    Direction.MAXIMUM_PERMISSIBLE: _maximum,
    Direction.MINIMUM_PERMISSIBLE: _minimum,
}
