"""A hint that a value lies far from its own history: a question to whoever enters it, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from quipu.method.editions import Edition
from quipu.method.exact import Value, check_value, fraction, is_number, write_number
from quipu.method.trace import Trace, record


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value far from its history.

    Attributes:
        value: the value, exactly.
        median: median of the known past values.
        deviation: median of their absolute distances to the median.
        limit: the distance beyond which the hint is given.
        trace: the comparison, with its edition and mark.
    """

    value: Fraction
    median: Fraction
    deviation: Fraction
    limit: Fraction
    trace: Trace

    def sentence(self, language: str = "en") -> str:
        """Says the hint in Spanish (`es`) or English (`en`)."""
        return self.trace.statement_es if language == "es" else self.trace.statement_en


def hint_outlier(value: Value, history: Mapping[int, Value], *, edition: Edition) -> Outlier | None:
    """Compares a value with the median of its past ones.

    The hint is given when |value - median| is larger than `outliers.deviations` times the median absolute deviation;
    where that deviation is zero, when it is larger than `outliers.percent_of_flat` of the median.

    Args:
        value: the value entered; an empty or no-data one gives no hint.
        history: past values by year; missing ones are left out.
        edition: edition applied; `outliers.least_values` says how many past values are needed.

    Returns:
        The hint, or None.

    Raises:
        MethodError: an inexact value.
    """
    for item in (value, *history.values()):
        check_value(item, "value", negative=True)
    past = [fraction(item) for item in history.values() if is_number(item)]
    if not is_number(value) or len(past) < edition.integer("outliers.least_values"):
        return None
    exact, middle = fraction(value), median(past)
    deviation = median([abs(item - middle) for item in past])
    limit = _limit(middle, deviation, edition)
    if abs(exact - middle) <= limit:
        return None
    trace = Trace(
        rule="entry.outlier",
        edition=edition.code,
        reference=edition.reference("entry.outlier"),
        statement_en=_statement(exact, middle, past, "en"),
        statement_es=_statement(exact, middle, past, "es"),
        inputs={"value": record(value), "history": {str(year): record(item) for year, item in sorted(history.items())}},
        parameters={
            "median": write_number(middle),
            "deviation": write_number(deviation),
            "limit": write_number(limit),
        },
    )
    return Outlier(exact, middle, deviation, limit, trace)


def _limit(middle: Fraction, deviation: Fraction, edition: Edition) -> Fraction:
    if deviation == 0:
        return abs(middle) * fraction(edition.decimal("outliers.percent_of_flat")) / 100
    return fraction(edition.decimal("outliers.deviations")) * deviation


def _statement(exact: Fraction, middle: Fraction, past: Sequence[Fraction], language: str) -> str:
    value, typical, low, high = (write_number(item) for item in (exact, middle, min(past), max(past)))
    if language == "es":
        return f"{value} está lejos de su historia (mediana {typical}; entre {low} y {high} en {len(past)} años)."
    return f"{value} is far from its history (median {typical}; between {low} and {high} in {len(past)} years)."
