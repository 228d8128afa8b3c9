"""What a filled-in row may not leave blank: what the plan holds already, which would stay as if it had been said."""

from __future__ import annotations

from decimal import Decimal

from quipu.apps.collection.errors import EntryRefusedError
from quipu.apps.collection.queries.filling import ActivityRow, MonthRow, ValueRow
from quipu.apps.collection.queries.owing import MEASURES
from quipu.apps.collection.services.checking import NEEDED

VALUE_PARTS = ("number", "numerator", "denominator", "ordinal", "text", "no_data_reason")
"""The fields of a value; with none of them filled it is blank."""
_CODE = "collection.emptied"


def refuse_emptied_value(row: ValueRow) -> None:
    """Refuse that a value is left blank where the plan holds one.

    Raises:
        EntryRefusedError: beside the field of the value that the plan holds.
    """
    held = row.owed.current
    if held is not None:
        told = "El plan ya tiene este valor y no se vacía: cámbielo, o diga que no hay dato y por qué."
        raise EntryRefusedError(told, field=NEEDED[held.value_type][0], code=_CODE)


def refuse_emptied_amounts(
    activity: ActivityRow, month: MonthRow, *, physical: Decimal | None, financial: Decimal | None, reason: str
) -> None:
    """Refuse that an amount is left blank where the plan holds one; both blank with a reason are no data.

    Raises:
        EntryRefusedError: with every amount left blank.
    """
    said = {"physical": physical, "financial": financial}
    asked = [name for name in MEASURES if name == "financial" or activity.asks_physical]
    if reason.strip() and all(said[name] is None for name in asked):
        return
    held = dict(zip(MEASURES, month.executed, strict=True))
    told = "El plan ya tiene este monto y no se vacía: cámbielo; si no hay dato, vacíe los del mes y diga por qué."
    faults = {name: told for name in asked if held[name] is not None and said[name] is None}
    if faults:
        raise EntryRefusedError(told, faults=faults, code=_CODE)
