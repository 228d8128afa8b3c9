"""Columns and words that several sheets use."""

from __future__ import annotations

from quipu.language.terms import term_group
from quipu.workbook.columns import Column, ColumnType

T = ColumnType

DIRECTIONS = {
    "ascending": "ascendente",
    "descending": "descendente",
    "maximum_permissible": "máximo permisible",
    "minimum_permissible": "mínimo permisible",
}
ACCUMULATIONS = {"sum": "suma", "last": "último valor", "mean": "promedio", "maximum": "máximo"}
VALUE_TYPES = {
    "number": "número",
    "ratio": "numerador y denominador",
    "ordinal": "escala ordinal",
    "text": "texto",
    "no_data": "sin dato",
}
STAGES = {"reported": "reportado", "corrected": "corregido"}
ELEMENT_KINDS = {
    "plan": "plan",
    "objective": "objetivo",
    "strategic_action": "acción estratégica",
    "operational_activity": "actividad operativa",
}
DECIMAL_SEPARATORS = {".": "punto", ",": "coma"}
GROUP_SEPARATORS = {",": "coma", ".": "punto", "space": "espacio", "none": "ninguno"}
REPORTS = {"monitoring": "seguimiento", "evaluation": "evaluación"}

PLAN = Column("plan", "Plan", required=True, meaning="Código del plan estratégico.")
VERSION = Column("version", "Versión", T.INTEGER, required=True, meaning="Número de la versión del plan.")
PERIOD = Column("period", "Periodo", T.PERIOD, required=True, meaning="2024, 2024-S1, 2024-Q3 o 2024-M07.")
INDICATOR = Column("indicator", "Indicador", required=True, meaning="Código del indicador.")
EXECUTING_UNIT = Column(
    "executing_unit",
    "Unidad ejecutora",
    T.CODE,
    required=True,
    pattern=r"^\d{6}$",
    meaning="Código de seis dígitos de la unidad ejecutora.",
)
YEAR = Column("year", "Año", T.YEAR, required=True, meaning="Año del plan operativo.")
NUMBER = Column(
    "number", "N.º", T.INTEGER, required=True, meaning="Orden de la fila; con él se la reconoce al volver a importar."
)
ACTIVITY_CODE = Column(
    "code",
    "Código",
    T.CODE,
    required=True,
    pattern=r"^AOI\d{11}(\.\d+)?$",
    meaning="AOI y once dígitos; un sufijo (.2) distingue actividades a las que la fuente da un mismo código.",
)
ELEMENT = Column("element_code", "Elemento", required=True, meaning="Código del objetivo o de la acción.")
SYNTHETIC = Column(
    "synthetic", "Ficticio", T.FLAG, meaning="Sí cuando el dato es inventado para una demostración.", default=False
)
SOURCE = Column("source", "Fuente", T.LONG_TEXT, meaning="De dónde sale el dato.")

TYPED_VALUE = (
    Column(
        "value_type",
        "Tipo de valor",
        T.CHOICE,
        required=True,
        choices=VALUE_TYPES,
        meaning="Dice cuáles de las columnas que siguen se llenan.",
    ),
    Column("number", "Valor", T.AMOUNT, meaning="Con el tipo «número»."),
    Column("numerator", "Numerador", T.AMOUNT, meaning="Con el tipo «numerador y denominador»."),
    Column("denominator", "Denominador", T.AMOUNT, meaning="Con el tipo «numerador y denominador»; mayor que cero."),
    Column(
        "ordinal",
        "Posición ordinal",
        T.INTEGER,
        meaning="Con el tipo «escala ordinal»: la posición en la escala del indicador.",
    ),
    Column("text", "Valor en texto", T.LONG_TEXT, meaning="Con el tipo «texto»; no entra en ningún cálculo."),
    Column(
        "no_data_reason",
        "Motivo de sin dato",
        T.LONG_TEXT,
        meaning="Con el tipo «sin dato»: por qué no lo hay. El resultado es «no reportado».",
    ),
)

MONTHS = tuple(
    Column(f"m{month:02d}", f"{month:02d}", T.AMOUNT, meaning=f"Lo del mes {month}.") for month in range(1, 13)
)


def words_of(group: str) -> dict[str, str]:
    """The Spanish words of a closed list of the glossary, by code."""
    return {entry.key.partition(".")[2]: entry.es for entry in term_group(group)}


RECORD = Column("record", "Registro", required=True, meaning="Código del registro.")


def country(meaning: str, *, required: bool = False, name: str = "country", label: str = "País") -> Column:
    """A column with the country's code by ISO 3166-1."""
    how = f"{meaning} Tres letras mayúsculas de ISO 3166-1, como BOL."
    return Column(name, label, T.CODE, required=required, pattern=r"^[A-Z]{3}$", meaning=how)
