"""Progress type 2 (*avance tipo 2*): the way gone since the baseline against the way to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from quipu.method.directions import Direction
from quipu.method.editions import Edition
from quipu.method.errors import MethodError
from quipu.method.exact import NoData, Value, check_value, is_number, percentage, write_number
from quipu.method.formulas import Formula, both_numbers, build_computed
from quipu.method.missing import judge_missing, missing_outcome, missing_reason
from quipu.method.outcomes import Outcome
from quipu.method.trace import Json, record, show_sum


class ReferencePeriod(StrEnum):
    """Which expected achievement progress type 2 measures against. The sources do not fix it."""

    SAME_PERIOD = "same_period"
    END_OF_PLAN = "end_of_plan"


def progress_type_2(
    obtained: Value | Sequence[Value],
    expected: Value | Sequence[Value],
    baseline: Value,
    direction: Direction,
    accumulates: bool,
    *,
    reference: ReferencePeriod | str,
    edition: Edition,
) -> Outcome:
    """Compares the way gone since the baseline with the way to go.

    Not accumulating: ascending (VO - LB) / (LE - LB) x 100, descending (LB - VO) / (LB - LE) x 100. Accumulating:
    sum of VO / sum of LE x 100, where the baseline plays no part. It may be negative; it is capped inside 0..100.

    Args:
        obtained: obtained value (VO); a sequence, one per period, when it accumulates.
        expected: expected achievement (LE) of the reference period; a sequence when it accumulates.
        baseline: baseline value (LB).
        direction: expected direction; the permissible directions have no type 2.
        accumulates: whether the indicator's periods add up (*agregable*).
        reference: whether `expected` is that of the same period or of the end of the plan. It is kept in the trace.
        edition: edition applied.

    Returns:
        `Computed` in percent, or an outcome with a reason; LE = LB is undefined.

    Raises:
        MethodError: an inexact value; sequences given where values are due, or of different lengths.
    """
    parameters = {"accumulates": str(accumulates).lower(), "reference": ReferencePeriod(reference).value}
    if accumulates:
        return _type_2_accumulating(_series(obtained), _series(expected), direction, parameters, edition)
    if _is_series(obtained) or _is_series(expected):
        raise MethodError(
            "A series was given for an indicator that does not accumulate.",
            remedy="Give the values of one period, or declare that it accumulates.",
            code="method.series",
        )
    return _type_2_single(obtained, expected, baseline, direction, parameters, edition)  # type: ignore[arg-type]


def _type_2_single(
    obtained: Value,
    expected: Value,
    baseline: Value,
    direction: Direction,
    parameters: Mapping[str, str],
    edition: Edition,
) -> Outcome:
    for value, name in ((obtained, "obtained value"), (expected, "expected achievement"), (baseline, "baseline")):
        check_value(value, name, negative=True)
    reason = _type_2_reason(obtained, expected, baseline, direction, edition)
    if reason is not None:
        return missing_outcome(
            reason,
            obtained,
            expected,
            edition=edition,
            direction=direction,
            rule="progress.type_2",
            inputs={"baseline": record(baseline)},
        )
    vo, le = both_numbers(obtained, expected)
    lb, _ = both_numbers(baseline, baseline)
    top, bottom = ((vo, lb), (le, lb)) if direction is Direction.ASCENDING else ((lb, vo), (lb, le))
    formula = Formula(
        percentage(top[0] - top[1], bottom[0] - bottom[1]), f"{_difference(*top)} / {_difference(*bottom)} x 100"
    )
    return build_computed(
        formula,
        rule="progress.type_2",
        inputs={"obtained": record(obtained), "expected": record(expected), "baseline": record(baseline)},
        parameters=parameters,
        edition=edition,
        direction=direction,
    )


def _type_2_reason(
    obtained: Value, expected: Value, baseline: Value, direction: Direction, edition: Edition
) -> str | None:
    # A target of zero is a real one here: what counts is its distance from the baseline.
    nothing_expected = expected is None or (expected == 0 and (baseline is None or baseline == 0))
    missing = missing_reason(obtained, None if nothing_expected else (expected or 1), edition=edition)
    if missing is not None:
        return missing
    if direction in (Direction.MAXIMUM_PERMISSIBLE, Direction.MINIMUM_PERMISSIBLE):
        return "direction_without_type_2"
    if not is_number(baseline):
        return "baseline_unknown"
    return "target_equals_baseline" if expected == baseline else None


def _type_2_accumulating(
    obtained: Sequence[Value],
    expected: Sequence[Value],
    direction: Direction,
    parameters: Mapping[str, str],
    edition: Edition,
) -> Outcome:
    _check_lengths(obtained, expected, parameters["reference"])
    for value in obtained:
        check_value(value, "obtained value")
    for value in expected:
        check_value(value, "expected achievement")
    inputs: dict[str, Json] = {"obtained": record(obtained), "expected": record(expected)}
    total, target = _sum_of(obtained, expected), _sum_of(expected, expected)
    if direction in (Direction.MAXIMUM_PERMISSIBLE, Direction.MINIMUM_PERMISSIBLE):
        return missing_outcome(
            "direction_without_type_2",
            None,
            None,
            edition=edition,
            direction=direction,
            rule="progress.type_2",
            inputs=inputs,
        )
    missing = judge_missing(total, target, edition=edition, direction=direction, rule="progress.type_2")
    if missing is not None:
        return missing
    vo, le = both_numbers(total, target)
    return build_computed(
        Formula(percentage(vo, le), f"{_terms(obtained)} / {_terms(expected)} x 100"),
        rule="progress.type_2",
        inputs=inputs,
        parameters=parameters,
        edition=edition,
        direction=direction,
    )


def _sum_of(values: Sequence[Value], expected: Sequence[Value]) -> Value:
    """Sums a series; a missing value of a programmed period makes the sum missing, never smaller."""
    for index, value in enumerate(values):
        programmed = index < len(expected) and expected[index] not in (None, 0)
        if isinstance(value, NoData) or (value is None and programmed):
            return value
    present = [value for value in values if value is not None and not isinstance(value, NoData)]
    return sum(present) if present else None


def _difference(left: Fraction, right: Fraction) -> str:
    shown = write_number(right)
    return f"({write_number(left)} - {f'({shown})' if right < 0 else shown})"


def _terms(values: Sequence[Value]) -> str:
    return show_sum([value for value in values if value is not None and not isinstance(value, NoData)])


def _is_series(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _series(value: Value | Sequence[Value]) -> Sequence[Value]:
    return value if isinstance(value, Sequence) else [value]


def _check_lengths(obtained: Sequence[Value], expected: Sequence[Value], reference: str) -> None:
    same = len(obtained) == len(expected)
    if same or (reference == ReferencePeriod.END_OF_PLAN and len(obtained) < len(expected)):
        return
    raise MethodError(
        f"There are {len(obtained)} obtained values and {len(expected)} expected ones.",
        remedy="Give one of each per period; only against the end of the plan may the targets run further.",
        code="method.series",
    )
