"""What a plan must satisfy: its years, its tree, its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quipu.apps.imports.differences import Key, Outcome
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row
from quipu.workbook.schema import SHEET_BY_NAME

ELEMENT_SHEETS = ("prioritised", "factors", "means", "highlights")
_IN_VERSION = {"targets": "period", "activities": "year"}
_IN_PLAN = {
    "values": "period",
    "overrides": "period",
    "published": "period",
    "questions": "period",
    "criteria": "period",
    **dict.fromkeys(ELEMENT_SHEETS, "period"),
    "recommendations": "period",
    "interviews": "period",
    "bibliography": "period",
    "narratives": "period",
}
_LOCKED = ("objectives", "actions", "indicators", "targets")
_LOCKED_EXCEPT = frozenset({"version", "synthetic", "direction_change_reason"})


def find_bad_versions(outcome: Outcome) -> Iterator[Fault]:
    """Versions whose years are reversed, or that stand on nothing without saying why, or on a later one."""
    for row in outcome.file_rows("versions"):
        yield from _bad_years(row)
        if row.refused.isdisjoint({"kind", "based_on"}):
            yield from _bad_basis(row)


def _bad_years(row: Row) -> Iterator[Fault]:
    start, end = row.get("start_year"), row.get("end_year")
    if isinstance(start, int) and isinstance(end, int) and end < start:
        yield row.fault(
            "end_year",
            reason=f"el año final {end} es anterior al inicial {start}.",
            remedy="Corrija uno de los dos.",
            code="imports.version_years",
        )


def _bad_basis(row: Row) -> Iterator[Fault]:
    number, based_on, is_new = row.get("number"), row.get("based_on"), row.get("kind") == "new"
    if is_new and based_on is not None:
        reason, remedy = "una versión nueva no se basa en otra.", "Vacíe la celda, o cambie el tipo de la versión."
    elif not is_new and based_on is None and row.get("reason") is None:
        reason = "una versión actualizada o ampliada se basa en otra, o dice por qué no."
        remedy = "Escriba el número de la versión anterior, o explique en «Motivo» por qué no está registrada."
    elif isinstance(based_on, int) and isinstance(number, int) and based_on >= number:
        reason = f"la versión {number} no puede basarse en la {based_on}, que no es anterior."
        remedy = "Escriba el número de una versión anterior."
    else:
        return
    yield row.fault("based_on", reason=reason, remedy=remedy, code="imports.version_basis")


def find_outside_years(outcome: Outcome) -> Iterator[Fault]:
    """Years and periods that the plan does not have."""
    versions = {key: (row.get("start_year"), row.get("end_year")) for key, row in outcome.after["versions"].items()}
    plans: dict[Key, tuple[int, int]] = {}
    for (plan, _), (start, end) in versions.items():
        if isinstance(start, int) and isinstance(end, int):
            first, last = plans.get((plan,), (start, end))
            plans[(plan,)] = (min(first, start), max(last, end))
    for sheets, years, key in ((_IN_VERSION, versions, ("plan", "version")), (_IN_PLAN, plans, ("plan",))):
        for sheet, column in sheets.items():
            for row in outcome.file_rows(sheet):
                start, end = years.get(tuple(row.get(name) for name in key), (None, None))
                if isinstance(start, int) and isinstance(end, int):
                    yield from _outside(row, column, start, end)


def _outside(row: Row, column: str, start: int, end: int) -> Iterator[Fault]:
    value = row.get(column)
    if value is not None and not start <= int(str(value)[:4]) <= end:
        yield row.fault(
            column,
            reason=f"«{value}» está fuera de los años del plan, {start}-{end}.",
            remedy="Corrija el año, o amplíe los años de la versión en la hoja «Versiones».",
            code="imports.outside_years",
        )


def find_bad_prefixes(outcome: Outcome) -> Iterator[Fault]:
    """Actions whose code is not their objective's: AEI.05.01 stands under OEI.05."""
    for row in outcome.file_rows("actions"):
        code, objective = row.get("code"), row.get("objective")
        if isinstance(code, str) and isinstance(objective, str) and code[4:6] != objective[4:6]:
            yield row.fault(
                "objective",
                reason=f"«{code}» no lleva el número de su objetivo «{objective}».",
                remedy=f"Póngala bajo OEI.{code[4:6]}, o corrija su código.",
                code="imports.action_prefix",
            )


def find_repeated_priorities(outcome: Outcome) -> Iterator[Fault]:
    """Objectives that share a place in the strategic route, or that have place 0."""
    first: dict[Key, Mapping[str, Value]] = {}
    rows = list(outcome.after["objectives"].values()) if "objectives" in outcome.in_file else []
    for row in sorted(rows, key=lambda row: isinstance(row, Row)):
        priority = row.get("priority")
        if priority is None:
            continue
        earlier = first.setdefault((row.get("plan"), row.get("version"), priority), row)
        if not isinstance(row, Row) or (earlier is row and priority != 0):
            continue
        told = "empieza en 1" if priority == 0 else f"ya es la de {earlier.get('code')}"
        yield row.fault(
            "priority",
            reason=f"la prioridad {priority} {told}.",
            remedy="Dé a cada objetivo de la versión su propio lugar en la ruta estratégica.",
            code="imports.priority",
        )


