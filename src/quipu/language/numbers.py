"""Numbers as people write them: `17,268.74` and `90.7 %` in es-PE, or as an institution sets its separators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from quipu.errors import QuipuError

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"
MINUS = "-"
NATURAL_DECIMALS = 2
_REGIONS = {"es": "es_PE", "en": "en_US"}


class UnreadableNumberError(QuipuError):
    """A text that should be a number is not one in the expected style."""

    code = "language.number_unreadable"


@dataclass(frozen=True)
class NumberStyle:
    """The separators of one institution or locale.

    Attributes:
        grouping: between thousands; may be empty.
        decimal: between whole and fraction.
        percent_space: between the number and its percent sign.
    """

    grouping: str = ","
    decimal: str = "."
    percent_space: str = NO_BREAK_SPACE

    def __post_init__(self) -> None:
        if self.grouping == self.decimal or not self.decimal:
            raise ValueError("The grouping and decimal separators must differ, and the decimal one must not be empty.")


@lru_cache(maxsize=16)
def number_style(language: str = "es") -> NumberStyle:
    """The CLDR separators of a language; plain `es` and `en` mean es-PE and en-US."""
    locale = Locale.parse(_REGIONS.get(language, language).replace("-", "_"))
    space = "" if locale.language == "en" else NO_BREAK_SPACE
    return NumberStyle(get_group_symbol(locale), get_decimal_symbol(locale), space)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The value rounded to so many decimals, halves away from zero, as printed tables do."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_number(value: Decimal | int, decimals: int | None = None, *, style: NumberStyle | None = None) -> str:
    """The number with separators.

    Args:
        value: an exact number; floats are refused because they hide digits.
        decimals: how many decimals; None prints at most two and drops closing zeros.
        style: separators; es-PE when not given.
    """
    if isinstance(value, float):
        raise TypeError("format_number takes Decimal or int: a float would print digits nobody measured.")
    style = style or number_style()
    exact = Decimal(value)
    rounded = round_half_up(exact, NATURAL_DECIMALS if decimals is None else decimals)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = MINUS if rounded < 0 else ""
    grouped = f"{int(whole):,}".replace(",", style.grouping)
    return sign + grouped + (style.decimal + fraction if fraction else "")


def format_percent(value: Decimal | int, decimals: int | None = 1, *, style: NumberStyle | None = None) -> str:
    """A percentage already times a hundred: 90.74 reads `90.7 %`, with a space that does not break."""
    style = style or number_style()
    return format_number(value, decimals, style=style) + style.percent_space + "%"


def parse_number(text: str, *, style: NumberStyle | None = None) -> Decimal:
    """The exact number a person typed, grouped or not.

    Raises:
        UnreadableNumberError: the text is not a number in this style; the message says how one is written.
    """
    style = style or number_style()
    cleaned = text.strip().replace("\u2212", "-")
    whole = rf"(?:\d+|\d{{1,3}}(?:{re.escape(style.grouping)}\d{{3}})+)" if style.grouping else r"\d+"
    if not re.fullmatch(rf"[+-]?{whole}(?:{re.escape(style.decimal)}\d+)?", cleaned, flags=re.ASCII):
        raise UnreadableNumberError(
            f"«{text}» no se lee como número.",
            why=f"Los miles se separan con «{style.grouping}» y los decimales con «{style.decimal}».",
            remedy=f"Escríbalo, por ejemplo, así: {format_number(Decimal('17268.74'), 2, style=style)}",
        )
    plain = cleaned.replace(style.grouping, "") if style.grouping else cleaned
    return Decimal(plain.replace(style.decimal, "."))
