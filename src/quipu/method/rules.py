"""The list of rules: what each one is called, in which unit it answers and how it rounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the method.

    Attributes:
        id: stable id; the edition states its reference and its mark under the same id.
        label_en: English name.
        label_es: Spanish name.
        unit: unit of the answer: `percent`, `value` (the unit of the inputs), `points`, `level`, `periods` or
            `finding`.
        rounding: what is rounded, and by which setting of the edition; empty when nothing is.
        page: page of `docs/method/` that explains it.
        settings: keys of the edition it reads.
    """

    id: str
    label_en: str
    label_es: str
    unit: str
    page: str
    rounding: str = ""
    settings: tuple[str, ...] = ()

    def label(self, language: str = "en") -> str:
        """Names the rule in Spanish (`es`) or English (`en`)."""
        return self.label_es if language == "es" else self.label_en


_HALF_UP = "half-up to progress.places"
_P = ("progress.places",)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("progress.type_1", "Progress type 1", "Avance tipo 1", "percent", "progress", _HALF_UP, _P),
        Rule("progress.type_2", "Progress type 2", "Avance tipo 2", "percent", "progress", _HALF_UP, _P),
        Rule(
            "progress.missing",
            "Outcome when a value is missing or zero",
            "Resultado cuando falta un valor o es cero",
            "percent",
            "missing",
            settings=("missing.zero_maximum_is_a_target",),
        ),
        Rule("levels.level", "Level on a scale", "Nivel en una escala", "level", "levels"),
        Rule(
            "aggregation.periods",
            "Several periods into one value",
            "Varios periodos en un valor",
            "value",
            "aggregation",
            _HALF_UP,
            _P,
        ),
        Rule(
            "aggregation.units",
            "Several units into one value",
            "Varias unidades en un valor",
            "value",
            "aggregation",
            _HALF_UP,
            _P,
        ),
        Rule(
            "aggregation.upward",
            "Several indicators into one progress",
            "Varios indicadores en un avance",
            "percent",
            "aggregation",
            _HALF_UP,
            ("progress.places", "aggregation.top_relevance"),
        ),
        Rule(
            "execution.physical",
            "Physical execution of an activity to a month",
            "Ejecución física de una actividad a un mes",
            "percent",
            "execution",
            _HALF_UP,
            ("progress.places", "execution.missing_months"),
        ),
        Rule(
            "execution.financial",
            "Financial execution",
            "Ejecución financiera",
            "percent",
            "execution",
            _HALF_UP,
            _P,
        ),
        Rule(
            "execution.institution_mean",
            "Institution: mean of capped percentages",
            "Institución: promedio de porcentajes topados",
            "percent",
            "execution",
            _HALF_UP,
            _P,
        ),
        Rule(
            "execution.institution_ratio",
            "Institution: ratio of sums",
            "Institución: razón de sumas",
            "percent",
            "execution",
            _HALF_UP,
            _P,
        ),
        Rule(
            "execution.from_tasks",
            "Execution counted from tasks",
            "Ejecución contada de las tareas",
            "value",
            "execution",
        ),
        Rule(
            "execution.accumulation_mismatch",
            "Declared accumulation against the months",
            "Acumulación declarada frente a los meses",
            "finding",
            "execution",
            settings=("execution.total_tolerance_percent",),
        ),
        Rule(
            "prioritisation.route",
            "Score (a): strategic route",
            "Puntaje (a): ruta estratégica",
            "points",
            "prioritisation",
            settings=("prioritisation.route_points",),
        ),
        Rule(
            "prioritisation.mission",
            "Score (b): kind of objective",
            "Puntaje (b): carácter misional",
            "points",
            "prioritisation",
            settings=("prioritisation.kind_points",),
        ),
        Rule(
            "prioritisation.results",
            "Score (c): results",
            "Puntaje (c): resultados",
            "points",
            "prioritisation",
            settings=("prioritisation.level_points",),
        ),
        Rule(
            "prioritisation.implementation",
            "Score (d): implementation",
            "Puntaje (d): implementación",
            "points",
            "prioritisation",
            settings=("prioritisation.level_points",),
        ),
        Rule(
            "coherence.product_indicator",
            "A product indicator on an objective",
            "Indicador de producto en un objetivo",
            "finding",
            "coherence",
        ),
        Rule(
            "coherence.shared_indicator",
            "One indicator at two levels",
            "Un indicador en dos niveles",
            "finding",
            "coherence",
        ),
        Rule(
            "coherence.divergence",
            "An action and its activities diverge",
            "Una acción y sus actividades divergen",
            "finding",
            "coherence",
            settings=("coherence.divergence_points",),
        ),
        Rule(
            "coherence.target_reach",
            "A target beyond what was ever reached",
            "Una meta más allá de lo alcanzado",
            "finding",
            "coherence",
            settings=("coherence.target_times_best", "coherence.best_of_years"),
        ),
        Rule("coherence.two_year_fall", "Two years' fall", "Caída de dos años", "finding", "coherence"),
        Rule(
            "coherence.unprogrammed",
            "Execution without programming",
            "Ejecución sin programación",
            "finding",
            "coherence",
        ),
        Rule(
            "trends.group",
            "Group of a series by its trend",
            "Grupo de una serie por su tendencia",
            "level",
            "coherence",
            settings=("trends.substantive_percent",),
        ),
        Rule(
            "entry.admissible",
            "Range of admissible values of a unit",
            "Rango de valores admisibles de una unidad",
            "finding",
            "entry",
            settings=("admissible.least", "admissible.most"),
        ),
        Rule(
            "entry.outlier",
            "A value far from its history",
            "Un valor lejos de su historia",
            "finding",
            "entry",
            settings=("outliers.least_values", "outliers.deviations", "outliers.percent_of_flat"),
        ),
        Rule("entry.owed", "Periods owed in a reporting period", "Periodos que se deben reportar", "periods", "entry"),
        Rule("entry.parts", "A value against its parts", "Un valor frente a sus partes", "value", "entry"),
        Rule(
            "register.continuity",
            "Continuity of the sessions of a mechanism",
            "Continuidad de las sesiones de un mecanismo",
            "finding",
            "continuity",
        ),
    )
}
"""Every rule by id. Their references and marks are data: `load_edition("2024").reference(rule.id)`."""
