"""The range of values that the unit of an indicator admits: what lies outside is a slip, not a result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from quipu.method.editions import Edition
from quipu.method.errors import MethodError
from quipu.method.exact import Value, check_value, fraction, is_number, number, write_number
from quipu.method.trace import Trace, record


class UnitKind(StrEnum):
    """Kind of unit of a technical sheet (*ficha técnica*)."""

    QUANTITY = "quantity"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    RATIO = "ratio"
    RATE = "rate"
    INDEX = "index"
    RATE_OF_CHANGE = "rate_of_change"

    def label(self, language: str = "en") -> str:
        """Names the kind in Spanish (`es`) or English (`en`)."""
        return _LABELS[self] if language == "es" else self.value.replace("_", " ")


_LABELS = {
    UnitKind.QUANTITY: "cantidad",
    UnitKind.NUMBER: "número",
    UnitKind.PERCENTAGE: "porcentaje",
    UnitKind.RATIO: "ratio",
    UnitKind.RATE: "tasa",
    UnitKind.INDEX: "índice",
    UnitKind.RATE_OF_CHANGE: "tasa de variación",
}


@dataclass(frozen=True, slots=True)
class Inadmissible:
    """A value outside the range of its unit.

    Attributes:
        value: the value.
        unit_kind: the kind of unit that does not admit it.
        least: the smallest admissible value, or None without a lower bound.
        most: the largest admissible value, or None without an upper bound.
        trace: the comparison, with its edition and mark.
    """

    value: Decimal | Fraction | int
    unit_kind: UnitKind
    least: Decimal | None
    most: Decimal | None
    trace: Trace

    def sentence(self, language: str = "en") -> str:
        """Says the finding in Spanish (`es`) or English (`en`)."""
        return self.trace.statement_es if language == "es" else self.trace.statement_en


def check_admissible(value: Value, unit_kind: UnitKind | str, *, edition: Edition) -> Inadmissible | None:
    """Compares a value with the range that its unit admits; both ends of the range are admissible.

    Args:
        value: a value of the indicator; an empty or no-data one is never inadmissible.
        unit_kind: kind of unit of its technical sheet.
        edition: gives `admissible.least` and `admissible.most` by kind of unit.

    Returns:
        The finding, or None when the value is admissible.

    Raises:
        MethodError: `method.unit_kind` for an unknown kind; an inexact value.
    """
    check_value(value, "value", negative=True)
    kind = _kind(unit_kind)
    least, most = (_bound(edition, key, kind) for key in ("admissible.least", "admissible.most"))
    if not is_number(value):
        return None
    exact = fraction(value)
    if (least is None or exact >= least) and (most is None or exact <= most):
        return None
    trace = Trace(
        rule="entry.admissible",
        edition=edition.code,
        reference=edition.reference("entry.admissible"),
        statement_en=_statement(exact, kind, least, most, "en"),
        statement_es=_statement(exact, kind, least, most, "es"),
        inputs={"value": record(value)},
        parameters={"unit_kind": kind.value, "least": _text(least), "most": _text(most)},
    )
    return Inadmissible(value, kind, least, most, trace)


def _kind(unit_kind: UnitKind | str) -> UnitKind:
    try:
        return UnitKind(unit_kind)
    except ValueError as error:
        raise MethodError(
            f"{unit_kind!r} is no kind of unit.",
            remedy=f"Use one of: {', '.join(UnitKind)}.",
            code="method.unit_kind",
        ) from error


def _bound(edition: Edition, key: str, kind: UnitKind) -> Decimal | None:
    text = edition.table(key).get(kind.value)
    return None if text is None else number(text)


def _text(bound: Decimal | None) -> str:
    return "" if bound is None else write_number(bound)


def _statement(exact: Fraction, kind: UnitKind, least: Decimal | None, most: Decimal | None, language: str) -> str:
    value, unit = write_number(exact), kind.label(language)
    low, high = _text(least), _text(most)
    if language == "es":
        span = f"entre {low} y {high}" if low and high else f"desde {low}" if low else f"hasta {high}"
        return f"{value} no es admisible para la unidad «{unit}»: se admiten valores {span}."
    span = f"from {low} to {high}" if low and high else f"from {low} up" if low else f"up to {high}"
    return f"{value} is not admissible for the unit “{unit}”: values {span} are."
