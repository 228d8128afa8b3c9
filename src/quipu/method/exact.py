"""Exact numbers: decimals in, fractions inside, one explicit rounding at the end.

Nothing here is ever a float: 378 / 320 x 100 is 118.125 exactly and reads 118.13, which binary division gets wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeGuard

from quipu.method.errors import MethodError

Exact = Decimal | Fraction | int
"""A number that lost nothing on its way here."""


@dataclass(frozen=True, slots=True)
class NoData:
    """The explicit fact that there is no figure, with the reason somebody gave.

    It differs from an empty cell (None), which is the absence of any fact; neither is zero.
    """

    reason: str = ""


Value = Decimal | Fraction | int | NoData | None
"""What stands in a cell, or was joined from several: a number, an explicit absence, or nothing (None)."""


def number(text: str) -> Decimal:
    """Reads a plain number such as ``"17268"`` or ``"90.74"``.

    Args:
        text: digits with an optional sign and decimal point; no grouping.

    Returns:
        The decimal with exactly the digits written.

    Raises:
        MethodError: `method.not_a_number` when the text is no finite number.
    """
    try:
        return _finite(Decimal(text.strip()), text)
    except (InvalidOperation, AttributeError) as error:
        raise _not_a_number(text) from error


def fraction(value: Exact) -> Fraction:
    """Gives the exact fraction of a number.

    Raises:
        MethodError: `method.inexact` for a float, `method.not_a_number` for NaN or an infinity.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, Fraction, int)):
        raise MethodError(
            f"{value!r} is a {type(value).__name__}, not an exact number.",
            why="A float has already lost digits; the rules work on exact decimals.",
            remedy="Give a Decimal made from the text that was written.",
            code="method.inexact",
        )
    return Fraction(_finite(value, str(value)) if isinstance(value, Decimal) else value)


def round_half_up(value: Exact, places: int) -> Decimal:
    """Rounds to a number of decimal places; a tie goes away from zero (118.125 -> 118.13, -0.125 -> -0.13).

    Args:
        value: any exact number.
        places: decimal places kept, zero or more.

    Returns:
        A decimal with exactly that many places.
    """
    if places < 0:
        raise MethodError(
            f"{places} decimal places were asked for.", remedy="Ask for zero or more.", code="method.places"
        )
    exact = fraction(value)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((1 if exact < 0 and whole else 0, digits, -places))


def as_decimal(value: Exact, places: int) -> Decimal:
    """Gives the number itself when it ends, else its half-up rounding to `places`.

    A sum of decimals keeps all its digits; a mean of thirds has to be cut somewhere, and that is said aloud.
    """
    exact = fraction(value)
    if exact.denominator == 1:
        return Decimal(exact.numerator)
    twos_and_fives, exponent = exact.denominator, 0
    for factor in (2, 5):
        power = 0
        while twos_and_fives % factor == 0:
            twos_and_fives //= factor
            power += 1
        exponent = max(exponent, power)
    return round_half_up(exact, exponent if twos_and_fives == 1 else places)


def percentage(part: Exact, whole: Exact) -> Fraction:
    """Gives part / whole x 100 exactly; the caller has made sure that `whole` is not zero."""
    return fraction(part) / fraction(whole) * 100


def cap(exact: Fraction) -> Fraction:
    """Holds a percentage inside 0..100."""
    return min(max(exact, Fraction(0)), Fraction(100))


def write_number(value: Exact, places: int | None = None) -> str:
    """Writes a number as a trace shows it: comma for thousands, point for decimals (`17,268`, `90.74`).

    Args:
        value: any exact number.
        places: decimals to show; None shows what the number has, without idle zeros.
    """
    if places is not None:
        return f"{round_half_up(value, places):,f}"
    text = f"{value if isinstance(value, Decimal) else as_decimal(value, 6):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_value(value: Value, name: str, *, negative: bool = False) -> None:
    """Refuses what cannot be a fact: a float, a NaN, a negative count.

    Args:
        value: the value of a cell.
        name: what the value is, for the message ("obtained value").
        negative: whether negative numbers are admissible.

    Raises:
        MethodError: `method.inexact`, `method.not_a_number` or `method.negative`.
    """
    if value is None or isinstance(value, NoData):
        return
    if fraction(value) < 0 and not negative:
        raise MethodError(
            f"The {name} is {value}.",
            why="Progress compares quantities, and this one is negative.",
            remedy="Correct the value, or state it as no data with its reason.",
            code="method.negative",
        )


def is_number(value: Value) -> TypeGuard[Decimal | Fraction | int]:
    """Tells whether a cell holds a number (zero included)."""
    return value is not None and not isinstance(value, NoData)


def is_zero_or_empty(value: Value) -> bool:
    """Tells whether a cell is empty or holds zero: for a target, nothing was programmed."""
    return value is None or (not isinstance(value, NoData) and value == 0)


def _finite(value: Decimal, text: str) -> Decimal:
    if not value.is_finite():
        raise _not_a_number(text)
    return value


def _not_a_number(text: object) -> MethodError:
    return MethodError(
        f"{text!r} is not a number.",
        remedy="Write digits with an optional decimal point, such as 17268 or 90.74.",
        code="method.not_a_number",
    )
