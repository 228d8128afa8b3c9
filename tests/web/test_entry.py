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


CHANGED = {"old_password": PASSWORD, "new_password1": "otra clave larga 2026", "new_password2": "otra clave larga 2026"}


def test_somebody_changes_their_password_and_stays_in_while_other_sessions_end(as_role):
    here, elsewhere = as_role("reader"), as_role("reader")
    answer = here.post(reverse("password"), CHANGED, follow=True)
    assert "Su contraseña cambió" in answer.content.decode()
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert _sign_in(as_role(""), CHANGED["new_password1"]).status_code == 302


def test_a_password_is_not_changed_by_who_does_not_know_it_or_for_a_weak_one(as_role):
    client = as_role("reader")
    wrong = client.post(reverse("password"), CHANGED | {"old_password": "no es esta"})
    assert (wrong.status_code, 'id="id_old_password_error"' in wrong.content.decode()) == (422, True)
    weak = client.post(reverse("password"), CHANGED | {"new_password1": "corta", "new_password2": "corta"})
    assert weak.status_code == 422
    assert _sign_in(as_role(""), PASSWORD).status_code == 302


def test_guessing_the_password_at_the_change_waits_as_at_the_door(as_role):
    client = as_role("reader")
    for _ in range(FAILURES_ADMITTED):
        client.post(reverse("password"), CHANGED | {"old_password": "no es esta"})
    assert client.post(reverse("password"), CHANGED).status_code == 429
