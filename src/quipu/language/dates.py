"""Dates and periods as sentences read them: `25 de abril de 2025`, `primer semestre de 2024`."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from babel.dates import format_date, get_month_names

_REGIONS = {"es": "es_PE", "en": "en_GB"}
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<part>S[12]|T[1-4]|Q[1-4]|\d{2}))?")
_ORDINALS = {
    "es": ("primer", "segundo", "tercer", "cuarto"),
    "en": ("first", "second", "third", "fourth"),
}


def _locale(language: str) -> str:
    return _REGIONS.get(language, language).replace("-", "_")


def format_long_date(day: date, language: str = "es") -> str:
    """The day in words: `25 de abril de 2025`, `25 April 2025`."""
    return format_date(day, format="long", locale=_locale(language))


def format_month(month: int, language: str = "es", *, year: int | None = None, abbreviated: bool = False) -> str:
    """The month's name, with its year if given: `abril`, `abril de 2025`.

    Raises:
        ValueError: the month is not between 1 and 12.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"A month is a number from 1 to 12, not {month}.")
    width: Literal["abbreviated", "wide"] = "abbreviated" if abbreviated else "wide"
    name = str(get_month_names(width, "format", _locale(language))[month])
    if year is None:
        return name
    return f"{name} de {year}" if _locale(language).startswith("es") else f"{name} {year}"


def format_period(period: str, language: str = "es") -> str:
    """A period code in words: `2024`, `2024-S1` (semester), `2024-T3` (quarter), `2024-04` (month).

    Raises:
        ValueError: the code has another form.
    """
    match = _PERIOD.fullmatch(period)
    if not match:
        raise ValueError(f"A period reads 2024, 2024-S1, 2024-T3 or 2024-04, not {period!r}.")
    year, part = match["year"], match["part"]
    if part is None:
        return year
    if part.isdigit():
        return format_month(int(part), language, year=int(year))
    spanish = _locale(language).startswith("es")
    ordinal = _ORDINALS["es" if spanish else "en"][int(part[1]) - 1]
    if spanish:
        return f"{ordinal} {'semestre' if part[0] == 'S' else 'trimestre'} de {year}"
    return f"{ordinal} {'half' if part[0] == 'S' else 'quarter'} of {year}"
