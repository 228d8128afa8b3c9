"""Reminding who still has to send: by the calendar, and when a planner asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from quipu.apps.accounts.mailing import is_mail_on
from quipu.apps.accounts.models import User
from quipu.apps.accounts.queries import focal_points_of
from quipu.apps.collection.models import Reminder, Submission
from quipu.apps.collection.queries.reminders import WAITING, DueReminder, due_reminders
from quipu.apps.collection.services.mailing import deliver
from quipu.apps.collection.tasks import mail_reminders
from quipu.apps.organisation.models import Institution

__all__ = ["Reminded", "due_reminders", "remind_now", "send_reminders"]


@dataclass(frozen=True)
class Reminded:
    """What was done.

    Attributes:
        made: reminders made now, which pages show from their day on.
        without_address: those made of which nobody has an address.
        sent: mails sent, among them some of earlier days that had failed.
        failed: mails that failed, to be tried again.
    """

    made: int
    without_address: int
    sent: int
    failed: int


def send_reminders(*, today: date, institution: Institution | None = None) -> Reminded:
    """Make the reminders due on a day and send them, and those that failed before; asking twice does nothing twice.

    Args:
        today: the day.
        institution: whose; every institution when None.
    """
    made = _make(due_reminders(today, institution), actor=None)
    waiting = Reminder.objects.filter(mail__in=(Reminder.Mail.WAITING, Reminder.Mail.FAILED), on__lte=today)
    if institution is not None:
        waiting = waiting.filter(submission__reporting_period__version__plan__institution=institution)
    sent, failed = deliver(waiting.values_list("pk", flat=True))
    return Reminded(len(made), sum(not item.addresses for item in made), sent, failed)


def remind_now(*, submissions: Iterable[Submission], actor: User | None) -> list[Reminder]:
    """Remind today of what was not sent; the worker sends the mail. Each is reminded once a day, however often asked.

    Args:
        submissions: those to remind of; what was sent or approved is passed over.
        actor: who asks.

    Returns:
        The reminders made; those of which somebody has an address wait for their mail.
    """
    today = timezone.localdate()
    asked = [DueReminder(item, Reminder.Kind.ASKED, today) for item in submissions if item.state in WAITING]
    with transaction.atomic():
        made = _make(asked, actor=actor)
        pks = [item.pk for item in made if item.mail == Reminder.Mail.WAITING]
        if pks:
            transaction.on_commit(lambda: mail_reminders.enqueue(pks))
    return made


@transaction.atomic
def _make(due: Sequence[DueReminder], *, actor: User | None) -> list[Reminder]:
    """The reminders made; one that was there already is not made again."""
    people = focal_points_of(item.submission.cost_centre_id for item in due)
    made = []
    for item in due:
        addresses = sorted({person.email for person in people.get(item.submission.cost_centre_id, ()) if person.email})
        mail = Reminder.Mail.WAITING if addresses and is_mail_on() else Reminder.Mail.NONE
        reminder, is_new = Reminder.objects.get_or_create(
            submission=item.submission,
            kind=item.kind,
            on=item.on,
            defaults={"addresses": addresses, "mail": mail, "asked_by": actor},
        )
        if is_new:
            made.append(reminder)
    return made
