"""Rows that name other rows: what they name must be there, and must not go while it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product

from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from quipu.apps.history.models import Change
from quipu.apps.imports.bindings import CATALOGUE, POINT_SCALE
from quipu.apps.imports.differences import Key, Outcome
from quipu.apps.imports.models import Upload, Workbook
from quipu.apps.imports.queries import ids_by_key
from quipu.apps.imports.scales import Scales
from quipu.apps.imports.tables import Reference, Table
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import CountedValue
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.names import nearest
from quipu.workbook.rows import Row
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS, is_own

_CHUNK = 500


class _Known:
    """The keys that a table would hold, and the beginnings of those keys."""

    def __init__(self, table: Table, rows: Iterable[Mapping[str, Value]]) -> None:
        self.keys = {table.key_of(row) for row in rows if table.holds(row)}
        self.beginnings = {key[:size] for key in self.keys for size in range(1, len(key) + 1)}

    def first_unknown(self, key: Key) -> int:
        """The place of the first part of a key that no known key shares."""
        return next(size for size in range(len(key)) if key[: size + 1] not in self.beginnings)

    def beside(self, key: Key, place: int) -> list[str]:
        """What could have stood at that place of the key."""
        return sorted({str(known[place]) for known in self.keys if known[:place] == key[:place]})


class _KnownByTable(dict[str, _Known]):
    """What each table would hold, worked out for those that somebody names."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._outcome = outcome

    def __missing__(self, name: str) -> _Known:
        table = CATALOGUE.by_name[name]
        known = self[name] = _Known(table, self._outcome.after[table.sheet].values())
        return known


def _named(row: Mapping[str, Value], reference: Reference, scales: Scales, sheet: str) -> Key | None:
    if POINT_SCALE in reference.columns:
        return reference.key_in({**row, POINT_SCALE: scales.of(sheet, row)})
    return reference.key_in(row)


def find_missing(outcome: Outcome) -> Iterator[Fault]:
    """Cells that name what is not there."""
    known, scales = _KnownByTable(outcome), Scales(outcome.after["indicators"].values())
    absent: set[str] = set()
    for sheet in SHEETS:
        references = _references(sheet.name)
        for row in outcome.file_rows(sheet.name):
            told: set[str] = set()
            for reference, key in _unknown(row, references, known, scales):
                target = CATALOGUE.by_name[reference.table].sheet
                place = known[reference.table].first_unknown(key)
                column = reference.columns[place]
                if not outcome.after[target] and target not in outcome.in_file:
                    absent.add(target)
                elif target not in outcome.uncertain and column not in told:
                    told.add(column)
                    yield _missing(row, column, target, known[reference.table].beside(key, place))
    for name in sorted(absent):
        label = SHEET_BY_NAME[name].label
        reason = f"no está la hoja «{label}», que otras hojas del libro nombran."
        yield Fault(label, "", "", reason, "Agréguela al libro.", "imports.missing_sheet")


def _unknown(
    row: Row, references: Iterable[Reference], known: Mapping[str, _Known], scales: Scales
) -> Iterator[tuple[Reference, Key]]:
    for reference in references:
        key = _named(row, reference, scales, row.layout.sheet.name)
        if key is not None and key not in known[reference.table].keys and row.refused.isdisjoint(reference.columns):
            yield reference, key


@cache
def _references(sheet: str) -> tuple[Reference, ...]:
    found = [reference for table in CATALOGUE.by_sheet[sheet] for reference in table.references]
    return tuple(
        dict.fromkeys(item for item in found if CATALOGUE.by_name[item.table].sheet != sheet or _looks_up(item))
    )


def _looks_up(reference: Reference) -> bool:
    """Whether a reference inside one sheet names another row of it, and is not just the row's own other half."""
    table = CATALOGUE.by_name[reference.table]
    return table.name == table.sheet and reference.columns != table.key


