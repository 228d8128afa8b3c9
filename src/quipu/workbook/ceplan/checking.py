"""What rows must agree on: one row per activity and place, one name, unit of measure and action; totals add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from statistics import mean
from typing import Any

from quipu.workbook.cells import shown
from quipu.workbook.ceplan.columns import BY_FIELD, FAMILY_BY_NAME, Family
from quipu.workbook.ceplan.layouts import Kind
from quipu.workbook.ceplan.records import CeplanRow, Findings, by_activity
from quipu.workbook.names import plain_name

_AGREED = ("name", "unit_of_measure", "action", "executing_unit")
_MOST_NAMED = 5
_CENT = Decimal("0.01")


def check_rows(rows: Sequence[CeplanRow], findings: Findings) -> None:
    """Check the rows of one sheet among themselves."""
    for several in by_activity(rows).values():
        if len(several) > 1:
            _find_repeated(several, findings)
            for field in _AGREED:
                _find_disagreement(several, field, findings)


def check_totals(rows: Iterable[CeplanRow], findings: Findings) -> None:
    """Warn of printed totals that their months do not give: money in a sum, quantities in any accumulation."""
    for row in rows:
        for family, months in _pickers(row.sheet.families, frozenset(row.sheet.fields)):
            printed = row[family.total]
            # Nearly every total is the sum, and an export has tens of thousands of them.
            if printed is not None and sum(filter(None, months(row)), _ZERO) != printed:
                _check_total(row, family, [m for m in months(row) if m is not None], findings)


_ZERO = Decimal(0)
_Months = Callable[[CeplanRow], Any]


@lru_cache(maxsize=16)
def _pickers(families: tuple[str, ...], fields: frozenset[str]) -> tuple[tuple[Family, _Months], ...]:
    complete = (FAMILY_BY_NAME[name] for name in families)
    return tuple(
        (family, itemgetter(*family.months))
        for family in complete
        if family.total in fields and fields.issuperset(family.months)
    )


def _check_total(row: CeplanRow, family: Family, months: Sequence[Decimal], findings: Findings) -> None:
    total = row[family.total]
    if not months or not isinstance(total, Decimal) or not row.refused.isdisjoint(row.sheet.fields):
        return
    other_ways = (months[-1], max(months), Decimal(mean(months))) if family.measure == "physical" else ()
    if any(abs(said - total) < _CENT for said in (sum(months), *other_ways)):
        return
    reason = f"el total que imprime el aplicativo es {shown(total)} y sus meses suman {shown(sum(months))}."
    remedy = "Se usan los meses; revise cuál de los dos es el correcto."
    code = "workbook.ceplan.total_differs"
    findings.warnings.append(row.fault(family.total, reason=reason, remedy=remedy, code=code))


def _find_repeated(several: Sequence[CeplanRow], findings: Findings) -> None:
    by_place: dict[tuple[str, ...], list[CeplanRow]] = {}
    for row in several:
        by_place.setdefault(_place(row), []).append(row)
    for rows in by_place.values():
        if len(rows) > 1:
            _tell_repeated(rows, findings)


def _place(row: CeplanRow) -> tuple[str, ...]:
    if row.sheet.kind is Kind.FINANCIAL_EXECUTION:
        # The accrual of a generic comes in as many rows as it has sources: only the same row twice is an error.
        return tuple(shown(cell) for cell in row.cells)
    return (plain_name(str(row.get("department") or "")), plain_name(str(row.get("place") or "")))


def _tell_repeated(rows: Sequence[CeplanRow], findings: Findings) -> None:
    place = " / ".join(str(value) for name in ("department", "place") if (value := rows[0].get(name)))
    for row in rows:
        others = [other.cell("code") for other in rows if other is not row]
        named = ", ".join(others[:_MOST_NAMED]) + (
            f" y {len(others) - _MOST_NAMED} más" if others[_MOST_NAMED:] else ""
        )
        reason = f"la actividad {row.code} está también en {named}" + (
            f", con el mismo lugar ({place})." if place else "."
        )
        remedy = "Deje una de las filas; si son lugares distintos, complete Departamento y Nombre UBIGEO."
        findings.faults.append(row.fault("code", reason=reason, remedy=remedy, code="workbook.ceplan.repeated"))


def _find_disagreement(several: Sequence[CeplanRow], field: str, findings: Findings) -> None:
    first = next((row for row in several if row.get(field) is not None), None)
    if first is None:
        return
    for row in several:
        value = row.get(field)
        if value is None or plain_name(str(value)) == plain_name(str(first[field])):
            continue
        label = BY_FIELD[field].label
        reason = (
            f"la actividad {row.code} tiene aquí «{shown(value)}» como «{label}» y «{shown(first[field])}» en la celda "
            f"{first.cell(field)}."
        )
        remedy = "Escriba lo mismo en las dos, o corrija el código de una."
        findings.faults.append(row.fault(field, reason=reason, remedy=remedy, code="workbook.ceplan.disagreement"))
