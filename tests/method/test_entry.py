"""Rules for entering values: ranges, histories, periods owed, parts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quipu.method import (
    Granularity,
    Mark,
    MethodError,
    NoData,
    Period,
    UnitKind,
    check_admissible,
    hint_outlier,
    load_edition,
    owed_months,
    owed_periods,
    parts_gap,
)

EDITION = load_edition("2024")
HISTORY = {2019: 40, 2020: 43, 2021: 45, 2022: 48, 2023: 52}


def test_every_kind_of_unit_has_a_range_and_says_so_in_both_languages() -> None:
    assert set(EDITION.table("admissible.least")) == set(UnitKind)
    assert set(EDITION.table("admissible.most")) <= set(UnitKind)
    for kind in UnitKind:
        found = check_admissible(Decimal("-100.5"), kind, edition=EDITION)
        assert found is not None
        assert kind.label("es") in found.sentence("es")
        assert kind.label("en") in found.sentence("en")
        assert check_admissible(50, kind.value, edition=EDITION) is None
    found = check_admissible(Decimal("100.01"), UnitKind.PERCENTAGE, edition=EDITION)
    assert found is not None
    assert (found.least, found.most, found.value) == (0, 100, Decimal("100.01"))
    assert (found.trace.mark, found.trace.inputs) == (Mark.ASSUMPTION, {"value": "100.01"})


def test_what_is_missing_is_neither_inadmissible_nor_far() -> None:
    for value in (None, NoData("cierre")):
        assert check_admissible(value, UnitKind.PERCENTAGE, edition=EDITION) is None
        assert hint_outlier(value, HISTORY, edition=EDITION) is None
    assert hint_outlier(1200, {2021: 40, 2022: NoData("x"), 2023: 45}, edition=EDITION) is None


def test_a_hint_keeps_its_figures() -> None:
    found = hint_outlier(1200, HISTORY, edition=EDITION)
    assert found is not None
    assert (found.median, found.deviation, found.limit) == (45, 3, 15)
    assert found.sentence("en") == "1,200 is far from its history (median 45; between 40 and 52 in 5 years)."
    assert found.trace.parameters["limit"] == "15"
    even = hint_outlier(Decimal(9), {1: 1, 2: 2, 3: 3, 4: 4}, edition=EDITION)
    assert even is not None
    assert even.median == Fraction(5, 2)


def test_a_year_of_reporting_periods_owes_each_period_once() -> None:
    year = Period(2024)
    for reporting, size in product(Granularity, Granularity):
        periods = year.children(reporting) or (year,)
        owed = [period for part in periods for period in owed_periods(part, size)]
        assert owed == list(year.children(size) or (year,))
        assert [month for part in periods for month in owed_months(part)] == list(range(1, 13))


amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=4)


@given(st.lists(amounts, min_size=1, max_size=20), amounts)
def test_the_gap_is_what_was_added(parts: list[Decimal], gap: Decimal) -> None:
    total = sum(map(Fraction, parts), Fraction(gap))
    found = parts_gap(total, parts)
    assert found is not None
    assert Fraction(found) == Fraction(gap)


def test_there_is_nothing_to_compare_with_a_part_missing() -> None:
    assert parts_gap(3, []) is None
    assert parts_gap(3, [1, None]) is None
    assert parts_gap(NoData("x"), [1, 2]) is None
    assert parts_gap(3, [1, 2]) == 0


def test_refusals_say_the_way_out() -> None:
    for ask in (
        lambda: check_admissible(1, "spoons", edition=EDITION),
        lambda: check_admissible(1.5, "number", edition=EDITION),  # type: ignore[arg-type]
        lambda: owed_periods(Period(2024), "week"),
        lambda: parts_gap(Fraction(1, 3), [0]),
        lambda: hint_outlier(1, {2023: 2.5}, edition=EDITION),  # type: ignore[dict-item]
    ):
        with pytest.raises(MethodError) as refusal:
            ask()
        assert refusal.value.remedy
