"""How often the digest comes, chosen in the browser."""

from __future__ import annotations

import pytest

from quipu.apps.register.models import DigestSubscription


def every(answer) -> str:
    page = answer.content.decode()
    return next(value for value in ("day", "week", "never") if f'value="{value}" checked' in page)


@pytest.mark.parametrize(("role", "usual"), [("planner", "week"), ("focal_point", "week"), ("reader", "never")])
def test_each_chooses_how_often(as_role, at, role, usual):
    client = as_role(role)
    assert every(client.get(at("digest"))) == usual
    answer = client.post(at("digest"), {"every": "day"}, follow=True)
    assert every(answer) == "day"
    assert "Se guardó su elección." in answer.content.decode()
    assert DigestSubscription.objects.get().membership.user.username == role


def test_a_choice_that_is_none_is_refused(as_role, at):
    assert as_role("planner").post(at("digest"), {"every": "hourly"}).status_code == 422
    assert not DigestSubscription.objects.exists()


def test_what_it_would_say_is_read_where_no_mail_is_sent(as_role, at):
    page = as_role("focal_point").get(at("digest"), {"ver": "hoy"}).content.decode()
    assert "todavía no envía correos" in page
    assert "Registro de acciones al" in page
    assert "Por confirmar o cancelar (1)" in page
