"""The same expressions on PostgreSQL: nothing in them belongs to one database alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
import pytest
from tests.databases import PostgreSQL
from tests.engine.rows import by_engine, by_method, cells, table_of

from quipu.engine.running import compute_physical, compute_progress
from quipu.method import Accumulation, Direction, NoData, Value, load_edition, physical_to_month, progress_type_1

EDITION = load_edition("2024")
VALUES: list[Value] = [None, NoData("cierre"), *map(Decimal, ("0", "0.0001", "1", "2.5", "320", "378"))]
LARGE: list[Value] = [Decimal("99999999999.9999"), Decimal("9007199254.7409")]


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    server = PostgreSQL.start()
    try:
        yield ibis.connect(server.address("postgres"))
    finally:
        server.stop()


def test_progress_equals_the_method(database: Any) -> None:
    rows = list(product(VALUES + LARGE, VALUES + LARGE, Direction))
    table = table_of([{**cells("obtained", a), **cells("expected", b), "direction": way.value} for a, b, way in rows])
    database.create_table("obtained_values", table.append_column("place", pa.array(range(len(rows)))))
    found = compute_progress(database, database.table("obtained_values"), edition=EDITION).sort_by("place")
    wanted = by_method((progress_type_1(a, b, way, edition=EDITION) for a, b, way in rows), EDITION.scale("actions"))
    assert by_engine(found) == wanted


def test_physical_execution_equals_the_method(database: Any) -> None:
    months = list(product(VALUES[:5], [None, Decimal(0), Decimal(3)]))
    last = (Decimal(2), Decimal(7))
    pairs = list(product(months, repeat=2))
    activities = [(form, *zip(*pair, last, strict=True)) for form in Accumulation for pair in pairs]
    table = table_of(
        [
            {"activity": code, "accumulation": form.value, "month": month + 1}
            | {**cells("executed", done[month]), **cells("reprogrammed", due[month])}
            for code, (form, done, due) in enumerate(activities)
            for month in range(3)
        ]
    )
    database.create_table("activity_months", table)
    found = compute_physical(database, database.table("activity_months"), 3, edition=EDITION).sort_by("activity")
    outcomes = (physical_to_month(done, due, 3, form, edition=EDITION) for form, done, due in activities)
    assert by_engine(found) == by_method(outcomes, EDITION.scale_for("operational_activity"))
