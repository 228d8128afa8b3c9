"""Numbers as sessions of a mechanism are numbered."""

from __future__ import annotations

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman_numeral(number: int) -> str:
    """A whole number in Roman numerals, such as `XIV`; what has none, zero or less, stays in figures."""
    if number < 1:
        return str(number)
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        while number >= value:
            text, number = text + letters, number - value
    return text
