"""The sheets of the own workbook, in the order in which they can be applied: what a row names stands above it."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet

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
EXECUTING_UNIT = Column("executing_unit", "Unidad ejecutora", T.CODE, required=True, pattern=r"^\d{6}$")
YEAR = Column("year", "Año", T.YEAR, required=True)
NUMBER = Column("number", "N.º", T.INTEGER, required=True)
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
SOURCE = Column("source", "Fuente", T.LONG_TEXT)

TYPED_VALUE = (
    Column("value_type", "Tipo de valor", T.CHOICE, required=True, choices=VALUE_TYPES),
    Column("number", "Valor", T.AMOUNT),
    Column("numerator", "Numerador", T.AMOUNT),
    Column("denominator", "Denominador", T.AMOUNT),
    Column("ordinal", "Posición ordinal", T.INTEGER),
    Column("text", "Valor en texto", T.LONG_TEXT),
    Column("no_data_reason", "Motivo de sin dato", T.LONG_TEXT),
)

MONTHS = tuple(Column(f"m{month:02d}", f"{month:02d}", T.AMOUNT) for month in range(1, 13))

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "institution",
        "Institución",
        ("slug",),
        (
            Column("slug", "Identificador", T.CODE, required=True, pattern=r"^[a-z][a-z0-9-]*$"),
            Column("code", "Pliego", required=True),
            Column("name", "Nombre", required=True),
            Column("acronym", "Sigla", required=True),
            Column("country", "País", T.CODE, required=True, pattern=r"^[A-Z]{3}$", meaning="ISO 3166-1 alfa-3."),
            SYNTHETIC,
            Column("primary_colour", "Color principal", T.CODE, pattern=r"^#[0-9a-f]{6}$", default="#8c1d2f"),
            Column("secondary_colour", "Color secundario", T.CODE, pattern=r"^#[0-9a-f]{6}$", default="#1f4e79"),
            Column("decimal_separator", "Separador decimal", T.CHOICE, choices=DECIMAL_SEPARATORS, default="."),
            Column("group_separator", "Separador de miles", T.CHOICE, choices=GROUP_SEPARATORS, default=","),
            Column(
                "progress_printed",
                "Avance impreso",
                T.CHOICE,
                choices={"raw": "sin tope", "capped": "con tope"},
                default="raw",
            ),
            SOURCE,
        ),
        "La institución que planifica; una sola fila.",
    ),
    Sheet(
        "executing_units",
        "Unidades ejecutoras",
        ("code",),
        (Column("code", "Código", T.CODE, required=True, pattern=r"^\d{6}$"), Column("name", "Nombre", required=True)),
    ),
    Sheet(
        "units",
        "Unidades orgánicas",
        ("code",),
        (
            Column("code", "Código", required=True),
            Column("name", "Nombre", required=True),
            Column("parent", "Depende de"),
        ),
    ),
    Sheet(
        "cost_centres",
        "Centros de costo",
        ("executing_unit", "code"),
        (
            EXECUTING_UNIT,
            Column("code", "Código", required=True),
            Column("name", "Nombre", required=True),
            Column("unit", "Unidad orgánica"),
        ),
    ),
    Sheet(
        "missions",
        "Misiones",
        ("code",),
        (
            Column("code", "Código", required=True),
            Column("name", "Nombre", required=True),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                required=True,
                choices={
                    "embassy": "embajada",
                    "consulate": "consulado",
                    "permanent_representation": "representación permanente",
                    "commercial_office": "oficina comercial",
                },
            ),
            Column("country", "País", T.CODE, required=True, pattern=r"^[A-Z]{3}$"),
            Column("city", "Ciudad"),
            Column("unit", "Unidad orgánica"),
        ),
    ),
    Sheet(
        "ordinal_scales",
        "Escalas ordinales",
        ("scale", "position"),
        (
            Column("scale", "Escala", required=True),
            Column("scale_name", "Nombre de la escala", required=True),
            Column("position", "Posición", T.INTEGER, required=True),
            Column("label", "Etiqueta", required=True),
        ),
    ),
    Sheet(
        "alignment_targets",
        "Referentes de alineamiento",
        ("level", "code"),
        (
            Column(
                "level",
                "Nivel",
                T.CHOICE,
                required=True,
                choices={"sector": "sectorial", "national": "nacional", "policy": "política nacional"},
            ),
            Column("code", "Código", required=True),
            Column("name", "Nombre", T.LONG_TEXT, required=True),
        ),
    ),
    Sheet(
        "plans", "Planes", ("code",), (Column("code", "Código", required=True), Column("name", "Nombre", required=True))
    ),
    Sheet(
        "versions",
        "Versiones",
        ("plan", "number"),
        (
            PLAN,
            Column("number", "Versión", T.INTEGER, required=True),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                required=True,
                choices={"new": "nuevo", "updated": "actualizado", "extended": "ampliado"},
            ),
            Column(
                "state",
                "Estado",
                T.CHOICE,
                required=True,
                choices={
                    "registration_started": "registro iniciado",
                    "registered": "registrado",
                    "in_implementation": "en implementación",
                    "finished": "finalizado",
                },
            ),
            Column("based_on", "Basada en", T.INTEGER),
            Column("start_year", "Año inicial", T.YEAR, required=True),
            Column("end_year", "Año final", T.YEAR, required=True),
            Column("mission", "Misión", T.LONG_TEXT),
            Column("approval", "Norma de aprobación"),
            Column("reason", "Motivo", T.LONG_TEXT),
        ),
    ),
    Sheet(
        "objectives",
        "Objetivos",
        ("plan", "version", "code"),
        (
            PLAN,
            VERSION,
            Column("code", "Código", T.CODE, required=True, pattern=r"^OEI\.\d{2}$"),
            Column("name", "Nombre", T.LONG_TEXT, required=True),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                required=True,
                choices={"I": "I", "II": "II"},
                meaning="I misional, II interno.",
            ),
            Column(
                "priority",
                "Prioridad",
                T.INTEGER,
                required=True,
                meaning="Lugar en la ruta estratégica; 1 es el primero.",
            ),
        ),
    ),
    Sheet(
        "alignments",
        "Alineamiento",
        ("plan", "version", "objective", "level", "target"),
        (
            PLAN,
            VERSION,
            Column("objective", "Objetivo", required=True),
            Column(
                "level",
                "Nivel",
                T.CHOICE,
                required=True,
                choices={"sector": "sectorial", "national": "nacional", "policy": "política nacional"},
            ),
            Column("target", "Referente", required=True),
        ),
    ),
    Sheet(
        "actions",
        "Acciones",
        ("plan", "version", "code"),
        (
            PLAN,
            VERSION,
            Column("code", "Código", T.CODE, required=True, pattern=r"^AEI\.\d{2}\.\d{2}$"),
            Column("objective", "Objetivo", required=True),
            Column("name", "Nombre", T.LONG_TEXT, required=True),
            Column("product", "Producto", T.LONG_TEXT),
            Column("priority", "Prioridad", T.INTEGER),
            Column("unit", "Unidad orgánica"),
        ),
    ),
    Sheet(
        "indicators",
        "Indicadores",
        ("plan", "version", "indicator"),
        (
            PLAN,
            VERSION,
            INDICATOR,
            Column("element_code", "Mide a", required=True, meaning="Código del objetivo o de la acción."),
            Column("name", "Nombre", T.LONG_TEXT, required=True),
            Column("direction", "Sentido esperado", T.CHOICE, required=True, choices=DIRECTIONS),
            Column("direction_change_reason", "Motivo del cambio de sentido", T.LONG_TEXT),
            Column("accumulation", "Acumulación", T.CHOICE, choices=ACCUMULATIONS, default="sum"),
            Column("aggregable", "Agregable", T.FLAG, default=True),
            Column(
                "unit_kind",
                "Tipo de unidad",
                T.CHOICE,
                choices={
                    "quantity": "cantidad",
                    "number": "número",
                    "percentage": "porcentaje",
                    "ratio": "ratio",
                    "rate": "tasa",
                    "index": "índice",
                    "rate_of_change": "tasa de variación",
                },
                default="number",
            ),
            Column("unit_of_measure", "Unidad de medida"),
            Column(
                "periodicity",
                "Periodicidad",
                T.CHOICE,
                choices={"year": "anual", "semester": "semestral", "quarter": "trimestral", "month": "mensual"},
                default="year",
            ),
            Column(
                "results_level",
                "Nivel en la cadena de resultados",
                T.CHOICE,
                choices={"input": "insumo", "activity": "actividad", "product": "producto", "outcome": "resultado"},
            ),
            Column(
                "relevance",
                "Relevancia",
                T.CHOICE,
                choices={"1": "muy relevante", "2": "relevante", "3": "menos relevante"},
            ),
            Column("baseline_year", "Año de línea de base", T.YEAR),
            Column("baseline_value", "Línea de base", T.AMOUNT),
            Column("justification", "Justificación", T.LONG_TEXT),
            Column("limitations", "Limitaciones", T.LONG_TEXT),
            Column("calculation_method", "Método de cálculo", T.LONG_TEXT),
            Column("formula", "Fórmula", T.LONG_TEXT),
            Column("collection_process", "Proceso de recolección y análisis", T.LONG_TEXT),
            SOURCE,
            Column("database", "Base de datos", T.LONG_TEXT),
            Column("assumptions", "Supuestos", T.LONG_TEXT),
            Column("ordinal_scale", "Escala ordinal"),
            SYNTHETIC,
        ),
        "La ficha técnica de cada indicador en cada versión.",
    ),
    Sheet(
        "responsibles",
        "Responsables",
        ("plan", "version", "indicator", "executing_unit", "cost_centre"),
        (PLAN, VERSION, INDICATOR, EXECUTING_UNIT, Column("cost_centre", "Centro de costo", required=True)),
    ),
    Sheet(
        "targets",
        "Logros esperados",
        ("plan", "version", "indicator", "period"),
        (PLAN, VERSION, INDICATOR, PERIOD, *TYPED_VALUE),
    ),
    Sheet(
        "values",
        "Valores obtenidos",
        ("plan", "indicator", "period", "stage"),
        (
            PLAN,
            INDICATOR,
            PERIOD,
            Column("stage", "Etapa", T.CHOICE, required=True, choices=STAGES),
            *TYPED_VALUE,
            Column("reason", "Motivo de la corrección", T.LONG_TEXT),
            SOURCE,
            SYNTHETIC,
        ),
    ),
    Sheet(
        "disaggregations",
        "Desagregaciones",
        ("plan", "indicator", "disaggregation", "category"),
        (
            PLAN,
            INDICATOR,
            Column("disaggregation", "Desagregación", required=True),
            Column("disaggregation_name", "Nombre", required=True),
            Column("category", "Categoría", required=True),
            Column("label", "Etiqueta", required=True),
            Column("retired", "Retirada", T.FLAG, default=False),
        ),
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
            Column("stage", "Etapa", T.CHOICE, required=True, choices=STAGES),
            Column("disaggregation", "Desagregación", required=True),
            Column("category", "Categoría", required=True),
            Column("crossed_disaggregation", "Cruzada con"),
            Column("crossed_category", "Categoría cruzada"),
            Column("number", "Valor", T.AMOUNT, required=True),
        ),
    ),
    Sheet(
        "overrides",
        "Sentidos ajustados",
        ("plan", "indicator", "period", "direction"),
        (
            PLAN,
            INDICATOR,
            PERIOD,
            Column("direction", "Sentido usado", T.CHOICE, required=True, choices=DIRECTIONS),
            Column("reason", "Motivo", T.LONG_TEXT, required=True),
        ),
    ),
    Sheet(
        "activities",
        "Actividades",
        ("plan", "version", "executing_unit", "year", "code"),
        (
            PLAN,
            VERSION,
            EXECUTING_UNIT,
            YEAR,
            ACTIVITY_CODE,
            Column("name", "Nombre", T.LONG_TEXT, required=True),
            Column("action", "Acción estratégica", required=True),
            Column("cost_centre", "Centro de costo"),
            Column("unit_of_measure", "Unidad de medida"),
            Column("accumulation", "Acumulación", T.CHOICE, choices=ACCUMULATIONS, default="sum"),
            Column("active", "Activa", T.FLAG, default=True),
            SYNTHETIC,
        ),
    ),
    Sheet(
        "amounts",
        "Programación y ejecución",
        ("plan", "version", "executing_unit", "year", "code", "phase", "measure"),
        (
            PLAN,
            VERSION,
            EXECUTING_UNIT,
            YEAR,
            ACTIVITY_CODE,
            Column(
                "phase",
                "Fase",
                T.CHOICE,
                required=True,
                choices={"consistent": "consistente", "reprogrammed": "reprogramado", "executed": "ejecutado"},
            ),
            Column(
                "measure", "Medida", T.CHOICE, required=True, choices={"physical": "física", "financial": "financiera"}
            ),
            Column(
                "annual", "Anual sin distribuir", T.AMOUNT, meaning="Solo cuando la fuente no lo distribuye por mes."
            ),
            *MONTHS,
        ),
    ),
    Sheet(
        "code_aliases",
        "Códigos de la fuente",
        ("code", "alias"),
        (
            Column("code", "Código", required=True),
            Column("alias", "Código en la fuente", required=True),
            Column("source", "Fuente", T.LONG_TEXT, required=True),
            Column("reason", "Motivo", T.LONG_TEXT, required=True),
        ),
    ),
    Sheet(
        "published",
        "Cifras publicadas",
        ("plan", "period", "kind", "code", "measure", "direction"),
        (
            PLAN,
            PERIOD,
            Column("kind", "Tipo", T.CHOICE, required=True, choices=ELEMENT_KINDS),
            Column("code", "Código", required=True),
            Column("measure", "Medida", required=True, meaning="progress, value, target, level o un conteo del plan."),
            Column("direction", "Sentido", T.CHOICE, choices=DIRECTIONS),
            Column("printed", "Como se imprimió", required=True, exact_text=True),
            Column("source", "Fuente", T.LONG_TEXT, required=True),
            Column("note", "Nota", T.LONG_TEXT),
        ),
        "Cifras tal como otro documento las imprimió; se comparan y nunca se usan para calcular.",
    ),
    Sheet(
        "questions",
        "Preguntas",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("objective", "Objetivo de la evaluación", T.LONG_TEXT, required=True),
            Column("question", "Pregunta", T.LONG_TEXT, required=True),
        ),
    ),
    Sheet(
        "criteria",
        "Criterios",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("name", "Criterio", required=True),
            Column("description", "Descripción", T.LONG_TEXT, required=True),
        ),
    ),
    Sheet("prioritised", "Priorizados", ("plan", "period", "element_code"), (PLAN, PERIOD, ELEMENT, NUMBER)),
    Sheet(
        "factors",
        "Factores",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("element_code", "Elemento"),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                required=True,
                choices={
                    "external": "externo",
                    "internal": "interno",
                    "design": "diseño",
                    "facilitator": "facilitador",
                },
            ),
            Column("theme", "Tema", required=True),
            Column("text", "Texto", T.LONG_TEXT, required=True),
            SOURCE,
        ),
    ),
    Sheet(
        "means",
        "Mecanismos",
        ("plan", "period", "element_code", "number"),
        (PLAN, PERIOD, ELEMENT, NUMBER, Column("text", "Texto", T.LONG_TEXT, required=True)),
    ),
    Sheet(
        "highlights",
        "Resultados destacados",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            ELEMENT,
            Column("group", "Grupo"),
            Column("text", "Texto", T.LONG_TEXT, required=True),
            SOURCE,
        ),
    ),
    Sheet(
        "recommendations",
        "Recomendaciones",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column(
                "aspect",
                "Aspecto",
                T.CHOICE,
                required=True,
                choices={"design": "diseño", "implementation": "implementación", "monitoring": "seguimiento"},
            ),
            Column("text", "Recomendación", T.LONG_TEXT, required=True),
            Column("key_action", "Acción clave", T.LONG_TEXT),
            Column("means_of_verification", "Medio de verificación", T.LONG_TEXT),
            Column("unit", "Unidad responsable", T.LONG_TEXT),
            Column("months", "Plazo en meses", T.INTEGER),
            Column(
                "state",
                "Estado",
                T.CHOICE,
                choices={
                    "pending": "pendiente",
                    "in_progress": "en proceso",
                    "completed": "culminado",
                    "no_information": "sin información",
                },
            ),
            Column("comment", "Comentario", T.LONG_TEXT),
        ),
    ),
    Sheet(
        "interviews",
        "Entrevistas",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("date", "Fecha", T.DATE),
            Column("place", "Lugar"),
            Column("unit", "Unidad", required=True),
            Column("purpose", "Propósito", T.LONG_TEXT, required=True),
            Column("technique", "Técnica"),
        ),
    ),
    Sheet(
        "bibliography",
        "Bibliografía",
        ("plan", "period", "number"),
        (PLAN, PERIOD, NUMBER, Column("reference", "Referencia", T.LONG_TEXT, required=True), Column("url", "Enlace")),
    ),
    Sheet(
        "narratives",
        "Narrativa",
        ("plan", "period", "report", "section"),
        (
            PLAN,
            PERIOD,
            Column("report", "Informe", T.CHOICE, required=True, choices=REPORTS),
            Column("section", "Sección", required=True, meaning="La clave de la sección, como la nombra la plantilla."),
            Column(
                "body", "Texto", T.LONG_TEXT, required=True, meaning="Markdown, con cifras vivas: [[OEI.05:avance]]."
            ),
        ),
        "Las palabras de cada sección de cada informe.",
    ),
)

SHEET_BY_NAME = {sheet.name: sheet for sheet in SHEETS}
