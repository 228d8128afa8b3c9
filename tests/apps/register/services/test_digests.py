"""The digest: to whom, what it says, once a day, and what becomes of it without a mail server."""

from __future__ import annotations

import socket
from datetime import date, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone
from tests.factories.organisation import (
    CostCentreFactory,
    ExecutingUnitFactory,
    InstitutionFactory,
    OrganisationalUnitFactory,
)
from tests.factories.register import (
    ApprovalStepFactory,
    CitationFactory,
    CommitmentFactory,
    CountingRuleFactory,
    DecisionFactory,
    MembershipFactory,
    RecordFactory,
)
from tests.loaded import run

from quipu.apps.accounts.models import Assignment
from quipu.apps.history.models import Change
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import CountedValue, DigestSubscription
from quipu.apps.register.services.digests import send_digests, subscribe
from quipu.apps.register.services.records import create_record

pytestmark = pytest.mark.django_db

ON = date(2024, 8, 15)


@pytest.fixture(autouse=True)
def mail_on(settings):
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def institution():
    return InstitutionFactory(acronym="INS", synthetic=False)


@pytest.fixture
def planner(institution):
    return MembershipFactory(institution=institution, user__username="planificadora")


@pytest.fixture
def unit(institution):
    return OrganisationalUnitFactory(institution=institution)


@pytest.fixture
def focal_point(institution, unit):
    made = MembershipFactory(institution=institution, role="focal_point", user__username="focal")
    centre = CostCentreFactory(executing_unit=ExecutingUnitFactory(institution=institution), unit=unit)
    Assignment.objects.create(membership=made, cost_centre=centre)
    return made


def proved(institution, **fields):
    """A record that asks for nothing."""
    made = RecordFactory(institution=institution, **fields)
    CitationFactory(record=made)
    return made


def test_each_is_told_of_their_own_and_planners_of_everything(institution, unit, planner, focal_point) -> None:
    mine, other = proved(institution, unit=unit), proved(institution, city="Lima")
    CommitmentFactory(record=mine, text="Lo mío")
    CommitmentFactory(record=other, text="Lo ajeno")
    proved(institution, unit=unit, status="planned", starts_on=ON + timedelta(days=14), title="Por venir")
    proved(institution, unit=unit, status="planned", starts_on=ON + timedelta(days=15), title="Más allá")
    done = send_digests(on=ON)
    assert len(done.sent) == 2
    texts = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    assert "Lo mío" in texts["focal"].body
    assert "Lo ajeno" not in texts["focal"].body
    assert "Lo ajeno" in texts["planificadora"].body
    assert "Compromisos vencidos (1)" in texts["focal"].body
    assert "Por venir" in texts["focal"].body
    assert "Más allá" not in texts["focal"].body
    assert texts["focal"].subject == "INS: registro de acciones, 15 de agosto de 2024: 1 por atender"


def test_who_has_to_approve_is_told_of_it_whatever_their_units_are(institution, focal_point) -> None:
    step = ApprovalStepFactory(unit__institution=institution, membership=focal_point)
    DecisionFactory(record=proved(institution, unit=step.unit, review="submitted", title="Por aprobar"))
    send_digests(on=ON)
    assert "Esperan su aprobación (1)\n- Por aprobar" in mail.outbox[0].body
    assert mail.outbox[0].subject.endswith("1 por atender")


def test_what_was_recorded_is_told_once(institution, planner) -> None:
    subscribe(membership=planner, every="day")
    draft = RecordDraft("visit", "Visita recordada", starts_on=date(2024, 8, 14), counterparts=("FRA",))
    made = create_record(institution=institution, draft=draft, actor=None)
    CitationFactory(record=made)

    def recorded_on(day: int, hour: int) -> None:
        at = datetime(2024, 8, day, hour, tzinfo=timezone.get_current_timezone())
        Change.objects.filter(kind="records").update(at=at)

    recorded_on(14, 23)
    send_digests(on=ON)
    assert "Registrado o cambiado desde el 14 de agosto de 2024 (1)" in mail.outbox[0].body
    assert "14 de agosto de 2024: Visita recordada (R-2024-0001)" in mail.outbox[0].body
    recorded_on(15, 1)
    assert send_digests(on=ON).sent == []
    send_digests(on=ON + timedelta(days=1))
    assert "(R-2024-0001)" in mail.outbox[1].body
    assert send_digests(on=ON + timedelta(days=2)).empty == 1
    assert len(mail.outbox) == 2


def test_weekly_ones_wait_a_week_and_never_is_never(institution, planner, focal_point) -> None:
    subscribe(membership=focal_point, every="never")
    CommitmentFactory(record=proved(institution))
    assert [len(send_digests(on=ON + timedelta(days=days)).sent) for days in (0, 0, 6, 7, 8, 14)] == [1, 0, 0, 1, 0, 1]


def test_only_those_of_one_rhythm_are_sent_when_asked(institution, planner) -> None:
    CommitmentFactory(record=proved(institution))
    assert len(send_digests(on=ON, every="day").sent) == 0
    assert len(send_digests(on=ON, every="week").sent) == 1
    assert len(send_digests(on=ON, every="week").sent) == 0


def test_readers_and_people_without_an_address_get_none(institution) -> None:
    MembershipFactory(institution=institution, role="reader")
    MembershipFactory(institution=institution, user__email="")
    MembershipFactory(institution=institution, user__is_active=False)
    CommitmentFactory(record=proved(institution))
    done = send_digests(on=ON)
    assert (list(done.sent), done.without_address) == ([], 1)


def test_without_a_mail_server_they_are_shown_and_wait(institution, planner, settings, capsys) -> None:
    settings.EMAIL_HOST = ""
    CommitmentFactory(record=proved(institution), text="Enviar el texto")
    done = run(capsys, "digest", "--on", "2024-08-15", "--institution", institution.slug)
    assert done.code == 0
    assert "Para: planificadora@example.org" in done.output
    assert "«Enviar el texto»" in done.output
    assert "QUIPU_EMAIL_URL está vacío" in done.output
    assert DigestSubscription.objects.get().sent_for is None
    assert mail.outbox == []


def test_a_server_that_is_down_costs_a_retry(institution, planner, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.EMAIL_PORT = "127.0.0.1", 2, 1
    CommitmentFactory(record=proved(institution))
    done = send_digests(on=ON)
    assert (len(done.sent), len(done.failed)) == (0, 1)
    assert "refused" in done.failed[0].fault
    assert DigestSubscription.objects.get().sent_for is None
    taken = []

    class Handler:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            taken.append(envelope.rcpt_tos)
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_PORT = port
        assert len(send_digests(on=ON).sent) == 1
    finally:
        controller.stop()
    assert taken == [["planificadora@example.org"]]


def test_counts_are_brought_up_to_the_day_first(institution, planner) -> None:
    CountingRuleFactory(indicator__plan__institution=institution)
    proved(institution)
    assert send_digests(on=ON).recounted > 0
    assert CountedValue.objects.get(period="2024", dimension="").number == 1
    assert send_digests(on=ON).recounted == 0


def test_the_command_says_what_went(institution, planner, capsys) -> None:
    CommitmentFactory(record=proved(institution))
    done = run(capsys, "digest", "--on", "2024-08-15")
    assert (done.code, done.output.splitlines()[-1]) == (0, "Correos: 1 enviados, 0 fallidos.")
    assert run(capsys, "digest", "--institution", "otra").code == 2
