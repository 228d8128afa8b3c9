"""What people write to evaluate a plan and report on it."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import ELEMENT, NUMBER, PERIOD, PLAN, REPORTS, SOURCE

T = ColumnType

SHEETS: tuple[Sheet, ...] = (
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
