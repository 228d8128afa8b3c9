"""Every address with every role, with no role and with nobody: what is forbidden answers as what does not exist."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.addresses import POSTED, address_of, patterns, policy_of

from quipu.apps.accounts.permissions import PERMISSIONS, Action, Role, allows
from quipu.web.policy import Audience

NAMES = sorted(pattern.name for pattern in patterns())
OF_AN_INSTITUTION = [name for name in NAMES if isinstance(policy_of(name), Action)]
MAY_BE_ABSENT = {
    "chart",
    "drop-register-view",
    "drop-view",
    "evidence-file",
    "submission-undo",
    "upload-original",
    "workbook-original",
}
"""Their example does not exist, so that 404 is the answer for who may ask, too."""


def _open(client, name, planted):
    address = address_of(name, planted)
    return client.post(address) if name in POSTED else client.get(address)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_declares_who_may_open_it(name):
    assert isinstance(policy_of(name), Action | Audience), f"{name} has no policy"


@pytest.mark.parametrize("name", OF_AN_INSTITUTION)
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_the_permission_table_decides(name, role, planted, as_role):
    answer = _open(as_role(role), name, planted)
    if not allows(role, policy_of(name)):
        assert answer.status_code == 404
    elif name not in MAY_BE_ABSENT:
        assert answer.status_code in (200, 302, 422)


@pytest.mark.parametrize("name", OF_AN_INSTITUTION)
def test_who_has_no_role_finds_nothing(name, planted, as_role):
    assert _open(as_role("stranger"), name, planted).status_code == 404


@pytest.mark.parametrize("name", [name for name in NAMES if policy_of(name) is not Audience.ANYONE])
def test_nobody_is_asked_to_sign_in(name, planted, as_role):
    answer = _open(as_role(""), name, planted)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign-in"))


def test_forbidden_and_missing_look_the_same(planted, as_role):
    client = as_role("reader")
    forbidden = client.get(reverse("history", kwargs={"slug": "ejemplo"}))
    missing = as_role("stranger").get(reverse("history", kwargs={"slug": "no-existe"}))
    assert forbidden.status_code == missing.status_code == 404


def test_an_institution_without_a_role_is_told_by_no_page(planted, as_role):
    client = as_role("stranger")
    there = client.get(reverse("dashboard", kwargs={"slug": "ejemplo"}))
    nowhere = client.get(reverse("dashboard", kwargs={"slug": "no-existe"}))
    assert _without_marks(there) == _without_marks(nowhere)


def _without_marks(answer) -> str:
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line and 'name="next"' not in line)


def test_every_action_belongs_to_somebody():
    assert set(PERMISSIONS) == set(Action)
    assert all(PERMISSIONS.values())