def _missing(row: Row, column: str, target: str, candidates: list[str]) -> Fault:
    if column == POINT_SCALE:
        return row.fault(
            "ordinal",
            reason="el indicador no tiene escala ordinal.",
            remedy="Póngale una en la hoja «Indicadores», o use otro tipo de valor.",
            code="imports.no_scale",
        )
    value = str(row.get(column))
    near = nearest(value, candidates)
    if not is_own(row.layout.sheet):
        return _missing_in_plan(row, column, target, near)
    remedy = f"¿Quiso decir «{near}»? Si no, agréguelo" if near else "Corríjalo o agréguelo"
    label = SHEET_BY_NAME[target].label
    return row.fault(
        column,
        reason=f"«{value}» no está en la hoja «{label}».",
        remedy=f"{remedy} en «{label}».",
        code="imports.unknown_code",
    )


def _missing_in_plan(row: Row, column: str, target: str, near: str | None) -> Fault:
    # The planning authority's files have no sheet where it could be added.
    hint = f"¿Quiso decir «{near}»? Si no, corrija" if near else "Corrija"
    label = SHEET_BY_NAME[target].label
    return row.fault(
        column,
        reason=f"«{row.get(column)}» no está entre lo que Quipu tiene en «{label}».",
        remedy=f"{hint} el código, o agréguelo antes en «{label}» con el libro de Quipu.",
        code="imports.unknown_code",
    )


def find_orphans(outcome: Outcome) -> Iterator[Fault]:
    """Rows that would go while a row that stays still names them."""
    emptied = {sheet.name for sheet in SHEETS if outcome.removed(sheet.name)}
    if not emptied:
        return
    known, scales = _KnownByTable(outcome), Scales(outcome.after["indicators"].values())
    named: dict[tuple[str, Key], list[str]] = {}
    for sheet in SHEETS:
        references = [item for item in _references(sheet.name) if CATALOGUE.by_name[item.table].sheet in emptied]
        if not references:
            continue
        staying = (row for row in outcome.after[sheet.name].values() if not isinstance(row, Row))
        for row, reference in product(staying, references):
            key = _named(row, reference, scales, sheet.name)
            if key is not None and key not in known[reference.table].keys:
                named.setdefault((reference.table, key), []).append(sheet.label)
    for (table, key), labels in named.items():
        target = SHEET_BY_NAME[CATALOGUE.by_name[table].sheet]
        if target.name not in outcome.uncertain:
            yield _kept(target.label, key, labels)


def _kept(label: str, key: Key, namers: list[str]) -> Fault:
    value = " · ".join(str(part) for part in key)
    sheets = ", ".join(f"«{name}»" for name in dict.fromkeys(namers))
    count = f"{len(namers)} fila{'s' if len(namers) > 1 else ''} de {sheets}"
    return Fault(
        label,
        "",
        value,
        f"«{value}» no está en el archivo y no se puede quitar: la nombra{'n' if len(namers) > 1 else ''} {count}.",
        f"Incluya en el libro la hoja {sheets} sin esas filas, o deje esta.",
        "imports.protected",
    )


def find_conflicts(outcome: Outcome) -> Iterator[Fault]:
    """Rows that give two names to one thing, such as one scale with two names."""
    for table in CATALOGUE.tables:
        if table.name == table.sheet or table.reverse or table.sheet not in outcome.in_file:
            continue
        told = [column for column in table.fields if column not in table.key]
        first: dict[Key, Mapping[str, Value]] = {}
        for row in outcome.after[table.sheet].values():
            earlier = first.setdefault(table.key_of(row), row)
            for column in told:
                if row.get(column) != earlier.get(column) and None not in (row.get(column), earlier.get(column)):
                    yield _conflict(row, earlier, table, column)


