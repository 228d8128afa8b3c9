"""The five separate files put together by activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quipu.workbook.ceplan.columns import FAMILY_BY_NAME
from quipu.workbook.ceplan.layouts import SEPARATE, Kind, SheetLayout
from quipu.workbook.ceplan.records import CeplanRow, Findings, MergedRow, added, by_activity
from quipu.workbook.columns import Value

Parts = Mapping[Kind, Mapping[str, Sequence[CeplanRow]]]


def merge(rows_by_kind: Mapping[Kind, Sequence[CeplanRow]], findings: Findings) -> list[CeplanRow]:
    """One row per activity of the relation; what does not match is told.

    Args:
        rows_by_kind: the rows of each file that was found.
        findings: gains a fault for each activity that the relation does not have, and a warning for each that has no
            amounts in some file.
    """
    parts = {kind: by_activity(rows) for kind, rows in rows_by_kind.items()}
    relation = parts.pop(Kind.RELATION, {})
    if Kind.RELATION in rows_by_kind:
        _find_strangers(parts, relation, findings)
    merged: list[CeplanRow] = []
    for code, rows in relation.items():
        found = {kind: tuple(several[code]) for kind, several in parts.items() if code in several}
        _find_lacking(rows[0], [kind for kind in parts if kind not in found], findings)
        merged.append(_merged({Kind.RELATION: tuple(rows)} | found))
    return merged


def _merged(parts: Mapping[Kind, tuple[CeplanRow, ...]]) -> MergedRow:
    values: dict[str, Value] = {}
    for kind, rows in parts.items():
        for row in rows:
            for name, value in row.items():
                if values.get(name) is None:
                    values[name] = value
        fields = [name for name in _amount_fields(kind) if name in rows[0].sheet.fields]
        values.update(zip(fields, added(rows, fields), strict=True))
    return MergedRow(values, parts)


def _amount_fields(kind: Kind) -> list[str]:
    families = [FAMILY_BY_NAME[name] for name in SEPARATE[kind].families]
    return [name for family in families for name in (*family.months, family.total)]


def _find_strangers(parts: Parts, relation: Mapping[str, Sequence[CeplanRow]], findings: Findings) -> None:
    for several in parts.values():
        for code, rows in several.items():
            if code not in relation:
                reason = f"la actividad {code} no está en la relación de actividades y objetivos."
                remedy = "Agréguela a la relación, o corrija su código aquí."
                findings.faults.append(
                    rows[0].fault("code", reason=reason, remedy=remedy, code="workbook.ceplan.not_related")
                )


def _find_lacking(row: CeplanRow, lacking: Sequence[Kind], findings: Findings) -> None:
    if lacking:
        files = ", ".join(SEPARATE[kind].label.lower() for kind in lacking)
        reason = f"la actividad {row.code} no tiene filas en: {files}."
        remedy = "Si le corresponden, expórtelos de nuevo; si no, no hay nada que hacer."
        findings.warnings.append(
            row.fault("code", reason=reason, remedy=remedy, code="workbook.ceplan.without_amounts")
        )


def parts_of(row: CeplanRow, layout: SheetLayout) -> Sequence[CeplanRow]:
    """The rows of one file from which an activity was put together."""
    return row.parts.get(layout.kind, ()) if isinstance(row, MergedRow) else ()
