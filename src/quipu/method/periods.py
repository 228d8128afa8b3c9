"""Periods of a year: `2024`, `2024-S1`, `2024-Q3`, `2024-M07`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from quipu.method.errors import MethodError


class Granularity(StrEnum):
    """How long a period is."""

    YEAR = "year"
    SEMESTER = "semester"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Months in one such period."""
        return _MONTHS[self]


_MONTHS = {Granularity.YEAR: 12, Granularity.SEMESTER: 6, Granularity.QUARTER: 3, Granularity.MONTH: 1}
_LETTERS = {"S": Granularity.SEMESTER, "Q": Granularity.QUARTER, "M": Granularity.MONTH}
_PATTERN = re.compile(r"^(\d{4})(?:-([SQM])(\d{1,2}))?$", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A year or a part of one. Periods order by their first month, the longer one first.

    Attributes:
        year: four-digit year.
        granularity: year, semester, quarter or month.
        number: which part of the year, from 1; always 1 for a year.
    """

    year: int
    granularity: Granularity = Granularity.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        """Refuses a part that the year does not have."""
        if not 1 <= self.year <= 9999 or not 1 <= self.number <= 12 // self.granularity.months:
            raise _unreadable(str(self))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads a period.

        Args:
            text: `2024`, `2024-S1`, `2024-Q3` or `2024-M07`; case and outer spaces do not matter.

        Raises:
            MethodError: `method.period`, with the accepted forms.
        """
        match = _PATTERN.match(str(text).strip().upper())
        if match is None:
            raise _unreadable(text)
        year, letter, part = match.groups()
        granularity = _LETTERS[letter] if letter else Granularity.YEAR
        try:
            return cls(int(year), granularity, int(part) if part else 1)
        except MethodError:
            raise _unreadable(text) from None

    def __str__(self) -> str:
        if self.granularity is Granularity.YEAR:
            return f"{self.year:04d}"
        letter = self.granularity.value[0].upper()
        width = 2 if self.granularity is Granularity.MONTH else 1
        return f"{self.year:04d}-{letter}{self.number:0{width}d}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return (self.year, self.first_month, -self.granularity.months)

    @property
    def first_month(self) -> int:
        """First month of the period, 1..12."""
        return (self.number - 1) * self.granularity.months + 1

    @property
    def last_month(self) -> int:
        """Last month of the period, 1..12."""
        return self.number * self.granularity.months

    @property
    def months(self) -> range:
        """The months of the period, as numbers of its year."""
        return range(self.first_month, self.last_month + 1)

    def contains(self, other: Period) -> bool:
        """Tells whether the other period lies wholly inside this one (a period contains itself)."""
        return self.year == other.year and self.first_month <= other.first_month and other.last_month <= self.last_month

    def within(self, granularity: Granularity) -> Period:
        """Gives the period of that length which holds this one.

        Raises:
            MethodError: `method.period` when that length is shorter than this period.
        """
        if granularity.months < self.granularity.months:
            raise MethodError(
                f"{self} does not lie within one {granularity.value}.",
                remedy="Ask for a longer period, or for its children.",
                code="method.period",
            )
        return Period(self.year, granularity, (self.first_month - 1) // granularity.months + 1)

    @property
    def parents(self) -> tuple[Period, ...]:
        """The longer periods that hold this one, nearest first."""
        longer = [item for item in reversed(Granularity) if item.months > self.granularity.months]
        return tuple(self.within(item) for item in longer)

    def children(self, granularity: Granularity | None = None) -> tuple[Period, ...]:
        """Gives the shorter periods inside this one, in order.

        Args:
            granularity: their length; by default the next shorter one. A month has none.
        """
        shorter = [item for item in Granularity if item.months < self.granularity.months]
        if not shorter:
            return ()
        size = granularity or shorter[0]
        if size not in shorter:
            return ()
        first = (self.first_month - 1) // size.months + 1
        return tuple(Period(self.year, size, first + n) for n in range(self.granularity.months // size.months))

    def shift(self, steps: int) -> Period:
        """Gives the period of the same length that many steps later (earlier when negative)."""
        per_year = 12 // self.granularity.months
        index = self.year * per_year + self.number - 1 + steps
        return Period(index // per_year, self.granularity, index % per_year + 1)


def _unreadable(text: object) -> MethodError:
    return MethodError(
        f"{str(text)!r} is not a period.",
        remedy="Write a year (2024), a semester (2024-S1), a quarter (2024-Q3) or a month (2024-M07).",
        code="method.period",
    )
