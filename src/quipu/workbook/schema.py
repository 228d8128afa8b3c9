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

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "institution",
        "Institución",
        ("slug",),
        (
            Column(
                "slug",
                "Identificador",
                T.CODE,
                required=True,
                pattern=r"^[a-z][a-z0-9-]*$",
                meaning="Nombre corto, en minúsculas y sin espacios, que usan las órdenes y las direcciones web.",
            ),
            Column("code", "Pliego", required=True, meaning="Código del pliego presupuestal."),
            Column("name", "Nombre", required=True, meaning="Como se imprime en los informes."),
            Column("acronym", "Sigla", required=True, meaning="Sigla oficial."),
            Column("country", "País", T.CODE, required=True, pattern=r"^[A-Z]{3}$", meaning="ISO 3166-1 alfa-3."),
            SYNTHETIC,
            Column(
                "primary_colour",
                "Color principal",
                T.CODE,
                pattern=r"^#[0-9a-f]{6}$",
                default="#8c1d2f",
                meaning="De los títulos en informes; # y seis cifras hexadecimales en minúsculas.",
            ),
            Column(
                "secondary_colour",
                "Color secundario",
                T.CODE,
                pattern=r"^#[0-9a-f]{6}$",
                default="#1f4e79",
                meaning="De los enlaces y detalles en informes; como el principal.",
            ),
            Column(
                "decimal_separator",
                "Separador decimal",
                T.CHOICE,
                choices=DECIMAL_SEPARATORS,
                default=".",
                meaning="Con el que se imprimen los números en los informes. En el libro siempre es el punto.",
            ),
            Column(
                "group_separator",
                "Separador de miles",
                T.CHOICE,
                choices=GROUP_SEPARATORS,
                default=",",
                meaning="Con el que se imprimen los miles en los informes; distinto del decimal.",
            ),
            Column(
                "progress_printed",
                "Avance impreso",
                T.CHOICE,
                choices={"raw": "sin tope", "capped": "con tope"},
                default="raw",
                meaning="Cuál de los dos avances imprime la medida «avance».",
            ),
            SOURCE,
        ),
        "La institución que planifica; una sola fila.",
    ),
    Sheet(
        "executing_units",
        "Unidades ejecutoras",
        ("code",),
        (
            Column("code", "Código", T.CODE, required=True, pattern=r"^\d{6}$", meaning="Seis dígitos."),
            Column("name", "Nombre", required=True, meaning="Nombre de la unidad ejecutora."),
        ),
        "Unidades que ejecutan presupuesto.",
    ),
    Sheet(
        "units",
        "Unidades orgánicas",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio de la institución."),
            Column("name", "Nombre", required=True, meaning="Nombre de la unidad orgánica."),
            Column("parent", "Depende de", meaning="Código de la unidad de la que depende; vacío en la más alta."),
        ),
        "Las áreas de la institución y de quién depende cada una.",
    ),
    Sheet(
        "cost_centres",
        "Centros de costo",
        ("executing_unit", "code"),
        (
            EXECUTING_UNIT,
            Column("code", "Código", required=True, meaning="Código del centro de costo en su unidad ejecutora."),
            Column("name", "Nombre", required=True, meaning="Nombre del centro de costo."),
            Column("unit", "Unidad orgánica", meaning="Código de la unidad orgánica que lo lleva."),
        ),
        "Quién programa y ejecuta, dentro de cada unidad ejecutora.",
    ),
    Sheet(
        "missions",
        "Misiones",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio de la misión."),
            Column("name", "Nombre", required=True, meaning="Nombre de la misión."),
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
                meaning="Clase de misión en el exterior.",
            ),
            Column(
                "country",
                "País",
                T.CODE,
                required=True,
                pattern=r"^[A-Z]{3}$",
                meaning="País donde está; ISO 3166-1 alfa-3.",
            ),
            Column("city", "Ciudad", meaning="Ciudad donde está."),
            Column("unit", "Unidad orgánica", meaning="Código de la unidad orgánica de la que depende."),
        ),
        "Embajadas, consulados y otras oficinas en el exterior.",
    ),
    Sheet(
        "ordinal_scales",
        "Escalas ordinales",
        ("scale", "position"),
        (
            Column("scale", "Escala", required=True, meaning="Código de la escala; cada fila es uno de sus puntos."),
            Column(
                "scale_name", "Nombre de la escala", required=True, meaning="El mismo en todas las filas de la escala."
            ),
            Column(
                "position",
                "Posición",
                T.INTEGER,
                required=True,
                meaning="Lugar del punto en la escala; ordena los puntos.",
            ),
            Column("label", "Etiqueta", required=True, meaning="Cómo se lee el punto."),
        ),
        "Escalas de puntos ordenados, para indicadores que no se miden con números.",
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
                meaning="A quién pertenece el referente.",
            ),
            Column("code", "Código", required=True, meaning="Código del objetivo o política a que se alinea."),
            Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Texto del objetivo o política."),
        ),
        "Objetivos sectoriales o nacionales y políticas a que sirve el plan.",
    ),
    Sheet(
        "plans",
        "Planes",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código que las demás hojas nombran como «Plan»."),
            Column("name", "Nombre", required=True, meaning="Como se imprime en los informes."),
        ),
        "Los planes estratégicos de la institución.",
    ),
    Sheet(
        "versions",
        "Versiones",
        ("plan", "number"),
        (
            PLAN,
            Column("number", "Versión", T.INTEGER, required=True, meaning="1 es la primera versión."),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                required=True,
                choices={"new": "nuevo", "updated": "actualizado", "extended": "ampliado"},
                meaning="Una versión ampliada solo agrega años a la anterior.",
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
                meaning="En qué punto de su registro o ejecución está.",
            ),
            Column(
                "based_on", "Basada en", T.INTEGER, meaning="Número de la versión de la que sale; vacío en la nueva."
            ),
            Column("start_year", "Año inicial", T.YEAR, required=True, meaning="Primer año que rige."),
            Column("end_year", "Año final", T.YEAR, required=True, meaning="Último año que rige."),
            Column("mission", "Misión", T.LONG_TEXT, meaning="Texto de la misión institucional."),
            Column("approval", "Norma de aprobación", meaning="Norma que la aprueba."),
            Column(
                "reason",
                "Motivo",
                T.LONG_TEXT,
                meaning="Por qué se hizo la versión; obligatorio si no se basa en otra registrada y no es nueva.",
            ),
        ),
        "Las formas registradas de cada plan.",
    ),
    Sheet(
        "objectives",
        "Objetivos",
        ("plan", "version", "code"),
        (
            PLAN,
            VERSION,
            Column(
                "code", "Código", T.CODE, required=True, pattern=r"^OEI\.\d{2}$", meaning="OEI, punto y dos dígitos."
            ),
            Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Enunciado del objetivo."),
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
        "Los objetivos estratégicos institucionales de cada versión.",
    ),
    Sheet(
        "alignments",
        "Alineamiento",
        ("plan", "version", "objective", "level", "target"),
        (
            PLAN,
            VERSION,
            Column("objective", "Objetivo", required=True, meaning="Código del objetivo."),
            Column(
                "level",
                "Nivel",
                T.CHOICE,
                required=True,
                choices={"sector": "sectorial", "national": "nacional", "policy": "política nacional"},
                meaning="Nivel del referente.",
            ),
            Column("target", "Referente", required=True, meaning="Código de la hoja «Referentes de alineamiento»."),
        ),
        "A qué referente sirve cada objetivo.",
    ),
    Sheet(
        "actions",
        "Acciones",
        ("plan", "version", "code"),
        (
            PLAN,
            VERSION,
            Column(
                "code",
                "Código",
                T.CODE,
                required=True,
                pattern=r"^AEI\.\d{2}\.\d{2}$",
                meaning="AEI, el número de su objetivo y el propio: AEI.05.01 va bajo OEI.05.",
            ),
            Column("objective", "Objetivo", required=True, meaning="Código del objetivo al que sirve."),
            Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Enunciado de la acción."),
            Column("product", "Producto", T.LONG_TEXT, meaning="Bien o servicio que entrega."),
            Column("priority", "Prioridad", T.INTEGER, meaning="Lugar de la acción en su objetivo; 1 es el primero."),
            Column("unit", "Unidad orgánica", meaning="Código de la unidad orgánica responsable."),
        ),
        "Las acciones estratégicas institucionales de cada versión.",
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
            Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Nombre del indicador."),
            Column(
                "direction",
                "Sentido esperado",
                T.CHOICE,
                required=True,
                choices=DIRECTIONS,
                meaning="Con él se elige la fórmula del avance.",
            ),
            Column(
                "direction_change_reason",
                "Motivo del cambio de sentido",
                T.LONG_TEXT,
                meaning="Obligatorio si el sentido cambia respecto de la versión anterior.",
            ),
            Column(
                "accumulation",
                "Acumulación",
                T.CHOICE,
                choices=ACCUMULATIONS,
                default="sum",
                meaning="Cómo se juntan varios periodos en uno.",
            ),
            Column("aggregable", "Agregable", T.FLAG, default=True, meaning="Si las partes del valor pueden sumarse."),
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
                meaning="Clase del número; en «porcentaje», numerador entre denominador se multiplica por 100.",
            ),
            Column("unit_of_measure", "Unidad de medida", meaning="Qué se cuenta: convenios, personas, puntos."),
            Column(
                "periodicity",
                "Periodicidad",
                T.CHOICE,
                choices={"year": "anual", "semester": "semestral", "quarter": "trimestral", "month": "mensual"},
                default="year",
                meaning="Cada cuánto se mide.",
            ),
            Column(
                "results_level",
                "Nivel en la cadena de resultados",
                T.CHOICE,
                choices={"input": "insumo", "activity": "actividad", "product": "producto", "outcome": "resultado"},
                meaning="Qué mide en la cadena de resultados; el sistema avisa si un objetivo se mide con un producto.",
            ),
            Column(
                "relevance",
                "Relevancia",
                T.CHOICE,
                choices={"1": "muy relevante", "2": "relevante", "3": "menos relevante"},
                meaning="Cuánto importa entre los indicadores de un mismo elemento; se imprime en la ficha.",
            ),
            Column("baseline_year", "Año de línea de base", T.YEAR, meaning="Va junto con la línea de base."),
            Column("baseline_value", "Línea de base", T.AMOUNT, meaning="Valor de partida; va junto con su año."),
            Column("justification", "Justificación", T.LONG_TEXT, meaning="Por qué se eligió el indicador."),
            Column("limitations", "Limitaciones", T.LONG_TEXT, meaning="Qué no llega a medir."),
            Column(
                "calculation_method", "Método de cálculo", T.LONG_TEXT, meaning="Cómo se obtiene el valor, en palabras."
            ),
            Column("formula", "Fórmula", T.LONG_TEXT, meaning="Fórmula del valor, como texto; Quipu no la ejecuta."),
            Column(
                "collection_process",
                "Proceso de recolección y análisis",
                T.LONG_TEXT,
                meaning="Cómo se recogen y analizan los datos.",
            ),
            SOURCE,
            Column("database", "Base de datos", T.LONG_TEXT, meaning="Dónde se guardan los datos de base."),
            Column("assumptions", "Supuestos", T.LONG_TEXT, meaning="Qué se da por cierto al medir."),
            Column("ordinal_scale", "Escala ordinal", meaning="Código de la escala, si sus valores son puntos de una."),
            SYNTHETIC,
        ),
        "La ficha técnica de cada indicador en cada versión.",
    ),
    Sheet(
        "responsibles",
        "Responsables",
        ("plan", "version", "indicator", "executing_unit", "cost_centre"),
        (
            PLAN,
            VERSION,
            INDICATOR,
            EXECUTING_UNIT,
            Column(
                "cost_centre",
                "Centro de costo",
                required=True,
                meaning="Código del centro de costo que responde por el indicador.",
            ),
        ),
        "Qué centros de costo responden por cada indicador.",
    ),
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
            Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Nombre de la actividad."),
            Column("action", "Acción estratégica", required=True, meaning="Código de la acción a la que sirve."),
            Column("cost_centre", "Centro de costo", meaning="Código del centro de costo que la lleva."),
            Column("unit_of_measure", "Unidad de medida", meaning="Qué se cuenta en sus metas físicas."),
            Column(
                "accumulation",
                "Acumulación",
                T.CHOICE,
                choices=ACCUMULATIONS,
                default="sum",
                meaning="Cómo se juntan sus meses.",
            ),
            Column("active", "Activa", T.FLAG, default=True, meaning="No, cuando dejó de programarse."),
            SYNTHETIC,
        ),
        "Las actividades del plan operativo de cada año.",
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
                meaning="Consistente con el presupuesto de apertura, reprogramado, o ejecutado.",
            ),
            Column(
                "measure",
                "Medida",
                T.CHOICE,
                required=True,
                choices={"physical": "física", "financial": "financiera"},
                meaning="Cantidades físicas, o dinero.",
            ),
            Column(
                "annual", "Anual sin distribuir", T.AMOUNT, meaning="Solo cuando la fuente no lo distribuye por mes."
            ),
            *MONTHS,
        ),
        "Lo programado y lo ejecutado por cada actividad, mes a mes.",
    ),
    Sheet(
        "code_aliases",
        "Códigos de la fuente",
        ("code", "alias"),
        (
            Column("code", "Código", required=True, meaning="El código que se usa aquí."),
            Column("alias", "Código en la fuente", required=True, meaning="El que escribe la fuente."),
            Column("source", "Fuente", T.LONG_TEXT, required=True, meaning="Qué documento lo escribe así."),
            Column("reason", "Motivo", T.LONG_TEXT, required=True, meaning="Por qué no se usa el de la fuente."),
        ),
        "Códigos que una fuente usa y aquí no pueden usarse tal cual.",
    ),
    Sheet(
        "published",
        "Cifras publicadas",
        ("plan", "period", "kind", "code", "measure", "direction"),
        (
            PLAN,
            PERIOD,
            Column("kind", "Tipo", T.CHOICE, required=True, choices=ELEMENT_KINDS, meaning="De qué es la cifra."),
            Column("code", "Código", required=True, meaning="Código del elemento."),
            Column("measure", "Medida", required=True, meaning="progress, value, target, level o un conteo del plan."),
            Column(
                "direction",
                "Sentido",
                T.CHOICE,
                choices=DIRECTIONS,
                meaning="Solo si la fuente dice con qué sentido la calculó.",
            ),
            Column(
                "printed",
                "Como se imprimió",
                required=True,
                exact_text=True,
                meaning="Con los dígitos y el separador de la fuente.",
            ),
            Column("source", "Fuente", T.LONG_TEXT, required=True, meaning="Documento, tabla y página."),
            Column("note", "Nota", T.LONG_TEXT, meaning="Lo que haga falta saber al compararla."),
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
            Column(
                "objective", "Objetivo de la evaluación", T.LONG_TEXT, required=True, meaning="Qué busca la evaluación."
            ),
            Column("question", "Pregunta", T.LONG_TEXT, required=True, meaning="Pregunta que responde."),
        ),
        "Objetivos y preguntas de la evaluación.",
    ),
    Sheet(
        "criteria",
        "Criterios",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("name", "Criterio", required=True, meaning="Nombre del criterio."),
            Column("description", "Descripción", T.LONG_TEXT, required=True, meaning="Qué se juzga con él."),
        ),
        "Criterios con que se evalúa.",
    ),
    Sheet(
        "prioritised",
        "Priorizados",
        ("plan", "period", "element_code"),
        (PLAN, PERIOD, ELEMENT, NUMBER),
        "Objetivos y acciones que el informe analiza a fondo.",
    ),
    Sheet(
        "factors",
        "Factores",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column(
                "element_code", "Elemento", meaning="Código del objetivo o de la acción; vacío si es de todo el plan."
            ),
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
                meaning="De dónde viene el factor.",
            ),
            Column("theme", "Tema", required=True, meaning="De qué trata, en pocas palabras."),
            Column("text", "Texto", T.LONG_TEXT, required=True, meaning="Cómo influyó."),
            SOURCE,
        ),
        "Lo que ayudó o dificultó el avance.",
    ),
    Sheet(
        "means",
        "Mecanismos",
        ("plan", "period", "element_code", "number"),
        (
            PLAN,
            PERIOD,
            ELEMENT,
            NUMBER,
            Column(
                "text", "Texto", T.LONG_TEXT, required=True, meaning="Un medio con el que se lleva a cabo la acción."
            ),
        ),
        "Con qué medios se lleva a cabo cada acción.",
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
            Column("group", "Grupo", meaning="Título bajo el cual se juntan los resultados."),
            Column("text", "Texto", T.LONG_TEXT, required=True, meaning="El resultado."),
            SOURCE,
        ),
        "Logros que el informe cuenta de cada elemento.",
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
                meaning="A qué se refiere.",
            ),
            Column("text", "Recomendación", T.LONG_TEXT, required=True, meaning="Qué se recomienda."),
            Column("key_action", "Acción clave", T.LONG_TEXT, meaning="Con qué se empieza a cumplir."),
            Column(
                "means_of_verification",
                "Medio de verificación",
                T.LONG_TEXT,
                meaning="Con qué se comprueba que se cumplió.",
            ),
            Column("unit", "Unidad responsable", T.LONG_TEXT, meaning="Quién la cumple."),
            Column("months", "Plazo en meses", T.INTEGER, meaning="En cuántos meses."),
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
                meaning="Cómo va, en el informe del periodo siguiente.",
            ),
            Column("comment", "Comentario", T.LONG_TEXT, meaning="Qué se hizo, o por qué no."),
        ),
        "Lo que la evaluación recomienda, y cómo va lo recomendado antes.",
    ),
    Sheet(
        "interviews",
        "Entrevistas",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column("date", "Fecha", T.DATE, meaning="Día de la entrevista."),
            Column("place", "Lugar", meaning="Dónde o por qué medio fue."),
            Column(
                "unit", "Unidad", required=True, meaning="Unidad entrevistada; no se registran nombres de personas."
            ),
            Column("purpose", "Propósito", T.LONG_TEXT, required=True, meaning="Qué se quería saber."),
            Column("technique", "Técnica", meaning="Individual, grupal u otra."),
        ),
        "Entrevistas hechas para la evaluación.",
    ),
    Sheet(
        "bibliography",
        "Bibliografía",
        ("plan", "period", "number"),
        (
            PLAN,
            PERIOD,
            NUMBER,
            Column(
                "reference", "Referencia", T.LONG_TEXT, required=True, meaning="Como se imprime en la bibliografía."
            ),
            Column("url", "Enlace", meaning="Dirección web completa, con https://."),
        ),
        "Obras y documentos que el informe cita.",
    ),
    Sheet(
        "narratives",
        "Narrativa",
        ("plan", "period", "report", "section"),
        (
            PLAN,
            PERIOD,
            Column(
                "report", "Informe", T.CHOICE, required=True, choices=REPORTS, meaning="En cuál de los informes va."
            ),
            Column("section", "Sección", required=True, meaning="La clave de la sección, como la nombra la plantilla."),
            Column(
                "body", "Texto", T.LONG_TEXT, required=True, meaning="Markdown, con cifras vivas: [[OEI.05:avance]]."
            ),
        ),
        "Las palabras de cada sección de cada informe.",
    ),
)

SHEET_BY_NAME = {sheet.name: sheet for sheet in SHEETS}
