"""What comes out when a value is missing or zero. Never a silent zero.

| obtained (VO) | expected (LE) | outcome |
|---|---|---|
| declared no data | anything | not reported |
| empty | empty or 0 | not programmed |
| empty | a number, or no data | not reported |
| 0 | empty or 0 | not programmed |
| a number | declared no data | undefined: the target is unknown |
| above 0 | empty or 0 | undefined: executed without programming |

A maximum permissible of 0 is a target like any other, unless the edition says no.
"""

from __future__ import annotations

from quipu.method.directions import Direction
from quipu.method.editions import Edition
from quipu.method.exact import NoData, Value, is_zero_or_empty
from quipu.method.outcomes import NotProgrammed, NotReported, Undefined, explain_reason
from quipu.method.trace import Json, Trace, record, show

Missing = NotProgrammed | NotReported | Undefined


def judge_missing(
    obtained: Value,
    expected: Value,
    *,
    edition: Edition,
    direction: Direction | None = None,
    rule: str = "progress.type_1",
) -> Missing | None:
    """Gives the outcome of a pair that no formula can be applied to.

    Args:
        obtained: obtained value (VO).
        expected: expected achievement (LE).
        edition: edition applied.
        direction: expected direction, or None where it plays no part.
        rule: the rule that could not be applied, kept in the trace.

    Returns:
        The outcome, or None when both are numbers that the formula can take.
    """
    reason = missing_reason(obtained, expected, edition=edition, direction=direction)
    if reason is None:
        return None
    return missing_outcome(reason, obtained, expected, edition=edition, direction=direction, rule=rule)


def missing_reason(
    obtained: Value, expected: Value, *, edition: Edition, direction: Direction | None = None
) -> str | None:
    """Gives the reason code for a missing or zero value, or None when both are usable numbers."""
    if isinstance(obtained, NoData):
        return "value_no_data"
    if obtained is None:
        unprogrammed = is_zero_or_empty(expected) and not _zero_is_a_target(expected, direction, edition)
        return "nothing_programmed" if unprogrammed else "value_empty"
    if isinstance(expected, NoData):
        return "target_unknown"
    if not is_zero_or_empty(expected) or _zero_is_a_target(expected, direction, edition):
        return None
    return "nothing_programmed" if obtained == 0 else "executed_without_programming"


_TYPES: dict[str, type[NotProgrammed] | type[NotReported] | type[Undefined]] = {
    "nothing_programmed": NotProgrammed,
    "value_empty": NotReported,
    "value_no_data": NotReported,
    "months_not_reported": NotReported,
    "amounts_unpublished": NotReported,
}


def missing_outcome(
    reason: str,
    obtained: Value,
    expected: Value,
    *,
    edition: Edition,
    direction: Direction | None = None,
    rule: str,
    inputs: dict[str, Json] | None = None,
    detail: str = "",
) -> Missing:
    """Builds the outcome of a reason code, with a trace that says what is missing.

    Args:
        reason: reason code; what is not a lack of programming or of a report is undefined.
        obtained: obtained value (VO).
        expected: expected achievement (LE).
        edition: edition applied.
        direction: expected direction, or None.
        rule: the rule that could not be applied.
        inputs: further inputs to keep in the trace.
        detail: figures that belong to the reason, such as the months that are missing.
    """
    note = f" ({detail})" if detail else ""
    trace = Trace(
        rule="progress.missing",
        edition=edition.code,
        reference=edition.reference("progress.missing"),
        statement_en=_statement(reason, obtained, expected, "en") + note,
        statement_es=_statement(reason, obtained, expected, "es") + note,
        inputs={"obtained": record(obtained), "expected": record(expected), **(inputs or {})},
        parameters={"applied_to": rule},
        direction=direction,
    )
    return _TYPES.get(reason, Undefined)(reason, trace)


def _statement(reason: str, obtained: Value, expected: Value, language: str) -> str:
    words = ("valor obtenido", "logro esperado") if language == "es" else ("obtained value", "expected achievement")
    values = f"{words[0]}: {show(obtained, language)}, {words[1]}: {show(expected, language)}"
    return f"{values}: {explain_reason(reason, language)}"


def _zero_is_a_target(expected: Value, direction: Direction | None, edition: Edition) -> bool:
    if direction is not Direction.MAXIMUM_PERMISSIBLE or expected is None:
        return False
    return edition.text("missing.zero_maximum_is_a_target") == "yes"
