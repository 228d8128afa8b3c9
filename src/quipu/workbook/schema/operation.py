"""The operational plan, and what sources wrote and printed."""

from __future__ import annotations

from decimal import Decimal

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import (
    ACCUMULATIONS,
    ACTIVITY_CODE,
    DIRECTIONS,
    ELEMENT_KINDS,
    EXECUTING_UNIT,
    MONTHS,
    PERIOD,
    PLAN,
    SYNTHETIC,
    VERSION,
    YEAR,
)

T = ColumnType

SHEETS: tuple[Sheet, ...] = (
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
            Column(
                "execution_source",
                "Ejecución física",
                T.CHOICE,
                choices={"reported": "reportada", "tasks": "según tareas"},
                default="reported",
                meaning="Si la escribe quien reporta, o se cuenta de las tareas hechas.",
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
        "tasks",
        "Tareas",
        ("plan", "version", "executing_unit", "year", "code", "number"),
        (
            PLAN,
            VERSION,
            EXECUTING_UNIT,
            YEAR,
            ACTIVITY_CODE,
            Column("number", "N.º", T.INTEGER, required=True, meaning="Orden de la tarea dentro de su actividad."),
            Column("name", "Tarea", T.LONG_TEXT, required=True, meaning="Qué se hace."),
            Column("responsible", "Responsable", required=True, meaning="Quién la hace: persona o puesto."),
            Column("starts_on", "Inicio", T.DATE, meaning="Cuándo empieza."),
            Column("due_on", "Plazo", T.DATE, required=True, meaning="Para cuándo debe estar hecha."),
            Column(
                "state",
                "Estado",
                T.CHOICE,
                choices={
                    "planned": "programada",
                    "under_way": "en curso",
                    "done": "hecha",
                    "cancelled": "cancelada",
                },
                default="planned",
                meaning="Cómo va.",
            ),
            Column("done_on", "Hecha el", T.DATE, meaning="Solo de una tarea hecha: el día en que se terminó."),
            Column(
                "quantity",
                "Cantidad",
                T.AMOUNT,
                default=Decimal(1),
                meaning="Cuánto de la meta física vale, en la unidad de medida de la actividad.",
            ),
            Column("note", "Nota", T.LONG_TEXT, meaning="Lo que haga falta saber; de una cancelada, por qué."),
        ),
        "El plan de trabajo de cada actividad.",
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
)