def find_unexplained_directions(outcome: Outcome) -> Iterator[Fault]:
    """Directions that change from one version to the next without a reason."""
    for row in outcome.file_rows("indicators"):
        earlier = _in_earlier_version(outcome, "indicators", row)
        if earlier is None or row.get("direction") is None or row.get("direction_change_reason"):
            continue
        if earlier.get("direction") != row.get("direction"):
            words = SHEET_BY_NAME["indicators"].column("direction").choices
            yield row.fault(
                "direction",
                reason=f"el sentido era «{words.get(str(earlier.get('direction')))}» en la versión "
                f"{earlier.get('version')} y cambia sin motivo.",
                remedy="Escriba el motivo en «Motivo del cambio de sentido», o deje el sentido como estaba.",
                code="imports.direction_changed",
            )


def _in_earlier_version(outcome: Outcome, sheet: str, row: Mapping[str, Value]) -> Mapping[str, Value] | None:
    version = outcome.after["versions"].get((row.get("plan"), row.get("version")), {})
    if version.get("based_on") is None:
        return None
    moved = {**row, "version": version["based_on"]}
    return outcome.after[sheet].get(SHEET_BY_NAME[sheet].key_of(moved))


def find_changes_in_extensions(outcome: Outcome) -> Iterator[Fault]:
    """Extended versions that differ from the one they extend in anything but their added years."""
    if outcome.in_file.isdisjoint({"versions", *_LOCKED}):
        return
    for version in outcome.after["versions"].values():
        if version.get("kind") == "extended" and version.get("based_on") is not None:
            yield from _extension_years(outcome, version)
            for sheet in _LOCKED:
                yield from _extension_rows(outcome, sheet, version)


def _extension_years(outcome: Outcome, version: Mapping[str, Value]) -> Iterator[Fault]:
    earlier = outcome.after["versions"].get((version.get("plan"), version.get("based_on")), {})
    start, end = earlier.get("start_year"), earlier.get("end_year")
    if not isinstance(version, Row) or not isinstance(end, int) or not version.refused.isdisjoint(_YEAR_COLUMNS):
        return
    if version.get("start_year") != start or int(str(version.get("end_year"))) <= end:
        yield version.fault(
            "end_year",
            reason=f"una versión ampliada agrega años a los de su base, {start}-{end}.",
            remedy="Deje el año inicial y escriba un año final posterior, o cambie el tipo a «actualizado».",
            code="imports.extended",
        )


_YEAR_COLUMNS = frozenset({"start_year", "end_year"})


def _extension_rows(outcome: Outcome, name: str, version: Mapping[str, Value]) -> Iterator[Fault]:
    sheet = SHEET_BY_NAME[name]
    plan, number, base = version.get("plan"), version.get("number"), version.get("based_on")
    last = outcome.after["versions"].get((plan, base), {}).get("end_year")
    rows = outcome.after[name]
    for key, row in rows.items():
        if key[0] == plan and key[1] == base and (key[0], number, *key[2:]) not in rows:
            value = str(key[2])
            reason = f"«{value}» está en la versión {base} y falta en la {number}, que la amplía."
            remedy = "Una versión ampliada solo agrega años: cópielo, o cambie el tipo a «actualizado»."
            yield Fault(sheet.label, "", value, reason, remedy, "imports.extended")
        if key[0] == plan and key[1] == number and not _is_added_year(row, last):
            yield from _extension_row(row, rows.get((plan, base, *key[2:])), name, base)


def _is_added_year(row: Mapping[str, Value], last: Value) -> bool:
    period = row.get("period")
    return period is not None and isinstance(last, int) and int(str(period)[:4]) > last


def _extension_row(
    row: Mapping[str, Value], earlier: Mapping[str, Value] | None, name: str, base: Value
) -> Iterator[Fault]:
    sheet = SHEET_BY_NAME[name]
    remedy = "Una versión ampliada solo agrega años: déjelo igual, o cambie el tipo a «actualizado»."
    if earlier is None:
        reason = f"no está en la versión {base}, que esta amplía."
        columns = [sheet.key[-1]]
    else:
        columns = [
            item.name
            for item in sheet.columns
            if item.name not in _LOCKED_EXCEPT and row.get(item.name) != earlier.get(item.name)
        ]
        reason = f"es distinto del que tiene la versión {base}, que esta amplía."
    refused = row.refused if isinstance(row, Row) else frozenset()
    for column in columns:
        if column in refused:
            continue
        value = str(row.get(column))
        told = f"«{sheet.column(column).label}» {reason}"
        if isinstance(row, Row):
            yield row.fault(column, reason=told, remedy=remedy, code="imports.extended")
        else:
            yield Fault(sheet.label, "", value, told, remedy, "imports.extended")


def find_unknown_elements(outcome: Outcome) -> Iterator[Fault]:
    """Evaluation contents that name an objective or action that no version of the plan has."""
    known = {(key[0], key[2]) for sheet in ("objectives", "actions") for key in outcome.after[sheet]}
    if not outcome.uncertain.isdisjoint({"objectives", "actions"}):
        return
    for sheet in ELEMENT_SHEETS:
        for row in outcome.file_rows(sheet):
            code = row.get("element_code")
            if code is not None and (row.get("plan"), code) not in known:
                yield row.fault(
                    "element_code",
                    reason=f"«{code}» no es un objetivo ni una acción del plan.",
                    remedy="Escriba un código de las hojas «Objetivos» o «Acciones».",
                    code="imports.unknown_code",
                )
    for row in outcome.file_rows("indicators"):
        code = row.get("element_code")
        if isinstance(code, str) and not code.startswith(("OEI.", "AEI.")):
            yield row.fault(
                "element_code",
                reason=f"«{code}» no es el código de un objetivo (OEI.nn) ni de una acción (AEI.nn.nn).",
                remedy="Escriba el código de lo que el indicador mide.",
                code="imports.unknown_code",
            )
