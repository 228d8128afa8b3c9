"""Keys as programs bring them: in force, over, revoked, wrong too often, and how their use is remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.api.conftest import Program

from quipu.apps.accounts.attempts import FAILURES_ADMITTED
from quipu.apps.accounts.models import ApiToken
from quipu.apps.accounts.services import revoke_token


def _token() -> ApiToken:
    return ApiToken.objects.get()


def test_a_revoked_key_and_one_that_is_over_open_nothing(program):
    reader = program("reader")
    assert reader.get("/institutions").status_code == 200
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert reader.get("/institutions").status_code == 401
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke_token(token=_token())
    assert reader.get("/institutions").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic cXVpcHU6eA==", "quipu_x", "Bearer quipu_", "Bearer ñ"]
)
def test_what_is_no_key_is_told_in_one_way(header, planted, db):
    answer = Client(headers={"Authorization": header}).get("/api/v1/institutions")
    assert (answer.status_code, answer.json()["code"]) == (401, "api.key")


def test_wrong_keys_are_slowed_and_a_good_one_is_not_held_up(program):
    wrong, reader = Program("quipu_mala"), program("reader")
    for _ in range(FAILURES_ADMITTED):
        assert wrong.get("/institutions").status_code == 401
    answer = wrong.get("/institutions")
    assert (answer.status_code, answer.json()["code"]) == (429, "api.too_many_failures")
    assert int(answer["Retry-After"]) == 900
    assert reader.get("/institutions").status_code == 200


def test_use_is_written_down_at_most_once_a_minute(program):
    reader = program("reader")
    reader.get("/institutions")
    first = _token().last_used_at
    assert first is not None
    with CaptureQueriesContext(connection) as asked:
        reader.get("/institutions")
    assert [query["sql"] for query in asked if query["sql"].startswith("UPDATE")] == []
    assert _token().last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    reader.get("/institutions")
    assert _token().last_used_at > timezone.now() - timedelta(seconds=30)


def test_answers_are_kept_by_no_cache(program):
    assert "no-store" in program("reader").get("/institutions")["Cache-Control"]
