"""Countries that no longer exist (ISO 3166-3): how they were called, and which came after them.

CLDR names a few of them and no other source names all of them in Spanish, so they have their names here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pycountry

from quipu.language.countries import country_codes, plain_name


@cache
def former_codes() -> frozenset[str]:
    """The codes of countries that no longer exist, which no country of today has."""
    return frozenset(country.alpha_3 for country in pycountry.historic_countries) - country_codes()


def former_country(code: str, language: str = "es") -> str:
    """The name of a country that no longer exists; an empty text when the code is not of one.

    Args:
        code: ISO 3166-3, the alpha-3 code that it had.
        language: `es` or `en`, or a regional form of either.
    """
    return str(_known()[code]["en" if language.lower().startswith("en") else "es"]) if code in former_codes() else ""


def find_former_country(text: str) -> str | None:
    """The code of a country that no longer exists, by a code or a name of it; accents and case do not matter."""
    code = text.strip().upper()
    return code if code in former_codes() else _codes_by_name().get(plain_name(text))


def countries_after(code: str) -> Sequence[str]:
    """The codes of the countries that stand today where one did that no longer exists."""
    return tuple(_known()[code]["after"]) if code in former_codes() else ()


@cache
def _known() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("quipu.language").joinpath("former_countries.toml").read_text(encoding="utf-8"))


@cache
def _codes_by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code in former_codes():
        told = _known()[code]
        found |= {plain_name(name): code for name in (told["es"], told["en"], *told.get("also", ()))}
    return found
