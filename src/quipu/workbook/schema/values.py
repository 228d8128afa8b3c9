"""What is expected, what was obtained, how it breaks down."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import (
    DIRECTIONS,
    INDICATOR,
    PERIOD,
    PLAN,
    SOURCE,
    STAGES,
    SYNTHETIC,
    TYPED_VALUE,
    VERSION,
)

T = ColumnType

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "targets",
        "Logros esperados",
        ("plan", "version", "indicator", "period"),
        (PLAN, VERSION, INDICATOR, PERIOD, *TYPED_VALUE),
        "Lo que cada indicador debe alcanzar en cada periodo.",
    ),
    Sheet(
        "values",
        "Valores obtenidos",
        ("plan", "indicator", "period", "stage"),
        (
            PLAN,
            INDICATOR,
            PERIOD,
            Column(
                "stage",
                "Etapa",
                T.CHOICE,
                required=True,
                choices=STAGES,
                meaning="El corregido va en su propia fila y es el que se usa; el reportado se conserva.",
            ),
            *TYPED_VALUE,
            Column("reason", "Motivo de la corrección", T.LONG_TEXT, meaning="Obligatorio con la etapa «corregido»."),
            SOURCE,
            SYNTHETIC,
        ),
        "Lo que cada indicador alcanzó en cada periodo.",
    ),
    Sheet(
        "disaggregations",
        "Desagregaciones",
        ("plan", "indicator", "disaggregation", "category"),
        (
            PLAN,
            INDICATOR,
            Column(
                "disaggregation", "Desagregación", required=True, meaning="Código de la desagregación, como «sexo»."
            ),
            Column("disaggregation_name", "Nombre", required=True, meaning="El mismo en todas sus filas."),
            Column("category", "Categoría", required=True, meaning="Código de la categoría."),
            Column("label", "Etiqueta", required=True, meaning="Cómo se lee la categoría."),
            Column(
                "retired",
                "Retirada",
                T.FLAG,
                default=False,
                meaning="Sí cuando la categoría ya no se usa; sus valores se conservan.",
            ),
        ),
        "Las categorías en que se reparte un indicador.",
    ),
    Sheet(
        "parts",
        "Valores desagregados",
        (
            "plan",
            "indicator",
            "period",
            "stage",
            "disaggregation",
            "category",
            "crossed_disaggregation",
            "crossed_category",
        ),
        (
            PLAN,
            INDICATOR,
            PERIOD,
            Column(
                "stage", "Etapa", T.CHOICE, required=True, choices=STAGES, meaning="Etapa del valor del que es parte."
            ),
            Column("disaggregation", "Desagregación", required=True, meaning="Código de la desagregación."),
            Column("category", "Categoría", required=True, meaning="Código de la categoría."),
            Column(
                "crossed_disaggregation",
                "Cruzada con",
                meaning="Otra desagregación, cuando la parte está en el cruce de dos.",
            ),
            Column("crossed_category", "Categoría cruzada", meaning="Categoría de esa otra."),
            Column("number", "Valor", T.AMOUNT, required=True, meaning="Lo que corresponde a la categoría."),
        ),
        "El valor de cada categoría, o del cruce de dos.",
    ),
    Sheet(
        "overrides",
        "Sentidos ajustados",
        ("plan", "indicator", "period", "direction"),
        (
            PLAN,
            INDICATOR,
            PERIOD,
            Column(
                "direction",
                "Sentido usado",
                T.CHOICE,
                required=True,
                choices=DIRECTIONS,
                meaning="El que se usa, además del declarado, en ese periodo.",
            ),
            Column("reason", "Motivo", T.LONG_TEXT, required=True, meaning="Sale como nota al pie en el informe."),
        ),
        "Indicadores que en un periodo se calculan también con otro sentido, con su motivo.",
    ),
)
