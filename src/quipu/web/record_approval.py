"""Where a record stands in its unit's chain, and what a person may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import Decision, Record, Review
from quipu.apps.register.queries.approvals import approvers_of, next_step, sender_of
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.web.workplace import Workplace


@dataclass(frozen=True)
class ShownDecision:
    """A decision, and whether who approved is who had sent it."""

    row: Decision
    own: bool


@dataclass(frozen=True)
class Approval:
    """What the page of a record says of its approval.

    Attributes:
        decisions: what was decided, the latest first.
        approvers: the names of who will have to approve it if this person sends it, in order; empty when it was sent.
        waiting_for: the name of who has to decide; empty when nobody has to.
        may_submit: whether this person may send it.
        may_decide: whether it waits for this person.
    """

    decisions: list[ShownDecision]
    approvers: list[str]
    waiting_for: str
    may_submit: bool
    may_decide: bool


def approval_of(place: Workplace, record: Record, user: Any) -> Approval:
    """The approval of a record as somebody sees it."""
    step = next_step(record)
    person = step.membership.user if step else None
    waits = record.merged_into_id is None and record.review in (Review.DRAFT, Review.RETURNED)
    return Approval(
        decisions=_shown(record),
        approvers=approvers_of(record, user.pk) if waits else [],
        waiting_for=(person.get_full_name() or person.username) if person else "",
        may_submit=waits and place.may(Action.RECORD) and may_edit(record, units_of(place.bound_to)),
        may_decide=person is not None and person.pk == user.pk and place.may(Action.APPROVE_RECORD),
    )


def _shown(record: Record) -> list[ShownDecision]:
    rows = list(record.decisions.select_related("by"))
    approved = Decision.Kind.APPROVED
    return [
        ShownDecision(row, row.kind == approved and row.by_id is not None and row.by_id == sender_of(rows[place:]))
        for place, row in enumerate(rows)
    ]
