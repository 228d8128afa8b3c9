"""What was planned is confirmed or cancelled; a chain approves, returns and is set."""

from __future__ import annotations

import json

import pytest
from tests.factories.plans import IndicatorFactory, PlanFactory
from tests.factories.register import CountingRuleFactory

from quipu.apps.register.models import ApprovalStep, Record


def test_a_planned_visit_is_confirmed_on_the_day_it_took_place(as_role, at):
    client = as_role("focal_point")
    assert 'value="2024-02-03"' in client.get(at("confirm-record", code="AC-VISITA")).content.decode()
    assert client.post(at("confirm-record", code="AC-VISITA"), {"starts_on": "2024-02-05"}).status_code == 302
    record = Record.objects.get(code="AC-VISITA")
    assert (record.status, str(record.starts_on)) == ("done", "2024-02-05")


def test_a_day_that_has_not_come_is_refused_beside_its_field(as_role, at):
    answer = as_role("planner").post(at("confirm-record", code="AC-VISITA"), {"starts_on": "2199-01-01"})
    assert answer.status_code == 422
    assert 'id="id_starts_on_error"' in answer.content.decode()


def test_a_planned_visit_is_cancelled_with_its_reason(as_role, at):
    client = as_role("planner")
    assert client.post(at("cancel-record", code="AC-VISITA"), {"reason": ""}).status_code == 422
    assert client.post(at("cancel-record", code="AC-VISITA"), {"reason": "Se postergó"}).status_code == 302
    page = client.get(at("record", code="AC-VISITA")).content.decode()
    assert "Se postergó" in page
    assert "cancelado" in page


def test_what_is_done_already_is_told_and_not_cancelled(as_role, at):
    client = as_role("planner")
    for name in ("cancel-record", "confirm-record"):
        for answer in (
            client.get(at(name, code="AC-REUNION"), follow=True),
            client.post(at(name, code="AC-REUNION"), {"reason": "Otro motivo"}, follow=True),
        ):
            assert answer.redirect_chain == [(at("record", code="AC-REUNION"), 302)]
            assert "Ya está como realizado" in answer.content.decode()
    assert Record.objects.get(code="AC-REUNION").status == "done"


@pytest.fixture
def chained(office):
    """A chain of the planner for the unit, and a record in draft."""
    planner = office.institution.memberships.get(role="planner")
    ApprovalStep.objects.create(unit=office.unit, position=1, membership=planner)
    Record.objects.filter(code="AC-REUNION").update(review="draft")


def test_a_record_goes_through_the_chain_of_its_unit(as_role, at, chained):
    focal_point, planner = as_role("focal_point"), as_role("planner")
    record = at("record", code="AC-REUNION")
    assert at("submit-record", code="AC-REUNION") in focal_point.get(record).content.decode()
    focal_point.post(at("submit-record", code="AC-REUNION"))
    page = focal_point.get(record).content.decode()
    assert "Espera a planner" in page
    assert at("approve-record", code="AC-REUNION") not in page
    assert at("approve-record", code="AC-REUNION") in planner.get(record).content.decode()
    planner.post(at("return-record", code="AC-REUNION"), {"comment": "Falta la fecha exacta"})
    assert "Falta la fecha exacta" in focal_point.get(record).content.decode()
    focal_point.post(at("submit-record", code="AC-REUNION"))
    planner.post(at("approve-record", code="AC-REUNION"))
    assert Record.objects.get(code="AC-REUNION").review == "approved"


def test_nobody_approves_at_anothers_step(as_role, at, chained):
    client = as_role("focal_point")
    client.post(at("submit-record", code="AC-REUNION"))
    page = client.post(at("approve-record", code="AC-REUNION"), follow=True).content.decode()
    assert "espera a planner" in page
    assert Record.objects.get(code="AC-REUNION").review == "submitted"


def test_a_return_without_a_comment_is_refused(as_role, at, chained):
    as_role("focal_point").post(at("submit-record", code="AC-REUNION"))
    as_role("planner").post(at("return-record", code="AC-REUNION"), {"comment": " "})
    assert Record.objects.get(code="AC-REUNION").review == "submitted"


