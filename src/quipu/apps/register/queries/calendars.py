"""Acts by day and by month."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet

from quipu.apps.register.models import Precision, Record
from quipu.apps.register.services.derived import month_index

SHOWN_IN_A_DAY = 4
"""Acts of a day that its cell shows; the others are counted, and a link leads to them."""
SHOWN_WITHOUT_DAY = 20


@dataclass
class Day:
    """A day of a month and the acts that are under way in it.

    Attributes:
        on: the day.
        inside: whether it belongs to the month, and not to the weeks that begin or end it.
        count: how many acts.
        records: the first of them.
    """

    on: date
    inside: bool
    count: int = 0
    records: list[Record] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many acts are not shown."""
        return self.count - len(self.records)


@dataclass(frozen=True)
class Month:
    """A month by weeks that begin on Monday.

    Attributes:
        first: its first day.
        weeks: its days; those of other months stand empty.
        without_day: acts of the month whose day is not known, at most `SHOWN_WITHOUT_DAY`.
        without_day_more: whether there are others.
    """

    first: date
    weeks: Sequence[Sequence[Day]]
    without_day: Sequence[Record]
    without_day_more: bool

    @property
    def days(self) -> list[Day]:
        """The days of the month in which there is something."""
        return [day for week in self.weeks for day in week if day.inside and day.count]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)


def month_of(records: QuerySet[Record], first: date) -> Month:
    """The acts of a month, each on every day that it lasts; four queries, whatever the number of acts.

    Args:
        records: those that may be shown.
        first: the first day of the month.
    """
    weeks = [
        [Day(on, on.month == first.month) for on in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.on: day for week in weeks for day in week if day.inside}
    shown: dict[date, list[int]] = {}
    for key, starts_on, ends_on in _under_way(records, min(days), max(days)):
        for on in _span(max(starts_on, min(days)), min(ends_on or starts_on, max(days))):
            days[on].count += 1
            if days[on].count <= SHOWN_IN_A_DAY:
                shown.setdefault(on, []).append(key)
    known = _by_key({key for keys in shown.values() for key in keys})
    for on, keys in shown.items():
        days[on].records = [known[key] for key in keys]
    vague = list(_without_day(records, month_index(first))[: SHOWN_WITHOUT_DAY + 1])
    shown_vague = sorted(vague[:SHOWN_WITHOUT_DAY], key=lambda record: record.code)
    return Month(first, weeks, shown_vague, len(vague) > SHOWN_WITHOUT_DAY)


def _without_day(records: QuerySet[Record], month: int) -> QuerySet[Record]:
    """Acts known to lie within a month and no nearer.

    They come in no order, as one by date or by code would walk through every act.
    """
    vague = records.filter(first_month=month, last_month=month).exclude(precision=Precision.DAY)
    return vague.order_by("last_month").defer("summary", "search", "source")


def _under_way(records: QuerySet[Record], first: date, last: date) -> Iterator[tuple[int, date, date | None]]:
    """Acts whose day is known: those that begin between two days, and those begun before that last until then.

    They are two queries because each has its own index.
    """
    exact = records.filter(precision=Precision.DAY).order_by()
    columns = ("pk", "starts_on", "ends_on", "code")
    # Written as a sum, so that no database takes the index of the months and walks through every act before.
    begun = exact.annotate(begun=F("first_month") + 0).filter(
        begun__lt=month_index(first), ends_on__gt=F("starts_on"), ends_on__gte=first
    )
    rows = [*begun.values_list(*columns), *exact.filter(starts_on__range=(first, last)).values_list(*columns)]
    for key, starts_on, ends_on, _code in sorted(rows, key=lambda row: (row[1], row[3])):
        yield key, starts_on, ends_on


def _span(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _by_key(keys: set[int]) -> Mapping[int, Record]:
    found = Record.objects.filter(pk__in=keys).order_by()
    return found.only("code", "title", "kind", "status", "starts_on", "ends_on", "precision").in_bulk()


@dataclass(frozen=True)
class Density:
    """How many acts there are in each year and in each month (year x 12 + month - 1).

    An act counts in a year or in a month when its date lies within it as far as it is known, as in the lists that the
    years and months lead to.
    """

    years: Mapping[int, int]
    months: Mapping[int, int]


def density_of(records: QuerySet[Record]) -> Density:
    """How some acts spread over time; one query over derived columns."""
    rows = records.filter(first_month__isnull=False).order_by()
    years: Counter[int] = Counter()
    months: Counter[int] = Counter()
    for first, last, many in rows.values_list("first_month", "last_month").annotate(many=Count("pk")):
        if first == last:
            months[first] += many
        if first // 12 == last // 12:
            years[first // 12] += many
    return Density(years, months)
