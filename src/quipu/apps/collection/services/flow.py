"""Sending a submission, giving it back, approving it, opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import StepRefusedError
from quipu.apps.collection.models import ReportingLevel, Submission, SubmissionStep
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.queries.locks import Locks, locked_periods
from quipu.apps.collection.services.access import (
    add_step,
    hold,
    hold_institution,
    hold_level,
    institution_of,
    key_of,
    record,
    require_writable,
    state_word,
    where_of,
)
from quipu.apps.collection.services.facts import write_facts
from quipu.apps.collection.services.narrative import refuse_if_moved
from quipu.apps.history.services import FactChange, record_changes

_STATE, _STEP = Submission.State, SubmissionStep.Kind


@transaction.atomic
def submit(*, submission: Submission, revision: int, actor: User | None) -> Submission:
    """Send what was filled in to the planners.

    Args:
        submission: what is sent.
        revision: that of the submission which whoever sends has seen.
        actor: who sends.

    Raises:
        NotWritableError: it was sent already, or its level is not open.
        ConflictError: somebody changed its words after those seen.
        StepRefusedError: something is still owed; everything is in `missing`.
    """
    held = hold(submission)
    require_writable(held)
    refuse_if_moved(held, revision)
    missing = form_of(held).missing
    if missing:
        raise StepRefusedError(
            f"Falta{'n' if len(missing) != 1 else ''} {len(missing)} por llenar y no se envió nada.",
            where=where_of(held),
            why=" ".join(str(item) for item in missing),
            remedy="Complételo; donde no haya dato, diga por qué.",
            code="collection.step.missing",
            missing=missing,
        )
    return _move(held, _STATE.SUBMITTED, _STEP.SUBMITTED, actor, submitted_at=timezone.now())


@transaction.atomic
def return_submission(*, submission: Submission, comment: str, actor: User | None) -> Submission:
    """Give what was sent back to be mended, with what has to be mended.

    Raises:
        StepRefusedError: it was not sent, its level is locked, or no comment is given.
    """
    held = hold(submission)
    _require_state(held, _STATE.SUBMITTED, "devolver", "Solo se devuelve lo que se envió y no se decidió.")
    _require_unlocked(held, "devolver")
    if not comment.strip():
        raise _refused(held, "Una devolución necesita su motivo.", "Escriba qué hay que corregir.")
    return _move(held, _STATE.RETURNED, _STEP.RETURNED, actor, comment)


@transaction.atomic
def approve(*, submission: Submission, actor: User | None) -> Submission:
    """Make what was sent facts of the plan: reported values with their parts and executed amounts, all or nothing.

    Raises:
        StepRefusedError: it was not sent, its level is locked, or another reporting period locks some of its facts.
    """
    hold_institution(submission.reporting_period.version.plan.institution_id)
    held = hold(submission)
    _require_state(held, _STATE.SUBMITTED, "aprobar", "Solo se aprueba lo que se envió y no se decidió.")
    _require_unlocked(held, "aprobar")
    changes = write_facts(held, actor)
    _require_free(held, changes)
    record_changes(institution=institution_of(held), changes=changes, actor=actor)
    return _move(held, _STATE.APPROVED, _STEP.APPROVED, actor, approved_at=timezone.now())


@transaction.atomic
def reopen(*, submission: Submission, reason: str, actor: User | None) -> Submission:
    """Let an approved submission be mended; its facts stay in the plan until it is approved again.

    Raises:
        StepRefusedError: it is not approved, its level is locked, or no reason is given.
    """
    held = hold(submission)
    _require_state(held, _STATE.APPROVED, "reabrir", "Solo se reabre lo aprobado.")
    _require_unlocked(held, "reabrir")
    if not reason.strip():
        raise _refused(held, "Reabrir un reporte aprobado necesita su motivo.", "Escriba por qué se reabre.")
    return _move(held, _STATE.RETURNED, _STEP.REOPENED, actor, reason, approved_at=None)


def _move(held: Submission, state: str, step: str, actor: User | None, words: str = "", **fields: Any) -> Submission:
    before, held.state = held.state, state
    held.revision, held.updated_by = held.revision + 1, actor
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "revision", "updated_by", "updated_at", *fields])
    add_step(held, step, actor, words.strip())
    told = ({"state": str(before)}, {"state": str(state)})
    record(held, FactChange(f"collection.submission.{step}", "submissions", key_of(held), *told), actor, words.strip())
    return held


def _require_state(held: Submission, wanted: str, verb: str, remedy: str) -> None:
    if held.state != wanted:
        told = f"El reporte está {state_word(held.state)} y no se puede {verb}."
        raise _refused(held, told, remedy, code="collection.step.state")


def _require_unlocked(held: Submission, verb: str) -> None:
    if hold_level(held).state == ReportingLevel.State.LOCKED:
        raise _refused(
            held,
            f"El periodo está bloqueado y no se puede {verb}.",
            "Reabra el nivel con su motivo, o corrija el valor con el suyo.",
            code="collection.locked",
        )


def _require_free(held: Submission, changes: Sequence[FactChange]) -> None:
    """Refuse facts that another reporting period, such as the semester inside a year, has locked."""
    locks = locked_periods(institution_of(held))
    locked = dict.fromkeys(_named(change) for change in changes if locks and _is_locked(locks, change))
    if locked:
        raise _refused(
            held,
            f"No se aprobó nada: otro periodo de reporte tiene bloqueado {', '.join(locked)}.",
            "Reabra ese periodo con su motivo, o devuelva el reporte para que deje esos datos como estaban.",
            code="collection.locked",
        )


def _is_locked(locks: Locks, change: FactChange) -> bool:
    if change.kind == "amounts":
        month = int(next(iter(change.after or change.before or {}))[1:])
        return locks.locks_amount(change.key[:5], month)
    plan, indicator, period, *_ = change.key
    return locks.locks_value(str(plan), str(indicator), str(period))


def _named(change: FactChange) -> str:
    if change.kind == "amounts":
        return f"lo ejecutado de «{change.key[4]}»"
    return f"«{change.key[1]}» en {change.key[2]}"


def _refused(held: Submission, what: str, remedy: str, code: str = "") -> StepRefusedError:
    return StepRefusedError(what, where=where_of(held), remedy=remedy, code=code)
