"""Whose records a person may write: those of the units that they answer for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from quipu.apps.organisation.models import CostCentre, Mission
from quipu.apps.register.models import Record


@dataclass(frozen=True, slots=True)
class Reach:
    """The units and missions whose records somebody may write; going through it gives the units.

    Attributes:
        units: identifiers of units at headquarters.
        missions: identifiers of missions: those assigned, and those that answer to one of the units.
    """

    units: frozenset[int] = frozenset()
    missions: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self.units))

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.units

    def holds(self, unit_id: int | None, mission_id: int | None) -> bool:
        """Whether something of this unit or mission lies within it."""
        return unit_id in self.units or mission_id in self.missions


def units_of(cost_centre_ids: Iterable[int] | None) -> Reach | None:
    """What the people who answer for some cost centres reach in the register.

    Args:
        cost_centre_ids: as `place.bound_to` gives them; None for who is bound to none and reaches everything.

    Returns:
        The units and missions, in two queries; None is everything.
    """
    if cost_centre_ids is None:
        return None
    centres = CostCentre.objects.filter(pk__in=set(cost_centre_ids)).values_list("unit_id", "mission_id")
    rows = list(centres)
    units = frozenset(unit for unit, mission in rows if unit is not None and mission is None)
    own = {mission for _, mission in rows if mission is not None}
    below = Mission.objects.filter(unit__in=units).values_list("pk", flat=True) if units else ()
    return Reach(units, frozenset({*own, *below}))


def within(reach: Reach | None, prefix: str = "") -> Q:
    """The condition that picks the records within reach; with a prefix such as `record__`, of what hangs from them."""
    if reach is None:
        return Q()
    return Q(**{f"{prefix}unit__in": reach.units}) | Q(**{f"{prefix}mission__in": reach.missions})


def may_edit(record: Record, units: Reach | None) -> bool:
    """Whether a record lies within reach; one of no unit and no mission is for those who reach everything."""
    return units is None or units.holds(record.unit_id, record.mission_id)
