"""Periods, refusals, watches and what the package promises about itself."""

from __future__ import annotations

import ast
import doctest
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import quipu.method
from quipu.method import (
    Accumulation,
    Candidate,
    ChainLevel,
    Direction,
    ElementKind,
    Granularity,
    MeasuredElement,
    MethodError,
    NoData,
    Period,
    across_units,
    financial,
    load_edition,
    number,
    parse_accumulation,
    parse_direction,
    physical_to_month,
    prioritise,
    progress_type_1,
    progress_type_2,
    reproduced,
    upward,
    watch_accumulation,
    watch_product_indicators,
    watch_shared_indicators,
    watch_unprogrammed,
)

EDITION = load_edition("2024")
ROOT = Path(quipu.method.__file__).parent


def test_the_method_imports_only_the_standard_library() -> None:
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                ground = name.split(".")[0] in sys.stdlib_module_names
                assert ground or name.startswith("quipu.method") or name == "quipu.errors", (file.name, name)


def test_the_example_of_the_package_is_true() -> None:
    result = doctest.testmod(quipu.method)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_a_period_reads_writes_and_nests() -> None:
    for text in ("2024", "2024-S1", "2024-Q3", "2024-M07"):
        assert str(Period.parse(text)) == text
    july = Period.parse(" 2024-m7 ")
    assert [str(parent) for parent in july.parents] == ["2024-Q3", "2024-S2", "2024"]
    assert [str(child) for child in Period.parse("2024-S2").children()] == ["2024-Q3", "2024-Q4"]
    assert len(Period.parse("2024").children(Granularity.MONTH)) == 12
    assert july.children() == ()
    assert Period.parse("2024-S2").contains(july)
    assert not july.contains(Period.parse("2024-S2"))
    assert not Period.parse("2023").contains(july)
    assert list(Period.parse("2024-Q3").months) == [7, 8, 9]
    assert str(Period.parse("2024-M12").shift(1)) == "2025-M01"
    ordered = [Period.parse(text) for text in ("2023", "2024", "2024-S1", "2024-Q1", "2024-M01", "2024-M02", "2024-S2")]
    backwards = list(reversed(ordered))
    assert sorted(backwards) == ordered


@pytest.mark.parametrize("text", ["", "24", "2024-S3", "2024-Q0", "2024-M13", "2024-07", "enero", "２０２４"])
def test_a_wrong_period_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(MethodError) as refusal:
        Period.parse(text)
    assert refusal.value.code == "method.period"
    assert "2024-S1" in refusal.value.remedy


@pytest.mark.parametrize("value", [-1, Decimal("-0.01"), 1.5, Decimal("NaN"), Decimal("Infinity"), True, "12"])
def test_what_cannot_be_a_value_is_refused(value: object) -> None:
    for obtained, expected in ((value, 1), (1, value)):
        with pytest.raises(MethodError):
            progress_type_1(obtained, expected, Direction.ASCENDING, edition=EDITION)  # type: ignore[arg-type]


def test_other_refusals_say_the_way_out() -> None:
    done = progress_type_1(1, 2, Direction.ASCENDING, edition=EDITION)
    asks = (
        lambda: number("doce"),
        lambda: parse_direction("hacia arriba"),
        lambda: parse_accumulation("a ojo"),
        lambda: physical_to_month([1], [1], 2, edition=EDITION),
        lambda: across_units([1, 2], Accumulation.LAST, edition=EDITION),
        lambda: upward([done, done], "single", edition=EDITION),
        lambda: upward([done], "weighted", relevances=[4], edition=EDITION),
        lambda: upward([done], "weighted", edition=EDITION),
        lambda: progress_type_2([1], 1, 0, Direction.ASCENDING, False, reference="same_period", edition=EDITION),
        lambda: progress_type_2([1, 2], [1], 0, Direction.ASCENDING, True, reference="end_of_plan", edition=EDITION),
        lambda: reproduced("unos 33", 32, None),
    )
    for ask in asks:
        with pytest.raises(MethodError) as refusal:
            ask()
        assert refusal.value.what
        assert refusal.value.remedy


