"""Whether a printed figure is reproduced by what was computed. Printed figures are compared, never used."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from quipu.method.errors import MethodError
from quipu.method.exact import Exact, fraction, number
from quipu.method.outcomes import Computed, Outcome


def reproduced(printed: str, raw: Exact | None, capped: Exact | None) -> bool | None:
    """Tells whether a printed figure is within half a unit of its last digit of the raw or the capped value.

    Args:
        printed: the figure as printed, such as `90.7`, `33 %` or `1,203.5`; its digits say how exact it claims to be.
        raw: the raw value, exact if possible; None when there is none.
        capped: the capped value; None when there is none.

    Returns:
        True or False; None when nothing was computed, since silence neither confirms nor refutes.

    Raises:
        MethodError: `method.not_a_number` when the printed text is no number.
    """
    computed = [fraction(value) for value in (raw, capped) if value is not None]
    figure, half_unit = read_printed(printed)
    if not computed:
        return None
    return any(abs(value - figure) <= half_unit for value in computed)


def reproduced_by(printed: str | None, outcome: Outcome) -> bool | None:
    """Compares a printed figure with an outcome, by its exact values; None when there is nothing to compare."""
    if printed is None or not str(printed).strip() or not isinstance(outcome, Computed):
        return None
    return reproduced(str(printed), outcome.exact, outcome.capped_exact)


def read_printed(printed: str) -> tuple[Fraction, Fraction]:
    """Gives a printed figure and half a unit of its last digit, both exact.

    Raises:
        MethodError: `method.not_a_number`.
    """
    figure: Decimal = number(str(printed).replace("%", "").replace(",", "").replace("\u00a0", "").strip())
    exponent = figure.as_tuple().exponent
    if not isinstance(exponent, int):
        raise MethodError(f"{printed!r} is not a number.", code="method.not_a_number")
    return Fraction(figure), Fraction(1, 2) * Fraction(10) ** min(exponent, 0)
