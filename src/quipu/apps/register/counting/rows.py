"""The cells of a count: amounts, and the categories in which a record falls by the columns that say so."""

from __future__ import annotations

from decimal import Decimal

from quipu.apps.register.counting.definition import UNKNOWN, Definition
from quipu.apps.register.counting.filters import RANKS

Category = tuple[str, str]
"""A dimension and one of its categories."""

TOTAL: Category = ("", "")
"""In all."""

Key = tuple[str, str, str]
"""Period, dimension and category of a counted value."""

UNIT = 10_000
"""How many ten-thousandths make one."""

_COLUMNS = {
    "region": ("regions",),
    "country": ("countries",),
    "level": ("level_own", "level_counterpart"),
    "mode": ("mode",),
}


def amount(units: int) -> Decimal:
    """Ten-thousandths as an exact number."""
    return Decimal(units).scaleb(-4)


def columns_of(definition: Definition) -> tuple[str, ...]:
    """The columns of a record that the dimensions of a rule look at, in their order."""
    return tuple(column for dimension in definition.disaggregate for column in _COLUMNS[dimension])


def codes_in(barred: str) -> list[str]:
    """The codes of a column that holds them between bars."""
    return barred.split("|")[1:-1]


def highest(level_own: str, level_counterpart: str) -> str:
    """The highest level of both sides; `unknown` when neither is known."""
    return max(level_own, level_counterpart, key=lambda word: RANKS[word]) or UNKNOWN


class Categories:
    """The categories of a rule's dimensions, found once for each combination of columns."""

    def __init__(self, definition: Definition) -> None:
        """For the dimensions of a rule."""
        self._dimensions = definition.disaggregate
        self._known: dict[tuple[str, ...], tuple[Category, ...]] = {}

    def of(self, told: tuple[str, ...]) -> tuple[Category, ...]:
        """The categories of a record, in all first.

        Args:
            told: its columns, as `columns_of` names them.
        """
        found = self._known.get(told)
        if found is None:
            found = self._known[told] = (TOTAL, *self._find(told))
        return found

    def _find(self, told: tuple[str, ...]) -> list[Category]:
        found, place = [], 0
        for dimension in self._dimensions:
            values = told[place : place + len(_COLUMNS[dimension])]
            place += len(values)
            found += [(dimension, category) for category in _categories(dimension, values)]
        return found


def _categories(dimension: str, values: tuple[str, ...]) -> list[str]:
    if dimension == "level":
        return [highest(*values)]
    if dimension == "mode":
        return [values[0] or UNKNOWN]
    return codes_in(values[0])
