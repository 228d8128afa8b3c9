"""Rows for the engine and for the method, and the two answers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from quipu.engine.columns import TEN_THOUSAND
from quipu.method import Computed, LevelScale, NoData, Outcome, Value, level_of

Answer = tuple[str, str, Decimal | None, Decimal | None, bool, str | None]
TYPES = {"direction": pa.string(), "accumulation": pa.string(), "institution": pa.string()}


def cells(name: str, value: Value) -> dict[str, Any]:
    """Gives the two columns of a value; an exact decimal of at most four places becomes ten-thousandths."""
    if value is None or isinstance(value, NoData):
        return {name: None, f"{name}_no_data": isinstance(value, NoData)}
    scaled = value * TEN_THOUSAND
    assert scaled == int(scaled)
    return {name: int(scaled), f"{name}_no_data": None}


def table_of(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Gives rows as an Arrow table; columns that end in `_no_data` are boolean, the others int64 unless named."""
    fields = [(name, pa.bool_() if name.endswith("_no_data") else TYPES.get(name, pa.int64())) for name in rows[0]]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(fields))


def by_engine(table: pa.Table) -> list[Answer]:
    """Gives what must be equal, of each row of an answer of the engine."""
    names = ("outcome", "reason", "raw", "capped", "raw_unbounded", "level")
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def by_method(outcomes: Iterable[Outcome], scale: LevelScale) -> list[Answer]:
    """Gives the same of outcomes of the method."""
    return [_answer(outcome, scale) for outcome in outcomes]


def _answer(outcome: Outcome, scale: LevelScale) -> Answer:
    level = level_of(outcome, scale)
    code = level.code if level else None
    if not isinstance(outcome, Computed):
        return (outcome.outcome, outcome.reason, None, None, False, code)
    return (outcome.outcome, outcome.reason, outcome.raw, outcome.capped, outcome.raw_unbounded, code)
