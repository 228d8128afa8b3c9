"""Countries by ISO 3166: their codes, and their names in Spanish and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

import pycountry
from babel import Locale


@cache
def country_codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-3 code in use."""
    return frozenset(country.alpha_3 for country in pycountry.countries)


def is_country(code: str) -> bool:
    """Whether this is the alpha-3 code of a country that exists."""
    return code in country_codes()


def country_name(code: str, language: str = "es") -> str:
    """The country's usual name by CLDR; a code of no country is given back as it is.

    Args:
        code: ISO 3166-1 alpha-3.
        language: `es` or `en`, or a regional form of either.
    """
    return _names("en" if language.lower().startswith("en") else "es").get(code, code)


def find_country(text: str) -> str | None:
    """The alpha-3 code of what somebody wrote: a code or a name in Spanish or English; accents and case do not matter.

    Returns:
        None when no country is called so.
    """
    if text.strip().upper() in country_codes():
        return text.strip().upper()
    return _codes_by_name().get(plain_name(text))


def nearest_country(text: str, language: str = "es") -> str:
    """The usual name of the country whose name is most like what somebody wrote; empty when none is near."""
    names = _codes_by_name()
    near = get_close_matches(plain_name(text), names, n=1, cutoff=0.7)
    return country_name(names[near[0]], language) if near else ""


def numeric_code(code: str) -> str:
    """The three digits of a country (UN M49), by which map geometries name it; empty for a code of no country."""
    found = pycountry.countries.get(alpha_3=code)
    return str(found.numeric) if found is not None else ""


@cache
def _names(language: str) -> Mapping[str, str]:
    territories = Locale.parse(language).territories
    return {country.alpha_3: territories.get(country.alpha_2, country.name) for country in pycountry.countries}


@cache
def _codes_by_name() -> Mapping[str, str]:
    found = {plain_name(country.name): country.alpha_3 for country in pycountry.countries}
    for country in pycountry.countries:
        for name in ("official_name", "common_name"):
            if hasattr(country, name):
                found.setdefault(plain_name(getattr(country, name)), country.alpha_3)
    for language in ("en", "es"):
        found |= {plain_name(name): code for code, name in _names(language).items()}
    return found


def plain_name(text: str) -> str:
    """A name as names are compared: without accents, case or doubled blanks."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
