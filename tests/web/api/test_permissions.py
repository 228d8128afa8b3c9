"""Every operation with every role, with no key and with another institution's: forbidden answers as missing does."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.api.conftest import HERE, Program, key_of, path_of
from tests.web.api.operations import NAMES, ask, operation_of
from tests.web.planting import PASSWORD

from quipu.apps.accounts.models import Assignment, Membership, User
from quipu.apps.accounts.permissions import PROGRAM_ACTIONS, Action, Role, allows
from quipu.apps.accounts.services import add_person
from quipu.apps.organisation.models import Institution
from quipu.web.api.tokens import Key

ROLES = [role.value for role in Role]


def _action(name) -> Action:
    (key,) = operation_of(name).auth_callbacks
    return key.action


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_declares_its_action(name):
    keys = operation_of(name).auth_callbacks
    assert len(keys) == 1 and isinstance(keys[0], Key), f"{name} asks for no key"
    assert keys[0].action in PROGRAM_ACTIONS
    assert operation_of(name).openapi_extra["x-action"] == keys[0].action.value


def test_a_program_may_be_let_do_what_some_operation_takes_and_nothing_else():
    assert {_action(name) for name in NAMES} == set(PROGRAM_ACTIONS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ROLES)
def test_the_permission_table_decides(name, role, program, planted, collected):
    allowed = allows(role, _action(name))
    answer = ask(name, program(role), planted, collected)
    assert answer.status_code in ((200, 409) if allowed else (404,))
    assert (answer.status_code == 409) <= (name == "send")


@pytest.mark.parametrize("name", NAMES)
def test_a_key_does_only_what_it_names(name, program, planted, collected):
    others = [action.value for action in PROGRAM_ACTIONS if action is not _action(name)]
    assert ask(name, program("planner", actions=others), planted, collected).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_without_a_key_nothing_is_told(name, program, planted, collected):
    answer = ask(name, program(""), planted, collected)
    assert (answer.status_code, answer.json()["code"]) == (401, "api.key")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "institutions"])
def test_the_key_of_another_institution_finds_nothing(name, planted, collected, db):
    other = Institution.objects.create(slug="otra", code="902", name="Otra", acronym="O", country="XAU")
    add_person(username="ajena", institution=other, role="planner", password=PASSWORD)
    answer = ask(name, Program(key_of("ajena")), planted, collected)
    assert answer.status_code == 404
    nowhere = Program(key_of("ajena")).get("/institutions/no-existe/plans")
    told, expected = ({**said.json(), "where": "as asked"} for said in (answer, nowhere))
    assert told == expected, "what is forbidden tells that it exists"
    assert nowhere.json()["where"] == "/api/v1/institutions/no-existe/plans"


def test_a_role_taken_away_is_taken_from_its_keys(program, planted, collected):
    planner = program("planner")
    Membership.objects.filter(user__username="planner").update(role="reader")
    assert ask("reporting_periods", planner, planted, collected).status_code == 404
    assert ask("plans", planner, planted, collected).status_code == 200
    Membership.objects.filter(user__username="planner").delete()
    assert ask("plans", planner, planted, collected).status_code == 401


def test_a_closed_account_closes_its_keys(program, planted, collected):
    reader = program("reader")
    User.objects.filter(username="reader").update(is_active=False)
    assert ask("plans", reader, planted, collected).status_code == 401


def test_a_session_opens_nothing(planted, db):
    client = Client()
    assert client.login(username="planner", password=PASSWORD)
    assert client.get(f"/api/v1{HERE}/plans").status_code == 401


def test_a_focal_point_finds_only_their_cost_centres(program, planted, collected):
    theirs = program("focal_point").get(f"{HERE}/reporting-periods/2024/submissions").json()
    assert [item["cost_centre"]["code"] for item in theirs["items"]] == [collected.submission.cost_centre.code]
    everybody = program("evaluator").get(f"{HERE}/reporting-periods/2024/submissions").json()
    assert everybody["count"] > 1
    for path in ("", "/values", "/activities"):
        assert program("focal_point").get(f"{path_of(collected.other)}{path}").status_code == 404
        assert program("evaluator").get(f"{path_of(collected.other)}{path}").status_code == 200
    Assignment.objects.all().delete()
    assert program("focal_point").send("PUT", collected.value_path, {"revision": 0}).status_code == 422
    whole = {"value": {"value_type": "number", "number": 1}, "revision": 0}
    assert program("focal_point").send("PUT", collected.value_path, whole).status_code == 404
