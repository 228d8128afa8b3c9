"""The sheet of a submission: taken along filled with what is known, and read whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import ConflictError, EntryRefusedError
from quipu.apps.collection.models import ActivityEntry, IndicatorEntry, Submission
from quipu.apps.collection.queries.filling import ActivityRow, MonthRow, SubmissionForm, ValueRow, form_of
from quipu.apps.collection.queries.sheet_rows import identity_of, rows_of
from quipu.apps.collection.services.access import hold, require_writable
from quipu.apps.collection.services.checking import Breakdown
from quipu.apps.collection.services.emptying import VALUE_PARTS, refuse_emptied_amounts, refuse_emptied_value
from quipu.apps.collection.services.entries import clear_value, save_amounts, save_value
from quipu.apps.plans.services import ValueParts
from quipu.workbook.faults import Fault, RefusedWorkbookError
from quipu.workbook.reporting_sheet import (
    AMOUNTS,
    IDENTITY,
    PARTS,
    TO_FILL,
    VALUES,
    control_of,
    find_left_out,
    read_reporting_sheet,
    revision_in,
    write_reporting_sheet,
)
from quipu.workbook.rows import ReadWorkbook, Row

Applied = IndicatorEntry | ActivityEntry | None
"""An entry that a row saved; None when the row emptied it."""

_SAID = tuple(name for name in TO_FILL[VALUES.name] if name != "value_type")


@dataclass
class _Reading:
    """What is at hand while a sheet is applied."""

    form: SubmissionForm
    read: ReadWorkbook
    actor: User | None
    faults: list[Fault]
    applied: list[Applied] = field(default_factory=list)

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet, none when the file leaves it out."""
        return self.read.rows_by_sheet.get(sheet, [])


def sheet_for(submission: Submission) -> bytes:
    """The `.xlsx` of a submission: what it owes and what was entered, to be filled in without a connection."""
    form = form_of(submission)
    rows, closed = rows_of(form)
    return write_reporting_sheet(rows, closed)


@transaction.atomic
def read_sheet(*, submission: Submission, path: Path | str, actor: User | None, name: str = "") -> list[Applied]:
    """Save what a sheet that came back says: every row that was touched, or nothing.

    Args:
        submission: the one it was written for.
        path: the `.xlsx`.
        actor: who brings it.
        name: how to call the file, when the path does not say.

    Returns:
        What each touched row saved.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        UnreadableWorkbookError: it cannot be opened, or is no such sheet.
        RefusedWorkbookError: with every fault at its cell, among them what others changed since it was taken.
    """
    held = hold(submission)
    require_writable(held)
    read = read_reporting_sheet(path, name=name)
    form = form_of(held)
    foreign = _identity_faults(form, read)
    if foreign:
        raise RefusedWorkbookError(read.name, foreign)
    rows, _closed = rows_of(form)
    left_out = find_left_out(read, [name for name, owed in rows.items() if owed])
    reading = _Reading(form, read, actor, [*read.faults, *left_out])
    if left_out:
        raise RefusedWorkbookError(read.name, reading.faults)
    _apply_values(reading)
    _apply_amounts(reading)
    if reading.faults:
        raise RefusedWorkbookError(read.name, reading.faults)
    return reading.applied


def _identity_faults(form: SubmissionForm, read: ReadWorkbook) -> list[Fault]:
    wanted = identity_of(form.submission)
    rows = read.rows_by_sheet.get(IDENTITY.name, [])
    if not rows:
        reason = "no dice de quién es la planilla."
        return [Fault(IDENTITY.label, "", "", reason, "Descárguela de nuevo de la página de su reporte.", _FOREIGN)]
    return [
        rows[0].fault(
            column,
            reason=f"la planilla es de «{rows[0].get(column)}» y este reporte es de «{expected}».",
            remedy="Súbala en el reporte para el que se descargó.",
            code=_FOREIGN,
        )
        for column, expected in wanted.items()
        if rows[0].get(column) != expected
    ]


_FOREIGN = "collection.sheet.foreign"


def _apply_values(reading: _Reading) -> None:
    known = {(row.code, row.period): row for row in reading.form.values}
    parts: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for part in reading.rows(PARTS.name):
        parts[part.get("indicator"), part.get("period")].append(part)
    for row in reading.rows(VALUES.name):
        key = (row.get("indicator"), row.get("period"))
        owed = known.get(key)
        if owed is None:
            column = "period" if key[0] in {code for code, _ in known} else "indicator"
            _unknown(reading, row, column, f"«{key[0]}» en {key[1]}")
            continue
        mine = parts.pop(key, [])
        breakdown = _breakdown(reading, owed, mine)
        if _is_touched(reading, row, VALUES.name, mine):
            _attempt(reading, row, lambda row=row, owed=owed, b=breakdown: _save_value(reading, row, owed, b))
    for left in parts.values():
        for row in left:
            _unknown(reading, row, "indicator", f"«{row.get('indicator')}» en {row.get('period')}")


def _apply_amounts(reading: _Reading) -> None:
    known = {(row.code, month.month): (row, month) for row in reading.form.activities for month in row.months}
    for row in reading.rows(AMOUNTS.name):
        key = (row.get("activity"), row.get("month"))
        owed = known.get(key)
        if owed is None:
            column = "month" if key[0] in {code for code, _ in known} else "activity"
            _unknown(reading, row, column, f"«{key[0]}» en el mes {key[1]}")
        elif _is_touched(reading, row, AMOUNTS.name):
            _attempt(reading, row, lambda row=row, owed=owed: _save_amounts(reading, row, *owed))


