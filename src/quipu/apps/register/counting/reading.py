"""Reading a counting rule from its text, with every fault of it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from quipu.apps.register.counting.definition import (
    DIMENSIONS,
    DISTINCT,
    FIELDS,
    MEASURES,
    MOMENTS,
    Clause,
    Definition,
)
from quipu.apps.register.models import Kind
from quipu.language import former_country, is_country

_KEYS = frozenset(
    {"kinds", "where", "measure", "of", "numerator", "by", "disaggregate", "total_of"},
)


def read_definition(text: str) -> tuple[Definition | None, list[str]]:
    """The rule that a text holds, and what is wrong with it; no rule when the text holds none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None, ["El texto de la regla no es JSON."]
    if not isinstance(data, dict):
        return None, ["Una regla es un objeto JSON con sus partes."]
    faults: list[str] = [f"La regla no tiene una parte «{key}»." for key in sorted(set(data) - _KEYS)]
    if "total_of" in data:
        return _total(data, faults), faults
    return _counted(data, faults), faults


def _total(data: dict[str, Any], faults: list[str]) -> Definition:
    others = sorted(set(data) & _KEYS - {"total_of"})
    if others:
        faults.append(f"Una suma de otros indicadores no lleva además: {', '.join(others)}.")
    codes = _texts(data, "total_of", faults)
    if not codes:
        faults.append("Una suma de otros indicadores nombra al menos uno.")
    return Definition(measure="count", total_of=codes)


def _counted(data: dict[str, Any], faults: list[str]) -> Definition:
    kinds = _texts(data, "kinds", faults)
    _refuse_unknown("tipo de registro", kinds, Kind.values, faults)
    if not kinds:
        faults.append("La regla no dice qué tipos de registro cuenta.")
    measure = _word(data, "measure", "count", MEASURES, "medida", faults)
    definition = Definition(
        kinds=kinds,
        where=_clauses(data, "where", faults),
        measure=measure,
        of=_of(data, measure, faults),
        numerator=_numerator(data, measure, faults),
        by=_word(data, "by", "date", MOMENTS, "momento", faults),
        disaggregate=_texts(data, "disaggregate", faults),
    )
    _refuse_unknown("desagregación", definition.disaggregate, DIMENSIONS, faults)
    if set(kinds) >= set(Kind.values) and not _narrows(definition):
        faults.append("La regla contaría todo el registro; elija tipos de registro o añada una condición.")
    return definition


def _narrows(definition: Definition) -> bool:
    """Whether some condition leaves something out whatever the records are."""
    for clause in definition.where:
        closed = set(FIELDS[clause.field].words) if clause.field in FIELDS else set()
        if clause.words and (clause.negated or not closed or not set(clause.words) >= closed):
            return True
    return False


def _of(data: dict[str, Any], measure: str, faults: list[str]) -> str:
    of = data.get("of", "")
    if not isinstance(of, str):
        faults.append("«of» es un texto.")
        return ""
    of = of.strip()
    if measure == "sum" and not of:
        faults.append("Una suma dice de qué cifra de los registros es («of»).")
    if measure == "distinct" and of not in DISTINCT:
        faults.append(f"Contar distintos dice de qué («of»): {', '.join(DISTINCT)}.")
    if measure not in ("sum", "distinct") and of:
        faults.append("Solo una suma o un conteo de distintos lleva «of».")
    return of


def _numerator(data: dict[str, Any], measure: str, faults: list[str]) -> tuple[Clause, ...]:
    clauses = _clauses(data, "numerator", faults)
    if measure == "share" and not clauses:
        faults.append("Un porcentaje dice qué cumple su numerador («numerator»).")
    if measure != "share" and "numerator" in data:
        faults.append("Solo un porcentaje lleva numerador.")
    return clauses


def _clauses(data: dict[str, Any], key: str, faults: list[str]) -> tuple[Clause, ...]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(f"«{key}» es una lista de condiciones.")
        return ()
    return tuple(_clause(row, faults) for row in rows)


def _clause(row: dict[str, Any], faults: list[str]) -> Clause:
    field = str(row.get("field", ""))
    negated = "not" in row
    if negated == ("is" in row) or set(row) - {"field", "is", "not"}:
        faults.append(f"La condición sobre «{field}» lleva «is» o «not», y nada más.")
    words = _texts(row, "not" if negated else "is", faults)
    if not words:
        faults.append(f"La condición sobre «{field}» no nombra nada.")
    known = FIELDS.get(field)
    if known is None:
        faults.append(f"No hay un campo «{field}»; los hay: {', '.join(FIELDS)}.")
    elif known.words:
        _refuse_unknown(f"valor de «{field}»", words, known.words, faults)
    elif known.source == "countries":
        faults.extend(fault for fault in map(_country_fault, words) if fault)
    return Clause(field, words, negated)


def _country_fault(code: str) -> str:
    if is_country(code):
        return ""
    former = former_country(code)
    if former:
        return f"El país «{code}» ({former}) ya no existe; nombre los países que lo siguieron."
    return f"No hay un país de código «{code}» (ISO 3166, tres letras)."


def _word(data: dict[str, Any], key: str, usual: str, words: Collection[str], called: str, faults: list[str]) -> str:
    word = data.get(key, usual)
    _refuse_unknown(called, (word,), words, faults)
    return word if isinstance(word, str) else usual


def _texts(data: dict[str, Any], key: str, faults: list[str]) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        faults.append(f"«{key}» es una lista de textos.")
        return ()
    if len(set(values)) != len(values):
        faults.append(f"«{key}» repite un texto.")
    return tuple(dict.fromkeys(values))


def _refuse_unknown(called: str, words: Collection[object], known: Collection[str], faults: list[str]) -> None:
    faults.extend(f"No hay {called} «{word}»; los hay: {', '.join(known)}." for word in words if word not in known)
