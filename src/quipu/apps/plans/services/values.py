"""Correcting what was reported or counted, and taking a correction back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import Indicator, ObtainedValue, OrdinalPoint
from quipu.apps.plans.models.fields import ValueType
from quipu.errors import QuipuError

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User

_CORRECTED, _UNDONE = "plans.value.corrected", "plans.value.correction_undone"
_NUMBERS = ("number", "numerator", "denominator")


class ValueRefusedError(QuipuError):
    """A value that cannot stand."""

    code = "plans.value.refused"


class ValueConflictError(ValueRefusedError):
    """Somebody else corrected the value after it was read.

    Attributes:
        change: the correction, or the undoing of one, that was not seen.
    """

    code = "plans.value.conflict"

    def __init__(self, change: Change) -> None:
        self.change = change
        super().__init__(
            "Otra persona corrigió este valor mientras usted lo corregía.",
            why="Lo que vale ahora se muestra junto a lo que usted escribió.",
            remedy="Compare, y guarde de nuevo lo que deba quedar.",
        )


@dataclass(frozen=True)
class ValueParts:
    """A typed value before it is stored; only the parts of its type are filled."""

    value_type: str = ValueType.NUMBER
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    ordinal: OrdinalPoint | None = None
    text: str = ""
    no_data_reason: str = ""


@transaction.atomic
def correct_value(
    *,
    indicator: Indicator,
    period: str,
    value: Decimal | ValueParts,
    reason: str,
    seen: int | None = None,
    actor: User | None,
) -> ObtainedValue:
    """Correct what was reported or counted for a period; the reported and the counted value stay as they are.

    Args:
        indicator: whose value it is.
        period: such as `2024` or `2024-S1`.
        value: the corrected value; a plain number for a value that is one.
        reason: why, in the words of whoever corrects.
        seen: `last_correction` when the value was read, so that nobody's correction is lost; None does not look.
        actor: who corrects.

    Returns:
        The corrected value, which wins over the counted and the reported one in every computation.

    Raises:
        ValueConflictError: somebody else corrected it, or undid a correction, in the meantime.
        ValueRefusedError: there is nothing to correct, no reason is given, or the value cannot stand.
    """
    _check_reason(reason)
    stored = {item.stage: item for item in indicator.values.select_for_update().filter(period=period)}
    standing = stored.get(ObtainedValue.Stage.COUNTED) or stored.get(ObtainedValue.Stage.REPORTED)
    if standing is None:
        raise ValueRefusedError(
            f"«{indicator.code}» no tiene valor reportado ni contado en {period}.",
            remedy="Registre primero lo reportado; una corrección es de algo.",
            code="plans.value.nothing_reported",
        )
    _check_seen(indicator, period, seen)
    corrected = stored.get(ObtainedValue.Stage.CORRECTED)
    before = None if corrected is None else _told(corrected)
    corrected = corrected or ObtainedValue(indicator=indicator, period=period, stage=ObtainedValue.Stage.CORRECTED)
    parts = value if isinstance(value, ValueParts) else ValueParts(number=value)
    for name in asdict(ValueParts()):
        setattr(corrected, name, getattr(parts, name))
    corrected.reason, corrected.recorded_by = reason, actor
    corrected.synthetic = standing.synthetic
    _check(corrected)
    corrected.save()
    change = FactChange(_CORRECTED, "values", _key(indicator, period), before, _told(corrected))
    record_changes(institution=indicator.plan.institution, changes=[change], actor=actor, reason=reason)
    return corrected


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueRefusedError(
            "Una corrección necesita su motivo.", remedy="Escriba por qué se corrige.", code="plans.value.no_reason"
        )


def last_correction(indicator: Indicator, period: str) -> int:
    """The number of the last change of a value's correction; 0 when it was never corrected."""
    change = history_of(indicator.plan.institution, "values", _key(indicator, period)).first()
    return change.pk if change else 0


def _check_seen(indicator: Indicator, period: str, seen: int | None) -> None:
    change = history_of(indicator.plan.institution, "values", _key(indicator, period)).first()
    if seen is not None and change is not None and change.pk != seen:
        raise ValueConflictError(change)


@transaction.atomic
def undo_correction(*, indicator: Indicator, period: str, actor: User | None) -> ObtainedValue | None:
    """Take back the last correction of a value: the one before it stands again, or what was counted or reported does.

    Undone corrections stay in the history. Undoing again goes one correction further back.

    Returns:
        The correction that stands now; None when the counted or the reported value does.

    Raises:
        ValueRefusedError: no correction made here is left to undo.
    """
    corrected = indicator.values.select_for_update().filter(period=period, stage=ObtainedValue.Stage.CORRECTED).first()
    institution, key = indicator.plan.institution, _key(indicator, period)
    last = _last_not_undone(list(history_of(institution, "values", key).values_list("action", "before")))
    if corrected is None or last is None:
        raise ValueRefusedError(
            f"«{indicator.code}» no tiene una corrección que deshacer en {period}.",
            why="Solo se deshace lo que se corrigió aquí; lo importado se cambia importando.",
            remedy="Si el valor no es el correcto, corríjalo con su motivo.",
            code="plans.value.nothing_to_undo",
        )
    before, told = last[0], _told(corrected)
    if before is None:
        corrected.delete()
    else:
        _restore(corrected, before)
    after = None if before is None else _told(corrected)
    change = FactChange(_UNDONE, "values", key, told, after)
    record_changes(institution=institution, changes=[change], actor=actor)
    return None if before is None else corrected


def _last_not_undone(changes: list[tuple[str, Any]]) -> tuple[Any] | None:
    """What stood before the latest correction that no undoing took back; changes come the latest first."""
    undone = 0
    for action, before in changes:
        if action == _UNDONE:
            undone += 1
        elif action != _CORRECTED:
            return None
        elif undone:
            undone -= 1
        else:
            return (before,)
    return None


def _restore(value: ObtainedValue, told: Mapping[str, Any]) -> None:
    value.value_type, value.reason = told["value_type"], told.get("reason", "")
    for name in _NUMBERS:
        setattr(value, name, Decimal(told[name]) if name in told else None)
    value.text, value.no_data_reason = told.get("text", ""), told.get("no_data_reason", "")
    value.ordinal = _point(value, told["ordinal"]) if "ordinal" in told else None
    _check(value)
    value.save()


def _point(value: ObtainedValue, position: int) -> OrdinalPoint:
    scales = value.indicator.sheets.order_by("-version__number").values("ordinal_scale")
    return OrdinalPoint.objects.get(scale__in=scales[:1], position=position)


def _key(indicator: Indicator, period: str) -> tuple[str, ...]:
    return (indicator.plan.code, indicator.code, period, ObtainedValue.Stage.CORRECTED.value)


def _check(value: ObtainedValue) -> None:
    try:
        value.full_clean()
    except ValidationError as error:
        raise ValueRefusedError(
            "El valor no se puede guardar.",
            why=" ".join(error.messages),
            remedy="Complete solo las partes de su tipo, con números mayores o iguales que cero.",
        ) from error


def _told(value: ObtainedValue) -> dict[str, Any]:
    told: dict[str, Any] = {"value_type": str(value.value_type), "reason": value.reason}
    for name in ("number", "numerator", "denominator", "text", "no_data_reason"):
        told[name] = getattr(value, name) if getattr(value, name) != "" else None
    told["ordinal"] = None if value.ordinal is None else value.ordinal.position
    return told
