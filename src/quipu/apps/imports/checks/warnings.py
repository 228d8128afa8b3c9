"""What deserves a look and refuses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from quipu.apps.imports.differences import Key, Outcome
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row
from quipu.workbook.schema.vocabulary import MONTHS

_CLOSE = Decimal("0.01")


def find_large_percentages(outcome: Outcome) -> Iterator[Fault]:
    """Percentages over 100."""
    kinds = {(key[0], key[2]): row.get("unit_kind") for key, row in outcome.after["indicators"].items()}
    for sheet in ("targets", "values"):
        for row in outcome.file_rows(sheet):
            number = row.get("number")
            percentage = kinds.get((row.get("plan"), row.get("indicator"))) == "percentage"
            if percentage and isinstance(number, Decimal) and number > 100:
                yield row.fault(
                    "number",
                    reason=f"{number} pasa de 100 y la unidad es porcentaje.",
                    remedy="Revise si es correcto.",
                    code="imports.over_hundred",
                )


def find_unequal_parts(outcome: Outcome) -> Iterator[Fault]:
    """Disaggregations whose parts do not add up to the value."""
    if outcome.in_file.isdisjoint({"parts", "values"}):
        return
    totals: dict[Key, Decimal] = {}
    for row in outcome.after["parts"].values():
        number = row.get("number")
        if row.get("crossed_category") is None and isinstance(number, Decimal):
            key = tuple(row.get(name) for name in ("plan", "indicator", "period", "stage", "disaggregation"))
            totals[key] = totals.get(key, Decimal(0)) + number
    additive = {
        (key[0], key[2])
        for key, row in outcome.after["indicators"].items()
        if row.get("unit_kind") in ("number", "quantity") and row.get("aggregable")
    }
    for key, total in totals.items():
        value = outcome.after["values"].get(key[:4], {})
        number = value.get("number")
        if isinstance(number, Decimal) and number != total and (key[0], key[1]) in additive:
            yield _unequal(key, value, total, number)


def _unequal(key: Key, value: object, total: Decimal, number: Decimal) -> Fault:
    reason = f"las partes de «{key[4]}» suman {total.normalize():f} y el valor es {number.normalize():f}."
    remedy = "Revise si falta una parte o si el valor es correcto."
    if isinstance(value, Row):
        return value.fault("number", reason=reason, remedy=remedy, code="imports.unequal_parts")
    place = " · ".join(str(part) for part in key)
    return Fault("Valores desagregados", "", place, reason, remedy, "imports.unequal_parts")


def find_odd_accumulations(outcome: Outcome) -> Iterator[Fault]:
    """Monthly amounts that read as running totals while the activity declares that they are summed."""
    for row in outcome.file_rows("amounts"):
        if row.get("measure") != "physical":
            continue
        activity = outcome.after["activities"].get(tuple(row.get(name) for name in _ACTIVITY))
        months = [amount for month in MONTHS if isinstance(amount := row.get(month.name), Decimal)]
        if activity is not None and activity.get("accumulation") == "sum" and _is_running(months, row.get("annual")):
            yield row.fault(
                "m12",
                reason="los meses parecen acumulados (diciembre es casi igual al total) y la actividad declara suma.",
                remedy="Escriba lo de cada mes, o declare en la actividad la acumulación «último valor».",
                code="imports.accumulation",
            )


_ACTIVITY = ("plan", "version", "executing_unit", "year", "code")


def _is_running(months: list[Decimal], annual: Value) -> bool:
    if len(months) < 4 or months[-1] == 0:
        return False
    if isinstance(annual, Decimal) and annual:
        return abs(months[-1] - annual) <= annual * _CLOSE and sum(months) > annual * 2
    rising = all(later >= earlier for earlier, later in pairwise(months))
    return rising and len({month for month in months if month}) >= 4


def find_unknown_actions(outcome: Outcome) -> Iterator[Fault]:
    """Records of a strategic action that no version of a plan has."""
    known = {str(key[2]).upper() for key in outcome.after["actions"]}
    for row in outcome.file_rows("records"):
        code = row.get("action_code")
        if code is not None and str(code).upper() not in known:
            yield row.fault(
                "action_code",
                reason=f"«{code}» no es una acción estratégica de ningún plan.",
                remedy="Revise el código; el registro se guarda y ninguna regla de esa acción lo contará.",
                code="imports.unknown_action",
            )


def find_unknown_published(outcome: Outcome) -> Iterator[Fault]:
    """Published figures of an objective or action that the plan does not have."""
    known = {(key[0], key[2]) for sheet in ("objectives", "actions") for key in outcome.after[sheet]}
    for row in outcome.file_rows("published"):
        of_tree = row.get("kind") in ("objective", "strategic_action")
        if of_tree and (row.get("plan"), row.get("code")) not in known:
            yield row.fault(
                "code",
                reason=f"«{row.get('code')}» no es un objetivo ni una acción del plan.",
                remedy="Revise el código; la cifra se guarda y no se comparará con nada.",
                code="imports.unknown_published",
            )
