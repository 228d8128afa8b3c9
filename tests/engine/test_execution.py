"""Execution of activities by columns equals the method, for every accumulation, month and gap."""

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

from quipu.engine.connection import connect, open_arrow
from quipu.engine.errors import EngineError
from quipu.engine.execution import amounts_to_month
from quipu.engine.running import compute_financial, compute_physical
from quipu.method import (
    Accumulation,
    Edition,
    NoData,
    Value,
    financial,
    load_edition,
    load_edition_file,
    physical_to_month,
)
from quipu.method import (
    amounts_to_month as amounts_by_method,
)

EDITION = load_edition("2024")
DATABASE = connect()
LARGEST = Decimal("99999999999.9999")
SMALLEST = Decimal("0.0001")
Activity = tuple[Accumulation, Sequence[Value], Sequence[Value]]


def months_of(activities: Sequence[Activity]) -> object:
    rows = [
        {
            "activity": code,
            "accumulation": form.value,
            "month": month,
            **cells("executed", done[month - 1]),
            **cells("reprogrammed", due[month - 1]),
        }
        for code, (form, done, due) in enumerate(activities)
        for month in range(1, len(done) + 1)
    ]
    Random(7).shuffle(rows)  # noqa: S311
    return open_arrow(table_of(rows))


def assert_equal(activities: Sequence[Activity], month: int, *, edition: Edition = EDITION) -> None:
    scale = edition.scale_for("operational_activity")
    table = compute_physical(DATABASE, months_of(activities), month, edition=edition).sort_by("activity")  # type: ignore[arg-type]
    assert table["activity"].to_pylist() == list(range(len(activities)))
    wanted = by_method(
        (physical_to_month(done, due, month, form, edition=edition) for form, done, due in activities), scale
    )
    pairs = zip(activities, by_engine(table), wanted, strict=True)
    different = [(item, found, right) for item, found, right in pairs if found != right]
    assert not different, different[:3]


def every_gap() -> list[Activity]:
    """Every way that three months can be empty, without data, zero or a number, under every accumulation."""
    values: list[Value] = [None, NoData("cierre"), Decimal(0), Decimal("2.5")]
    dues: list[Value] = [None, Decimal(0), Decimal(4)]
    pairs = list(product(values, dues))
    grid = [(form, *zip(*three, strict=True)) for form in Accumulation for three in product(pairs, repeat=3)]
    odd = [
        (form, (done, Decimal(1)), (NoData("sin meta"), due))
        for form in Accumulation
        for done in values
        for due in [*dues, NoData("sin meta")]
    ]
    return [*grid, *((form, (*done, Decimal(9)), (*due, Decimal(9))) for form, done, due in odd)]


def test_every_gap_under_every_accumulation() -> None:
    activities = every_gap()
    assert len(activities) > 6_900
    for month in (1, 3):
        assert_equal(activities, month)


def test_every_gap_where_the_edition_leaves_unreported_months_out(tmp_path: Path) -> None:
    edition = load_edition_file(trial(tmp_path, ('value = "not_reported"', 'value = "reported_only"')))
    assert_equal(every_gap(), 3, edition=edition)


def test_the_largest_amounts_of_twelve_months() -> None:
    large, least = [LARGEST] * 12, [SMALLEST] * 12
    one = [*[None] * 11, SMALLEST]
    pairs = [
        (large, large),
        (large, least),
        (least, large),
        (large, one),
        (one, one),
        ([LARGEST] * 11 + [Decimal(0)], large),
    ]
    activities: list[Activity] = [(form, done, due) for form in Accumulation for done, due in pairs]
    for month in range(1, 13):
        assert_equal(activities, month)


def test_an_activity_whose_months_all_come_later_is_not_programmed() -> None:
    later = table_of(
        [
            {
                "activity": 0,
                "accumulation": "sum",
                "month": 5,
                **cells("executed", Decimal(1)),
                **cells("reprogrammed", Decimal(2)),
            }
        ]
    )
    (answer,) = by_engine(compute_physical(DATABASE, open_arrow(later), 4, edition=EDITION))
    assert answer[:2] == ("not_programmed", "nothing_programmed")


def test_the_accumulated_amounts_are_those_of_the_method() -> None:
    activities: list[Activity] = [
        (form, [Decimal(3), Decimal(9), None, Decimal("7.5")], [Decimal(4), Decimal(8), None, Decimal(8)])
        for form in Accumulation
    ]
    table = DATABASE.to_pyarrow(amounts_to_month(months_of(activities), 4, edition=EDITION)).sort_by("activity")  # type: ignore[arg-type]
    for row, (form, done, due) in zip(table.to_pylist(), activities, strict=True):
        amounts = amounts_by_method(done, due, 4, form, edition=EDITION)
        assert row["executed_total"] == amounts.executed * 10_000 * row["executed_parts"]  # type: ignore[operator]
        assert row["reprogrammed_total"] == amounts.reprogrammed * 10_000 * row["reprogrammed_parts"]  # type: ignore[operator]


amounts = st.one_of(
    st.integers(min_value=0, max_value=10**15 - 1).map(lambda units: Decimal(units).scaleb(-4)),
    st.integers(min_value=0, max_value=20).map(Decimal),
)
cell = st.one_of(st.none(), st.builds(NoData), amounts, amounts, amounts)
year = st.lists(st.tuples(cell, cell), min_size=12, max_size=12).map(lambda rows: tuple(zip(*rows, strict=True)))
activity = st.tuples(st.sampled_from(Accumulation), year).map(lambda item: (item[0], *item[1]))


@settings(max_examples=40, deadline=None)
@given(st.lists(activity, min_size=1, max_size=15), st.integers(min_value=1, max_value=12))
def test_generated_years(activities: list[Activity], month: int) -> None:
    assert_equal(activities, month)


def test_financial_execution_equals_the_method() -> None:
    values: list[Value] = [None, NoData("SIAF cerrado"), *map(Decimal, ("0", "0.0001", "378", "320", "950.5")), LARGEST]
    pairs = list(product(values, values))
    table = table_of([{**cells("accrued", done), **cells("current_budget", due)} for done, due in pairs])
    found = by_engine(compute_financial(DATABASE, open_arrow(table), edition=EDITION))
    outcomes = (financial(done, due, edition=EDITION) for done, due in pairs)
    assert found == by_method(outcomes, EDITION.scale_for("operational_activity"))


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_outside_the_year_is_refused(month: int) -> None:
    with pytest.raises(EngineError) as refusal:
        compute_physical(DATABASE, months_of([(Accumulation.SUM, [1], [1])]), month, edition=EDITION)  # type: ignore[arg-type]
    assert refusal.value.code == "engine.month"
