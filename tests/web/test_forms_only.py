"""Who opens an address that only receives forms, or comes back to one after signing in, is led to its page."""

from __future__ import annotations

import pytest
from django.http import HttpResponseNotAllowed
from tests.web.addresses import POSTED, address_of, patterns, policy_of
from tests.web.planting import PASSWORD, SLUG

from quipu.web.policy import Audience
from quipu.web.views.faults import forms_only
from quipu.web.way_back import receives_only_forms


def test_the_addresses_that_only_receive_forms_are_known():
    found = {item.name for item in patterns() if receives_only_forms(item.callback)}
    assert found
    assert found <= POSTED


FORMS_ONLY = sorted(item.name for item in patterns() if receives_only_forms(item.callback))


@pytest.mark.parametrize("name", FORMS_ONLY)
def test_opening_it_gives_a_page_that_leads_to_where_it_belongs(name, planted, as_role):
    client = as_role("planner")
    answer = client.get(address_of(name, planted))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    page = answer.content.decode()
    assert "Esta dirección solo recibe formularios" in page
    back = answer.context["back"]
    assert f'<a href="{back}">' in page
    assert client.get(back, follow=True).status_code == 200


@pytest.mark.parametrize("name", [name for name in FORMS_ONLY if policy_of(name) is not Audience.ANYONE])
def test_signing_in_again_never_leads_to_it(name, planted, as_role):
    client = as_role("")
    asked = client.post(address_of(name, planted))
    answer = client.post(asked["Location"], {"username": "planner", "password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert not receives_only_forms(answer.resolver_match.func)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("keep-register-view", "register"),
        ("undo-record", "record"),
        ("cite", "document"),
        ("uncite", "document"),
        ("compute", "evaluation"),
        ("request-build", "reports"),
        ("evidence-remove", "submission"),
        ("undo-correction", "indicator"),
    ],
)
def test_the_page_it_belongs_to_is_the_nearest_above(name, page, planted, as_role):
    client = as_role("planner")
    back = client.get(address_of(name, planted)).context["back"]
    assert back.startswith(f"/{SLUG}/")
    assert client.get(back).resolver_match.url_name == page


def test_a_program_is_told_in_its_own_way(rf):
    refusal = HttpResponseNotAllowed(["POST"])
    assert forms_only(rf.get("/api/v1/tokens/"), refusal) is refusal
