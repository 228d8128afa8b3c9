"""What was typed in beside a count: ratios worked out, shorter periods joined as an evaluation does."""

from decimal import Decimal

import pytest

from quipu.apps.plans.models import IndicatorSheet, ObtainedValue
from quipu.apps.register.queries.beside import TypedIn, typed_in

HALVES = [("2024-S1", "reported", "21"), ("2024-S2", "reported", "19")]


def _typed_in(values, period="2024", accumulation="sum"):
    sheet = IndicatorSheet(unit_kind="quantity", accumulation=accumulation)
    made = [ObtainedValue(period=of, stage=stage, number=Decimal(number)) for of, stage, number in values]
    return typed_in(sheet, period, made)


@pytest.mark.parametrize(("accumulation", "joined"), [("sum", 40), ("last", 19), ("mean", 20), ("maximum", 21)])
def test_shorter_periods_are_joined_by_the_accumulation_of_the_sheet(accumulation, joined):
    assert _typed_in(HALVES, accumulation=accumulation) == TypedIn(Decimal(joined), None, accumulation)


def test_the_value_of_the_period_itself_goes_first():
    assert _typed_in([*HALVES, ("2024", "reported", "41")]) == TypedIn(Decimal(41))


def test_a_part_that_was_corrected_corrects_the_whole():
    assert _typed_in([*HALVES, ("2024-S2", "corrected", "20")]) == TypedIn(Decimal(40), Decimal(41), "sum")


def test_another_year_corrected_corrects_nothing():
    assert _typed_in([*HALVES, ("2023-S2", "corrected", "20")]) == TypedIn(Decimal(40), None, "sum")


def test_the_whole_corrected_stands_as_it_is():
    assert _typed_in([("2024", "reported", "41"), ("2024", "corrected", "42")]) == TypedIn(Decimal(41), Decimal(42))


def test_a_shorter_period_is_not_taken_from_a_longer_one():
    assert _typed_in([("2024", "reported", "41")], period="2024-S1") == TypedIn()


def test_no_data_and_words_are_no_numbers():
    sheet = IndicatorSheet(unit_kind="quantity", accumulation="sum")
    for value in (
        ObtainedValue(period="2024", stage="reported", value_type="no_data", no_data_reason="Sin informe"),
        ObtainedValue(period="2024", stage="reported", value_type="text", text="En aplicación"),
    ):
        assert typed_in(sheet, "2024", [value]) == TypedIn()
