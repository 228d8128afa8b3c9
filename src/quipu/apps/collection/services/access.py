"""Taking hold of a submission before it changes, and refusing what its state or its calendar does not allow."""

from __future__ import annotations

from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import CollectionError
from quipu.apps.collection.models import ReportingLevel, Submission, SubmissionStep
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution

_STATE_WORDS = {
    Submission.State.OWED: "pendiente",
    Submission.State.DRAFT: "en borrador",
    Submission.State.SUBMITTED: "enviado",
    Submission.State.RETURNED: "devuelto",
    Submission.State.APPROVED: "aprobado",
}

Key = tuple[object, ...]


class NotWritableError(CollectionError):
    """The submission cannot be written now: it was sent or approved, or its level is not open."""

    code = "collection.not_writable"


def hold_institution(institution_id: int) -> None:
    """Keep imports of an institution, and other changes of its facts and locks, out until the transaction ends.

    Whoever holds an institution does it before anything else, so that two of them never wait for each other.
    """
    Institution.objects.select_for_update().get(pk=institution_id)


def hold(submission: Submission) -> Submission:
    """The submission as it stands now, held until the transaction ends, so that its changes follow each other."""
    found = Submission.objects.select_for_update(of=("self",)).select_related(
        "reporting_period__version__plan__institution", "cost_centre__executing_unit"
    )
    return found.get(pk=submission.pk)


def hold_level(submission: Submission) -> ReportingLevel:
    """The calendar that it follows, held too, so that nobody locks it in between."""
    levels = ReportingLevel.objects.select_for_update()
    return levels.get(reporting_period=submission.reporting_period_id, level=submission.level)


def require_writable(submission: Submission) -> None:
    """Refuse to write in what was sent or approved, before its day, or once its level closed.

    What was returned is still written while its level is closed: it was sent in time.

    Raises:
        NotWritableError: saying which of these it is.
    """
    where = where_of(submission)
    if submission.state in (Submission.State.SUBMITTED, Submission.State.APPROVED):
        raise NotWritableError(
            f"El reporte está {_STATE_WORDS[submission.state]} y ya no se llena.",
            where=where,
            remedy="Pida a planificación que lo devuelva, con su motivo.",
            code="collection.already_sent",
        )
    level = hold_level(submission)
    if level.state == ReportingLevel.State.LOCKED:
        raise NotWritableError(
            "El periodo está bloqueado y nada cambia en él.",
            where=where,
            remedy="Si un valor está mal, planificación lo corrige con su motivo.",
            code="collection.locked",
        )
    if level.state == ReportingLevel.State.CLOSED and submission.state != Submission.State.RETURNED:
        raise NotWritableError(
            "El periodo está cerrado y ya no se llena.",
            where=where,
            remedy="Pida a planificación que lo reabra.",
            code="collection.closed",
        )
    if timezone.localdate() < level.opens_on:
        raise NotWritableError(
            f"El periodo se abre el {level.opens_on:%d/%m/%Y}.",
            where=where,
            remedy="Vuelva ese día, o pida a planificación que adelante la fecha.",
            code="collection.not_open_yet",
        )


def start_if_owed(submission: Submission, actor: User | None) -> None:
    """The first thing written makes it a draft; its revision stays, since its words and sending did not change."""
    if submission.state == Submission.State.OWED:
        submission.state, submission.updated_by = Submission.State.DRAFT, actor
        submission.save(update_fields=["state", "updated_by", "updated_at"])
        add_step(submission, SubmissionStep.Kind.STARTED, actor)


def add_step(submission: Submission, kind: str, actor: User | None, comment: str = "") -> None:
    """Write down a step."""
    SubmissionStep.objects.create(submission=submission, kind=kind, actor=actor, comment=comment)


def record(submission: Submission, change: FactChange, actor: User | None, reason: str = "") -> None:
    """Add one change of a submission to the history."""
    record_changes(institution=institution_of(submission), changes=[change], actor=actor, reason=reason)


def institution_of(submission: Submission) -> Institution:
    """Whose submission it is."""
    return submission.reporting_period.version.plan.institution


def key_of(submission: Submission) -> Key:
    """Its natural key in the history: plan, version, period, executing unit and cost centre."""
    period, centre = submission.reporting_period, submission.cost_centre
    version = period.version
    return (version.plan.code, version.number, period.period, centre.executing_unit.code, centre.code)


def where_of(submission: Submission) -> str:
    """Where it is, for a message."""
    return f"{submission.cost_centre}, {submission.reporting_period.period}"


def state_word(state: str) -> str:
    """A state in Spanish, as messages say it."""
    return _STATE_WORDS[Submission.State(state)]
