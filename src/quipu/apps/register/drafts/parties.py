"""How a country or an organisation is written where either may stand."""

from __future__ import annotations

from quipu.language import former_country, is_country

_ORGANISATION = "org:"
_COUNTRY = "country:"


def party_text(country: str, organisation: str) -> str:
    """Write a counterpart: alpha-3 of a country, or the code of an organisation.

    The acronym of some organisations is the code of a country too (CAN); those are written `org:CAN`. A code that is of
    no country, as an import may have left, is written `country:XXX`.
    """
    if country:
        return country if _is_land(country) else f"{_COUNTRY}{country}"
    return f"{_ORGANISATION}{organisation}" if _is_land(organisation) else organisation


def split_party(text: str) -> tuple[str, str]:
    """Read what `party_text` writes: a country and an organisation, one of them empty.

    What is not the code of a country that exists, or that existed, is taken for an organisation.
    """
    code = text.strip()
    if code.startswith(_ORGANISATION):
        return "", code.removeprefix(_ORGANISATION)
    if code.startswith(_COUNTRY):
        return code.removeprefix(_COUNTRY), ""
    return (code, "") if _is_land(code) else ("", code)


def _is_land(code: str) -> bool:
    return is_country(code) or bool(code and former_country(code))
