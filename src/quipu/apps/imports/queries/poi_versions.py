"""Versions of an operational plan side by side, and the phases of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet

from quipu.apps.imports.models import PoiVersion
from quipu.apps.imports.poi_rows import read_value
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import OperationalPlan, PlanVersion
from quipu.errors import QuipuError
from quipu.workbook.ceplan.columns import BY_FIELD, FAMILIES, Family
from quipu.workbook.columns import ColumnType

COMPARED = ("name", "unit_of_measure", "action", "responsible_centre", "cost_centre", "active")
PHASES = ("consistent", "reprogrammed", "executed")
MEASURES = ("physical", "financial")
_BATCH = 1_000

Months = tuple[Decimal | None, ...]


class UnknownPoiVersionError(QuipuError):
    """No version of an operational plan has this number."""

    code = "imports.poi_version.unknown"


@dataclass(frozen=True)
class PoiActivity:
    """One activity in one version, its places added up.

    Attributes:
        code: of the activity.
        said: the compared fields, as text.
        months: the twelve months of each family of amounts that the files have, and their total as printed.
    """

    code: str
    said: Mapping[str, str]
    months: Mapping[str, Months] = field(default_factory=dict)

    def total(self, family: str) -> Decimal | None:
        """The total that the files print, or the sum of the months; None when they say nothing."""
        *months, printed = self.months.get(family, (None,))
        said = [month for month in months if month is not None]
        return printed if printed is not None else sum(said, Decimal()) if said else None


@dataclass(frozen=True)
class FamilyChange:
    """A family of amounts that differs: its months (from 1) with what was and what is, and its totals."""

    family: Family
    months: Sequence[tuple[int, Decimal | None, Decimal | None]]
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class ActivityChange:
    """An activity that two versions do not share as it is.

    Attributes:
        kind: `added`, `removed` or `changed`.
        fields: (heading, before, after) of what differs besides amounts.
        amounts: families that differ.
    """

    kind: str
    code: str
    name: str
    fields: Sequence[tuple[str, str, str]] = ()
    amounts: Sequence[FamilyChange] = ()


@dataclass(frozen=True)
class PhaseLine:
    """One activity, or everything, through the phases of a measure: consistent, reprogrammed, executed."""

    code: str
    name: str
    physical: tuple[Decimal | None, ...]
    financial: tuple[Decimal | None, ...]


def poi_versions_of(institution: Institution, *, year: int | None = None) -> QuerySet[PoiVersion]:
    """Every version of every operational plan, the newest first, with how many rows it has."""
    found = PoiVersion.objects.filter(institution=institution).select_related("version__plan", "workbook__actor")
    found = found.annotate(row_count=Count("rows")).order_by("-year", "-number", "-pk")
    return found.filter(year=year) if year else found


def poi_years(version: PlanVersion) -> list[int]:
    """The years of which a plan's version has operational plans, the latest first."""
    years = OperationalPlan.objects.filter(version=version).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def find_poi_version(institution: Institution, *, year: int, number: int, plan: str = "") -> PoiVersion:
    """A version by its year and number.

    Raises:
        UnknownPoiVersionError: naming the ones there are.
    """
    known = poi_versions_of(institution)
    if plan:
        known = known.filter(version__plan__code=plan)
    found = known.filter(year=year, number=number).first()
    if found is not None:
        return found
    told = ", ".join(f"{item.year} v{item.number}" for item in known) or "ninguna"
    raise UnknownPoiVersionError(
        f"No hay una versión {number} del plan operativo de {year}.", why=f"Hay: {told}.", remedy="Elija una de ellas."
    )


def compare_poi_versions(before: PoiVersion, after: PoiVersion) -> list[ActivityChange]:
    """What two versions do not share, activity by activity; two queries."""
    first, second = activities_of(before), activities_of(after)
    found = (_change(first.get(code), second.get(code)) for code in sorted({*first, *second}))
    return [change for change in found if change is not None]


def compare_phases(version: PoiVersion) -> list[PhaseLine]:
    """Each activity through its phases; one query."""
    return [_phases(activity.code, activity.said.get("name", ""), [activity]) for activity in _all(version)]


def total_phases(lines: Sequence[PhaseLine]) -> PhaseLine:
    """The financial phases of all of them; physical amounts of different things are not added."""
    financial = tuple(_sum(line.financial[place] for line in lines) for place in range(len(PHASES)))
    return PhaseLine("", "", (None,) * len(PHASES), financial)


def activities_of(version: PoiVersion) -> dict[str, PoiActivity]:
    """The activities of a version by code, in the order of the files."""
    rows: dict[str, list[Mapping[str, object]]] = {}
    stored = version.rows.order_by("position").values_list("code", "fields")
    for code, fields in stored.iterator(chunk_size=_BATCH):
        rows.setdefault(code, []).append(fields)
    return {code: _activity(code, several) for code, several in rows.items()}


def _all(version: PoiVersion) -> Iterable[PoiActivity]:
    return activities_of(version).values()


def _activity(code: str, several: Sequence[Mapping[str, object]]) -> PoiActivity:
    said = {name: value for name in COMPARED if (value := _first(several, name))}
    months = {}
    for family in FAMILIES:
        names = (*family.months, family.total)
        if any(name in row for row in several for name in names):
            months[family.name] = tuple(
                _sum(Decimal(str(row[name])) for row in several if row.get(name) is not None) for name in names
            )
    return PoiActivity(code, said, months)


def _first(several: Sequence[Mapping[str, object]], name: str) -> str:
    value = next((row[name] for row in several if row.get(name) is not None), None)
    if BY_FIELD[name].type is ColumnType.FLAG and value is not None:
        return "sí" if read_value(name, value) else "no"
    return "" if value is None else str(value)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    said = [amount for amount in amounts if amount is not None]
    return sum(said, Decimal()) if said else None


def _change(before: PoiActivity | None, after: PoiActivity | None) -> ActivityChange | None:
    if before is None or after is None:
        there = after or before
        kind = "added" if before is None else "removed"
        return ActivityChange(kind, there.code, there.said.get("name", "")) if there else None
    names = [name for name in COMPARED if before.said.get(name, "") != after.said.get(name, "")]
    fields = [(BY_FIELD[name].label, before.said.get(name, ""), after.said.get(name, "")) for name in names]
    amounts = list(_amounts(before, after))
    if not fields and not amounts:
        return None
    return ActivityChange("changed", after.code, after.said.get("name", ""), fields, amounts)


def _amounts(before: PoiActivity, after: PoiActivity) -> Iterator[FamilyChange]:
    for family in FAMILIES:
        nothing: Months = (None,) * 13
        old, new = before.months.get(family.name, nothing), after.months.get(family.name, nothing)
        months = [(month, old[month - 1], new[month - 1]) for month in range(1, 13) if old[month - 1] != new[month - 1]]
        totals = before.total(family.name), after.total(family.name)
        if months or totals[0] != totals[1]:
            yield FamilyChange(family, months, *totals)


def _phases(code: str, name: str, activities: Sequence[PoiActivity]) -> PhaseLine:
    def of(measure: str) -> tuple[Decimal | None, ...]:
        families = {family.phase: family.name for family in FAMILIES if family.measure == measure}
        return tuple(_sum(activity.total(families[phase]) for activity in activities) for phase in PHASES)

    return PhaseLine(code, name, of("physical"), of("financial"))
