"""Who works in an institution, in which part, and for which cost centres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from quipu.apps.accounts.models import Assignment, Membership
from quipu.apps.accounts.permissions import BOUND_TO_COST_CENTRES
from quipu.apps.organisation.models import CostCentre, Institution


@dataclass(frozen=True)
class RosterRow:
    """A person of an institution and the cost centres assigned to them."""

    membership: Membership
    cost_centres: Sequence[CostCentre]

    @property
    def is_bound(self) -> bool:
        """Whether this person acts only for the cost centres assigned to them."""
        return self.membership.role in BOUND_TO_COST_CENTRES


@dataclass(frozen=True)
class Roster:
    """Everybody of an institution, and the cost centres that nobody answers for."""

    rows: Sequence[RosterRow]
    unassigned: Sequence[CostCentre]


def roster_of(institution: Institution) -> Roster:
    """Everybody of an institution, focal points first; three queries."""
    memberships = Membership.objects.filter(institution=institution).select_related("user")
    assigned: dict[int, list[CostCentre]] = defaultdict(list)
    found = Assignment.objects.filter(membership__institution=institution, membership__user__is_active=True)
    for row in found.select_related("cost_centre__executing_unit").order_by("cost_centre__name"):
        assigned[row.membership_id].append(row.cost_centre)
    rows = [RosterRow(item, assigned[item.pk]) for item in memberships]
    taken = {centre.pk for centres in assigned.values() for centre in centres}
    return Roster(
        rows=sorted(rows, key=lambda row: (not row.is_bound, row.membership.user.username)),
        unassigned=[centre for centre in cost_centres_of(institution) if centre.pk not in taken],
    )


def cost_centres_of(institution: Institution) -> list[CostCentre]:
    """Every cost centre of an institution, by executing unit and name."""
    found = CostCentre.objects.filter(executing_unit__institution=institution).select_related("executing_unit")
    return list(found.order_by("executing_unit__code", "name"))


def find_bound_membership(institution: Institution, membership_id: int) -> Membership | None:
    """The part of somebody who acts for assigned cost centres; None for anybody else."""
    found = Membership.objects.filter(institution=institution, pk=membership_id, role__in=BOUND_TO_COST_CENTRES)
    return found.select_related("user", "institution").first()
