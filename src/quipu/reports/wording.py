"""The few words a report writes by itself, in Spanish and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "table": "Tabla",
        "chart": "Gráfico",
        "annex": "Anexo",
        "section": "sección",
        "contents": "Índice",
        "list_of_tables": "Tablas",
        "list_of_charts": "Gráficos",
        "chart_data": "Datos de los gráficos",
        "trace": "Trazabilidad de las cifras",
        "trace_intro": "Cada cifra del texto, con la referencia que la pide y la forma en que se obtuvo.",
        "chart_data_intro": "Los valores con los que se dibujó cada gráfico.",
        "chart_data_here": "Los valores de cada gráfico se despliegan debajo de él:",
        "data_of": "Datos del",
        "see_data": "Ver los datos",
        "number": "N.º",
        "figure": "Cifra",
        "reference": "Referencia",
        "how": "Cómo se obtuvo",
        "page": "Página",
        "of": "de",
        "skip": "Ir al contenido",
        "level": "Nivel",
        "count": "Cantidad",
        "year": "Año",
        "element": "Elemento",
        "progress": "Avance (%)",
        "obtained": "Valor obtenido",
        "expected": "Logro esperado",
        "no_data": "sin dato",
    },
    "en": {
        "table": "Table",
        "chart": "Chart",
        "annex": "Annex",
        "section": "section",
        "contents": "Contents",
        "list_of_tables": "Tables",
        "list_of_charts": "Charts",
        "chart_data": "Data of the charts",
        "trace": "Trace of the figures",
        "trace_intro": "Every figure in the text, with the reference that asks for it and how it was obtained.",
        "chart_data_intro": "The values each chart was drawn from.",
        "chart_data_here": "The values of each chart unfold below it:",
        "data_of": "Data of",
        "see_data": "See the data",
        "number": "No.",
        "figure": "Figure",
        "reference": "Reference",
        "how": "How it was obtained",
        "page": "Page",
        "of": "of",
        "skip": "Skip to content",
        "level": "Level",
        "count": "Count",
        "year": "Year",
        "element": "Element",
        "progress": "Progress (%)",
        "obtained": "Obtained value",
        "expected": "Expected achievement",
        "no_data": "no data",
    },
}


def wording(key: str, language: str = "es") -> str:
    """One of the report's own words."""
    return _WORDS["en" if language.startswith("en") else "es"][key]
