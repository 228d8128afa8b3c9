"""How many different ones there are: countries, mechanisms, missions, units.

What a record adds depends on the others, but only on those with the same keys; so one edit is followed by looking at
these alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.definition import Clause, Definition
from quipu.apps.register.counting.filters import counted_records, holding
from quipu.apps.register.counting.moments import counting_between, moment_columns, months_told, periods_of
from quipu.apps.register.counting.months import Horizon, Interval
from quipu.apps.register.counting.rows import UNIT, Categories, Category, Key, codes_in, columns_of
from quipu.apps.register.models import Record
from quipu.apps.register.services.derived import regions_by_country

Member = tuple[Interval, object, tuple[Category, ...]]
"""One key of a record: between which months, what it is, and the categories in which it counts."""

_COLUMNS = {
    "country": "countries",
    "place_country": "place_country",
    "mechanism": "mechanism_id",
    "mission": "mission_id",
    "unit": "unit_id",
}


def members_told(definition: Definition, institution: Institution, records: QuerySet[Record]) -> Iterator[Member]:
    """The keys of counted records, each as often as it is told differently."""
    countries = _CountryKeys(definition, institution) if definition.of == "country" else None
    categories = Categories(definition)
    columns = (*moment_columns(definition), _COLUMNS[definition.of], *columns_of(definition))
    for first, last, key, *told in records.values_list(*columns).distinct().order_by().iterator(chunk_size=10_000):
        months, placed = months_told(definition, first, last), categories.of(tuple(told))
        if countries is None:
            yield months, key, placed
        else:
            for country, own in countries.of(key, placed):
                yield months, country, own


def count_members(members: Iterable[Member], definition: Definition, horizon: Horizon) -> dict[Key, int]:
    """How many different keys there are by period, dimension and category; in ten-thousandths."""
    found: dict[Key, set[object]] = defaultdict(set)
    for months, key, placed in members:
        for period in periods_of(months, definition, horizon):
            for dimension, category in placed:
                found[period, dimension, category].add(key)
    return {cell: len(keys) * UNIT for cell, keys in found.items()}


def difference_made(
    definition: Definition,
    institution: Institution,
    horizon: Horizon,
    ids: Collection[int],
    before: Collection[Member],
    after: Collection[Member],
) -> dict[Key, int]:
    """By how much counts differ after an edit, in ten-thousandths.

    Args:
        definition: the rule.
        institution: whose records it counts.
        horizon: the periods for which there is a count.
        ids: of the records edited.
        before: their keys before the edit.
        after: their keys after it.
    """
    changed = {*before} ^ {*after}
    periods = {period for member in changed for period in periods_of(member[0], definition, horizon)}
    if not periods:
        return {}
    keys = {member[1] for member in changed}
    others = counted_records(institution, definition).filter(
        counting_between(definition, periods), _with_keys(definition, keys)
    )
    kept = [member for member in members_told(definition, institution, others.exclude(pk__in=ids)) if member[1] in keys]
    was = count_members([*kept, *before], definition, horizon)
    now = count_members([*kept, *after], definition, horizon)
    return {cell: now.get(cell, 0) - was.get(cell, 0) for cell in was.keys() | now.keys() if cell[0] in periods}


def _with_keys(definition: Definition, keys: Iterable[object]) -> Q:
    if definition.of == "country":
        return holding("countries")([str(key) for key in keys])
    return Q(**{f"{_COLUMNS[definition.of]}__in": list(keys)})


class _CountryKeys:
    """The countries of a record as keys.

    A record with several countries places each in its own categories only, and leaves out those that a condition on
    regions or countries does not ask for: an act with Chile and France adds one country to Europe.
    """

    def __init__(self, definition: Definition, institution: Institution) -> None:
        self._regions: Mapping[str, Sequence[str]] = regions_by_country(institution)
        self._clauses = [clause for clause in definition.where if clause.field in ("country", "region")]

    def of(self, barred: str, placed: Iterable[Category]) -> list[tuple[str, tuple[Category, ...]]]:
        """Each country that counts, with its categories among those of the record."""
        countries = [country for country in codes_in(barred) if all(self._meets(country, c) for c in self._clauses)]
        return [(country, tuple(item for item in placed if self._is_of(country, item))) for country in countries]

    def _is_of(self, country: str, placed: Category) -> bool:
        dimension, category = placed
        if dimension == "region":
            return category in self._regions.get(country, ())
        return dimension != "country" or category == country

    def _meets(self, country: str, clause: Clause) -> bool:
        own = (country,) if clause.field == "country" else self._regions.get(country, ())
        return clause.negated == frozenset(own).isdisjoint(clause.words)
