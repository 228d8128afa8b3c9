"""The worked cases that a planner can read, run."""

from __future__ import annotations

from typing import Any

import pytest
from tests.method.cases import APPLY, apply_rule, read_cases

ALL = list(read_cases())


@pytest.mark.parametrize(
    ("rule", "case"),
    [(rule, case) for _, rule, case in ALL],
    ids=[f"{file}: {case['nombre']}" for file, _, case in ALL],
)
def test_case(rule: str, case: dict[str, Any]) -> None:
    answer = apply_rule(rule, case["entradas"], case["edicion"])
    expected = case["esperado"]
    assert expected, "a case without an expectation proves nothing"
    assert {key: answer[key] for key in expected} == expected


def test_every_case_names_its_reference_and_every_rule_has_cases() -> None:
    assert all(case["referencia"] for _, _, case in ALL)
    assert {rule for _, rule, _ in ALL} == set(APPLY)
    assert len({(file, case["nombre"]) for file, _, case in ALL}) == len(ALL)
