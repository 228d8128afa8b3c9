"""A small complete report of an invented institution: data, resolver, branding and narrative."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from quipu.reports import (
    Branding,
    ElementProgress,
    Figure,
    FigureReference,
    LevelCounts,
    LiveFigure,
    ReportDetails,
    ReportSource,
    YearValue,
    level_counts,
    progress_by_element,
    series_over_years,
)

HERE = Path(__file__).parent
NASTY_NAME = "Ampliar *la* red_de [consulados](http://x) | <b>y</b> $más$ # [[OEI.01:avance]]"
FACTS: Mapping[tuple[str, str, str], Decimal | None] = {
    ("OEI.01", "avance", "2024"): Decimal("32.004"),
    ("OEI.05", "avance", "2024"): Decimal("90.7366"),
    ("OEI.05", "valor", "2024"): Decimal("17268"),
    ("OEI.05", "valor", "2023"): Decimal("18004.5"),
    ("OEI.02", "valor", "2024"): None,
    ("OEI.02", "avance", "2024"): None,
    ("PEI", "objetivos_alto", "2024"): Decimal("3"),
}


class ExampleResolver:
    """Answers from the table above."""

    def __init__(self, facts: Mapping[tuple[str, str, str], Decimal | None] = FACTS) -> None:
        self.facts = facts

    def measures(self) -> Mapping[str, str]:
        return {
            "avance": "avance",
            "progress": "avance",
            "valor": "valor",
            "value": "valor",
            "objetivos_alto": "objetivos_alto",
        }

    def elements(self) -> Collection[str]:
        return ["PEI", "OEI.01", "OEI.02", "OEI.05", "AEI.05.04"]

    def indicators(self, element: str) -> Collection[str]:
        return ["IND.07"] if element == "AEI.05.04" else []

    def periods(self) -> Collection[str]:
        return ["2023", "2024"]

    def resolve(self, reference: FigureReference) -> Figure:
        period = reference.period or "2024"
        value = self.facts.get((reference.element, reference.measure, period))
        kind = {"avance": "percentage", "objetivos_alto": "count"}.get(reference.measure, "number")
        trace = (
            "No se ha reportado"
            if value is None
            else f"{reference.measure} de {reference.element} en {period}: {value}"
        )
        return Figure(value, kind, trace, f"{reference.element}:{reference.measure}@{period}")  # type: ignore[arg-type]


BRANDING = Branding("Ministerio de Asuntos de Ejemplo", superior="República de Ejemplo")
DETAILS = ReportDetails(
    "Informe de evaluación institucional",
    date(2025, 4, 25),
    subtitle="Plan estratégico 2020-2027, año 2024",
    keywords=("evaluación", "plan"),
)
NARRATIVES = {
    "resumen": "La institución avanzó de forma **desigual**: el OEI.05 llegó a [[OEI.05:avance|0.00]].\n\n"
    "- Primer punto.\n- Segundo punto, con 3 * 4 y `código`.",
    "situacion-OEI.05": "# Situación\n\n"
    "Se atendió a [[OEI.05:valor]] personas^[Nota del punto focal.], como muestra la @tbl:avance-oei.\n\n"
    "> La demanda creció en las fronteras.\n",
}


def source(text: str | None = None) -> ReportSource:
    """The example template, or another text under the same name."""
    return ReportSource(
        text if text is not None else (HERE / "example.md").read_text(encoding="utf-8"), name="evaluacion.md"
    )


def data() -> dict[str, Any]:
    """What the template sees."""
    progress = [
        ElementProgress("OEI.01", Decimal("32.004"), "low"),
        ElementProgress("OEI.02", None, None),
        ElementProgress("OEI.03", Decimal("88"), "medium"),
        ElementProgress("OEI.05", Decimal("90.7366"), "medium"),
        ElementProgress("OEI.08", Decimal("127.91"), "high"),
    ]
    years = [
        YearValue(2020, Decimal("15100"), Decimal("15000")),
        YearValue(2021, Decimal("16020"), Decimal("16500")),
        YearValue(2022, None, Decimal("17500")),
        YearValue(2023, Decimal("18004.5"), Decimal("18500")),
        YearValue(2024, Decimal("17268"), Decimal("19031")),
    ]
    return {
        "periodo": "2024",
        "filas": [
            ["OEI.01", NASTY_NAME, Decimal("100"), Decimal("32.004"), LiveFigure("OEI.01:avance"), "Bajo"],
            [
                "OEI.02",
                "Fortalecer la presencia del país en los foros multilaterales",
                Decimal("25"),
                None,
                LiveFigure("OEI.02:avance ?? no reportado"),
                None,
            ],
            [
                "OEI.05",
                "Proteger y asistir a los connacionales en el exterior",
                Decimal("19031"),
                Decimal("17268"),
                LiveFigure("OEI.05:avance"),
                "Medio",
            ],
        ],
        "graficos": {
            "avance": progress_by_element(progress, subject="Avance de los objetivos en 2024"),
            "niveles": level_counts(
                [LevelCounts("OEI.01", 2, 1, 3), LevelCounts("OEI.02", 0, 2, 4, 1), LevelCounts("OEI.05", 1, 0, 5)],
                subject="Acciones por nivel",
            ),
            "serie": series_over_years(years, subject="Personas atendidas", unit="personas"),
        },
        "objetivos": [
            {"codigo": "OEI.01", "nombre": NASTY_NAME, "unidad": "Dirección *General* _A_"},
            {"codigo": "OEI.05", "nombre": "Proteger a los connacionales", "unidad": "Dirección de Protección"},
        ],
    }
