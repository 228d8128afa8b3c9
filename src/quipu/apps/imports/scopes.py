"""What a file speaks of when it does not speak of the whole institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quipu.workbook.columns import Value
from quipu.workbook.schema import SHEETS

_PART = ("plan", "version", "year")
_BOUND = frozenset(sheet.name for sheet in SHEETS if {*_PART, "executing_unit"} <= set(sheet.key))
"""The sheets whose rows belong to the operational plan of a year: activities, amounts and tasks."""


@dataclass(frozen=True)
class Scope:
    """The operational plans of some executing units in one year of a plan's version.

    An import within a scope removes nothing outside it, and leaves as they are the rows that it finds in other sheets,
    such as cost centres.

    Attributes:
        plan: the plan's code.
        version: the number of its version.
        year: of the operational plan.
        executing_units: the codes of the units that the file has.
        families: the (phase, measure) pairs that the file brings; amounts of others stay.
    """

    plan: str
    version: int
    year: int
    executing_units: frozenset[str]
    families: frozenset[tuple[str, str]]

    def narrows(self, sheet: str) -> Mapping[str, Any]:
        """The columns of a sheet, and their values, to which its rows may be narrowed."""
        return dict(zip(_PART, (self.plan, self.version, self.year), strict=True)) if sheet in _BOUND else {}

    def may_replace(self, sheet: str) -> bool:
        """Whether rows of a sheet may change or go."""
        return sheet in ("activities", "amounts")

    def holds(self, sheet: str, row: Mapping[str, Value], activities: set[Value]) -> bool:
        """Whether a stored row goes when the file does not have it.

        Args:
            sheet: of the row.
            row: as stored.
            activities: the codes of the activities that the file has; of any other, every amount goes.
        """
        if not self.may_replace(sheet) or row.get("executing_unit") not in self.executing_units:
            return False
        pair = (str(row.get("phase")), str(row.get("measure")))
        return sheet != "amounts" or pair in self.families or row.get("code") not in activities
