"""The names of what a record's versions name by code: units, missions, mechanisms, people, organisations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.drafts import split_party
from quipu.apps.register.models import Mechanism, Organisation, Person

Names = Mapping[str, Mapping[str, str]]
"""Names by code, by the field that names them."""
NO_NAMES: Names = {}
_ROWS: Mapping[str, type[Model]] = {
    "unit": OrganisationalUnit,
    "mission": Mission,
    "mechanism": Mechanism,
    "person": Person,
    "party": Organisation,
}


def names_in(institution: Institution, *versions: Mapping[str, Any]) -> Names:
    """The names of everything that some versions of records, as JSON, name; a query for each sort that they name.

    Args:
        institution: whose they are.
        versions: drafts as JSON, or parts of them.
    """
    asked: dict[str, set[str]] = {}
    for version in versions:
        for field, code in _codes(version):
            asked.setdefault(field, set()).add(code)
    return {
        field: dict(_rows(field).filter(institution=institution, code__in=codes).values_list("code", "name"))
        for field, codes in asked.items()
    }


def _rows(field: str) -> QuerySet[Any]:
    return _ROWS[field]._default_manager.all()


def _codes(version: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in version.items():
        if name == "counterparts":
            yield from (("party", code) for _country, code in map(split_party, value or ()) if code)
        elif isinstance(value, Mapping):
            yield from _codes(value)
        elif isinstance(value, list | tuple):
            for item in value:
                yield from _codes(item) if isinstance(item, Mapping) else ()
        elif name == "party" and value:
            yield from (("party", code) for code in (split_party(str(value))[1],) if code)
        elif name in _ROWS and value:
            yield name, str(value)
