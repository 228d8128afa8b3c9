from decimal import Decimal

import pytest

from quipu.language import NumberStyle, UnreadableNumberError, format_number, format_percent, number_style, parse_number

COMMA = NumberStyle(grouping=".", decimal=",", percent_space="\u202f")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("17268.74", 2, "17,268.74"),
        ("17268", None, "17,268"),
        ("90.70", None, "90.7"),
        ("1234567.895", 2, "1,234,567.90"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.004", 2, "0.00"),
        ("999.999", None, "1,000"),
    ],
)
def test_numbers_round_half_up_and_group(value: str, decimals: int | None, text: str) -> None:
    assert format_number(Decimal(value), decimals) == text


def test_a_percentage_has_one_decimal_and_a_space_that_does_not_break() -> None:
    assert format_percent(Decimal("90.7366")) == "90.7\u00a0%"
    assert format_percent(Decimal("90.7366"), 2, style=COMMA) == "90,74\u202f%"


def test_an_institution_sets_its_separators() -> None:
    assert format_number(Decimal("17268.74"), 2, style=COMMA) == "17.268,74"
    assert parse_number("17.268,74", style=COMMA) == Decimal("17268.74")


def test_the_locale_is_peruvian() -> None:
    assert (number_style("es").grouping, number_style("es").decimal) == (",", ".")
    assert number_style("es-ES").decimal == ","


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        format_number(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["17268.74", "17,268.74", " 17,268.74 ", "+17268.74"])
def test_a_number_is_read_grouped_or_not(text: str) -> None:
    assert parse_number(text) == Decimal("17268.74")


@pytest.mark.parametrize("text", ["90,7", "1,23,456", "17.268,74", "", "n.d.", "1e5", "٣", "12 %", "1,2345"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UnreadableNumberError) as caught:
        parse_number(text)
    assert "17,268.74" in caught.value.remedy
