"""What targets and obtained values must satisfy."""

from __future__ import annotations

from collections.abc import Iterator

from quipu.apps.imports.differences import Outcome
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.schema.vocabulary import VALUE_TYPES

PARTS = {
    "number": {"number"},
    "ratio": {"numerator", "denominator"},
    "ordinal": {"ordinal"},
    "text": {"text"},
    "no_data": {"no_data_reason"},
}
_ALL_PARTS = ("number", "numerator", "denominator", "ordinal", "text", "no_data_reason")


def find_bad_parts(outcome: Outcome) -> Iterator[Fault]:
    """Values without the cells of their type, or with those of another, or with a denominator of zero."""
    for name in ("targets", "values"):
        for row in outcome.file_rows(name):
            wanted = PARTS.get(str(row.get("value_type")))
            if wanted is not None:
                yield from _bad_parts(row, wanted)


def _bad_parts(row: Row, wanted: set[str]) -> Iterator[Fault]:
    sheet = SHEET_BY_NAME[row.layout.sheet.name]
    word = VALUE_TYPES[str(row["value_type"])]
    for part in _ALL_PARTS:
        label, filled = sheet.column(part).label, row.get(part) is not None
        if filled == (part in wanted) or part in row.refused:
            continue
        if filled:
            reason = f"«{label}» no va con el tipo «{word}»."
            remedy = "Vacíe la celda, o cambie el tipo de valor."
        else:
            reason = f"el tipo «{word}» necesita «{label}»."
            remedy = "Complete la celda; si no hay dato, use el tipo «sin dato» con su motivo, o quite la fila."
        yield row.fault(part, reason=reason, remedy=remedy, code="imports.value_parts")
    if row.get("denominator") == 0 and "denominator" in wanted:
        yield row.fault(
            "denominator",
            reason="el denominador es 0.",
            remedy="Escriba un denominador mayor que cero, o use el tipo «sin dato» con su motivo.",
            code="imports.denominator",
        )


def find_zero_targets(outcome: Outcome) -> Iterator[Fault]:
    """Targets of 0: only an indicator that must not pass a maximum may aim at none."""
    for row in outcome.file_rows("targets"):
        column = "number" if row.get("value_type") == "number" else "numerator"
        if row.get(column) != 0 or row.get(column) is None:
            continue
        sheet = outcome.after["indicators"].get((row.get("plan"), row.get("version"), row.get("indicator")), {})
        if sheet.get("direction") not in (None, "maximum_permissible"):
            yield row.fault(
                column,
                reason="el logro esperado es 0.",
                remedy="Si no se programó nada, quite la fila: vacío no es cero. El 0 solo cabe con el sentido "
                "«máximo permisible».",
                code="imports.zero_target",
            )


def find_unexplained_corrections(outcome: Outcome) -> Iterator[Fault]:
    """Corrected values without a reason."""
    for row in outcome.file_rows("values"):
        if row.get("stage") == "corrected" and row.get("reason") is None and "reason" not in row.refused:
            yield row.fault(
                "reason",
                reason="un valor corregido necesita su motivo.",
                remedy="Escriba por qué se corrigió; el valor reportado se conserva en su propia fila.",
                code="imports.correction_reason",
            )


def find_half_baselines(outcome: Outcome) -> Iterator[Fault]:
    """Baselines with a year and no value, or with a value and no year."""
    for row in outcome.file_rows("indicators"):
        filled = {column for column in ("baseline_year", "baseline_value") if row.get(column) is not None}
        if len(filled) == 1 and row.refused.isdisjoint({"baseline_year", "baseline_value"}):
            missing = ({"baseline_year", "baseline_value"} - filled).pop()
            yield row.fault(
                missing,
                reason="la línea de base necesita su año y su valor.",
                remedy="Complete la celda, o vacíe las dos.",
                code="imports.baseline",
            )
