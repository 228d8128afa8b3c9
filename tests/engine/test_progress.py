"""Progress type 1 by columns equals the method, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.rows import by_engine, by_method, cells, table_of
from tests.method.test_editions import trial

from quipu.engine.connection import connect, open_arrow, open_parquet
from quipu.engine.running import compute_progress
from quipu.method import Direction, Edition, NoData, Value, load_edition, load_edition_file, progress_type_1

EDITION = load_edition("2024")
DATABASE = connect()
LARGEST = Decimal("99999999999.9999")
SMALLEST = Decimal("0.0001")
Row = tuple[Value, Value, Direction]


def assert_equal(rows: Sequence[Row], *, edition: Edition = EDITION, use: str = "strategic_action") -> None:
    table = table_of(
        [{**cells("obtained", vo), **cells("expected", le), "direction": way.value} for vo, le, way in rows]
    )
    found = by_engine(compute_progress(DATABASE, open_arrow(table), edition=edition, use=use))
    wanted = by_method((progress_type_1(vo, le, way, edition=edition) for vo, le, way in rows), edition.scale_for(use))
    different = [item for item in zip(rows, found, wanted, strict=True) if item[1] != item[2]]
    assert not different, different[:5]


def planted() -> list[Row]:
    """Ties on the last place, thresholds hit exactly and missed by the least amount, in both dividing directions."""
    random, rows = Random(320), []  # noqa: S311
    for step in range(6_000):
        # (2n + 1) / 200 percent of a multiple of 2 is half-way between two figures of two places.
        whole = Decimal(random.choice([8, 40, 80, 200, 320, 800, 1600, 4000, 20000]))
        odd = Decimal(2 * random.randrange(30_000) + 1)
        tie = odd * whole / 20_000
        rows += [(tie, whole, Direction.ASCENDING)] if tie == tie.quantize(SMALLEST) else []
        bound = random.choice([Decimal(95), Decimal(75), Decimal(50), Decimal(100)])
        le = Decimal(random.randrange(1, 5_000_000) * 100).scaleb(-4)
        for nudge in (Decimal(0), SMALLEST, -SMALLEST):
            rows.append((le * bound / 100 + nudge, le, Direction.ASCENDING))
            rows.append((le, le * bound / 100 + nudge, Direction.DESCENDING))
        rows.append((Decimal(random.randrange(1, 10**6)), Decimal(step + 1), random.choice(list(Direction))))
    return rows


def test_tens_of_thousands_of_quotients_with_ties_and_thresholds() -> None:
    rows = [
        *planted(),
        (Decimal(378), Decimal(320), Direction.ASCENDING),
        (Decimal("2.675"), Decimal(100), Direction.ASCENDING),
    ]
    assert len(rows) >= 40_000
    quotients = [(vo * 10_000 / le) % 1 for vo, le, way in rows if way is Direction.ASCENDING and vo and le]
    assert sum(rest == Decimal("0.5") for rest in quotients) > 1_000
    assert sum(vo * 100 == le * 95 for vo, le, _ in rows) > 1_000
    assert_equal(rows)


def test_every_pair_of_a_grid_in_every_direction_and_scale() -> None:
    values: list[Value] = [None, NoData("cerrado"), *map(Decimal, ("0", "0.0001", "1", "2.5", "3", "8", "100", "378"))]
    grid = list(product(values, values, Direction))
    for use in EDITION.uses:
        assert_equal(grid, use=use)


@pytest.mark.parametrize("places", ["0", "1", "4", "6"])
def test_another_edition_rounds_to_its_places(tmp_path: Path, places: str) -> None:
    edition = load_edition_file(trial(tmp_path, ('value = "2"', f'value = "{places}"')))
    assert_equal(planted()[:2_000], edition=edition)


def test_another_edition_judges_a_zero_maximum_and_other_thresholds(tmp_path: Path) -> None:
    changes = ('value = "yes"', 'value = "no"'), ('at_least = "95"', 'at_least = "94.75"')
    edition = load_edition_file(trial(tmp_path, *changes))
    values: list[Value] = [None, NoData(), *map(Decimal, ("0", "94.75", "94.7499", "94.7501", "100"))]
    assert_equal(list(product(values, values, Direction)), edition=edition)


def test_the_largest_and_smallest_amounts() -> None:
    amounts = [LARGEST, LARGEST - SMALLEST, LARGEST / 2 - LARGEST / 2 % SMALLEST, Decimal(90071992547).scaleb(0)]
    amounts += [SMALLEST, 3 * SMALLEST, 7 * SMALLEST, Decimal(3), Decimal("9007199254.7409"), Decimal("0.9999")]
    assert_equal(list(product(amounts, amounts, Direction)))


amounts = st.integers(min_value=0, max_value=10**15 - 1).map(lambda units: Decimal(units).scaleb(-4))
small = st.integers(min_value=0, max_value=400).map(Decimal)
values = st.one_of(st.none(), st.builds(NoData), small, amounts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values, st.sampled_from(Direction)), min_size=1, max_size=80))
def test_generated_values(rows: list[Row]) -> None:
    assert_equal(rows)


def test_other_columns_stay_and_a_parquet_file_is_read(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    row = {**cells("obtained", Decimal(3)), **cells("expected", Decimal(4)), "direction": "ascending", "indicator": 7}
    pq.write_table(table_of([row]), tmp_path / "values.parquet")
    table = open_parquet(DATABASE, tmp_path / "values.parquet")
    (answer,) = compute_progress(DATABASE, table, edition=EDITION).to_pylist()
    assert (answer["indicator"], answer["capped"], answer["part"], answer["whole"]) == (7, 75, 30_000, 40_000)