def test_a_chain_is_set_read_and_taken_away(as_role, at, office):
    client = as_role("planner")
    people = {item.role: item.pk for item in office.institution.memberships.all()}
    address = at("chain", code="DGA")
    assert client.post(address, {"step-1": people["focal_point"], "step-2": people["planner"]}).status_code == 302
    assert [step.membership.role for step in office.other.approval_steps.all()] == ["focal_point", "planner"]
    assert "2. planner" in client.get(at("chains")).content.decode()
    twice = client.post(address, {"step-1": people["planner"], "step-2": people["planner"]})
    assert twice.status_code == 422
    assert "dos veces" in twice.content.decode()
    client.post(address, {})
    assert not office.other.approval_steps.exists()


def test_only_who_manages_the_register_sets_chains(as_role, at):
    assert as_role("focal_point").get(at("chains")).status_code == 404
    assert as_role("focal_point").get(at("chain", code="DGA")).status_code == 404


def test_cancelling_without_a_reason_asks_for_it_in_its_words(as_role, at):
    answer = as_role("planner").post(at("cancel-record", code="AC-VISITA"), {"reason": ""})
    assert "Diga por qué no se realizará." in answer.content.decode()


def test_an_edit_of_what_was_approved_says_that_it_needs_approval_again(as_role, at, chained, filled):
    Record.objects.filter(code="AC-REUNION").update(review="approved")
    client, address = as_role("focal_point"), at("edit-record", code="AC-REUNION")
    form = filled(client.get(address))
    page = client.post(address, form | {"city": "Viena"}, follow=True).content.decode()
    assert "Necesita aprobarse de nuevo: envíelo a aprobar. Pasa a planner." in page
    assert "Una vez enviado, aprueba planner." in page


def test_who_sent_a_record_does_not_approve_it_while_the_chain_names_somebody_else(as_role, at, office, chained):
    focal_point = office.institution.memberships.get(role="focal_point")
    ApprovalStep.objects.create(unit=office.unit, position=2, membership=focal_point)
    client, record = as_role("planner"), at("record", code="AC-REUNION")
    assert "Una vez enviado, aprueba focal_point." in client.get(record).content.decode()
    client.post(at("submit-record", code="AC-REUNION"))
    page = client.get(record).content.decode()
    assert at("approve-record", code="AC-REUNION") not in page
    assert "Espera a focal_point" in page
    as_role("focal_point").post(at("approve-record", code="AC-REUNION"))
    assert Record.objects.get(code="AC-REUNION").review == "approved"


def test_where_the_chain_names_nobody_else_who_sent_it_approves_and_it_is_said(as_role, at, office, chained):
    client = as_role("planner")
    client.post(at("submit-record", code="AC-REUNION"))
    client.post(at("approve-record", code="AC-REUNION"))
    assert Record.objects.get(code="AC-REUNION").review == "approved"
    assert (
        "por quien lo envió: la cadena no nombra a otra persona"
        in client.get(at("record", code="AC-REUNION")).content.decode()
    )
    change = office.institution.changes.get(action="register.record.approved")
    assert change.after["sent_by_them"] is True


def test_an_edit_says_which_counts_it_leaves_until_it_is_approved(as_role, at, office, chained, filled):
    plan = PlanFactory(institution=office.institution)
    definition = json.dumps({"kinds": ["visit"], "measure": "count", "by": "date"})
    CountingRuleFactory(indicator=IndicatorFactory(plan=plan, code="IND.VISITAS"), definition=definition)
    Record.objects.filter(code="AC-VISITA").update(review="approved", status="done")
    client, address = as_role("focal_point"), at("edit-record", code="AC-VISITA")
    page = client.post(address, filled(client.get(address)) | {"city": "Viena"}, follow=True).content.decode()
    assert "Hasta que se apruebe deja de contar en: IND.VISITAS." in page
    ApprovalStep.objects.all().delete()
    page = client.post(address, filled(client.get(address)) | {"city": "Lima"}, follow=True).content.decode()
    assert "Cuenta en: IND.VISITAS." in page