def _conflict(row: Mapping[str, Value], earlier: Mapping[str, Value], table: Table, column: str) -> Fault:
    sheet = SHEET_BY_NAME[table.sheet]
    holder, other = (row, earlier) if isinstance(row, Row) else (earlier, row)
    reason = f"«{holder.get(column)}» no coincide con «{other.get(column)}», de otra fila con el mismo código."
    remedy = f"Escriba el mismo «{sheet.column(column).label}» en todas las filas de «{row.get(table.key[-1])}»."
    if isinstance(holder, Row):
        return holder.fault(column, reason=reason, remedy=remedy, code="imports.conflict")
    return Fault(sheet.label, "", str(holder.get(column)), reason, remedy, "imports.conflict")


def find_loops(outcome: Outcome) -> Iterator[Fault]:
    """Rows that stand above themselves."""
    referring = [(table, reference) for table in CATALOGUE.tables for reference in table.self_references]
    for table, reference in referring:
        if table.sheet not in outcome.in_file:
            continue
        rows = outcome.after[table.sheet]
        above = {key: reference.key_in(row) for key, row in rows.items()}
        for row in outcome.file_rows(table.sheet):
            if _returns(table.key_of(row), above):
                column = reference.columns[-1]
                yield row.fault(
                    column,
                    reason=f"«{row.get(column)}» lo lleva de vuelta a sí mismo.",
                    remedy="Corrija el de arriba o déjelo vacío.",
                    code="imports.loop",
                )


def _returns(key: Key, above: Mapping[Key, Key | None]) -> bool:
    seen: set[Key] = set()
    place = above.get(key)
    while place is not None and place not in seen:
        if place == key:
            return True
        seen.add(place)
        place = above.get(place)
    return False


def find_protected(outcome: Outcome) -> Iterator[Fault]:
    """Rows that would go while something outside the workbook, such as an evaluation, hangs from them."""
    for table in CATALOGUE.tables:
        gone = outcome.removed(table.sheet) if table.name == table.sheet else []
        relations = _outside(table.model) if gone else []
        if not relations:
            continue
        institution = Institution.objects.get(slug=next(iter(outcome.before["institution"]))[0])
        known = ids_by_key(table, institution)
        ids = {known[key]: key for key in gone}
        for relation in relations:
            for pk in _held(relation, list(ids)):
                yield _protected(table, ids[pk], relation)


def _held(relation: ForeignObjectRel, pks: list[int]) -> list[int]:
    """Those of some rows from which something hangs by a relation."""
    field, held = relation.field.name, set[int]()
    for start in range(0, len(pks), _CHUNK):
        rows = relation.related_model._default_manager.filter(**{f"{field}__in": pks[start : start + _CHUNK]})
        held.update(rows.order_by().values_list(field, flat=True))
    return [pk for pk in pks if pk in held]


_OUTSIDE_NAMES = {
    "Evaluation": "evaluaciones",
    "Build": "informes",
    "PoiVersion": "versiones del plan operativo",
    "ReportingPeriod": "periodos de reporte",
    "Submission": "reportes",
    "IndicatorEntry": "reportes",
    "ActivityEntry": "reportes",
    "EntryPart": "reportes",
    "Assignment": "puntos focales",
    "ApprovalStep": "una cadena de aprobación",
    "Decision": "decisiones de aprobación",
    "Merge": "uniones con otro registro",
    "RecordRevision": "ediciones guardadas",
}


def _protected(table: Table, key: Key, relation: ForeignObjectRel) -> Fault:
    value = " · ".join(str(part) for part in key)
    what = _OUTSIDE_NAMES.get(relation.related_model.__name__, str(relation.related_model._meta.verbose_name_plural))
    return Fault(
        SHEET_BY_NAME[table.sheet].label,
        "",
        value,
        f"«{value}» no está en el archivo y no se puede quitar: tiene {what}.",
        "Déjela en el libro.",
        "imports.protected",
    )


@cache
def _outside(model: type[Model]) -> list[ForeignObjectRel]:
    bound = {table.model for table in CATALOGUE.tables} | {Change, CountedValue, Workbook, Upload}
    return [
        relation
        for relation in model._meta.related_objects
        if relation.related_model not in bound and not relation.many_to_many
    ]
