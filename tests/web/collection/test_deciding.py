"""Sending, giving back, approving, reopening, reminding."""

from __future__ import annotations

import re

import pytest

from quipu.apps.collection.models import Reminder, Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.entries import save_amounts, save_value
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.plans.services import ValueParts


@pytest.fixture
def filled(submission):
    """A submission with everything filled in."""
    form = form_of(submission)
    for row in form.values:
        parts = ValueParts("no_data", no_data_reason="No se midió")
        of_row = {"indicator": row.owed.sheet.indicator, "period": row.period, "revision": 0}
        save_value(submission=submission, parts=parts, actor=None, **of_row)
    for activity in form.activities:
        for month in activity.months:
            of_row = {"activity": activity.owed.activity, "month": month.month, "revision": 0}
            save_amounts(submission=submission, no_data_reason="Sin reporte", actor=None, **of_row)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def sent(filled):
    """A submission that awaits a decision."""
    return flow.submit(submission=filled, revision=filled.revision, actor=None)


def _state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_what_is_missing_is_listed_each_with_its_field(as_role, address, submission, value):
    answer = as_role("focal_point").post(address("send"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'<li>{value.code}: .*?<a href="#{value.key}">', page)
    assert _state(submission) == "owed"


def test_sending_saves_what_was_typed_before(as_role, address, filled):
    from tests.web.collection.filled_forms import fields_of

    client = as_role("focal_point")
    fields = fields_of(client.get(address())) | {"words-achievements": "Todo en orden."}
    assert client.post(address("send"), fields).status_code == 302
    filled.refresh_from_db()
    assert (filled.state, filled.achievements) == ("submitted", "Todo en orden.")


def test_only_a_planner_decides(as_role, address, sent):
    for role in ("focal_point", "evaluator", "reader"):
        for step in ("approve", "return", "reopen", "remind"):
            assert as_role(role).post(address(step), {"comment": "x", "reason": "x"}).status_code == 404
    assert _state(sent) == "submitted"


def test_approving_makes_facts(as_role, address, sent, planted):
    before = ObtainedValue.objects.count()
    assert as_role("planner").post(address("approve")).status_code == 302
    assert _state(sent) == "approved"
    assert ObtainedValue.objects.count() == before + len(form_of(sent).values)


def test_what_was_not_sent_is_not_approved(as_role, address, submission):
    answer = as_role("planner").post(address("approve"))
    assert answer.status_code == 422
    assert "Solo se aprueba lo que se envió" in answer.content.decode()


def test_giving_back_needs_its_words_and_shows_them_on_top(as_role, address, sent):
    planner = as_role("planner")
    assert planner.post(address("return"), {"comment": " "}).status_code == 422
    planner.post(address("return"), {"comment": "Revise el total de junio."})
    assert _state(sent) == "returned"
    page = as_role("focal_point").get(address()).content.decode()
    assert "Devuelto:" in page and "Revise el total de junio." in page
    assert page.index("Revise el total de junio.") < page.index('id="rows"')


def test_an_approved_one_is_reopened_with_a_reason(as_role, address, sent):
    flow.approve(submission=sent, actor=None)
    planner = as_role("planner")
    assert planner.post(address("reopen"), {"reason": ""}).status_code == 422
    planner.post(address("reopen"), {"reason": "Llegó el acta definitiva."})
    assert _state(sent) == "returned"
    assert "Llegó el acta definitiva." in as_role("focal_point").get(address()).content.decode()


def test_the_steps_say_who_and_when(as_role, address, sent):
    as_role("planner").post(address("approve"))
    page = as_role("planner").get(address()).content.decode()
    steps = page[page.index('id="steps"') :]
    assert "Se aprobó" in steps and "planner" in steps and "Se envió" in steps


def test_reminding_stands_on_the_page(as_role, address, submission):
    answer = as_role("planner").post(address("remind"), follow=True)
    assert "Se hizo 1 recordatorio." in answer.content.decode()
    assert Reminder.objects.filter(submission=submission, kind="asked").count() == 1
    assert "Se le recordó" in as_role("focal_point").get(address()).content.decode()


def test_what_differs_from_the_plan_is_marked_for_who_decides(as_role, address, filled, value, month):
    ObtainedValue.objects.create(indicator=value.owed.sheet.indicator, period=value.period, number=8)
    flow.submit(submission=filled, revision=filled.revision, actor=None)
    form = form_of(filled)
    page = as_role("planner").get(address()).content.decode()
    assert form.changed_values == len(form.values)
    assert form.changed_months == 0
    assert f"{form.changed_values} valores y 0 meses distintos" in page
    assert re.search(r"En el plan:\s*8", page)
    flow.approve(submission=form_of(filled).submission, actor=None)
    assert "En el plan:" not in as_role("planner").get(address()).content.decode()


def test_reminding_says_that_no_mail_goes_out(as_role, address, submission, settings):
    settings.EMAIL_HOST = ""
    page = as_role("planner").post(address("remind"), follow=True).content.decode()
    assert "no envía correo" in page
