"""The names that files give to codes, to be compared with the plan's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quipu.workbook.ceplan.records import CeplanFiles, CeplanRow, Findings
from quipu.workbook.faults import Fault
from quipu.workbook.names import plain_name

_NAMED = (
    ("objective", "objective", "objective_name"),
    ("strategic_action", "action", "action_name"),
    ("executing_unit", "executing_unit", "executing_unit_name"),
    ("cost_centre", "responsible_centre", "responsible_centre_name"),
    ("cost_centre", "cost_centre", "cost_centre_name"),
)


class Place(NamedTuple):
    """A cell: the sheet as messages call it, and its letter and number."""

    sheet: str
    cell: str


NamesSeen = dict[tuple[str, str], dict[str, Place]]


def names_seen(files: CeplanFiles) -> NamesSeen:
    """Every name given to each objective, strategic action, executing unit and cost centre, where it is first seen.

    Returns:
        `(kind, code)` -> name -> place. A cost centre's code has its executing unit before it: `000901/03.01`.
    """
    return _seen(files.rows)


def warn_of_names(rows: Iterable[CeplanRow], findings: Findings) -> None:
    """Warn of codes with several names; case, accents and spaces make no difference."""
    for (_, code), names in _seen(rows).items():
        if len(names) < 2:
            continue
        (first, _), *others = names.items()
        for name, place in others:
            if plain_name(name) != plain_name(first):
                reason = f"«{code}» se llama aquí «{name}» y antes «{first}» ({names[first].cell})."
                remedy = "Revise cuál es el nombre; se usa el primero."
                findings.warnings.append(
                    Fault(place.sheet, place.cell, name, reason, remedy, "workbook.ceplan.several_names")
                )


def _seen(rows: Iterable[CeplanRow]) -> NamesSeen:
    # An export repeats its names in every row: each pair is looked at once.
    first: dict[tuple[str, str, str, str], tuple[CeplanRow, str]] = {}
    for row in rows:
        for kind, code, name in _NAMED:
            called = row.get(name)
            if called is not None and row.get(code) is not None:
                unit = str(row.get("executing_unit") or "") if kind == "cost_centre" else ""
                first.setdefault((kind, unit, str(row[code]), str(called)), (row, name))
    found: NamesSeen = {}
    for (kind, unit, code, called), (row, name) in first.items():
        key = (kind, f"{unit}/{code}" if unit else code)
        origin = row.origin(name)
        found.setdefault(key, {}).setdefault(called, Place(origin.layout.sheet.label, origin.cell(name)))
    return found
