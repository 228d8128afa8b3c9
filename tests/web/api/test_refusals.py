"""Refusals have one shape, say everything that is wrong at once, and are never a page."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.web.api.conftest import HERE, number

from quipu.web.api import plans

SHAPE = {"code", "what", "where", "why", "remedy", "field", "faults", "missing", "conflict"}


def _is_problem(answer, status, code):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    told = answer.json()
    assert set(told) == SHAPE
    assert told["code"] == code
    assert told["what"] and told["remedy"]
    return told


@pytest.mark.parametrize("path", ["/", "/nada", "/institutions/", "/institutions/%00/plans", "/institutions/x/y"])
def test_an_address_that_is_none(path, program):
    answer = program("reader").get(path)
    assert answer.status_code in (404, 422)
    assert set(answer.json()) == SHAPE


def test_another_method_names_those_that_there_are(program):
    answer = program("reader").send("DELETE", "/institutions", "")
    _is_problem(answer, 405, "api.method")
    assert answer["Allow"] == "GET"


def test_every_fault_of_a_query_at_once(program):
    answer = program("reader").get(f"{HERE}/results", period="2024-S3", limit=0, offset="x", lmit=5)
    told = _is_problem(answer, 422, "api.request")
    assert {fault["field"]: fault["what"] for fault in told["faults"]} == {
        "query.lmit": "no se conoce este nombre",
        "query.limit": "es menor que 1",
        "query.offset": "no es un número entero",
        "query.period": "no tiene la forma que describe la interfaz",
    }


def test_every_fault_of_a_body_at_once(program, collected):
    body = {"value": {"value_type": "number", "number": "12,5"}, "revision": "1", "comment": 3, "extra": 1}
    told = _is_problem(program("planner").send("PUT", collected.value_path, body), 422, "api.request")
    assert {fault["field"]: fault["what"] for fault in told["faults"]} == {
        "body.value.number.number": "no es un número escrito con dígitos y punto decimal",
        "body.revision": "no es un número entero",
        "body.comment": "no es un texto",
        "body.extra": "no se conoce este nombre",
    }


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'{"a": 1e99999999999999999999}'])
def test_what_is_not_json(body, program, collected):
    _is_problem(program("planner").send("PUT", collected.value_path, body), 400, "api.unreadable")


@pytest.mark.parametrize("body", ["", "null", "[]", '"x"', "3", "{}"])
def test_json_that_is_no_object_of_ours(body, program, collected):
    _is_problem(program("planner").send("PUT", collected.value_path, body), 422, "api.request")


def test_too_much_is_refused_before_it_is_read(program, collected, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program("planner").send("PUT", collected.value_path, number(1) | {"comment": "x" * 2000})
    _is_problem(answer, 413, "api.too_large")


def test_what_breaks_tells_no_trace(program, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("secreto")

    monkeypatch.setattr(plans, "plans_in", broken)
    answer = program("reader").get(f"{HERE}/plans")
    _is_problem(answer, 500, "api.broken")
    assert "secreto" not in answer.content.decode()


def test_what_breaks_before_the_interface_is_json_too(program, settings):
    settings.ALLOWED_HOSTS = ["otro.example"]
    _is_problem(program("reader").get("/institutions"), 400, "api.unreadable")


def test_an_unknown_plan_names_the_known_ones(program, planted):
    answer = program("reader").get(f"{HERE}/plans/NADA/versions/1/objectives")
    assert planted.version.plan.code in _is_problem(answer, 404, "plans.plan.unknown")["why"]


def test_the_description_is_for_anyone_and_is_the_only_page(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["openapi"].startswith("3.1")
    assert Client().get("/api/v1/docs").status_code == 404


def test_every_status_is_described_with_its_problem():
    from quipu.web.api import api

    for methods in api.get_openapi_schema()["paths"].values():
        for operation in methods.values():
            assert {401, 404, 422, 429, 500} <= set(operation["responses"])
