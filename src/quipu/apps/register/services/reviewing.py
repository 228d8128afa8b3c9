"""Approval of records by the chain of their unit: sent, approved step by step, or given back with a comment."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from quipu.apps.accounts.models import Membership, User
from quipu.apps.accounts.permissions import Action, allows
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import OrganisationalUnit
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.errors import RecordConflictError, RecordStateError
from quipu.apps.register.models import ApprovalStep, Decision, Record, Review
from quipu.apps.register.queries.approvals import (
    approved_positions,
    chain_of,
    next_step,
    people_of,
    sender_of,
    steps_for,
)
from quipu.apps.register.services.holding import hold_record, hold_register, tell
from quipu.errors import QuipuError

_WORDS = {
    Review.NOT_NEEDED: "no necesita aprobación",
    Review.DRAFT: "está en borrador",
    Review.SUBMITTED: "ya se envió",
    Review.RETURNED: "se devolvió",
    Review.APPROVED: "ya está aprobado",
}


class ChainRefusedError(QuipuError):
    """A chain that cannot be."""

    code = "register.chain.refused"


class NotTheirStepError(QuipuError):
    """The record waits for somebody else."""

    code = "register.record.not_their_step"


def has_chain(unit_id: int | None) -> bool:
    """Whether the records of a unit need approval."""
    return unit_id is not None and ApprovalStep.objects.filter(unit_id=unit_id).exists()


def review_after_edit(record: Record) -> str:
    """Where a record stands once it is edited: what was sent or approved is a draft again."""
    if not has_chain(record.unit_id):
        return Review.NOT_NEEDED
    return Review.RETURNED if record.review == Review.RETURNED else Review.DRAFT


@transaction.atomic
def set_chain(
    *, unit: OrganisationalUnit, memberships: Sequence[Membership], actor: User | None, reason: str = ""
) -> list[ApprovalStep]:
    """Say who approves the records of a unit, in which order; nobody when they need no approval.

    What was approved or recorded before stays as it is. What waits goes on with the new chain: steps that approved it
    already are not asked again. Without a chain nothing waits any longer.

    Args:
        unit: whose records they are.
        memberships: the people, in order.
        actor: who says it.
        reason: why.

    Raises:
        ChainRefusedError: with every fault: somebody twice, of another institution, or whose role may not approve.
    """
    institution = hold_register(unit.institution_id)
    faults = _chain_faults(unit, memberships)
    if faults:
        raise ChainRefusedError(
            "La cadena no se puede guardar.", where=unit.name, why=" ".join(faults), remedy="Cambie a esas personas."
        )
    before = people_of(chain_of(unit))
    unit.approval_steps.all().delete()
    ApprovalStep.objects.bulk_create(
        ApprovalStep(unit=unit, position=position, membership=item) for position, item in enumerate(memberships, 1)
    )
    steps = chain_of(unit)
    if people_of(steps) != before:
        change = FactChange(
            "register.chain.changed",
            "approval_steps",
            (unit.code,),
            {"people": before or None},
            {"people": people_of(steps) or None},
        )
        record_changes(institution=institution, changes=[change], actor=actor, reason=reason)
        _follow_chain(unit, steps, actor, reason)
    return steps


@transaction.atomic
def submit(*, record: Record, actor: User | None, comment: str = "") -> Record:
    """Send a draft, or what was given back, for approval.

    Raises:
        RecordStateError: it waits already, is approved, needs no approval or was merged.
    """
    held = hold_record(record)
    if held.merged_into_id or held.review not in (Review.DRAFT, Review.RETURNED) or not has_chain(held.unit_id):
        raise _wrong_state(held, "Solo se envía un borrador de una unidad que aprueba.")
    return _decide(held, Decision.Kind.SUBMITTED, 0, Review.SUBMITTED, actor, comment)


@transaction.atomic
def approve(*, record: Record, actor: User, comment: str = "", seen_revision: int | None = None) -> Record:
    """Approve a record at the step that it waits at; after the last one it is approved, and counts.

    Who sent it is passed over, unless the chain names nobody else; then the history says that they approved their own.

    Args:
        record: the one sent.
        actor: the person of that step.
        comment: what they say of it.
        seen_revision: the revision that they read; any when None.

    Raises:
        RecordStateError: it was not sent.
        NotTheirStepError: it waits for somebody else.
        RecordConflictError: it was edited after they read it.
    """
    held, step = _at_their_step(record, actor)
    if seen_revision is not None and seen_revision != held.revision:
        raise RecordConflictError(where=held.code, by="", at="", fields=(), revision=held.revision)
    decisions = list(held.decisions.all())
    sender, approved = sender_of(decisions), approved_positions(decisions) | {step.position}
    is_last = all(item.position in approved for item in steps_for(chain_of(step.unit), sender))
    review = Review.APPROVED if is_last else Review.SUBMITTED
    return _decide(held, Decision.Kind.APPROVED, step.position, review, actor, comment, own=actor.pk == sender)


@transaction.atomic
def give_back(*, record: Record, actor: User, comment: str) -> Record:
    """Return a record to who wrote it, saying what has to be mended.

    Raises:
        RecordStateError: it was not sent, or nothing is said.
        NotTheirStepError: it waits for somebody else.
    """
    held, step = _at_their_step(record, actor)
    if not comment.strip():
        raise RecordStateError(
            "Una devolución dice qué hay que corregir.",
            where=held.code,
            remedy="Escriba el comentario.",
            code="register.record.return_comment",
        )
    return _decide(held, Decision.Kind.RETURNED, step.position, Review.RETURNED, actor, comment)


def _at_their_step(record: Record, actor: User) -> tuple[Record, ApprovalStep]:
    held = hold_record(record)
    step = next_step(held)
    if step is None:
        raise _wrong_state(held, "Solo se decide sobre lo que se envió a aprobar.")
    if step.membership.user_id != actor.pk:
        raise NotTheirStepError(
            f"Este registro espera a {step.membership.user.get_full_name() or step.membership.user.username}.",
            where=held.code,
            remedy="Si esa persona no puede, planificación cambia la cadena de la unidad.",
        )
    return held, step


def _decide(
    held: Record, kind: str, position: int, review: str, actor: User | None, comment: str, *, own: bool = False
) -> Record:
    before = held.review
    Decision.objects.create(record=held, kind=kind, position=position, comment=comment.strip(), by=actor)
    _set_review(held, review, actor, comment.strip())
    fields = {"review": before}, {"review": review, "position": position or None, "sent_by_them": own or None}
    tell(held, FactChange(f"register.record.{kind}", "records", (held.code,), *fields), actor, comment.strip())
    return held


def _set_review(held: Record, review: str, actor: User | None, reason: str) -> None:
    with keeping_counts(held.institution, [held.pk], actor=actor, reason=reason):
        held.review = review
        held.save(update_fields=["review"])


def _follow_chain(unit: OrganisationalUnit, steps: Sequence[ApprovalStep], actor: User | None, reason: str) -> None:
    """What waits and has nobody left to wait for is settled: approved, or in no need of it."""
    waiting = [Review.SUBMITTED] if steps else [Review.DRAFT, Review.SUBMITTED, Review.RETURNED]
    held = unit.records.filter(review__in=waiting).select_related("institution").prefetch_related("decisions")
    for record in held:
        decisions = list(record.decisions.all())
        asked = {step.position for step in steps_for(steps, sender_of(decisions))}
        if asked <= approved_positions(decisions):
            review = Review.APPROVED if steps else Review.NOT_NEEDED
            fields = {"review": record.review}, {"review": review}
            _set_review(record, review, actor, reason)
            tell(record, FactChange("register.record.approved", "records", (record.code,), *fields), actor, reason)


def _chain_faults(unit: OrganisationalUnit, memberships: Sequence[Membership]) -> list[str]:
    faults = []
    for number, item in enumerate(memberships):
        name = item.user.get_full_name() or item.user.username
        if item.institution_id != unit.institution_id:
            faults.append(f"{name} no es de la institución.")
        elif not allows(item.role, Action.APPROVE_RECORD) or not item.user.is_active:
            faults.append(f"{name} no puede aprobar registros.")
        if item.pk in [other.pk for other in memberships[:number]]:
            faults.append(f"{name} está dos veces.")
    return faults


def _wrong_state(held: Record, why: str) -> RecordStateError:
    state = "se unió a otro" if held.merged_into_id else _WORDS[Review(held.review)]
    return RecordStateError(
        f"El registro {state}.", where=held.code, why=why, code=f"register.record.review_{held.review}"
    )
