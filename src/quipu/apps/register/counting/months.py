"""Months as numbers, and the periods that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from quipu.method.periods import Granularity, Period

Interval = tuple[int, int]
"""The first and the last month of something, each as year x 12 + month - 1."""


def interval_of(period: str) -> Interval:
    """The months of a period."""
    parsed = Period.parse(period)
    return parsed.year * 12 + parsed.first_month - 1, parsed.year * 12 + parsed.last_month - 1


@lru_cache(maxsize=20_000)
def periods_holding(first: int, last: int) -> tuple[str, ...]:
    """The periods within which an interval lies, the longest first; none when it lies across two years."""
    if first // 12 != last // 12:
        return ()
    year, begin, end = first // 12, first % 12, last % 12
    return tuple(
        str(Period(year, size, begin // size.months + 1))
        for size in Granularity
        if begin // size.months == end // size.months
    )


@lru_cache(maxsize=2_000)
def periods_ending_at(month: int) -> tuple[str, ...]:
    """The periods whose last month this is."""
    year, number = divmod(month, 12)
    return tuple(
        str(Period(year, size, number // size.months + 1)) for size in Granularity if (number + 1) % size.months == 0
    )


@dataclass(frozen=True)
class Horizon:
    """The periods for which there is a count: those that have begun in the years that a register holds whole.

    Attributes:
        first: the first month.
        last: the last month: the present one, or the last of the last year.
    """

    first: int
    last: int

    @classmethod
    def until(cls, today: date, covers_from: int | None, covers_to: int | None = None) -> Horizon:
        """From the first month of a year to the month of a day, and no further than the end of another year."""
        now = today.year * 12 + today.month - 1
        return cls((covers_from or today.year) * 12, now if covers_to is None else min(now, covers_to * 12 + 11))

    def __contains__(self, period: object) -> bool:
        first, _ = _interval(str(period))
        return self.first <= first <= self.last

    def __iter__(self) -> Iterator[str]:
        for year in range(self.first // 12, self.last // 12 + 1):
            for size in Granularity:
                for number in range(1, 12 // size.months + 1):
                    period = str(Period(year, size, number))
                    if period in self:
                        yield period

    @property
    def last_of_its_year(self) -> int:
        """The last month of the year that has begun: up to it some begun period ends."""
        return self.last - self.last % 12 + 11


@lru_cache(maxsize=20_000)
def _interval(period: str) -> Interval:
    return interval_of(period)
