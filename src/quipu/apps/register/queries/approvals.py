"""Where records stand in the chain of approval of their unit, whom they wait for and how long they have waited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils import timezone

from quipu.apps.accounts.models import Membership
from quipu.apps.organisation.models import Institution, OrganisationalUnit
from quipu.apps.register.models import ApprovalStep, Decision, Record, Review


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record that somebody has to approve or give back.

    Attributes:
        record: with its unit.
        step: the step that it waits at.
        since: the day on which it came to that step.
        days: how long it has waited there.
    """

    record: Record
    step: ApprovalStep
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class StepDelay:
    """How long records wait at one step of a chain.

    Attributes:
        step: with its unit and person.
        waiting: how many wait there now.
        longest: the days that the oldest of them has waited, None when none waits.
        decided: how many were approved or given back there.
        usual: the median of the days that those took, None when none was decided.
    """

    step: ApprovalStep
    waiting: int
    longest: int | None
    decided: int
    usual: float | None


def chain_of(unit: OrganisationalUnit) -> list[ApprovalStep]:
    """The steps of a unit in order, each with its person; empty when its records need no approval."""
    return list(unit.approval_steps.select_related("membership__user").order_by("position"))


def chains_of(institution: Institution) -> Mapping[int, list[ApprovalStep]]:
    """The steps of every unit that has a chain, by the identifier of the unit; one query."""
    rows = ApprovalStep.objects.filter(unit__institution=institution)
    found: dict[int, list[ApprovalStep]] = {}
    for row in rows.select_related("unit", "membership__user").order_by("unit__code", "position"):
        found.setdefault(row.unit_id, []).append(row)
    return found


def approved_positions(decisions: Iterable[Decision]) -> set[int]:
    """The steps that approved a record since it was last sent; the decisions come with the latest first."""
    approved = set()
    for item in decisions:
        if item.kind != Decision.Kind.APPROVED:
            break
        approved.add(item.position)
    return approved


def sender_of(decisions: Iterable[Decision]) -> int | None:
    """Who last sent a record, by identifier; the decisions come with the latest first."""
    return next((item.by_id for item in decisions if item.kind == Decision.Kind.SUBMITTED), None)


def steps_for(chain: Sequence[ApprovalStep], sender: int | None) -> list[ApprovalStep]:
    """The steps that a record sent by somebody goes through: nobody approves what they sent.

    Their own steps are passed over, unless the chain names nobody else.
    """
    others = [step for step in chain if step.membership.user_id != sender]
    return others or list(chain)


def approvers_of(record: Record, sender: int) -> list[str]:
    """The names of who will have to approve a record if somebody sends it, in order."""
    people = [step.membership.user for step in steps_for(chain_of(record.unit), sender)] if record.unit else []
    return [person.get_full_name() or person.username for person in people]


def next_step(record: Record) -> ApprovalStep | None:
    """The step that a record sent for approval waits at, with its person; None when it waits at none."""
    if record.review != Review.SUBMITTED or record.unit is None:
        return None
    decisions = list(record.decisions.all())
    approved = approved_positions(decisions)
    steps = steps_for(chain_of(record.unit), sender_of(decisions))
    return next((step for step in steps if step.position not in approved), None)


def waiting_records(
    institution: Institution, today: date | None = None, *, membership: Membership | None = None
) -> list[WaitingRecord]:
    """The records that wait for approval, the one that has waited longest first; three queries.

    Args:
        institution: whose records they are.
        today: the day of the question; today when None.
        membership: only those that wait for this person; everybody's when None.
    """
    chains = chains_of(institution)
    if not chains:
        return []
    held = institution.records.filter(review=Review.SUBMITTED, merged_into=None, unit__in=chains)
    found = []
    for record in held.select_related("unit").prefetch_related("decisions"):
        decisions = list(record.decisions.all())
        approved = approved_positions(decisions)
        steps = steps_for(chains[record.unit_id], sender_of(decisions))
        step = next((item for item in steps if item.position not in approved), None)
        if step is None or (membership is not None and step.membership_id != membership.pk):
            continue
        since = timezone.localdate(decisions[0].at) if decisions else (today or timezone.localdate())
        found.append(WaitingRecord(record, step, since, ((today or timezone.localdate()) - since).days))
    return sorted(found, key=lambda item: (item.since, item.record.code))


def step_delays(institution: Institution, today: date | None = None) -> list[StepDelay]:
    """How long records wait at each step of each chain, now and as a rule."""
    waiting: dict[int, list[int]] = {}
    for item in waiting_records(institution, today):
        waiting.setdefault(item.step.pk, []).append(item.days)
    taken = _days_taken(institution)
    found = []
    for steps in chains_of(institution).values():
        for step in steps:
            now, before = waiting.get(step.pk, []), taken.get((step.unit_id, step.position), [])
            usual = float(median(before)) if before else None
            found.append(StepDelay(step, len(now), max(now, default=None), len(before), usual))
    return found


def _days_taken(institution: Institution) -> Mapping[tuple[int, int], list[int]]:
    """By unit and position, the days between a decision there and the step before it."""
    rows = Decision.objects.filter(record__institution=institution, record__unit__isnull=False)
    found: dict[tuple[int, int], list[int]] = {}
    last: tuple[int, date] | None = None
    for record, unit, position, kind, at in rows.order_by("record", "at", "id").values_list(
        "record", "record__unit", "position", "kind", "at"
    ):
        day = timezone.localdate(at)
        if last is not None and last[0] == record and kind != Decision.Kind.SUBMITTED:
            found.setdefault((unit, position), []).append((day - last[1]).days)
        last = record, day
    return found


def people_of(steps: Sequence[ApprovalStep]) -> str:
    """The people of a chain in order, by user name."""
    return ", ".join(step.membership.user.username for step in steps)