def test_directions_and_accumulations_read_in_both_languages() -> None:
    assert parse_direction("Mínimo permisible") is Direction.MINIMUM_PERMISSIBLE
    assert parse_direction("MAXIMO PERMISIBLE") is Direction.MAXIMUM_PERMISSIBLE
    assert parse_accumulation("último valor") is Accumulation.LAST


def test_financial_execution() -> None:
    assert str(financial(Decimal("950.5"), 1000, edition=EDITION).trace.sentence()).startswith("950.5 / 1,000 x 100")
    assert financial(5, 0, edition=EDITION).reason == "executed_without_programming"
    assert financial(NoData("SIAF cerrado"), 10, edition=EDITION).outcome == "not_reported"


def test_one_indicator_at_two_levels_and_a_product_on_an_objective() -> None:
    name = "Número de connacionales protegidos y asistidos"
    elements = [
        MeasuredElement("OEI.05", ElementKind.OBJECTIVE, name, ChainLevel.PRODUCT),
        MeasuredElement("AEI.05.01", ElementKind.STRATEGIC_ACTION, name.upper(), ChainLevel.PRODUCT, "OEI.05"),
        MeasuredElement("AEI.05.02", ElementKind.STRATEGIC_ACTION, "Otro", ChainLevel.PRODUCT, "OEI.05"),
    ]
    (shared,) = watch_shared_indicators(elements, edition=EDITION)
    assert shared.elements == ("OEI.05", "AEI.05.01")
    (product,) = watch_product_indicators(elements, edition=EDITION)
    assert product.elements == ("OEI.05",)
    assert "indicador de producto" in product.sentence("es")
    json.dumps([shared.to_dict(), product.to_dict()])


def test_a_lengthened_name_is_the_same_indicator_and_a_short_word_is_not() -> None:
    def found(objective: str, action: str) -> int:
        elements = [
            MeasuredElement("OEI.01", ElementKind.OBJECTIVE, objective),
            MeasuredElement("AEI.01.01", ElementKind.STRATEGIC_ACTION, action, parent="OEI.01"),
        ]
        return len(watch_shared_indicators(elements, edition=EDITION))

    assert found("Número de personas asistidas", "Número de personas asistidas en el exterior") == 1
    assert found("Número de personas asistidas", "Número de personas asistidasx") == 0
    assert found("Número de", "Número de oficinas") == 0


def test_an_execution_without_programming_is_found() -> None:
    undefined = progress_type_1(3, None, Direction.ASCENDING, edition=EDITION)
    found = watch_unprogrammed("AEI.01.01", undefined, edition=EDITION)
    assert found is not None
    assert found.figures == {"obtained": "3"}
    unknown = progress_type_1(3, NoData("x"), Direction.ASCENDING, edition=EDITION)
    assert watch_unprogrammed("AEI.01.01", unknown, edition=EDITION) is None


def test_declared_accumulation_against_the_months() -> None:
    running, flat, single = list(range(1, 13)), [5] * 12, [0] * 11 + [7]

    def looks(months: list[int], total: int, declared: Accumulation) -> str | None:
        found = watch_accumulation("AOI00000100001", months, total, declared, edition=EDITION)
        return found.figures["looks_like"] if found else None

    assert looks(running, 12, Accumulation.SUM) == "last"
    assert looks(running, 78, Accumulation.SUM) is None
    assert looks(flat, 60, Accumulation.LAST) == "sum"
    assert looks(flat, 5, Accumulation.LAST) is None
    assert looks(single, 7, Accumulation.SUM) is None


def test_ranking_shares_ties_and_leaves_incomplete_ones_unranked() -> None:
    ranked = prioritise(
        [
            Candidate("OEI.01", 3, "I", Decimal(80), None),
            Candidate("OEI.02", 1, "I", Decimal(80), Decimal(80)),
            Candidate("OEI.03", 2, "I", Decimal(80), Decimal(80)),
            Candidate("OEI.04", 8, "II", Decimal(10), Decimal(10)),
        ],
        edition=EDITION,
    )
    assert [(item.code, item.rank) for item in ranked] == [
        ("OEI.02", 1),
        ("OEI.03", 1),
        ("OEI.04", 3),
        ("OEI.01", None),
    ]
    incomplete = ranked[-1]
    assert (incomplete.known_total, incomplete.possible_total, incomplete.assessable) == (5, 7, 3)
    assert incomplete.implementation.reason == "progress_missing"
