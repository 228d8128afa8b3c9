"""The page of one's keys: making, seeing and revoking them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from quipu.apps.accounts.models import ApiToken
from quipu.apps.accounts.queries import token_of

PAGE = "tokens"


def _asked(client: Client, **changed):
    (choice,) = re.findall(r'<option value="(\d+)"', client.get(reverse(PAGE)).content.decode())
    return {"name": "Tablero", "membership": choice, "actions": ["plan.view"], "days": "30"} | changed


def test_a_key_is_shown_once(as_role):
    client = as_role("reader")
    answer = client.post(reverse(PAGE), _asked(client))
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    (text,) = re.findall(r"<code>(quipu_[\w-]+)</code>", answer.content.decode())
    assert token_of(text).name == "Tablero"
    after = client.get(reverse(PAGE)).content.decode()
    assert "Tablero" in after and text not in after and token_of(text).digest not in after


@pytest.mark.parametrize("role", ["reader", "planner"])
def test_what_may_be_chosen_is_what_the_role_allows(role, as_role):
    page = as_role(role).get(reverse(PAGE)).content.decode()
    assert ("collection.report" in page) == (role == "planner")


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"days": "0"}, {"days": "366"}, {"actions": []}, {"actions": ["collection.report"]}]
)
def test_what_is_wrong_is_told_and_nothing_is_made(changed, as_role):
    client = as_role("reader")
    answer = client.post(reverse(PAGE), _asked(client, **changed))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_key_of_another_institution_is_not_made(as_role):
    client = as_role("reader")
    assert client.post(reverse(PAGE), _asked(client, membership="999999")).status_code == 422


def test_revoking_ones_own_and_no_others(as_role):
    client = as_role("reader")
    client.post(reverse(PAGE), _asked(client))
    address = reverse("revoke-token", kwargs={"token_id": ApiToken.objects.get().pk})
    assert as_role("planner").post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == reverse(PAGE)
    assert ApiToken.objects.get().revoked_at is not None
    assert address not in client.get(reverse(PAGE)).content.decode()


def test_without_a_role_there_is_nothing_to_make(as_role):
    assert "<select" not in as_role("stranger").get(reverse(PAGE)).content.decode()
