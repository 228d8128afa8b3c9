"""Exact division of whole numbers, with nothing but the operators every database has.

A quotient of two columns is a double in DuckDB, PostgreSQL and Spark alike when it is written portably, and a double
gets ties wrong (378 / 320 x 100 is 118.125). The remainder (`%`) is exact in all of them, for int64 and for decimal(38,
0). So the remainder is taken first, and only what divides without rest is divided: that quotient is a whole number,
which rounding brings back from the double's last bits.

Bounds. A part or whole is a sum of at most twelve amounts of 10^15 times at most twelve months (a mean is cross-
multiplied): below 1.44 x 10^17. Ten times that fits int64, so a remainder grows by one digit at a time, as on paper. A
hundred times that does not; what needs it is a decimal(38, 0).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

WIDE = "decimal(38, 0)"
"""A whole number that int64 cannot hold."""


def wide(number: ir.NumericValue) -> ir.DecimalValue:
    """Gives a whole number with room for 38 digits."""
    return number.cast(WIDE)


def divide_exactly(part: ir.NumericValue, whole: ir.NumericValue) -> ir.NumericValue:
    """Gives part / whole rounded down, exactly.

    Args:
        part: a column of whole numbers, zero or more.
        whole: the same, of the same type; above zero or null.
    """
    kind, even = part.type(), part - part % whole
    # A double holds 53 bits; what the first quotient misses of a longer one is divided again.
    first = (even / whole).round().cast(kind)
    return first + ((even - first * whole) / whole).round().cast(kind)


def hundreds_and_units(
    part: ir.NumericValue, whole: ir.NumericValue, places: int
) -> tuple[ir.NumericValue, ir.IntegerValue]:
    """Divides once for every figure of a percentage.

    Args:
        part: a column of whole numbers, zero or more.
        whole: the same, of the same type; above zero or null.
        places: decimal places that the percentage keeps.

    Returns:
        How many hundreds of percent there are, and what is left over in units of the last place, half-up.
    """
    left = rest = part % whole
    digits = places + 2
    for _ in range(digits):
        left = left * 10 % whole
    # rest x 10^digits - left divides without rest into at most 10^digits: a double's error is far below one half.
    units = ((rest.cast("float64") * 10**digits - left.cast("float64")) / whole).round().cast("int64")
    return divide_exactly(part, whole), units + ibis.ifelse(left * 2 >= whole, 1, 0).cast("int64")


def join_percentage(hundreds: ir.NumericValue, units: ir.IntegerValue, places: int) -> ir.DecimalValue:
    """Gives a percentage as a decimal from what `hundreds_and_units` gives."""
    kind = f"decimal(38, {places})"
    # The point is moved by a product: the quotient of two decimals is a double in DuckDB.
    last_place = ibis.literal(Decimal(1).scaleb(-places), type=kind)
    return ((wide(hundreds) * 10 ** (places + 2) + wide(units)) * last_place).cast(kind)


def percent_half_up(part: ir.NumericValue, whole: ir.NumericValue, places: int) -> ir.DecimalValue:
    """Gives part / whole x 100 rounded half-up, as a decimal; see `hundreds_and_units`."""
    return join_percentage(*hundreds_and_units(part, whole, places), places)
