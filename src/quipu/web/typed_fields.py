"""The fields with which a typed value is filled in: which ones a sheet asks for, and how what was typed is read.

What kind of value it is, is told by which fields are filled: a numerator and a denominator make a ratio, a reason alone
makes *no data*. Filling in two of them is refused beside the field, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from quipu.apps.evaluation.facts import TextValue
from quipu.apps.plans.models import IndicatorSheet, OrdinalPoint
from quipu.apps.plans.models.fields import TypedValue, ValueType
from quipu.apps.plans.services import ValueParts
from quipu.language import NumberStyle, UnreadableNumberError, format_number, parse_number
from quipu.method import NoData, round_half_up

AMOUNTS = ("number", "numerator", "denominator")
NAMES = (*AMOUNTS, "ordinal", "text", "no_data_reason")
_SHOWN_PLACES = 4
_OF_TWO_PARTS = {
    IndicatorSheet.UnitKind.PERCENTAGE,
    IndicatorSheet.UnitKind.RATIO,
    IndicatorSheet.UnitKind.RATE,
}


@dataclass(frozen=True)
class ValueFields:
    """The fields of one value on a page.

    Attributes:
        prefix: what its fields' names begin with.
        kinds: which of `number`, `ratio`, `ordinal` and `text` it is filled in with; *no data* always is.
        points: the rungs to choose from, for an ordinal value.
        texts: what stands in each field.
        faults: what is wrong, by field; an empty name is of the whole value.
    """

    prefix: str
    kinds: tuple[str, ...]
    points: Sequence[OrdinalPoint] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadValue:
    """What was typed, read: the value, or None when nothing was typed; and the faults by field."""

    parts: ValueParts | None
    faults: Mapping[str, str]


def kinds_of(sheet: IndicatorSheet, sample: str = "") -> tuple[str, ...]:
    """Which fields a sheet's values are filled in with.

    Args:
        sheet: the technical sheet.
        sample: the type of a value that it has, or of its target; its fields are always there.
    """
    usual: tuple[str, ...]
    if sheet.ordinal_scale_id:
        usual = (ValueType.ORDINAL.value,)
    elif sample == ValueType.TEXT:
        usual = (ValueType.TEXT.value,)
    elif sheet.unit_kind in _OF_TWO_PARTS:
        usual = (ValueType.RATIO.value, ValueType.NUMBER.value)
    else:
        usual = (ValueType.NUMBER.value,)
    return usual if sample in ("", ValueType.NO_DATA, *usual) else (*usual, sample)


def texts_of(value: TypedValue | None, style: NumberStyle) -> dict[str, str]:
    """What stands in the fields of a stored value: every decimal of it."""
    if value is None:
        return {}
    texts = {name: exact_number(getattr(value, name), style) for name in AMOUNTS}
    texts |= {"text": value.text, "no_data_reason": value.no_data_reason}
    return {**texts, "ordinal": "" if value.ordinal_id is None else str(value.ordinal_id)}


def typed_texts(data: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """What stands in the fields as somebody typed it."""
    return {name: str(data.get(f"{prefix}-{name}", "")).strip() for name in NAMES}


def read_value(texts: Mapping[str, str], points: Sequence[OrdinalPoint], style: NumberStyle) -> ReadValue:
    """Read what was typed; every fault is told, each beside its field."""
    faults: dict[str, str] = {}
    amounts = {name: read_amount(texts.get(name, ""), name, style, faults) for name in AMOUNTS}
    filled = _kinds_filled(texts)
    if len(filled) > 1:
        told = _("Fill in the value in one way only: clear what does not belong.")
        faults |= dict.fromkeys((_FIRST_FIELD[kind] for kind in filled[1:]), told)
    if faults or not filled:
        return ReadValue(None, faults)
    return _read_one(filled[0], texts, amounts, points)


def read_amount(text: str, name: str, style: NumberStyle, faults: dict[str, str]) -> Decimal | None:
    """An amount, None when nothing was typed; what cannot be read is added to the faults."""
    if not text.strip():
        return None
    try:
        return parse_number(text, style=style)
    except UnreadableNumberError as fault:
        faults[name] = str(fault)
        return None


def exact_number(value: Decimal | None, style: NumberStyle) -> str:
    """A number with all its decimals, as it is put back into its field; an empty text for a missing one."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    return format_number(value, max(0, -int(exponent)), style=style)


def fact_text(value: Any, style: NumberStyle) -> str:
    """A value as the rules take it, in words: a number, a text, or that there is no data; a dash for none."""
    if value is None:
        return "—"
    if isinstance(value, NoData):
        return _("no data")
    if isinstance(value, TextValue):
        return value.text
    exact = round_half_up(value, _SHOWN_PLACES) if isinstance(value, Fraction) else Decimal(value)
    return format_number(exact, style=style)


_FIRST_FIELD = {
    ValueType.NUMBER: "number",
    ValueType.RATIO: "numerator",
    ValueType.ORDINAL: "ordinal",
    ValueType.TEXT: "text",
    ValueType.NO_DATA: "no_data_reason",
}


def _kinds_filled(texts: Mapping[str, str]) -> list[ValueType]:
    named = {
        ValueType.RATIO: ("numerator", "denominator"),
        ValueType.NUMBER: ("number",),
        ValueType.ORDINAL: ("ordinal",),
        ValueType.TEXT: ("text",),
        ValueType.NO_DATA: ("no_data_reason",),
    }
    return [kind for kind, names in named.items() if any(texts.get(name) for name in names)]


def _read_one(
    kind: ValueType, texts: Mapping[str, str], amounts: Mapping[str, Decimal | None], points: Sequence[OrdinalPoint]
) -> ReadValue:
    if kind == ValueType.RATIO:
        absent = [name for name in ("numerator", "denominator") if amounts[name] is None]
        told = _("A ratio needs its two numbers: fill in the one that is missing.")
        faults = dict.fromkeys(absent, told)
        parts = ValueParts(kind, numerator=amounts["numerator"], denominator=amounts["denominator"])
        return ReadValue(None if faults else parts, faults)
    if kind == ValueType.ORDINAL:
        point = next((item for item in points if str(item.pk) == texts["ordinal"]), None)
        faults = {} if point else {"ordinal": _("Choose a rung of the scale.")}
        return ReadValue(ValueParts(kind, ordinal=point) if point else None, faults)
    if kind == ValueType.NUMBER:
        return ReadValue(ValueParts(kind, number=amounts["number"]), {})
    name = _FIRST_FIELD[kind]
    return ReadValue(ValueParts(kind, **{name: texts[name]}), {})
