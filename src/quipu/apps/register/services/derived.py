"""The columns of a record that are made from the others: countries, regions, months, words to search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.models import prefetch_related_objects

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Precision, Record, Region, RegionCountry
from quipu.language import country_name, search_stems

DERIVED = ("countries", "regions", "first_month", "last_month", "search")
_BAR = "|"
_BATCH = 1_000


def refresh_derived(institution: Institution, records: Iterable[Record] | None = None) -> int:
    """Make the derived columns again and store those that changed.

    Args:
        institution: whose records they are.
        records: those to look at; every record of the institution when None, as after its regions changed.

    Returns:
        How many were stored.
    """
    regions = regions_by_country(institution)
    found = list(institution.records.all()) if records is None else list(records)
    stored = 0
    for start in range(0, len(found), _BATCH):
        stored += _refresh(found[start : start + _BATCH], regions)
    return stored


def regions_by_country(institution: Institution) -> Mapping[str, tuple[str, ...]]:
    """The codes of the region of each country and of the regions that it is a part of, the nearest first."""
    parents = dict(Region.objects.filter(institution=institution).values_list("code", "parent__code"))
    rows = RegionCountry.objects.filter(region__institution=institution).values_list("country", "region__code")
    found: dict[str, tuple[str, ...]] = {}
    for country, code in rows:
        chain: list[str] = []
        step: str | None = code
        while step and step not in chain:
            chain.append(step)
            step = parents.get(step)
        found[country] = (*found.get(country, ()), *chain)
    return found


def month_index(day: date) -> int:
    """A month as one number: year x 12 + month - 1."""
    return day.year * 12 + day.month - 1


def months_of(starts_on: date | None, ends_on: date | None, precision: str) -> tuple[int | None, int | None]:
    """The months between which the date of an act lies; for a date known to the day, twice that of its first day."""
    if starts_on is None or precision == Precision.UNKNOWN:
        return None, None
    first = month_index(starts_on)
    if precision in (Precision.DAY, Precision.MONTH):
        return first, first
    if precision == Precision.QUARTER:
        return first - first % 3, first - first % 3 + 2
    if precision == Precision.YEAR:
        return first - first % 12, first - first % 12 + 11
    return first, first if ends_on is None else month_index(ends_on)


def _refresh(records: Sequence[Record], regions: Mapping[str, Sequence[str]]) -> int:
    prefetch_related_objects(records, "counterparts__organisation", "participants", "mechanism")
    changed = []
    for record in records:
        before = [getattr(record, name) for name in DERIVED]
        derive(record, regions)
        if [getattr(record, name) for name in DERIVED] != before:
            changed.append(record)
    _store(changed)
    return len(changed)


def _store(records: Sequence[Record]) -> None:
    """One prepared statement for all: an ORM update by cases takes twenty times as long."""
    if not records:
        return
    meta = Record._meta
    columns = [meta.get_field(name).column for name in DERIVED]
    with connection.cursor() as cursor:
        quoted = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
        cursor.executemany(
            f"UPDATE {connection.ops.quote_name(meta.db_table)} SET {quoted} WHERE id = %s",  # noqa: S608 - own names
            [(*(getattr(record, name) for name in DERIVED), record.pk) for record in records],
        )


def derive(record: Record, regions: Mapping[str, Sequence[str]]) -> None:
    """Fill the derived columns of a record from its own and from its counterparts and participants."""
    parties = list(record.counterparts.all())
    countries = sorted({party.country for party in parties if party.country})
    record.countries = _barred(countries)
    record.regions = _barred(sorted({code for country in countries for code in regions.get(country, ())}))
    record.first_month, record.last_month = months_of(record.starts_on, record.ends_on, record.precision)
    organisations = [party.organisation for party in parties if party.organisation]
    record.search = search_stems(
        [
            record.code,
            record.title,
            record.summary,
            record.city,
            record.venue,
            record.axis,
            record.mechanism.name if record.mechanism else "",
            *(country_name(country) for country in countries),
            *(country_name(country, "en") for country in countries),
            *(f"{item.code} {item.name}" for item in organisations),
            *(person.name for person in record.participants.all()),
        ]
    )


def _barred(codes: Sequence[str]) -> str:
    return f"{_BAR}{_BAR.join(codes)}{_BAR}" if codes else ""
