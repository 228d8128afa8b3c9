"""What the filters of the register may be set to, by what the institution has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, IntegerField, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import StrategicAction
from quipu.apps.register.models import Record, Region

MOST_MECHANISMS = 150
"""A longer list is of no use to choose from; mechanisms have a page of their own."""

_NOTHING = Value("", output_field=TextField())
_FIRST = Value(0, output_field=IntegerField())


@dataclass(frozen=True)
class RegionNode:
    """A region, and how many regions it lies within."""

    code: str
    name: str
    depth: int


@dataclass(frozen=True)
class Choice:
    """A code and the name that people know it by."""

    code: str
    name: str


@dataclass(frozen=True)
class RecordChoices:
    """What each filter offers; those of closed lists are the lists themselves."""

    regions: Sequence[RegionNode]
    units: Sequence[Choice]
    mechanisms: Sequence[Choice]
    actions: Sequence[Choice]
    axes: Sequence[str]
    years: Sequence[int]


def record_choices(institution: Institution, *, country: str = "", mechanism: str = "") -> RecordChoices:
    """What the filters offer, in four queries.

    Args:
        institution: whose records are looked for.
        country: mechanisms are those with it, when one is chosen.
        mechanism: one that is offered in any case.
    """
    held = _named(institution)
    mechanisms = [row for row in held["mechanism"] if country in ("", row.country) or row.code == mechanism]
    if len(mechanisms) > MOST_MECHANISMS:
        mechanisms = [row for row in mechanisms if row.code == mechanism]
    actions = {row.code: row.name for row in sorted(held["action"], key=lambda row: row.order)}
    return RecordChoices(
        regions=region_tree(institution),
        units=_by_name(held["unit"]),
        mechanisms=_by_name(mechanisms),
        actions=[Choice(code, actions[code]) for code in sorted(actions)],
        axes=axes_of(institution),
        years=years_of(institution),
    )


@dataclass(frozen=True)
class _Named:
    """A row of what is told by a code and a name; `order` is larger the later its name."""

    sort: str
    code: str
    name: str
    country: str
    order: int


def _named(institution: Institution) -> Mapping[str, list[_Named]]:
    """Units, mechanisms and strategic actions of every version, in one query; those that differ only once."""
    actions = StrategicAction.objects.filter(version__plan__institution=institution)
    order = F("version__start_year") * 100 + F("version__number")
    units = _rows(institution.units, "unit", F("code"), F("name"))
    rows = units.union(
        _rows(institution.mechanisms, "mechanism", F("code"), F("name"), country=F("country")),
        _rows(actions, "action", F("code"), F("name"), order=order),
    )
    found: dict[str, list[_Named]] = {"unit": [], "mechanism": [], "action": []}
    for row in rows:
        found[row[0]].append(_Named(*row))
    return found


def _rows(rows: Any, sort: str, code: F, name: F, *, country: Any = _NOTHING, order: Any = _FIRST) -> QuerySet[Any]:
    columns = {
        "sort_": Value(sort, output_field=TextField()),
        "code_": Cast(code, TextField()),
        "name_": Cast(name, TextField()),
        "country_": Cast(country, TextField()),
        "order_": Cast(order, IntegerField()),
    }
    found: QuerySet[Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return found


def _by_name(rows: Iterable[_Named]) -> list[Choice]:
    return [Choice(row.code, row.name) for row in sorted(rows, key=lambda row: (row.name, row.code))]


def region_tree(institution: Institution) -> list[RegionNode]:
    """Every region followed by its parts, in the order of the institution; one query."""
    rows = list(Region.objects.filter(institution=institution).order_by("order", "code"))
    below: dict[int | None, list[Region]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[RegionNode] = []
    _walk(below, None, 0, found)
    return found


def _walk(below: Mapping[int | None, list[Region]], parent: int | None, depth: int, found: list[RegionNode]) -> None:
    for row in below.get(parent, []):
        found.append(RegionNode(row.code, row.name, depth))
        _walk(below, row.pk, depth + 1, found)


def axes_of(institution: Institution) -> list[str]:
    """The axes that records have, by name; one query.

    It steps from each axis to the next one in their index. A database asked for those that differ reads every record.
    """
    table = connection.ops.quote_name(Record._meta.db_table)
    following = (
        f"SELECT axis FROM {table} WHERE institution_id = %s AND merged_into_id IS NULL AND axis > {{}} "  # noqa: S608 - own name
        "ORDER BY axis LIMIT 1"
    )
    sql = (
        f"WITH RECURSIVE step(axis) AS (SELECT * FROM ({following.format(chr(39) * 2)}) AS first "  # noqa: S608 - own words
        f"UNION ALL SELECT ({following.format('step.axis')}) FROM step WHERE step.axis IS NOT NULL) "
        "SELECT axis FROM step WHERE axis IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [institution.pk, institution.pk])
        return sorted(axis for (axis,) in cursor.fetchall())


def years_of(institution: Institution) -> list[int]:
    """From the latest year of which there are records to the first."""
    months = institution.records.filter(merged_into__isnull=True, first_month__isnull=False).values("first_month")
    ends = Institution.objects.filter(pk=institution.pk).values_list(
        Subquery(months.order_by("merged_into_id", "first_month")[:1]),
        Subquery(months.order_by("-merged_into_id", "-first_month")[:1]),
    )
    first, last = ends.get()
    return [] if first is None else list(range(last // 12, first // 12 - 1, -1))
