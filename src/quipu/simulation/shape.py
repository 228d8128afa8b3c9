"""The size of a simulated institution, and the rows that it is made of."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from quipu.errors import QuipuError

Cell: TypeAlias = str | int | Decimal | bool | date
Row: TypeAlias = dict[str, Cell]
Rows: TypeAlias = dict[str, list[Row]]

MOST_PER_LEVEL = 99
MOST_ACTIVITIES = 99_999


class SizeError(QuipuError):
    """A size that the codes of a plan cannot hold."""

    code = "simulation.size"


@dataclass(frozen=True)
class Shape:
    """What is asked of a simulated institution.

    Attributes:
        seed: the same seed and size give the same rows.
        years: years with values, the last of them added by the extended version.
        first_year: first year of the plan.
        objectives: strategic objectives.
        actions: strategic actions, shared out among the objectives.
        activities: operational activities of each year.
        slug: identifier of the institution.
    """

    seed: int
    years: int
    first_year: int
    objectives: int
    actions: int
    activities: int
    slug: str

    def __post_init__(self) -> None:
        """Refuses what the codes cannot hold or what would leave no version to extend."""
        _within("years", self.years, 3, MOST_PER_LEVEL)
        _within("first_year", self.first_year, 1900, 2100)
        _within("objectives", self.objectives, 1, MOST_PER_LEVEL)
        _within("actions", self.actions, self.objectives, self.objectives * MOST_PER_LEVEL)
        _within("activities", self.activities, self.actions, MOST_ACTIVITIES)

    @property
    def all_years(self) -> range:
        """The years of the plan, the added one included."""
        return range(self.first_year, self.first_year + self.years)

    @property
    def last_year(self) -> int:
        """The year that is evaluated."""
        return self.all_years[-1]

    @property
    def plan(self) -> str:
        """Code of the plan."""
        return f"PEI-{self.first_year}-{self.last_year}"

    def stream(self, room: str) -> random.Random:
        """A source of chance of its own for one part, so that one part can change without moving the others."""
        return random.Random(f"{self.seed}:{room}")  # noqa: S311


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SizeError(
            f"{name} = {value}: a simulated institution takes from {least} to {most}.",
            remedy=f"Give a value of {name} between {least} and {most}.",
        )
