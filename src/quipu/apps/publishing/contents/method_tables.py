"""Tables of the method as this edition applies it, and of the scores it gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from quipu.apps.evaluation.judgement import SCORES
from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents.plan_tables import TableData
from quipu.language import term
from quipu.method import Edition, LevelScale, Mark
from quipu.reports import Column

FORMULAS = (
    ("ascending", "VO / LE × 100"),
    ("descending", "LE / VO × 100"),
    ("maximum_permissible", "100 si VO ≤ LE; 0 si VO > LE"),
    ("minimum_permissible", "100 si VO ≥ LE; 0 si VO < LE"),
)


def formula_table() -> TableData:
    """Progress type 1 in the four directions."""
    rows = [[term(f"direction.{direction}", "es").capitalize(), formula] for direction, formula in FORMULAS]
    return TableData([Column("Sentido esperado"), Column("Método de cálculo")], rows)


def scale_table(edition: Edition) -> TableData:
    """The level scales in use, with the source and the mark of the choice of each for its use."""
    rows, chosen = [], []
    for use, title in _USES.items():
        scale, source = edition.scale_for(use), edition.uses[use][1]
        place = ", ".join(filter(None, [source.title, source.place("es")]))
        origin = f"{place}; {source.mark.label('es')}"
        if scale.reference.mark is Mark.ASSUMPTION:
            chosen.append(title.lower())
            origin = f"{origin} (a)"
        rows.append([title, _steps(scale), origin])
    columns = [Column("Uso", width=0.15), Column("Niveles", width=0.4), Column("Origen y marca")]
    return TableData(columns, rows, _chosen_note(chosen))


def _chosen_note(uses: Sequence[str]) -> str:
    """What to know of the scales whose thresholds the source does not print."""
    if not uses:
        return ""
    return (
        f"(a) {', '.join(uses).capitalize()}: la fuente imprime la palabra del nivel, pero no sus umbrales; "
        "los que se usan son un supuesto que concuerda con las palabras impresas."
    )


_USES = {
    "objective": "Objetivos",
    "strategic_action": "Acciones",
    "operational_activity": "Actividades",
    "prioritisation": "Priorización",
}


def _steps(scale: LevelScale) -> str:
    if scale.name == "prioritisation":  # its labels are its bounds
        return "; ".join(f"{level.label('es')} %" for level in scale.levels)
    steps = []
    for level in scale.levels:
        bound = "en otro caso" if level.bound is None else f"{'≥' if level.inclusive else '>'} {level.bound} %"
        steps.append(f"{level.label('es')}: {bound}")
    return "; ".join(steps)


def rule_table(edition: Edition) -> TableData:
    """The four criteria of prioritisation with their points, as the edition gives them."""
    level_points = edition.table("prioritisation.level_points")
    scale = edition.scale_for("prioritisation")
    levels = "; ".join(f"{level_points[level.code]} si es {level.label('es')} %" for level in scale.levels)
    kinds = edition.table("prioritisation.kind_points")
    route = edition.table("prioritisation.route_points")
    places = "; ".join(
        f"{points} si la prioridad es {' o '.join(place for place, _ in group)}"
        for points, group in groupby(route.items(), key=lambda item: item[1])
    )
    rows = [
        ["(a) Ruta estratégica", places],
        [
            "(b) Carácter misional",
            "; ".join(f"{points} si el objetivo es de tipo {kind}" for kind, points in kinds.items()),
        ],
        ["(c) Resultados: avance del objetivo", levels],
        ["(d) Implementación: avance promedio de sus acciones", levels],
    ]
    return TableData([Column("Criterio"), Column("Puntaje")], rows)


def score_table(computation: Computation) -> TableData:
    """Scores by objective, from the highest total."""
    names = {objective.code: objective.name for objective in computation.facts.objectives}
    rows: list[list[Any]] = [
        [
            entry["objective"],
            names[entry["objective"]],
            *(entry["scores"][letter]["value"] for letter in SCORES),
            entry["total"],
            entry["rank"],
        ]
        for entry in computation.summary["prioritisation"]
    ]
    columns = [
        Column("Código", width=0.11),
        Column("Objetivo"),
        *(Column(f"({letter})", "number", 0) for letter in SCORES),
        Column("Total", "number", 0),
        Column("Puesto", "number", 0),
    ]
    return TableData(columns, rows)


def score_difference_table(computation: Computation) -> TableData:
    """Printed scores that differ from the computed ones."""
    rows = []
    for entry in computation.summary["prioritisation"]:
        for letter in SCORES:
            score = entry["scores"][letter]
            if score["published"] and score["published"] != str(score["value"]):
                rows.append(
                    [entry["objective"], f"({letter})", score["published"], score["value"], score["sentence"]["es"]]
                )
    columns = [
        Column("Objetivo", width=0.12),
        Column("Criterio"),
        Column("Publicado", align="right"),
        Column("Calculado", "number", 0),
        Column("Cómo se calcula"),
    ]
    return TableData(columns, rows)
