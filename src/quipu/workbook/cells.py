"""One cell: from what a file holds to a typed value, or to the reason why it cannot be one. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from quipu.method.errors import MethodError
from quipu.method.periods import Period
from quipu.workbook.columns import Column, ColumnType, Value
from quipu.workbook.names import nearest, plain_name

MOST_DIGITS = 15
MOST_SHOWN = 60
MOST_DECIMALS = 4
MOST_WHOLE_DIGITS = 11
MOST_INTEGER = 32_767
YEARS = range(1900, 2101)
FLAGS = {"si": True, "s": True, "yes": True, "true": True, "verdadero": True, "1": True} | dict.fromkeys(
    ("no", "n", "false", "falso", "0"), False
)


@dataclass(frozen=True)
class ExcelError:
    """A cell in which the spreadsheet shows an error such as `#DIV/0!`."""

    text: str

    def __str__(self) -> str:
        return self.text


Raw = str | float | int | bool | date | datetime | time | timedelta | ExcelError | None
"""What a file holds in a cell."""


class CellError(Exception):
    """A cell that is not what its column asks for."""

    def __init__(self, reason: str, remedy: str, code: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy, self.code = reason, remedy, code


PLAIN_DIGITS = "Escriba solo dígitos, con punto para los decimales (17268.5)."
NO_DATA = "Si no hay dato, deje la celda vacía y elija «sin dato» donde se pida el tipo de valor."
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_GROUPED_NUMBER = re.compile("\\d{1,3}(?P<group>[, \u00a0\u202f])\\d{3}((?P=group)\\d{3})*(\\.\\d+)?", re.ASCII)
_APOSTROPHE_CODE = re.compile(r"'[\w.\-]+")


def read_cell(raw: Raw, column: Column) -> Value:
    """The typed value of a cell.

    Args:
        raw: what the file holds; a text from a CSV file, anything a spreadsheet has from an `.xlsx`.
        column: the column it stands in.

    Returns:
        The value, the column's default for an empty cell, or None.

    Raises:
        CellError: with the reason and the way out.
    """
    if isinstance(raw, ExcelError):
        raise CellError(
            f"la celda muestra el error {raw.text}.",
            "Corrija la fórmula, o deje la celda vacía si no hay dato.",
            "workbook.excel_error",
        )
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if column.required:
            raise CellError(f"la celda de «{column.label}» está vacía.", "Complete la celda.", "workbook.required")
        return column.default
    return _READERS[column.type](raw, column)


def _text(raw: Raw, column: Column) -> str:
    if isinstance(raw, str):
        text = raw.strip()
        return text[1:] if _APOSTROPHE_CODE.fullmatch(text) else _printable(text)
    return _text_of_number(raw, column)


def _long_text(raw: Raw, column: Column) -> str:
    if isinstance(raw, str):
        return _printable(raw.replace("\r\n", "\n").replace("\r", "\n"))
    return _text_of_number(raw, column)


def _printable(text: str) -> str:
    found = CONTROL.search(text)
    if found:
        raise CellError(
            f"el texto lleva un carácter que no se imprime (U+{ord(found.group()):04X}).",
            "Bórrelo; suele venir de copiar y pegar.",
            "workbook.control_character",
        )
    return text


def _text_of_number(raw: Raw, column: Column) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise CellError(
            f"se esperaba un texto y la celda tiene {_kind(raw)}.",
            "Dé a la celda formato de texto y escríbalo de nuevo.",
            "workbook.not_text",
        )
    if column.exact_text:
        raise CellError(
            "la celda es numérica y no guarda los ceros finales.",
            "Dé a la celda formato de texto y escriba las cifras tal como se imprimieron.",
            "workbook.not_text",
        )
    number = _decimal_of_number(raw)
    return f"{number.normalize():f}"


def _code(raw: Raw, column: Column) -> str:
    text = _text(raw, column)
    if column.pattern and not re.fullmatch(column.pattern, text, re.ASCII):
        remedy = f"Debe ser así: {column.meaning}"
        if not isinstance(raw, str):
            remedy = "Dé a la celda formato de texto, para que no pierda los ceros de la izquierda. " + remedy
        raise CellError(f"«{shown(text)}» no tiene la forma de «{column.label}».", remedy, "workbook.code_shape")
    return text


def _integer(raw: Raw, column: Column) -> int:
    number = _number(raw)
    if number != number.to_integral_value() or not 0 <= number <= MOST_INTEGER:
        raise CellError(
            f"«{shown(raw)}» no es un número entero entre 0 y {MOST_INTEGER}.",
            "Escriba solo dígitos, sin signo ni decimales.",
            "workbook.not_integer",
        )
    return int(number)


def _year(raw: Raw, column: Column) -> int:
    text = _written(raw)
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or int(text) not in YEARS:
        raise CellError(f"«{shown(text)}» no es un año.", "Escriba cuatro dígitos, como 2024.", "workbook.not_year")
    return int(text)


def _amount(raw: Raw, column: Column) -> Decimal:
    number = _number(raw)
    if number < 0:
        raise CellError(
            f"«{shown(raw)}» es negativo.",
            "Escriba un número mayor o igual que cero, o deje la celda vacía si no hay dato.",
            "workbook.negative",
        )
    if number >= 10**MOST_WHOLE_DIGITS:
        raise CellError(
            f"«{shown(raw)}» tiene más de {MOST_WHOLE_DIGITS} cifras enteras.",
            "Revise la unidad de medida (miles, millones).",
            "workbook.too_large",
        )
    if number != round(number, MOST_DECIMALS):
        raise CellError(
            f"«{shown(raw)}» tiene más de {MOST_DECIMALS} decimales.",
            f"Redondéelo a {MOST_DECIMALS} decimales o menos; en Excel, con REDONDEAR.",
            "workbook.decimals",
        )
    return number


def _number(raw: Raw) -> Decimal:
    if isinstance(raw, str):
        text = raw.strip().replace("\u2212", "-")
        if _PLAIN_NUMBER.fullmatch(text):
            return Decimal(text)
        raise CellError(f"«{shown(text)}» no es un número.", _how_to_write(text), "workbook.not_number")
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise CellError(
            f"se esperaba un número y la celda tiene {_kind(raw)}.",
            "Dé a la celda formato general y escriba el número de nuevo.",
            "workbook.not_number",
        )
    return _decimal_of_number(raw)


def _decimal_of_number(raw: float) -> Decimal:
    if not isfinite(raw):
        raise CellError(
            "la celda tiene un número que no existe (infinito o indefinido).",
            "Escriba el número de nuevo, o deje la celda vacía si no hay dato.",
            "workbook.not_number",
        )
    # A spreadsheet shows 15 significant digits; what a double holds beyond them is noise of its formulas.
    text = repr(raw)
    return Decimal(text if len(text) <= MOST_DIGITS else f"{raw:.{MOST_DIGITS}g}")


def _how_to_write(text: str) -> str:
    if _GROUPED_NUMBER.fullmatch(text):
        plain = re.sub("[, \u00a0\u202f]", "", text)
        return f"Escríbalo sin separador de miles: {plain}; el punto separa los decimales."
    if re.fullmatch(r"\d+,\d+", text, re.ASCII):
        return f"Si la coma separa decimales, escriba {text.replace(',', '.')}; si separa miles, quítela."
    if text.endswith("%"):
        return "Escriba el número sin el signo %."
    return f"{PLAIN_DIGITS} {NO_DATA}"


def _flag(raw: Raw, column: Column) -> bool:
    found = raw if isinstance(raw, bool) else FLAGS.get(plain_name(_written(raw)))
    if found is None:
        raise CellError(f"«{shown(raw)}» no es sí ni no.", "Escriba sí o no.", "workbook.not_flag")
    return found


def _choice(raw: Raw, column: Column) -> str:
    text = _written(raw)
    found = column.choice_by_word.get(plain_name(text))
    if found is None:
        near = nearest(text, column.choices.values())
        remedy = f"¿Quiso decir «{near}»? " if near else ""
        remedy += "Use una de estas palabras: " + ", ".join(column.choices.values()) + "."
        raise CellError(f"«{shown(text)}» no es una opción de «{column.label}».", remedy, "workbook.not_choice")
    return found


def _period(raw: Raw, column: Column) -> str:
    text = _written(raw)
    try:
        period = Period.parse(text)
    except MethodError:
        period = None
    if period is None or period.year not in YEARS:
        raise CellError(
            f"«{shown(text)}» no es un periodo.",
            "Escriba un año (2024), un semestre (2024-S1), un trimestre (2024-Q3) o un mes (2024-M07), como texto.",
            "workbook.not_period",
        )
    return str(period)


def _date(raw: Raw, column: Column) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = _written(raw)
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar date has no zone
        except ValueError:
            continue
    raise CellError(
        f"«{shown(text)}» no es una fecha.", "Escríbala como 2024-07-15 o como 15/07/2024.", "workbook.not_date"
    )


def _written(raw: Raw) -> str:
    if isinstance(raw, str):
        return raw.strip().removeprefix("'")
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return f"{_decimal_of_number(raw).normalize():f}"
    return str(raw)


def shown(raw: object) -> str:
    """What a cell holds, as its reader would write it and short enough for a message."""
    text = "" if raw is None else _plain(raw)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _plain(raw: object) -> str:
    if isinstance(raw, float) and isfinite(raw):
        raw = Decimal(repr(raw))
    if not isinstance(raw, Decimal):
        return str(raw)
    text = f"{raw:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _kind(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "un valor lógico (verdadero o falso)"
    return "una fecha u hora" if isinstance(raw, (date, time, timedelta)) else "otra cosa"


_READERS: dict[ColumnType, Callable[[Raw, Column], Value]] = {
    ColumnType.TEXT: _text,
    ColumnType.LONG_TEXT: _long_text,
    ColumnType.INTEGER: _integer,
    ColumnType.YEAR: _year,
    ColumnType.AMOUNT: _amount,
    ColumnType.FLAG: _flag,
    ColumnType.CHOICE: _choice,
    ColumnType.PERIOD: _period,
    ColumnType.DATE: _date,
    ColumnType.CODE: _code,
}
