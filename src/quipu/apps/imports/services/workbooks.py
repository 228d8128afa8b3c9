"""Importing an own workbook: what it would change, and changing it, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, transaction

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.imports import checks
from quipu.apps.imports.applying import Applier
from quipu.apps.imports.differences import ADD, Difference, Outcome, RowChange, compare, foresee
from quipu.apps.imports.models import Workbook
from quipu.apps.imports.originals import keep_original
from quipu.apps.imports.queries import StoredRows
from quipu.apps.imports.rooms import is_full_disk, no_room
from quipu.apps.imports.scopes import Scope
from quipu.apps.imports.statistics import renew_statistics
from quipu.apps.organisation.models import Institution
from quipu.apps.register.services.refreshing import refresh_register
from quipu.errors import QuipuError
from quipu.workbook.faults import Fault, RefusedWorkbookError
from quipu.workbook.rows import ReadWorkbook, Row
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS, register

_REGISTER = frozenset(sheet.name for sheet in register.SHEETS) | {"indicators"}
"""The sheets from which counts, places of quotes and derived columns are made."""
_OF_RECORDS = frozenset(sheet.name for sheet in register.SHEETS if sheet.key[0] == "record") | {"records"}


class ImportNotAppliedError(QuipuError):
    """An import that cannot go on, for a reason that is not a fault of a cell."""

    code = "imports.not_applied"


class DifferenceChangedError(QuipuError):
    """Between the dry run and the import somebody changed the plan."""

    code = "imports.difference_changed"

    def __init__(self, name: str) -> None:
        super().__init__(
            "El plan cambió desde la prueba, y la importación haría otra cosa que la confirmada.",
            where=name,
            remedy="Revise de nuevo qué cambiaría y confirme.",
        )


@dataclass(frozen=True)
class Planned:
    """What an import would do, and the rows it would leave."""

    difference: Difference
    outcome: Outcome


def plan_import(read: ReadWorkbook, mode: str, institution_slug: str | None = None) -> Difference:
    """Say what importing a workbook would change; nothing is written.

    Args:
        read: the workbook as read, with the faults found while reading.
        mode: `add` (what exists stays as it is), `update` (adds and changes, removes nothing), or `replace` (in the
            sheets that the file has, what is missing goes).
        institution_slug: whose rows they are; needed only when the file does not say.

    Returns:
        Rows added, changed and removed, with every fault and warning.

    Raises:
        ImportNotAppliedError: nobody says which institution it is, or the mode does not exist.
    """
    return plan_rows(read, mode, institution_slug).difference


def apply_import(
    *,
    read: ReadWorkbook,
    mode: str,
    institution_slug: str | None = None,
    actor: User | None = None,
    expected: str = "",
) -> Workbook:
    """Import a workbook: every row, its history and the original, or nothing.

    Args:
        read: the workbook as read.
        mode: as for `plan_import`.
        institution_slug: as for `plan_import`.
        actor: who imports it; None for the command line.
        expected: the fingerprint of the difference that somebody confirmed; empty when nobody was asked.

    Returns:
        The record of the import, which names the original and counts the changes.

    Raises:
        RefusedWorkbookError: with every fault.
        DifferenceChangedError: it would no longer do what was confirmed.
        ImportNotAppliedError: the database refused it for a reason that no check foresaw.
        NoRoomError: the disk is full.
    """
    with whole_or_nothing(read.name):
        lock_institution(institution_slug or _slug_in(read))
        planned = plan_rows(read, mode, institution_slug)
        return write_rows(planned, read, actor, expected)


@contextmanager
def whole_or_nothing(name: str) -> Iterator[None]:
    """One transaction; what the database or the disk refuses is told in words.

    Raises:
        ImportNotAppliedError, NoRoomError: naming the file, why, and what to do.
    """
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, DataError) as error:
        raise ImportNotAppliedError(
            "La base de datos rechazó el libro y no se importó nada.",
            where=name,
            why=str(error).splitlines()[0],
            remedy="Es una falta que Quipu debió explicar mejor: avise a quien lo mantiene, con este mensaje.",
        ) from error
    except (OSError, OperationalError) as error:
        if not is_full_disk(error):
            raise
        raise no_room(name) from error


def lock_institution(slug: str | None) -> None:
    """Let one import of an institution at a time through."""
    Institution.objects.select_for_update().filter(slug=slug).first()


def plan_rows(read: ReadWorkbook, mode: str, slug: str | None, scope: Scope | None = None) -> Planned:
    """What an import would do, and the rows it would leave.

    Args:
        read: the file as rows of the own workbook.
        mode: `add`, `update` or `replace`.
        slug: as for `plan_import`.
        scope: what the file speaks of, when it is not the whole of its sheets.
    """
    if mode not in Workbook.Mode.values:
        raise ImportNotAppliedError(
            f"«{mode}» no es un modo.", remedy="Use add, update o replace.", code="imports.unknown_mode"
        )
    named, faults = _institution_of(read, slug)
    institution = Institution.objects.filter(slug=named).first()
    if institution is None and "institution" not in read.rows_by_sheet:
        raise ImportNotAppliedError(
            f"No hay una institución «{named}».",
            where=read.name,
            remedy="Agregue al libro la hoja «Institución», o corrija el identificador.",
            code="imports.unknown_institution",
        )
    outcome = foresee(read, mode, StoredRows(institution, scope), scope)
    difference = Difference(named, mode, sheets=[sheet.name for sheet in SHEETS if sheet.name in outcome.in_file])
    compare(outcome, difference)
    faults += [*read.faults, *checks.find_faults(outcome)]
    if mode == ADD:
        faults += [_exists(change) for change in difference.changed]
    difference.faults = _in_order(faults)
    difference.warnings = _in_order(checks.find_warnings(outcome))
    return Planned(difference, outcome)


def write_rows(planned: Planned, read: ReadWorkbook, actor: User | None, expected: str = "") -> Workbook:
    """Write what was planned, inside the caller's transaction.

    Raises:
        RefusedWorkbookError: it has faults.
        DifferenceChangedError: it would no longer do what was confirmed.
    """
    if planned.difference.faults:
        raise RefusedWorkbookError(read.name, planned.difference.faults)
    if expected and planned.difference.fingerprint != expected:
        raise DifferenceChangedError(read.name)
    institution = Applier(planned.difference, planned.outcome, actor).apply()
    changes = [*planned.difference.added, *planned.difference.changed, *planned.difference.removed]
    renew_statistics({change.sheet for change in changes}, len(changes))
    if _touches_register(planned.difference):
        refresh_register(institution, _edited_records(planned.difference))
    return _record(planned.difference, institution, actor, read)


def _touches_register(difference: Difference) -> bool:
    changes = (*difference.added, *difference.changed, *difference.removed)
    return any(change.sheet in _REGISTER for change in changes)


def _edited_records(difference: Difference) -> set[str]:
    """The records there were already of which something is not as it was."""
    made = {change.key[0] for change in difference.added if change.sheet == "records"}
    gone = {change.key[0] for change in difference.removed if change.sheet == "records"}
    changes = (*difference.added, *difference.changed, *difference.removed)
    touched = {change.key[0] for change in changes if change.sheet in _OF_RECORDS}
    return {str(code) for code in touched - made - gone}


def _slug_in(read: ReadWorkbook) -> str | None:
    rows = read.rows_by_sheet.get("institution", [])
    return str(rows[0]["slug"]) if rows and rows[0].get("slug") else None


def _institution_of(read: ReadWorkbook, slug: str | None) -> tuple[str, list[Fault]]:
    rows = read.rows_by_sheet.get("institution", [])
    named = slug or _slug_in(read)
    if named is None and not rows:
        raise ImportNotAppliedError(
            "El libro no dice de qué institución es.",
            where=read.name,
            remedy="Agregue la hoja «Institución» con una fila, o use --institution.",
            code="imports.no_institution",
        )
    faults = []
    for row in rows:
        if row.get("slug") not in (None, named):
            faults.append(
                row.fault(
                    "slug",
                    reason=f"«{row.get('slug')}» no es la institución «{named}», que es la que se importa.",
                    remedy="Un libro lleva una sola institución: quite la fila, o corrija --institution.",
                    code="imports.other_institution",
                )
            )
    return named or "", faults


def _exists(change: RowChange) -> Fault:
    column = change.columns[0]
    label = SHEET_BY_NAME[change.sheet].column(column).label
    reason = f"ya existe «{change.key_text}» con otro contenido en «{label}»."
    remedy = "Quite la fila, o importe con el modo update, que cambia lo que existe."
    if isinstance(change.after, Row):
        return change.after.fault(column, reason=reason, remedy=remedy, code="imports.exists")
    return Fault(SHEET_BY_NAME[change.sheet].label, "", "", reason, remedy, "imports.exists")


def _in_order(faults: list[Fault]) -> list[Fault]:
    order = {sheet.label: place for place, sheet in enumerate(SHEETS)}

    def place(fault: Fault) -> tuple[int, str, int, int, str]:
        letters = fault.cell.rstrip("0123456789")
        row = fault.cell[len(letters) :]
        return order.get(fault.sheet, -1), fault.sheet, int(row or 0), len(letters), letters

    return sorted(dict.fromkeys(faults), key=place)


def _record(difference: Difference, institution: Institution, actor: User | None, read: ReadWorkbook) -> Workbook:
    workbook = Workbook.objects.create(
        institution=institution,
        actor=actor,
        name=read.name[-255:],
        original=keep_original(read),
        sha256=read.sha256,
        mode=difference.mode,
        added=len(difference.added),
        changed=len(difference.changed),
        removed=len(difference.removed),
    )
    record_changes(institution=institution, changes=_facts(difference), actor=actor, workbook=workbook)
    return workbook


def _facts(difference: Difference) -> Iterator[FactChange]:
    for change in difference.added:
        yield FactChange("imports.row.added", change.sheet, change.key, None, change.after)
    for change in difference.changed:
        before, after = (_only(side or {}, change.columns) for side in (change.before, change.after))
        yield FactChange("imports.row.changed", change.sheet, change.key, before, after)
    for change in difference.removed:
        yield FactChange("imports.row.removed", change.sheet, change.key, change.before, None)


def _only(values: Any, columns: list[str]) -> dict[str, Any]:
    return {column: values.get(column) for column in columns}
