"""Reads the worked cases and applies their rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from quipu.method import (
    Candidate,
    Computed,
    Direction,
    Edition,
    NoData,
    Outcome,
    Period,
    Session,
    Value,
    across_periods,
    check_admissible,
    check_continuity,
    hint_outlier,
    level_of,
    load_edition,
    number,
    owed_months,
    owed_periods,
    parse_accumulation,
    parse_direction,
    parts_gap,
    physical_from_tasks,
    physical_to_month,
    prioritise,
    progress_type_1,
    progress_type_2,
    reproduced_by,
    upward,
)

CASES = Path(__file__).parent.parent / "cases"
Case = dict[str, Any]


def read_cases() -> Iterator[tuple[str, str, Case]]:
    """Gives (file, rule, case) of every worked case."""
    for file in sorted(CASES.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in data["casos"]:
            yield file.stem, data["regla"], {**case, "edicion": data["edicion"]}


def read_value(cell: Any) -> Value:
    """Reads a cell of a case: text, null, or {sin_dato: reason}."""
    if cell is None:
        return None
    return NoData(str(cell["sin_dato"])) if isinstance(cell, dict) else number(cell)


def read_series(cell: Any) -> Any:
    return [read_value(item) for item in cell] if isinstance(cell, list) else read_value(cell)


def describe(outcome: Outcome, edition: Edition) -> Case:
    """Gives an outcome in the words of the cases."""
    said: Case = {"salida": outcome.outcome, "razon": outcome.reason}
    said["trace"], said["traza"] = outcome.trace.sentence("en"), outcome.trace.sentence("es")
    if isinstance(outcome, Computed):
        said["bruto"] = None if outcome.raw is None else str(outcome.raw)
        said["topado"], said["sin_cota"] = str(outcome.capped), outcome.raw_unbounded
    for key, use in (("nivel_accion", "strategic_action"), ("nivel_objetivo", "objective")):
        level = level_of(outcome, edition.scale_for(use))
        said[key] = level.code if level else None
    return said


def _type_1(given: Case, edition: Edition) -> Case:
    direction = parse_direction(given["sentido"])
    outcome = progress_type_1(read_value(given["obtenido"]), read_value(given["esperado"]), direction, edition=edition)
    return describe(outcome, edition)


def _type_2(given: Case, edition: Edition) -> Case:
    outcome = progress_type_2(
        read_series(given["obtenido"]),
        read_series(given["esperado"]),
        read_value(given["base"]),
        parse_direction(given["sentido"]),
        given["agregable"],
        reference=given["referencia_le"],
        edition=edition,
    )
    return describe(outcome, edition)


def _level(given: Case, edition: Edition) -> Case:
    value = None if given["valor"] is None else number(given["valor"])
    level = level_of(value, edition.scale(given["escala"]))
    return {"nivel": level.code if level else None}


def _periods(given: Case, edition: Edition) -> Case:
    found = across_periods(read_series(given["valores"]), parse_accumulation(given["forma"]), edition=edition)
    return {
        "valor": None if found.value is None else str(found.value),
        "evaluables": found.assessable,
        "total": found.total,
    }


def _upward(given: Case, edition: Edition) -> Case:
    outcomes = [
        progress_type_1(read_value(vo), read_value(le), Direction.ASCENDING, edition=edition)
        for vo, le in given["avances"]
    ]
    found = upward(
        outcomes,
        given["modo"],
        edition=edition,
        relevances=given.get("relevancias"),
        measure=given.get("medida", "capped"),
    )
    return {"valor": str(found.value), "evaluables": found.assessable, "total": found.total}


def _execution(given: Case, edition: Edition) -> Case:
    outcome = physical_to_month(
        read_series(given["ejecutado"]),
        read_series(given["reprogramado"]),
        given["mes"],
        parse_accumulation(given["forma"]),
        edition=edition,
    )
    return describe(outcome, edition)


def _from_tasks(given: Case, edition: Edition) -> Case:
    done = [(date(2024, int(month), 15), number(worth)) for month, worth in given["hechas"]]
    counted = physical_from_tasks(done, 2024, parse_accumulation(given["forma"]))
    return {"meses": [None if value is None else str(value) for value in counted]}


def _prioritisation(given: Case, edition: Edition) -> Case:
    progress = [None if given[key] is None else number(given[key]) for key in ("avance", "avance_acciones")]
    (found,) = prioritise([Candidate("OEI.01", given["prioridad"], given["tipo"], *progress)], edition=edition)
    return {"puntajes": [score.value for score in found.scores], "total": found.total}


def _published(given: Case, edition: Edition) -> Case:
    outcome = progress_type_1(
        read_value(given["obtenido"]), read_value(given["esperado"]), Direction.ASCENDING, edition=edition
    )
    return {"reproducido": reproduced_by(given["impreso"], outcome)}


def _admissible(given: Case, edition: Edition) -> Case:
    found = check_admissible(read_value(given["valor"]), given["unidad"], edition=edition)
    return {"admisible": found is None, "frase": found.sentence("es") if found else None}


def _outlier(given: Case, edition: Edition) -> Case:
    history = dict(enumerate(read_series(given["historia"]), start=2019))
    found = hint_outlier(read_value(given["valor"]), history, edition=edition)
    return {"aviso": found is not None, "frase": found.sentence("es") if found else None}


def _owed(given: Case, edition: Edition) -> Case:
    reporting = Period.parse(given["reporte"])
    periods = owed_periods(reporting, given["periodicidad"])
    return {"periodos": [str(period) for period in periods], "meses": list(owed_months(reporting))}


def _parts(given: Case, edition: Edition) -> Case:
    gap = parts_gap(read_value(given["valor"]), read_series(given["partes"]))
    return {"diferencia": None if gap is None else str(gap)}


def read_session(text: str) -> Session:
    """Reads `3: 2024-05-20`, an interval `3: 2024-05-01/2024-05-31`, and one that is planned, in brackets."""
    ordinal, _, days = text.strip("()").partition(":")
    known = [date.fromisoformat(day.strip()) for day in days.split("/") if day.strip()]
    return Session(
        int(ordinal) if ordinal.strip() else None,
        known[0] if known else None,
        known[-1] if known else None,
        not text.startswith("("),
    )


def _continuity(given: Case, edition: Edition) -> Case:
    found = check_continuity(
        [read_session(text) for text in given["sesiones"]],
        today=date.fromisoformat(given["hoy"]),
        first_ordinal=given.get("primera"),
        every_months=given.get("cada"),
    )
    return {
        "faltan": list(found.missing),
        "repetidas": list(found.repeated),
        "desordenadas": [list(pair) for pair in found.out_of_order],
        "vence": found.due_on.isoformat() if found.due_on else None,
        "vencida": found.overdue,
    }


APPLY: dict[str, Callable[[Case, Edition], Case]] = {
    "progress.type_1": _type_1,
    "progress.type_2": _type_2,
    "levels.level": _level,
    "aggregation.periods": _periods,
    "aggregation.upward": _upward,
    "execution.physical": _execution,
    "execution.from_tasks": _from_tasks,
    "prioritisation": _prioritisation,
    "published": _published,
    "entry.admissible": _admissible,
    "entry.outlier": _outlier,
    "entry.owed": _owed,
    "entry.parts": _parts,
    "register.continuity": _continuity,
}


def apply_rule(rule: str, given: Case, edition: str = "2024") -> Case:
    """Applies the rule of a case to its inputs and gives the answer in the words of the cases."""
    return APPLY[rule](given, load_edition(edition))
