"""Sending reminders by mail: a server that is down costs a retry, never a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from quipu.apps.accounts.mailing import is_mail_on, one_line, open_mail
from quipu.apps.collection.models import Reminder, Submission
from quipu.apps.collection.queries.reminders import WAITING

MOST_ATTEMPTS = 10
TAKEN_FOR = timedelta(minutes=15)
"""How long a run keeps others from a reminder that it is sending; after that it is taken for dead."""
_OPENINGS = {
    Reminder.Kind.BEFORE: "El reporte vence el {due:%d/%m/%Y}.",
    Reminder.Kind.DUE: "El reporte vence hoy, {due:%d/%m/%Y}.",
    Reminder.Kind.LATE: "El reporte venció el {due:%d/%m/%Y} y todavía no se envió.",
    Reminder.Kind.ASKED: "Planificación le recuerda el reporte, que vence el {due:%d/%m/%Y}.",
}


def deliver(reminders: Iterable[int]) -> tuple[int, int]:
    """Send reminders that wait for it, and try again those that failed.

    Each is claimed before it is sent, so that two runs at once send it once. What no longer needs sending, because the
    submission was sent meanwhile, stops waiting.

    Args:
        reminders: their identifiers.

    Returns:
        How many were sent, and how many failed.
    """
    found = list(_deliverable(reminders)) if is_mail_on() else []
    outdated = [item.pk for item in found if item.submission.state not in WAITING]
    Reminder.objects.filter(pk__in=outdated).update(mail=Reminder.Mail.NONE)
    claimed = [item for item in found if item.pk not in set(outdated) and _claim(item)]
    return _send_all(claimed) if claimed else (0, 0)


def _deliverable(reminders: Iterable[int]) -> Sequence[Reminder]:
    waiting = (Reminder.Mail.WAITING, Reminder.Mail.FAILED)
    found = Reminder.objects.filter(pk__in=list(reminders), mail__in=waiting, attempts__lt=MOST_ATTEMPTS)
    free = Q(sent_at=None) | Q(sent_at__lt=timezone.now() - TAKEN_FOR)
    return list(
        found.filter(free)
        .select_related("submission__reporting_period__version__plan__institution", "submission__cost_centre")
        .prefetch_related("submission__reporting_period__levels")
    )


def _claim(reminder: Reminder) -> bool:
    """Take a reminder from other runs: `sent_at` is when its sending began, until it is known how it ended."""
    mine = Reminder.objects.filter(pk=reminder.pk, attempts=reminder.attempts).exclude(mail=Reminder.Mail.SENT)
    return mine.update(attempts=F("attempts") + 1, sent_at=timezone.now()) == 1


def _send_all(reminders: Sequence[Reminder]) -> tuple[int, int]:
    sent = 0
    with open_mail() as sender:
        for reminder in reminders:
            fault = sender.send(_message(reminder))
            _mark(reminder, fault)
            sent += not fault
    return sent, len(reminders) - sent


def _mark(reminder: Reminder, fault: str) -> None:
    state = Reminder.Mail.FAILED if fault else Reminder.Mail.SENT
    sent_at = None if fault else timezone.now()
    Reminder.objects.filter(pk=reminder.pk).update(mail=state, fault=fault, sent_at=sent_at)


def _message(reminder: Reminder) -> EmailMessage:
    submission = reminder.submission
    period, institution = submission.reporting_period, submission.reporting_period.version.plan.institution
    due = next(level.due_on for level in period.levels.all() if level.level == submission.level)
    subject = f"{institution.acronym}: reporte de {period.period}, {submission.cost_centre.name}"
    lines = [
        _OPENINGS[Reminder.Kind(reminder.kind)].format(due=due),
        f"Periodo: {period.period}",
        f"Centro de costo: {submission.cost_centre}",
        _state_line(submission),
        *([period.message] if period.message else []),
        "Entre a Quipu para completarlo y enviarlo.",
    ]
    return EmailMessage(one_line(subject), "\n\n".join(lines), to=list(reminder.addresses))


def _state_line(submission: Submission) -> str:
    if submission.state == Submission.State.RETURNED:
        return "Planificación lo devolvió: lea qué hay que corregir."
    return "Está en borrador." if submission.state == Submission.State.DRAFT else "Todavía no se empezó."
