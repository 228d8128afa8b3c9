"""Countries as the register sees them: how many acts were with each, and the sheet of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from quipu.apps.organisation.models import Institution, Mission
from quipu.apps.register.models import (
    WITHOUT_FORCE,
    Commitment,
    Counterpart,
    Kind,
    Modality,
    Participant,
    Record,
    Region,
    RegionCountry,
    Side,
    Stage,
    Status,
)
from quipu.apps.register.queries.choosing import RegionNode, region_tree
from quipu.apps.register.queries.instruments import OPEN, PENDING
from quipu.apps.register.queries.looking import RecordFilters, records_matching
from quipu.apps.register.queries.mechanisms import MechanismRow, mechanisms_of
from quipu.apps.register.services.derived import month_index

SHOWN = 5
"""Rows of each list of the sheet; the others are counted, and a link leads to them."""
_LOOKED_THROUGH = 200
"""Attendances among which the people met last are found."""
_BUSY = 2_000
"""Acts with a country from which on the latest ones are found sooner by going through all of them by date."""
_TO_COME = (Status.PLANNED, Status.ANNOUNCED)
_NOT_YET = (*PENDING, Stage.SIGNED, Stage.ADOPTED)
"""Stages of what is agreed or negotiated, and not known to be in force."""


@dataclass(frozen=True)
class CountryCount:
    """A country and how many acts were with it."""

    code: str
    count: int


@dataclass(frozen=True)
class RegionCountries:
    """The countries of a region, and those of no region under none."""

    region: RegionNode | None
    countries: Sequence[CountryCount]

    @property
    def count(self) -> int:
        """How many times one of its countries took part in an act."""
        return sum(item.count for item in self.countries)


@dataclass(frozen=True)
class KindCounts:
    """Acts of one kind by year."""

    kind: str
    by_year: Mapping[int, int]
    undated: int

    @property
    def total(self) -> int:
        """In every year, and without one."""
        return sum(self.by_year.values()) + self.undated


@dataclass(frozen=True)
class Held:
    """The first rows of a list, and whether it has more."""

    rows: Sequence[Record]
    more: bool


@dataclass(frozen=True)
class Met:
    """Somebody of the other side whom people met: in what office, and when last."""

    code: str
    name: str
    post: str
    last: date


@dataclass(frozen=True)
class CountrySheet:
    """What one page says of the relation with a country.

    Attributes:
        region: the nearest region first, then those that it is a part of.
        in_force: instruments, the latest first.
        pending: those signed or negotiated that are not in force yet, and are of a type that enters into force.
        others: what was agreed or is negotiated of the other types, such as a joint declaration.
        commitments: open ones, the first due first; `open_commitments` is how many they are.
        overdue: how many of those are past their date.
        visits: of both directions, the latest first.
        figures: acts done, by kind and year; an act whose date may lie in two years is undated.
        coming: how many acts are planned or announced from this month on; `planned` are the nearest of them.
        last: what was done, the latest first.
    """

    region: Sequence[Region]
    missions: Sequence[Mission]
    mechanisms: Sequence[MechanismRow]
    in_force: Held
    pending: Held
    others: Held
    commitments: Sequence[Commitment]
    open_commitments: int
    overdue: int
    visits: Held
    figures: Sequence[KindCounts]
    coming: int
    planned: Held
    last: Held
    people: Sequence[Met]

    @property
    def years(self) -> list[int]:
        """The years of the figures, the first first."""
        return sorted({year for row in self.figures for year in row.by_year})

    @property
    def acts_by_year(self) -> list[tuple[int, int]]:
        """Acts done in each year between the first and the last one."""
        years = self.years
        if not years:
            return []
        return [
            (year, sum(row.by_year.get(year, 0) for row in self.figures)) for year in range(years[0], years[-1] + 1)
        ]

    @property
    def done(self) -> int:
        """Acts done, of every kind and year."""
        return sum(row.total for row in self.figures)


def counts_by_country(records: QuerySet[Record]) -> Counter[str]:
    """With how many of some acts each country took part; one query over a derived column."""
    found: Counter[str] = Counter()
    rows = records.order_by().values_list("countries").annotate(many=Count("pk"))
    for countries, many in rows:
        for code in countries.split("|"):
            if code:
                found[code] += many
    return found


def countries_by_region(institution: Institution, counts: Mapping[str, int]) -> list[RegionCountries]:
    """Every region with its own countries, and then those that are in none; two queries."""
    held: dict[str, list[str]] = {}
    rows = RegionCountry.objects.filter(region__institution=institution).values_list("region__code", "country")
    for region, country in rows:
        held.setdefault(region, []).append(country)
    groups = [
        RegionCountries(node, [CountryCount(code, counts.get(code, 0)) for code in held.get(node.code, [])])
        for node in region_tree(institution)
    ]
    placed = {code for codes in held.values() for code in codes}
    rest = [CountryCount(code, many) for code, many in counts.items() if code not in placed]
    return [*groups, RegionCountries(None, rest)] if rest else groups


def country_sheet(institution: Institution, country: str, today: date) -> CountrySheet:
    """What the register holds of a country.

    Args:
        institution: whose register it is.
        country: alpha-3.
        today: the day that tells what is due, in force and to come.
    """
    acts = institution.records.filter(
        merged_into__isnull=True, pk__in=Counterpart.objects.filter(country=country).values("record")
    )
    month_start = today.replace(day=1)
    listed = acts.defer("summary", "search", "source")
    commitments = _commitments(institution, country, today)
    figures, coming = _figures(
        institution.records.filter(merged_into__isnull=True, counterparts__country=country), month_index(today)
    )
    busy = sum(row.total for row in figures) >= _BUSY
    latest = _by_date(institution, country) if busy else listed
    pending = _pending(listed, today)
    return CountrySheet(
        region=_region(institution, country),
        missions=list(institution.missions.filter(country=country)),
        mechanisms=mechanisms_of(institution, today, country=country),
        in_force=_held(_in_force(listed, today)),
        pending=_shown(row for row in pending if not row.is_without_force),
        others=_shown(row for row in pending if row.is_without_force),
        commitments=commitments,
        open_commitments=commitments[0].many if commitments else 0,
        overdue=commitments[0].late if commitments else 0,
        visits=_held(latest.filter(kind=Kind.VISIT).exclude(status=Status.CANCELLED)),
        figures=figures,
        coming=coming,
        planned=_held(latest.filter(status__in=_TO_COME, starts_on__gte=month_start).order_by("starts_on", "code")),
        last=_held(latest.filter(status=Status.DONE)),
        people=_people(institution, country),
    )


def _by_date(institution: Institution, country: str) -> QuerySet[Record]:
    """The acts with a country in the order of the index by date, which is followed until enough of them were met."""
    found = records_matching(institution, RecordFilters()).filter(countries__contains=f"|{country}|")
    return found.defer("summary", "search", "source")


def _region(institution: Institution, country: str) -> list[Region]:
    """The region of a country and those that it is a part of, the nearest first."""
    rows = RegionCountry.objects.filter(region__institution=institution, country=country)
    found = rows.select_related("region__parent__parent").first()
    chain, step = [], found.region if found else None
    while step is not None and step not in chain:
        chain.append(step)
        step = step.parent
    return chain


def _held(rows: QuerySet[Record]) -> Held:
    return _shown(rows[: SHOWN + 1])


def _shown(rows: Iterable[Record]) -> Held:
    found = list(rows)
    return Held(found[:SHOWN], len(found) > SHOWN)


def _in_force(acts: QuerySet[Record], today: date) -> QuerySet[Record]:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    begun = Q(instrument__stage=Stage.IN_FORCE) | Q(valid_from__lte=today)
    found = acts.filter(lasting & begun, kind=Kind.INSTRUMENT).exclude(instrument__stage=Stage.ENDED)
    return found.select_related("instrument")


def _pending(acts: QuerySet[Record], today: date) -> list[Any]:
    """The first of those that will enter into force and the first of those that never do (`is_without_force`)."""
    not_begun = Q(valid_from__isnull=True) | Q(valid_from__gt=today)
    found = acts.filter(not_begun, kind=Kind.INSTRUMENT, instrument__stage__in=_NOT_YET).select_related("instrument")
    found = found.annotate(is_without_force=Q(instrument__type__in=WITHOUT_FORCE))
    place = Window(RowNumber(), partition_by="is_without_force", order_by=Record._meta.ordering)
    return list(found.annotate(place=place).filter(place__lte=SHOWN + 1))


def _commitments(institution: Institution, country: str, today: date) -> list[Any]:
    """The first open commitments; each carries how many there are (`many`) and how many are overdue (`late`)."""
    found = Commitment.objects.filter(
        status__in=OPEN,
        record__institution=institution,
        record__merged_into__isnull=True,
        record__counterparts__country=country,
    )
    found = found.exclude(record__status=Status.CANCELLED).select_related("record", "unit")
    counted = found.annotate(
        many=Window(Count("pk")), late=Window(Count("pk", filter=Q(due_on__isnull=False, due_on__lt=today)))
    )
    return list(counted.order_by(F("due_on").asc(nulls_last=True), "record__code", "number")[:SHOWN])


def _figures(acts: QuerySet[Record], month: int) -> tuple[list[KindCounts], int]:
    """Acts done by kind and year, the most frequent kind first; and how many acts are to come from a month on."""
    columns = ("kind", "status", "modality", "first_month", "last_month")
    rows = acts.order_by().values_list(*columns).annotate(many=Count("pk"))
    years: dict[str, Counter[int]] = {}
    undated: Counter[str] = Counter()
    coming = 0
    for kind, status, modality, first, last, many in rows:
        if status in _TO_COME:
            coming += many if first is not None and last >= month else 0
        elif status == Status.DONE and modality == Modality.ASSERTED:
            if first is None or first // 12 != last // 12:
                undated[kind] += many
            else:
                years.setdefault(kind, Counter())[first // 12] += many
    found = [KindCounts(kind, years.get(kind, {}), undated[kind]) for kind in {*years, *undated}]
    return sorted(found, key=lambda row: (-row.total, row.kind)), coming


def _people(institution: Institution, country: str) -> list[Met]:
    """Officials of a country who took part in acts on the other side, those met last first."""
    rows = Participant.objects.filter(
        person__country=country,
        person__institution=institution,
        side=Side.COUNTERPART,
        record__merged_into__isnull=True,
        record__status=Status.DONE,
        record__starts_on__isnull=False,
    ).order_by("-record__starts_on", "number")
    found: dict[str, Met] = {}
    for met in rows.values_list("person__code", "person__name", "post", "record__starts_on")[:_LOOKED_THROUGH]:
        found.setdefault(met[0], Met(*met))
    return list(found.values())[:SHOWN]