def _unknown(reading: _Reading, row: Row, column: str, what: str) -> None:
    if column not in row.refused:
        reason = f"este reporte no debe {what}."
        remedy = "Deje la celda como vino en la planilla, o descárguela de nuevo."
        reading.faults.append(row.fault(column, reason=reason, remedy=remedy, code="collection.sheet.unknown_row"))


def _is_touched(reading: _Reading, row: Row, sheet: str, parts: Iterable[Row] = ()) -> bool:
    """Whether a row can be read and says something else than it did; a control that is no control is a fault."""
    revision = revision_in(row.get("control"))
    if revision is None and "control" not in row.refused:
        reason = "el control de la fila cambió."
        remedy = "Descargue la planilla de nuevo y copie en ella lo que llenó."
        reading.faults.append(row.fault("control", reason=reason, remedy=remedy, code="collection.sheet.control"))
    if revision is None or row.refused or any(part.refused for part in parts):
        return False
    said = {name: row.get(name) for name in TO_FILL[sheet]}
    return control_of(revision, said, [dict(part) for part in _told_parts(parts)]) != row.get("control")


def _told_parts(parts: Iterable[Row]) -> Iterable[Mapping[str, Any]]:
    return (
        {name: part.get(name) for name in (*PARTS.key, "number")} for part in parts if part.get("number") is not None
    )


def _breakdown(reading: _Reading, owed: ValueRow, parts: Iterable[Row]) -> Breakdown | None:
    """The parts of a value; None when the file has no row of them."""
    known = {
        (way.disaggregation.code, category.code): category.pk for way in owed.breakdowns for category, _ in way.cells
    }
    found: dict[tuple[int, int | None], Decimal] = {}
    seen = False
    for part in parts:
        seen = True
        category = known.get((str(part.get("disaggregation")), str(part.get("category"))))
        crossed_code = part.get("crossed_category")
        crossed = known.get((str(part.get("crossed_disaggregation")), str(crossed_code))) if crossed_code else None
        if category is None or (crossed_code and crossed is None):
            _unknown(reading, part, "category", f"la categoría «{part.get('category')}»")
        elif isinstance(number := part.get("number"), Decimal):
            found[category, crossed] = number
    return found if seen else None


def _save_value(reading: _Reading, row: Row, owed: ValueRow, breakdown: Breakdown | None) -> Applied:
    revision = revision_in(row["control"]) or 0
    of_row = {"submission": reading.form.submission, "indicator": owed.owed.sheet.indicator, "period": owed.period}
    if all(row.get(name) is None for name in VALUE_PARTS):
        refuse_emptied_value(owed)
    if not breakdown and all(row.get(name) is None for name in _SAID):
        clear_value(**of_row, revision=revision, actor=reading.actor)
        return None
    return save_value(
        **of_row,
        parts=_value_parts(row, owed),
        breakdown=breakdown,
        comment=str(row.get("comment") or ""),
        source=str(row.get("source") or ""),
        revision=revision,
        actor=reading.actor,
    )


def _value_parts(row: Row, owed: ValueRow) -> ValueParts:
    position = row.get("ordinal")
    ordinal = next((point for point in owed.choices if point.position == position), None)
    if position is not None and ordinal is None:
        known = ", ".join(str(point.position) for point in owed.choices) or "ninguno"
        raise EntryRefusedError(f"{position} no es un grado de su escala; tiene: {known}.", field="ordinal")
    texts = {name: str(row.get(name) or "") for name in ("text", "no_data_reason")}
    numbers: dict[str, Any] = {name: row.get(name) for name in ("number", "numerator", "denominator")}
    return ValueParts(str(row["value_type"]), ordinal=ordinal, **texts, **numbers)


def _save_amounts(reading: _Reading, row: Row, activity: ActivityRow, month: MonthRow) -> Applied:
    pair: dict[str, Any] = {name: row.get(name) for name in ("physical", "financial")}
    refuse_emptied_amounts(activity, month, **pair, reason=str(row.get("no_data_reason") or ""))
    return save_amounts(
        submission=reading.form.submission,
        activity=activity.owed.activity,
        month=month.month,
        **pair,
        no_data_reason=str(row.get("no_data_reason") or ""),
        revision=revision_in(row["control"]) or 0,
        actor=reading.actor,
    )


def _attempt(reading: _Reading, row: Row, save: Any) -> None:
    """Save one row; what refuses it becomes faults at its cells, and the others are tried too."""
    columns = {column.name for column in row.layout.sheet.columns}
    try:
        reading.applied.append(save())
    except ConflictError as conflict:
        told = ", ".join(f"{name}: {value}" for name, value in conflict.theirs.items() if name != "value_type")
        who = conflict.who or "alguien"
        reason = f"{who} cambió esta fila en Quipu después de que se descargó ({told or 'la vació'})."
        remedy = "Vea cuál vale; para cambiarla, descargue la planilla de nuevo o hágalo en la página."
        reading.faults.append(row.fault("control", reason=reason, remedy=remedy, code=conflict.code))
    except EntryRefusedError as refused:
        for name, fault in refused.faults.items():
            column = name if name in columns else row.layout.sheet.key[0]
            reading.faults.append(row.fault(column, reason=fault, remedy=refused.remedy, code=refused.code))
