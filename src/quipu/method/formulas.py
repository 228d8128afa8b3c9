"""From an exact percentage to a computed outcome: one rounding, one cap, one trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from quipu.method.directions import Direction
from quipu.method.editions import Edition
from quipu.method.errors import MethodError
from quipu.method.exact import Value, cap, fraction, is_number, round_half_up, write_number
from quipu.method.outcomes import Computed
from quipu.method.trace import Json, Trace


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its numbers in place.

    Attributes:
        exact: the exact percentage, or None when it is met without an upper bound.
        statement: the computation as written on paper, with a plain `x` for the product.
        compares: whether it compares (`468 < 706`) instead of dividing.
    """

    exact: Fraction | None
    statement: str
    compares: bool = False


def build_computed(
    formula: Formula,
    *,
    rule: str,
    inputs: Mapping[str, Json],
    edition: Edition,
    parameters: Mapping[str, str] | None = None,
    direction: Direction | None = None,
) -> Computed:
    """Rounds an exact percentage to the edition's places and writes its trace.

    Args:
        formula: the formula with its numbers.
        rule: id of the rule.
        inputs: inputs in JSON-ready form.
        edition: edition applied.
        parameters: settings used besides the rounding.
        direction: expected direction, or None.
    """
    places, exact = edition.integer("progress.places"), formula.exact
    capped = Fraction(100) if exact is None else cap(exact)
    result = f": {write_number(capped)}" if formula.compares else f" = {write_number(exact or Fraction(0), places)}"
    trace = Trace(
        rule=rule,
        edition=edition.code,
        # That an obtained zero meets a descending target is our reading of a missing quotient, not the formula.
        reference=edition.reference("progress.missing" if exact is None else rule),
        statement_en=formula.statement + result,
        statement_es=formula.statement.replace(" x 100", " × 100") + result,
        inputs=inputs,
        parameters={"places": str(places), "rounding": "half_up", **(parameters or {})},
        direction=direction,
    )
    return Computed(
        exact=exact,
        raw=None if exact is None else round_half_up(exact, places),
        capped=round_half_up(capped, places),
        capped_exact=capped,
        trace=trace,
        raw_unbounded=exact is None,
        reason="met_with_zero" if exact is None else "",
    )


def both_numbers(first: Value, second: Value) -> tuple[Fraction, Fraction]:
    """Gives two values as fractions, once the missing ones have been judged.

    Raises:
        MethodError: `method.internal` when one of them is missing after all.
    """
    if not is_number(first) or not is_number(second):
        raise MethodError("A formula was reached without its two numbers.", code="method.internal")
    return fraction(first), fraction(second)
