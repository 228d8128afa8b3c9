"""`quipu people assign` and `quipu remind`, on the database of the tests."""

import pytest
from django.core import mail
from tests.factories.collection import make_reporting
from tests.loaded import run

from quipu.apps.accounts.models import Membership, User
from quipu.apps.accounts.queries import assigned_centres
from quipu.apps.collection.models import Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporting():
    return make_reporting(due_in=0)


def test_a_person_is_told_what_to_report_for(reporting, capsys):
    slug = reporting.institution.slug
    options = ("--institution", slug, "--cost-centre", "P1", "--cost-centre", "P2")
    done = run(capsys, "people", "assign", "focal", *options)
    assert (done.code, done.output) == (0, "focal reporta por: P1, P2.\n")
    membership = Membership.objects.get(user=reporting.focal_point)
    assert assigned_centres(membership) == {reporting.post.pk, reporting.other.pk}
    done = run(capsys, "people", "assign", "focal", "--institution", slug)
    assert (done.output, assigned_centres(membership)) == ("focal reporta por: ninguno.\n", frozenset())


def test_who_or_what_is_not_there_is_told(reporting, capsys):
    slug = reporting.institution.slug
    done = run(capsys, "people", "assign", "nadie", "--institution", slug, "--cost-centre", "P1")
    assert (done.code, "«nadie» no tiene un rol" in done.error) == (2, True)
    done = run(capsys, "people", "assign", "focal", "--institution", slug, "--cost-centre", "P7")
    assert (done.code, "No existen: P7." in done.error) == (2, True)


def test_reminders_go_once_a_day(reporting, capsys, settings):
    settings.EMAIL_HOST = "mail.example.org"
    done = run(capsys, "remind", "--dry-run")
    assert "2024-S2  U1 Unidad  vence hoy" in done.output
    assert not Reminder.objects.exists()
    done = run(capsys, "remind", "--institution", reporting.institution.slug)
    assert done.output == "3 recordatorios nuevos; 1 sin dirección de correo.\nCorreos: 2 enviados, 0 fallidos.\n"
    assert run(capsys, "remind").output.startswith("0 recordatorios nuevos")
    assert len(mail.outbox) == 2


def test_without_a_mail_server_it_says_so(reporting, capsys):
    assert "QUIPU_EMAIL_URL está vacío" in run(capsys, "remind").output
    assert Reminder.objects.count() == 3


def test_a_person_is_added_with_an_address_that_stays(reporting, capsys):
    options = ("--institution", reporting.institution.slug, "--role", "focal_point")
    run(capsys, "people", "add", "rosa", *options, "--email", "rosa@example.org")
    run(capsys, "people", "add", "rosa", *options)
    assert User.objects.get(username="rosa").email == "rosa@example.org"
    done = run(capsys, "people", "add", "rosa", *options, "--email", "rosa")
    assert (done.code, User.objects.get(username="rosa").email) == (2, "rosa@example.org")
