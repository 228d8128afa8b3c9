"""Coming in, being kept out, and going out."""

from __future__ import annotations

from django.urls import reverse
from tests.web.planting import PASSWORD, SLUG

from quipu.apps.accounts.attempts import FAILURES_ADMITTED


def _sign_in(client, password):
    return client.post(reverse("sign-in"), {"username": "reader", "password": password})


def test_one_institution_is_opened_at_once(as_role):
    assert as_role("reader").get(reverse("home"))["Location"] == reverse("dashboard", kwargs={"slug": SLUG})


def test_without_a_role_the_start_says_what_to_do(as_role):
    assert "Aún no tiene un rol" in as_role("stranger").get(reverse("home")).content.decode()


def test_sign_in_goes_where_one_was_going(as_role):
    address = reverse("plan", kwargs={"slug": SLUG})
    answer = as_role("").post(reverse("sign-in"), {"username": "reader", "password": PASSWORD, "next": address})
    assert answer["Location"] == address


def test_sign_in_does_not_lead_to_another_site(as_role):
    data = {"username": "reader", "password": PASSWORD, "next": "//example.org/"}
    assert as_role("").post(reverse("sign-in"), data)["Location"] == reverse("home")


def test_a_wrong_password_is_told_on_top(as_role):
    answer = _sign_in(as_role(""), "no es esta")
    assert answer.status_code == 422
    assert "no coinciden" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_after_five_failures_the_right_password_waits_too(as_role):
    client = as_role("")
    for _ in range(FAILURES_ADMITTED):
        assert _sign_in(client, "no es esta").status_code == 422
    answer = _sign_in(client, PASSWORD)
    assert answer.status_code == 429
    assert "Espere 15 minutos" in answer.content.decode()


def test_a_good_sign_in_starts_the_count_again(as_role):
    for _ in range(2):
        client = as_role("")
        for _ in range(FAILURES_ADMITTED - 1):
            _sign_in(client, "no es esta")
        assert _sign_in(client, PASSWORD).status_code == 302


def test_signing_out_takes_a_form(as_role):
    client = as_role("reader")
    assert client.get(reverse("sign-out")).status_code == 405
    client.post(reverse("sign-out"))
    assert client.get(reverse("account")).status_code == 302


def test_a_form_without_its_mark_is_refused(as_role):
    client = as_role("planner")
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("compute", kwargs={"slug": SLUG}))
    assert answer.status_code == 403
    assert "Este formulario ya no es válido" in answer.content.decode()


def test_healthz_answers_anyone(as_role):
    assert as_role("").get(reverse("healthz")).content == b"ok"
