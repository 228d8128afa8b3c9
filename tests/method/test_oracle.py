"""The rules against the spreadsheet oracle: two implementations of one text."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.method.cases import apply_rule, read_cases
from tests.method.oracle import spreadsheet

from quipu.method import Computed, Direction, Outcome, level_of, load_edition, number, progress_type_1, progress_type_2
from quipu.method.outcomes import NoData

EDITION = load_edition("2024")
KEPT: dict[str, list[dict[str, Any]]] = json.loads(spreadsheet.RESULTS.read_text(encoding="utf-8"))
WAYS = {
    "asc": Direction.ASCENDING,
    "desc": Direction.DESCENDING,
    "max": Direction.MAXIMUM_PERMISSIBLE,
    "min": Direction.MINIMUM_PERMISSIBLE,
}
BY_NAME = {(rule, case["nombre"]): case["entradas"] for _, rule, case in read_cases()}


def value_of(text: str | None) -> Any:
    if text is None:
        return None
    return NoData("s/d") if text == spreadsheet.NO_DATA else number(text)


def same(left: str | None, right: Decimal | None) -> bool:
    return right is None if left is None else right is not None and Decimal(left) == right


def agrees(row: dict[str, Any], outcome: Outcome) -> None:
    assert outcome.outcome == row["outcome"]
    raw, capped = (outcome.raw, outcome.capped) if isinstance(outcome, Computed) else (None, None)
    if row["raw"] == "unbounded":
        assert isinstance(outcome, Computed)
        assert outcome.raw_unbounded
    else:
        assert same(row["raw"], raw)
    assert "capped" not in row or same(row["capped"], capped)


@pytest.mark.parametrize("row", KEPT["type_1"], ids=lambda row: row["case"])
def test_type_1(row: dict[str, Any]) -> None:
    obtained, expected = value_of(row["obtained"]), value_of(row["expected"])
    outcome = progress_type_1(obtained, expected, WAYS[row["direction"]], edition=EDITION)
    agrees(row, outcome)
    level = level_of(outcome, EDITION.scale("actions"))
    assert (level.code if level else None) == row["level"]


@pytest.mark.parametrize("row", KEPT["type_2"], ids=lambda row: row["case"])
def test_type_2(row: dict[str, Any]) -> None:
    vo, le, lb = (value_of(row[key]) for key in ("obtained", "expected", "baseline"))
    way = WAYS[row["direction"]]
    agrees(row, progress_type_2(vo, le, lb, way, False, reference="same_period", edition=EDITION))


@pytest.mark.parametrize("row", KEPT["execution"], ids=lambda row: row["case"])
def test_execution(row: dict[str, Any]) -> None:
    answer = apply_rule("execution.physical", BY_NAME["execution.physical", row["case"]])
    assert answer["salida"] == row["outcome"]
    assert same(row["raw"], Decimal(answer["bruto"]) if "bruto" in answer else None)


@pytest.mark.parametrize(
    ("rule", "row"),
    [("aggregation.periods", row) for row in KEPT["periods"]] + [("aggregation.upward", row) for row in KEPT["upward"]],
    ids=lambda item: item["case"] if isinstance(item, dict) else item,
)
def test_aggregation(rule: str, row: dict[str, Any]) -> None:
    answer = apply_rule(rule, BY_NAME[rule, row["case"]])
    assert same(row["value"], None if answer["valor"] is None else Decimal(answer["valor"]))
    assert answer["evaluables"] == int(row["assessable"])


@pytest.mark.parametrize("row", KEPT["prioritisation"], ids=lambda row: row["case"])
def test_prioritisation(row: dict[str, Any]) -> None:
    answer = apply_rule("prioritisation", BY_NAME["prioritisation", row["case"]])
    assert answer["puntajes"] == [None if row[key] is None else int(row[key]) for key in "abcd"]
    assert answer["total"] == (None if row["total"] is None else int(row["total"]))


def test_the_kept_results_cover_the_cases_as_they_stand() -> None:
    for title, build in spreadsheet.SHEETS.items():
        inputs, _, rows = build()
        kept = [[row["case"], *(row[key] for key in inputs)] for row in KEPT[title]]
        now = [[name, *(spreadsheet.plain(value) for value in values)] for name, values, _ in rows]
        assert kept == now, f"{title}: run python tests/method/oracle/spreadsheet.py"


def test_the_oracle_meets_ties_and_every_outcome() -> None:
    assert {row["outcome"] for row in KEPT["type_1"]} == {"computed", "not_programmed", "not_reported", "undefined"}
    ties = [row for row in KEPT["type_1"] if row["expected"] == "800" and row["direction"] == "asc"]
    assert len(ties) >= 8


@pytest.mark.office
def test_recalculating_gives_the_kept_results(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    assert spreadsheet.recalculate(tmp_path) == KEPT
