"""What the tasks of an activity must satisfy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quipu.apps.imports.differences import Outcome
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row


def find_bad_tasks(outcome: Outcome) -> Iterator[Fault]:
    """Tasks done on no day, or with a day and not done; that end before they start; cancelled without a reason."""
    for row in outcome.file_rows("tasks"):
        if row.refused.isdisjoint({"state", "done_on"}):
            yield from _bad_ending(row)
        starts, due = row.get("starts_on"), row.get("due_on")
        if isinstance(starts, date) and isinstance(due, date) and starts > due:
            yield row.fault(
                "due_on",
                reason="el plazo es anterior al inicio.",
                remedy="Corrija una de las dos fechas.",
                code="imports.task_dates",
            )


def _bad_ending(row: Row) -> Iterator[Fault]:
    state, done_on = row.get("state"), row.get("done_on")
    if state == "done" and done_on is None:
        reason, remedy = "una tarea hecha necesita el día en que se terminó.", "Escriba la fecha, o cambie el estado."
        yield row.fault("done_on", reason=reason, remedy=remedy, code="imports.task_done_on")
    if state != "done" and done_on is not None:
        reason, remedy = "la tarea tiene fecha de término y no está hecha.", "Borre la fecha, o escriba «hecha»."
        yield row.fault("done_on", reason=reason, remedy=remedy, code="imports.task_done_on")
    if state == "cancelled" and row.get("note") is None:
        reason, remedy = "una tarea cancelada necesita su motivo.", "Escríbalo en la nota."
        yield row.fault("note", reason=reason, remedy=remedy, code="imports.task_cancelled")
