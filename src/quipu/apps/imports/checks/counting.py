"""What counting rules must satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quipu.apps.imports.differences import Outcome
from quipu.apps.register.counting.definition import FIELDS, Definition
from quipu.apps.register.counting.reading import read_definition
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row

_SOURCES = {
    "regions": ("regions", "code", "una región"),
    "units": ("units", "code", "una unidad"),
    "families": ("mechanisms", "family", "una familia de mecanismos"),
}
Rules = Mapping[tuple[Value, Value], Definition]


def find_bad_rules(outcome: Outcome) -> Iterator[Fault]:
    """Rules that cannot be read, that count everything or themselves, or that name what is not there."""
    if "counting_rules" not in outcome.in_file:
        return
    rules = _rules(outcome)
    for row in outcome.file_rows("counting_rules"):
        yield from _shape(row)
        text = row.get("definition")
        if text is None:
            continue
        definition, faults = read_definition(str(text))
        if definition is not None and not faults:
            faults = [*_unknown_words(definition, outcome), *_bad_totals(row, definition, rules)]
        for reason in faults:
            yield _fault(row, "definition", f"{reason[:1].lower()}{reason[1:]}", "Corrija la regla.", "counting_rule")


def _shape(row: Row) -> Iterator[Fault]:
    defined, why_not = row.get("definition") is not None, row.get("why_not") is not None
    if defined == why_not and row.refused.isdisjoint({"definition", "why_not"}):
        reason = "tiene regla y también motivo de no tenerla." if defined else "no tiene regla ni dice por qué."
        yield _fault(row, "why_not", reason, "Llene una sola de las dos celdas.", "counting_rule_or_reason")
    if defined and row.get("covers_from") is None and "covers_from" not in row.refused:
        reason = "una regla necesita el año desde el cual el registro está completo."
        yield _fault(row, "covers_from", reason, "Escriba el año, como 2024.", "counting_covers_from")
    first, last = row.get("covers_from"), row.get("covers_to")
    if isinstance(first, int) and isinstance(last, int) and last < first:
        reason = "el registro deja de estar completo antes de estarlo."
        yield _fault(row, "covers_to", reason, "Corrija uno de los dos años.", "counting_years")


def _fault(row: Row, column: str, reason: str, remedy: str, code: str) -> Fault:
    return row.fault(column, reason=reason, remedy=remedy, code=f"imports.{code}")


def _unknown_words(definition: Definition, outcome: Outcome) -> Iterator[str]:
    for clause in (*definition.where, *definition.numerator):
        source = FIELDS[clause.field].source if clause.field in FIELDS else ""
        if source not in _SOURCES:
            continue
        sheet, column, called = _SOURCES[source]
        known = {row.get(column) for row in outcome.after[sheet].values()}
        for word in clause.words:
            if word not in known:
                yield f"La institución no tiene {called} «{word}»."


def _bad_totals(row: Row, definition: Definition, rules: Rules) -> Iterator[str]:
    plan, own = row.get("plan"), row.get("indicator")
    for code in definition.total_of:
        if code == own:
            yield f"La regla de «{code}» se sumaría a sí misma."
        elif (plan, code) not in rules:
            yield f"El indicador «{code}» no tiene regla de conteo que sumar."
        elif rules[plan, code].measure == "share":
            yield f"El conteo de «{code}» es un porcentaje, y los porcentajes no se suman."
        elif _reaches(plan, code, own, rules, set()):
            yield f"La regla de «{code}» suma ya a «{own}»: se sumarían en círculo."


def _reaches(plan: Value, code: Value, sought: Value, rules: Rules, seen: set[Value]) -> bool:
    if code in seen or (plan, code) not in rules:
        return False
    seen.add(code)
    members = rules[plan, code].total_of
    return sought in members or any(_reaches(plan, member, sought, rules, seen) for member in members)


def _rules(outcome: Outcome) -> Rules:
    found: dict[tuple[Value, Value], Definition] = {}
    for row in outcome.after["counting_rules"].values():
        definition = read_definition(str(row["definition"]))[0] if row.get("definition") is not None else None
        if definition is not None:
            found[row.get("plan"), row.get("indicator")] = definition
    return found
