"""Reminders: which are due on a day, once each, and what becomes of their mail."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.factories.organisation import InstitutionFactory

from quipu.apps.collection.models import Reminder, ReportingLevel, Submission
from quipu.apps.collection.queries.reminders import due_reminders
from quipu.apps.collection.services.mailing import MOST_ATTEMPTS, TAKEN_FOR, deliver
from quipu.apps.collection.services.periods import close_level, lock_level
from quipu.apps.collection.services.reminding import remind_now, send_reminders
from quipu.apps.collection.tasks import mail_reminders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_on(settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.DEFAULT_FROM_EMAIL = "Quipu <quipu@example.org>"


@pytest.fixture
def due(reporting):
    return reporting.level().due_on


def kinds(reporting, day):
    return {(item.submission.cost_centre.code, item.kind, item.on) for item in due_reminders(day)}


@pytest.mark.parametrize(
    ("days", "kind", "on"),
    [
        (-8, None, 0),
        (-7, "before", -7),
        (-5, "before", -7),
        (-2, "before", -2),
        (0, "due", 0),
        (1, "late", 1),
        (7, "late", 1),
        (8, "late", 8),
        (20, "late", 15),
    ],
)
def test_the_calendar_of_reminders(reporting, due, days, kind, on):
    wanted = {(code, kind, due + timedelta(days=on)) for code in ("U1", "P1", "P2")} if kind else set()
    assert kinds(reporting, due + timedelta(days=days)) == wanted


def test_only_what_still_has_to_be_sent_is_reminded(reporting, due):
    Submission.objects.filter(cost_centre=reporting.unit).update(state="submitted")
    Submission.objects.filter(cost_centre=reporting.post).update(state="approved")
    Submission.objects.filter(cost_centre=reporting.other).update(state="returned")
    assert {code for code, _, _ in kinds(reporting, due)} == {"P2"}


def test_nothing_is_reminded_of_a_level_that_takes_nothing(reporting, due):
    close_level(reporting_level=reporting.level("unit"), actor=None)
    lock_level(reporting_level=reporting.level("post"), confirm=True, actor=None)
    assert kinds(reporting, due) == set()


def test_what_was_given_back_is_reminded_while_its_level_is_closed(reporting, due):
    close_level(reporting_level=reporting.level("post"), actor=None)
    Submission.objects.filter(cost_centre=reporting.post).update(state="returned")
    assert {code for code, _, _ in kinds(reporting, due)} == {"U1", "P1"}


def test_nothing_is_reminded_before_the_period_opens(reporting, due):
    ReportingLevel.objects.update(opens_on=due)
    assert kinds(reporting, due - timedelta(days=2)) == set()


def test_mails_go_once_however_often_it_runs(reporting, due):
    done = send_reminders(today=due)
    assert (done.made, done.without_address, done.sent, done.failed) == (3, 1, 2, 0)
    assert [message.to for message in mail.outbox] == [["focal@example.org"]] * 2
    again = send_reminders(today=due)
    assert (again.made, again.sent, len(mail.outbox)) == (0, 0, 2)


def test_a_mail_says_what_is_owed_and_until_when(reporting, due):
    send_reminders(today=due)
    message = next(item for item in mail.outbox if "Unidad" in item.subject)
    assert message.subject == "INS: reporte de 2024-S2, Unidad"
    for told in (f"El reporte vence hoy, {due:%d/%m/%Y}.", "Centro de costo: U1 Unidad", "Reporten"):
        assert told in message.body
    assert message.from_email == "Quipu <quipu@example.org>"


def test_a_name_with_line_breaks_cannot_add_headings(reporting, due):
    reporting.unit.name = "Unidad\nBcc: otra@example.org"
    reporting.unit.save()
    assert send_reminders(today=due).sent == 2


def test_without_a_server_reminders_stand_on_pages_only(reporting, due, settings):
    settings.EMAIL_HOST = ""
    done = send_reminders(today=due)
    assert (done.made, done.sent, len(mail.outbox)) == (3, 0, 0)
    assert set(Reminder.objects.values_list("mail", flat=True)) == {"none"}


def test_of_one_institution_only(reporting, due):
    assert send_reminders(today=due, institution=InstitutionFactory()).made == 0


def test_asked_for_it_is_reminded_once_a_day(reporting, django_capture_on_commit_callbacks):
    asked = [reporting.submission(centre) for centre in (reporting.unit, reporting.post, reporting.other)]
    with django_capture_on_commit_callbacks(execute=True):
        made = remind_now(submissions=asked, actor=reporting.planner)
    (queued,) = DBTaskResult.objects.all()
    waiting = [item.pk for item in made if item.mail == "waiting"]
    assert (len(made), queued.args_kwargs["args"]) == (3, [waiting])
    assert {item.mail for item in made} == {"waiting", "none"}
    assert {item.asked_by for item in made} == {reporting.planner}
    assert remind_now(submissions=asked, actor=reporting.planner) == []
    mail_reminders.call([item.pk for item in made])
    assert len(mail.outbox) == 2


def test_what_was_sent_is_not_reminded_by_asking(reporting):
    Submission.objects.filter(cost_centre=reporting.unit).update(state="submitted")
    assert remind_now(submissions=[reporting.submission()], actor=None) == []


def test_what_was_sent_meanwhile_stops_waiting(reporting):
    made = remind_now(submissions=[reporting.submission()], actor=None)
    Submission.objects.filter(cost_centre=reporting.unit).update(state="submitted")
    assert deliver([made[0].pk]) == (0, 0)
    assert Reminder.objects.get().mail == "none"


@pytest.fixture
def real_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2


class Inbox:
    """Keeps what arrives, and refuses the recipients that it is told to."""

    def __init__(self, refused=()):
        self.refused, self.messages = refused, []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def served(real_mail, settings):
    """A mail server on a free port; call it with the recipients that it refuses."""
    started = []

    def serve(*refused):
        inbox = Inbox(refused)
        controller = Controller(inbox, hostname="127.0.0.1", port=_free_port())
        controller.start()
        started.append(controller)
        settings.EMAIL_PORT = controller.port
        return inbox

    yield serve
    for controller in started:
        controller.stop()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def test_a_server_that_is_down_leaves_its_fault_and_is_tried_again(reporting, due, real_mail, settings, served):
    settings.EMAIL_PORT = 1
    done = send_reminders(today=due)
    assert (done.sent, done.failed) == (0, 2)
    failed = Reminder.objects.filter(mail="failed")
    assert {(item.attempts, bool(item.fault), item.sent_at) for item in failed} == {(1, True, None)}
    inbox = served()
    done = send_reminders(today=due)
    assert (done.made, done.sent, done.failed, len(inbox.messages)) == (0, 2, 0, 2)
    assert set(Reminder.objects.exclude(mail="none").values_list("mail", "fault", "attempts")) == {("sent", "", 2)}


def test_a_real_conversation_carries_the_accents(reporting, due, served):
    inbox = served()
    send_reminders(today=due)
    sent = inbox.messages[0]
    assert (sent.mail_from, sent.rcpt_tos) == ("quipu@example.org", ["focal@example.org"])
    assert b"Content-Transfer-Encoding" in sent.content


def test_one_address_that_is_refused_does_not_stop_the_others(reporting, due, served):
    inbox = served("gone@example.org")
    send_reminders(today=due - timedelta(days=2))
    Reminder.objects.filter(submission__cost_centre=reporting.unit).update(
        mail="waiting", sent_at=None, addresses=["gone@example.org"]
    )
    Reminder.objects.filter(submission__cost_centre=reporting.post).update(mail="waiting", sent_at=None)
    before = len(inbox.messages)
    done = send_reminders(today=due - timedelta(days=2))
    assert (done.sent, done.failed, len(inbox.messages) - before) == (1, 1, 1)
    assert "550" in Reminder.objects.get(mail="failed").fault


def test_it_is_not_tried_for_ever(reporting, due, real_mail, settings):
    settings.EMAIL_PORT = 1
    send_reminders(today=due)
    Reminder.objects.filter(mail="failed").update(attempts=MOST_ATTEMPTS)
    assert send_reminders(today=due).failed == 0


def test_what_another_run_is_sending_is_left_to_it(reporting):
    made = remind_now(submissions=[reporting.submission()], actor=None)
    Reminder.objects.update(attempts=1, sent_at=timezone.now())
    assert deliver([made[0].pk]) == (0, 0)
    Reminder.objects.update(sent_at=timezone.now() - TAKEN_FOR - timedelta(minutes=1))
    assert deliver([made[0].pk]) == (1, 0)
