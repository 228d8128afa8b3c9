"""Which tables are refused, and what the package promises about itself."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from quipu.engine import TWINS
from quipu.engine.columns import LARGEST, in_ten_thousandths
from quipu.engine.connection import connect, open_arrow
from quipu.engine.errors import EngineError
from quipu.engine.levels import add_level
from quipu.engine.progress import progress_type_1
from quipu.engine.running import compute_physical, compute_progress
from quipu.method import RULES, load_edition

EDITION = load_edition("2024")
DATABASE = connect()
GOLDEN = Path(__file__).parent / "golden" / "progress.sql"
VALUES = ibis.table(
    {
        "obtained": "int64",
        "obtained_no_data": "boolean",
        "expected": "int64",
        "expected_no_data": "boolean",
        "direction": "string",
    },
    name="obtained_values",
)


def values(**columns: list[object]) -> pa.Table:
    return pa.table(columns)


def test_what_cannot_be_a_fact_is_refused_with_all_its_faults() -> None:
    table = values(
        obtained=[-1, 5, 10**15],
        obtained_no_data=[False] * 3,
        expected=[LARGEST, -2, -3],
        expected_no_data=[None, False, True],
        direction=["ascending", "sideways", "descending"],
    )
    with pytest.raises(EngineError) as refusal:
        compute_progress(DATABASE, open_arrow(table), edition=EDITION)
    assert refusal.value.code == "engine.refused"
    for fault in (
        "obtained: negative in 1",
        "obtained: too large in 1",
        "expected: negative in 2",
        "direction: unknown in 1",
    ):
        assert fault in refusal.value.what


def test_months_and_accumulations_are_checked_too() -> None:
    table = values(
        activity=[1, 1],
        month=[0, 13],
        accumulation=["sum", "by eye"],
        executed=[1, 1],
        executed_no_data=[False, False],
        reprogrammed=[1, 1],
        reprogrammed_no_data=[False, False],
    )
    with pytest.raises(EngineError) as refusal:
        compute_physical(DATABASE, open_arrow(table), 12, edition=EDITION)
    assert "month: outside the year in 2" in refusal.value.what
    assert "accumulation: unknown in 1" in refusal.value.what


def test_absent_columns_are_named_together() -> None:
    with pytest.raises(EngineError) as refusal:
        progress_type_1(open_arrow(values(obtained=[1], direction=["ascending"])), edition=EDITION)
    assert refusal.value.code == "engine.columns"
    assert "obtained_no_data, expected, expected_no_data" in refusal.value.what


def test_a_decimal_column_becomes_whole_ten_thousandths() -> None:
    amounts = [Decimal("99999999999.9999"), Decimal("0.0001"), None, Decimal(378)]
    table = open_arrow(pa.table({"amount": pa.array(amounts, pa.decimal128(15, 4))}))
    found = DATABASE.to_pyarrow(table.select(units=in_ten_thousandths(table.amount)))
    assert found["units"].to_pylist() == [LARGEST, 1, None, 3_780_000]


def test_every_twin_is_of_a_rule_and_says_so() -> None:
    assert set(TWINS) <= set(RULES)
    for rule, place in TWINS.items():
        module, name = place.split(".")
        assert rule in getattr(import_module(f"quipu.engine.{module}"), name).__doc__


def test_the_command_line_starts_without_the_engine() -> None:
    script = "import sys, quipu.cli.main; print(sorted({'ibis', 'duckdb', 'quipu.engine'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_sql_of_progress_is_the_one_that_was_read() -> None:
    expression = add_level(progress_type_1(VALUES, edition=EDITION), EDITION.scale("actions"))
    assert str(ibis.to_sql(expression, dialect="duckdb")) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_the_expressions_are_written_for_other_databases_too() -> None:
    expression = progress_type_1(VALUES, edition=EDITION)
    for dialect in ("postgres", "pyspark"):
        assert "%" in ibis.to_sql(expression, dialect=dialect)
