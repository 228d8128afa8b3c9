"""When a record counts: the months of its date or of its validity, and the periods that these fall in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.months import Horizon, Interval, interval_of, periods_ending_at, periods_holding
from quipu.apps.register.services.derived import month_index

_OPEN = 10_000 * 12


def moment_columns(definition: Definition) -> tuple[str, str]:
    """The two columns that say when a record counts."""
    return ("first_month", "last_month") if definition.by == "date" else ("valid_from", "valid_to")


def months_told(definition: Definition, first: Any, last: Any) -> Interval:
    """The months between which a record lies; of one in force, those at whose end it is."""
    if definition.by == "date":
        return first, last
    return month_index(first), _OPEN if last is None else month_index(last + timedelta(days=1)) - 1


def periods_of(months: Interval, definition: Definition, horizon: Horizon) -> Iterable[str]:
    """The periods of a horizon in which something of these months counts."""
    if definition.by == "date":
        return (period for period in periods_holding(*months) if period in horizon)
    return _periods_in_force(months, horizon)


def _periods_in_force(months: Interval, horizon: Horizon) -> Iterator[str]:
    for month in range(max(months[0], horizon.first), min(months[1], horizon.last_of_its_year) + 1):
        yield from (period for period in periods_ending_at(month) if period in horizon)


def counting_in(definition: Definition, period: str) -> Q:
    """The records that count in a period by when they are."""
    first, last = interval_of(period)
    if definition.by == "date":
        return _lying(first, last)
    day = last_day_of(period)
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def counting_between(definition: Definition, periods: Collection[str]) -> Q:
    """The records that may count in one of some periods by when they are."""
    if definition.by != "date":
        return touching(definition, periods)
    intervals = [interval_of(period) for period in periods]
    return _lying(min(months[0] for months in intervals), max(months[1] for months in intervals))


def _lying(first: int, last: int) -> Q:
    # The first month is bounded on both sides, which follows anyway, for the index to be read between them only.
    return Q(first_month__gte=first, first_month__lte=last, last_month__lte=last)


def touching(definition: Definition, periods: Collection[str]) -> Q:
    """The records some of whose time lies between the first and the last of some periods."""
    intervals = [interval_of(period) for period in periods]
    first, last = min(months[0] for months in intervals), max(months[1] for months in intervals)
    if definition.by == "date":
        return Q(first_month__lte=last, last_month__gte=first)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=_first_day(first))
    return Q(valid_from__lt=_first_day(last + 1)) & lasting


def last_day_of(period: str) -> date:
    """The last day of a period."""
    return _first_day(interval_of(period)[1] + 1) - timedelta(days=1)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
