"""The four outcomes of a computation. None of them is ever a silent zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from quipu.method.exact import NoData, Value
from quipu.method.trace import Trace

__all__ = [
    "OUTCOMES",
    "Computed",
    "NoData",
    "NotProgrammed",
    "NotReported",
    "Outcome",
    "Undefined",
    "Value",
    "explain_reason",
]


@dataclass(frozen=True, slots=True)
class Computed:
    """A progress that could be computed.

    Attributes:
        exact: the percentage as an exact fraction, or None when it has no upper bound.
        raw: `exact` rounded half-up to the edition's places, in percent; None when unbounded.
        capped: the same held inside 0..100.
        capped_exact: the exact fraction held inside 0..100.
        raw_unbounded: True when the formula divides by an obtained zero that meets the target.
        trace: how it was computed.
        reason: empty, or a note on a special case (`met_with_zero`).
    """

    exact: Fraction | None
    raw: Decimal | None
    capped: Decimal
    capped_exact: Fraction
    trace: Trace
    raw_unbounded: bool = False
    reason: str = ""
    outcome: ClassVar[Literal["computed"]] = "computed"


@dataclass(frozen=True, slots=True)
class NotProgrammed:
    """Nothing was expected and nothing was obtained (both zero or empty)."""

    reason: str
    trace: Trace
    outcome: ClassVar[Literal["not_programmed"]] = "not_programmed"


@dataclass(frozen=True, slots=True)
class NotReported:
    """No value was obtained: the cell is empty, or somebody stated that there is no data."""

    reason: str
    trace: Trace
    outcome: ClassVar[Literal["not_reported"]] = "not_reported"


@dataclass(frozen=True, slots=True)
class Undefined:
    """The formula has no answer for these values, such as an execution without programming."""

    reason: str
    trace: Trace
    outcome: ClassVar[Literal["undefined"]] = "undefined"


Outcome = Computed | NotProgrammed | NotReported | Undefined

OUTCOMES: dict[str, tuple[str, str]] = {
    "computed": ("computed", "calculado"),
    "not_programmed": ("not programmed", "no programado"),
    "not_reported": ("not reported", "no reportado"),
    "undefined": ("undefined", "indefinido"),
}
"""Outcome code -> (English, Spanish) label."""

_REASONS: dict[str, tuple[str, str]] = {
    "nothing_programmed": ("nothing was programmed and nothing was obtained", "no se programó ni se obtuvo nada"),
    "value_empty": ("the obtained value is empty", "el valor obtenido está vacío"),
    "value_no_data": ("the obtained value was declared as no data", "el valor obtenido se declaró sin dato"),
    "target_unknown": ("the expected achievement is unknown", "no se conoce el logro esperado"),
    "executed_without_programming": ("executed without programming", "ejecutado sin programación"),
    "met_with_zero": ("met with an obtained value of zero", "cumplido con valor obtenido cero"),
    "baseline_unknown": ("the baseline is unknown", "no se conoce la línea de base"),
    "target_equals_baseline": (
        "the expected achievement equals the baseline",
        "el logro esperado es igual a la línea de base",
    ),
    "direction_without_type_2": (
        "type 2 has no formula for this direction",
        "el avance tipo 2 no tiene fórmula para este sentido",
    ),
    "months_not_reported": ("a programmed month has no reported value", "un mes programado no tiene valor reportado"),
    "value_in_words": ("a value is given in words", "un valor está dado en palabras"),
    "amounts_unpublished": (
        "the source prints a progress without the amounts behind it",
        "la fuente imprime un avance sin las cantidades que lo sustentan",
    ),
    "nothing_assessable": ("nothing could be assessed", "no hay nada evaluable"),
    "priority_unknown": ("the route priority is unknown", "no se conoce la prioridad en la ruta"),
    "priority_outside_table": (
        "the rule gives no points for this priority",
        "la regla no asigna puntos a esta prioridad",
    ),
    "kind_unknown": ("the kind of objective is unknown", "no se conoce el tipo de objetivo"),
    "progress_missing": ("the progress could not be computed", "no se pudo calcular el avance"),
}


def explain_reason(reason: str, language: str = "en") -> str:
    """Says a reason code in words; an unknown code comes back as it is."""
    words = _REASONS.get(reason)
    return reason if words is None else words[language == "es"]
