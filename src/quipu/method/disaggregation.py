"""A value against the parts it is made of: regions, missions, kinds of case."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from quipu.method.errors import MethodError
from quipu.method.exact import Value, as_decimal, check_value, fraction, is_number


def parts_gap(total: Value, parts: Sequence[Value]) -> Decimal | None:
    """Gives how much a value exceeds the sum of its parts; below zero where the parts exceed it, zero where they agree.

    Args:
        total: the value of the whole.
        parts: the values of its parts, in the same unit.

    Returns:
        The exact difference, or None when there is nothing to compare: the value or any part is missing, or there are
        no parts. A missing part is not zero, so a sum without it says nothing about the whole.

    Raises:
        MethodError: an inexact value; `method.inexact` for a fraction that no decimal writes.
    """
    for value in (total, *parts):
        check_value(value, "value", negative=True)
    known = [fraction(part) for part in parts if is_number(part)]
    if not is_number(total) or not parts or len(known) < len(parts):
        return None
    return _written(fraction(total) - sum(known, Fraction(0)))


def _written(gap: Fraction) -> Decimal:
    """Gives a difference of decimals as a decimal, with as many places as it has."""
    written = as_decimal(gap, 0)
    if fraction(written) != gap:
        raise MethodError(
            f"The difference {gap} has no end in decimals.",
            remedy="Give decimals made from the text that was written.",
            code="method.inexact",
        )
    return written
