"""What a draft must satisfy before it is kept, told beside the field where it can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from quipu.apps.collection.errors import EntryRefusedError
from quipu.apps.collection.models import IndicatorEntry
from quipu.apps.collection.rules import find_inadmissible
from quipu.apps.evaluation.facts import fact_of
from quipu.apps.plans.models import DisaggregationCategory, IndicatorSheet
from quipu.apps.plans.models.fields import ValueType
from quipu.apps.plans.services import ValueParts

Breakdown = Mapping[tuple[int, int | None], Decimal]
"""By category, and the category that it crosses or None: the number that falls there."""

MOST_WHOLE_DIGITS, MOST_DECIMALS = 11, 4
NEEDED: Mapping[str, tuple[str, ...]] = {
    ValueType.NUMBER: ("number",),
    ValueType.RATIO: ("numerator", "denominator"),
    ValueType.ORDINAL: ("ordinal",),
    ValueType.TEXT: ("text",),
    ValueType.NO_DATA: ("no_data_reason",),
}
"""By type of value, the fields that it is made of."""
_ASKED = {
    "number": "Escriba el valor; si no hay dato, elija «sin dato» y diga por qué.",
    "numerator": "Escriba el numerador.",
    "denominator": "Escriba el denominador.",
    "ordinal": "Elija un grado de la escala.",
    "text": "Escriba el valor en palabras.",
    "no_data_reason": "Escriba por qué no hay dato.",
}


def check_value(sheet: IndicatorSheet, parts: ValueParts, breakdown: Breakdown | None, where: str) -> None:
    """Refuse a value that cannot stand.

    Raises:
        EntryRefusedError: with every field at fault.
    """
    faults = dict(_value_faults(sheet, parts))
    faults |= {} if faults else dict(_unit_faults(sheet, parts))
    faults |= dict(_breakdown_faults(sheet, breakdown or {}))
    refuse(faults, where)


def refuse(faults: Mapping[str, str], where: str) -> None:
    """Raise what is wrong, if something is."""
    if faults:
        raise EntryRefusedError(" ".join(faults.values()), faults=faults, where=where)


def amount_fault(amount: Decimal | None) -> str:
    """Why a number cannot be kept; an empty text when it can."""
    if amount is None:
        return ""
    if not amount.is_finite():
        return "No es un número."
    if amount < 0:
        return "Es negativo: escriba un número mayor o igual que cero."
    if amount >= 10**MOST_WHOLE_DIGITS:
        return f"Tiene más de {MOST_WHOLE_DIGITS} cifras enteras: revise la unidad de medida."
    if amount != round(amount, MOST_DECIMALS):
        return f"Tiene más de {MOST_DECIMALS} decimales: redondéelo."
    return ""


def _value_faults(sheet: IndicatorSheet, parts: ValueParts) -> Iterator[tuple[str, str]]:
    needed = NEEDED.get(parts.value_type)
    if needed is None:
        yield "value_type", f"«{parts.value_type}» no es un tipo de valor."
        return
    for name, asked in _ASKED.items():
        filled = str(getattr(parts, name) if getattr(parts, name) is not None else "").strip()
        if name in needed and not filled:
            yield name, asked
        elif name not in needed and filled:
            yield name, "No va con este tipo de valor: déjelo vacío."
    yield from _number_faults(parts)
    if parts.ordinal is not None and parts.ordinal.scale_id != sheet.ordinal_scale_id:
        yield "ordinal", "No es un grado de la escala de este indicador."


def _number_faults(parts: ValueParts) -> Iterator[tuple[str, str]]:
    for name in ("number", "numerator", "denominator"):
        if fault := amount_fault(getattr(parts, name)):
            yield name, fault
    if parts.denominator == 0:
        yield "denominator", "El denominador es 0: escriba uno mayor que cero, o elija «sin dato»."


def _unit_faults(sheet: IndicatorSheet, parts: ValueParts) -> Iterator[tuple[str, str]]:
    draft = IndicatorEntry(**{name: getattr(parts, name) for name in ("value_type", *_ASKED)})
    finding = find_inadmissible(fact_of(draft, sheet.unit_kind), sheet.unit_kind)
    if finding is not None:
        yield NEEDED[parts.value_type][0], finding["es"]


def _breakdown_faults(sheet: IndicatorSheet, breakdown: Breakdown) -> Iterator[tuple[str, str]]:
    named = {pk for pair in breakdown for pk in pair if pk is not None}
    known = DisaggregationCategory.objects.filter(disaggregation__indicator=sheet.indicator_id) if named else None
    if known is not None and named - set(known.values_list("pk", flat=True)):
        yield "parts", "Una categoría no es de este indicador."
    faults = dict.fromkeys(filter(None, (amount_fault(number) for number in breakdown.values())))
    if faults:
        yield "parts", " ".join(faults)
