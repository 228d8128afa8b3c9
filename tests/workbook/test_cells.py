"""One cell at a time: what is read, and what is refused with its way out."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from quipu.workbook.cells import CellError, ExcelError, read_cell, shown
from quipu.workbook.columns import Column, ColumnType

T = ColumnType


def column(kind, **options):
    return Column("x", "Equis", kind, **options)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (T.AMOUNT, 0.1, Decimal("0.1")),
        (T.AMOUNT, 0.1 + 0.2, Decimal("0.3")),
        (T.AMOUNT, 17268.0, Decimal(17268)),
        (T.AMOUNT, "17268.50", Decimal("17268.5")),
        (T.AMOUNT, 99999999999.1234, Decimal("99999999999.1234")),
        (T.AMOUNT, "", None),
        (T.AMOUNT, "0", Decimal(0)),
        (T.INTEGER, 3.0, 3),
        (T.YEAR, "2024", 2024),
        (T.YEAR, 2024.0, 2024),
        (T.PERIOD, 2024.0, "2024"),
        (T.PERIOD, "2024-m07", "2024-M07"),
        (T.FLAG, "Sí", True),
        (T.FLAG, "NO", False),
        (T.FLAG, True, True),
        (T.TEXT, "  hola ", "hola"),
        (T.TEXT, 17.0, "17"),
        (T.TEXT, "'0123", "0123"),
        (T.TEXT, "'Yachay' y otros", "'Yachay' y otros"),
        (T.LONG_TEXT, "uno\r\n dos ", "uno\n dos "),
        (T.DATE, datetime(2024, 7, 15), date(2024, 7, 15)),  # noqa: DTZ001 - as a spreadsheet gives it
        (T.DATE, "15/07/2024", date(2024, 7, 15)),
        (T.DATE, "2024-07-15", date(2024, 7, 15)),
    ],
)
def test_reads(kind, raw, value):
    assert read_cell(raw, column(kind)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code", "remedy"),
    [
        (T.AMOUNT, "abc", "workbook.not_number", "solo dígitos"),
        (T.AMOUNT, "17,268.5", "workbook.not_number", "17268.5"),
        (T.AMOUNT, "17 268", "workbook.not_number", "17268"),
        (T.AMOUNT, "17,268", "workbook.not_number", "17268"),
        (T.AMOUNT, "3,5", "workbook.not_number", "3.5"),
        (T.AMOUNT, "90 %", "workbook.not_number", "sin el signo"),
        (T.AMOUNT, "1e3", "workbook.not_number", "solo dígitos"),
        (T.AMOUNT, "١٢", "workbook.not_number", "solo dígitos"),
        (T.AMOUNT, -1.0, "workbook.negative", "mayor o igual"),
        (T.AMOUNT, 0.12345, "workbook.decimals", "4 decimales"),
        (T.AMOUNT, 1e12, "workbook.too_large", "unidad de medida"),
        (T.AMOUNT, 1e300, "workbook.too_large", "unidad de medida"),
        (T.AMOUNT, "9" * 400, "workbook.too_large", "unidad de medida"),
        (T.INTEGER, 1e300, "workbook.not_integer", "sin signo"),
        (T.AMOUNT, "0." + "1" * 400, "workbook.decimals", "4 decimales"),
        (T.AMOUNT, True, "workbook.not_number", "formato general"),
        (T.AMOUNT, date(2024, 1, 1), "workbook.not_number", "formato general"),
        (T.AMOUNT, ExcelError("#DIV/0!"), "workbook.excel_error", "fórmula"),
        (T.INTEGER, 2.5, "workbook.not_integer", "sin signo ni decimales"),
        (T.INTEGER, 40_000, "workbook.not_integer", "sin signo"),
        (T.YEAR, "24", "workbook.not_year", "cuatro dígitos"),
        (T.YEAR, 1800.0, "workbook.not_year", "cuatro dígitos"),
        (T.PERIOD, "2024-S3", "workbook.not_period", "2024-S1"),
        (T.PERIOD, datetime(2024, 7, 1), "workbook.not_period", "como texto"),  # noqa: DTZ001
        (T.FLAG, "quizá", "workbook.not_flag", "sí o no"),
        (T.DATE, "31/02/2024", "workbook.not_date", "2024-07-15"),
        (T.TEXT, "a\x00b", "workbook.control_character", "Bórrelo"),
    ],
)
def test_refuses(kind, raw, code, remedy):
    with pytest.raises(CellError) as caught:
        read_cell(raw, column(kind))
    assert caught.value.code == code
    assert remedy in caught.value.remedy


def test_a_required_cell_cannot_be_empty():
    with pytest.raises(CellError, match="la celda de «Equis» está vacía"):
        read_cell("  ", column(T.TEXT, required=True))


def test_an_empty_cell_says_the_default():
    assert read_cell(None, column(T.FLAG, default=True)) is True


def test_a_choice_is_read_by_word_or_code_and_a_near_word_is_suggested():
    direction = column(T.CHOICE, choices={"maximum_permissible": "máximo permisible"})
    assert read_cell("MAXIMO  permisible", direction) == "maximum_permissible"
    assert read_cell("maximum_permissible", direction) == "maximum_permissible"
    with pytest.raises(CellError) as caught:
        read_cell("máximo permitible", direction)
    assert "¿Quiso decir «máximo permisible»?" in caught.value.remedy


def test_a_code_that_lost_its_zeros_says_how_to_keep_them():
    code = column(T.CODE, pattern=r"^\d{6}$")
    assert read_cell("'000901", code) == "000901"
    with pytest.raises(CellError) as caught:
        read_cell(901.0, code)
    assert "formato de texto" in caught.value.remedy


def test_printed_digits_are_not_read_from_a_number():
    with pytest.raises(CellError, match="ceros finales"):
        read_cell(90.7, column(T.TEXT, exact_text=True))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (ExcelError("#REF!"), "#REF!"),
        (-4.0, "-4"),
        (200.0, "200"),
        (0.5, "0.5"),
        (Decimal("2.50"), "2.5"),
        (1e16, "1" + "0" * 16),
    ],
)
def test_a_cell_is_told_as_its_reader_would_write_it(raw, told):
    assert shown(raw) == told
