"""What an instrument adds to its record, and the commitments made in any act."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.records import PRECISIONS
from quipu.workbook.schema.vocabulary import NUMBER, PERIOD, RECORD, words_of

T = ColumnType

STAGES = words_of("instrument_stage")
_STEPS = words_of("instrument_step")
SCORES = {"-1": "no cumplido", "0": "parcial", "1": "cumplido"}

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "instruments",
        "Instrumentos",
        ("record",),
        (
            RECORD,
            Column(
                "type",
                "Tipo",
                T.CHOICE,
                required=True,
                choices=words_of("instrument_type"),
                meaning="Qué es; un conjunto nunca se suma a sus miembros.",
            ),
            Column("stage", "Etapa", T.CHOICE, required=True, choices=STAGES, meaning="Hasta dónde llegó."),
            Column(
                "binding",
                "Obliga",
                T.CHOICE,
                choices=words_of("binding"),
                default="unknown",
                meaning="Si obliga jurídicamente.",
            ),
            Column("internal_route", "Vía interna", meaning="Cómo se lo aprueba en el país."),
            Column(
                "declared",
                "Cantidad declarada",
                T.INTEGER,
                meaning="Cuántos instrumentos, proyectos o compromisos dice la fuente que tiene.",
            ),
            Column("declared_unit", "Unidad de la cantidad", meaning="De qué es la cantidad."),
            Column("url", "Enlace", meaning="Dirección web de su texto, con https://."),
        ),
        "Lo jurídico de cada registro de tipo instrumento.",
    ),
    Sheet(
        "instrument_steps",
        "Actos de las partes",
        ("record", "number"),
        (
            RECORD,
            NUMBER,
            Column("party", "Parte", required=True, meaning="País por ISO 3166-1 (BOL), o código de un organismo."),
            Column(
                "step",
                "Acto",
                T.CHOICE,
                required=True,
                choices=words_of("instrument_step"),
                meaning="Qué hizo la parte.",
            ),
            Column("on", "Fecha", T.DATE, meaning="Cuándo; vacía si no se sabe."),
            Column(
                "precision",
                "Precisión de la fecha",
                T.CHOICE,
                choices=PRECISIONS,
                default="day",
                meaning="Con qué exactitud se conoce la fecha.",
            ),
            Column("note", "Nota", T.LONG_TEXT, meaning="De dónde sale la fecha, o lo que haga falta."),
        ),
        "Firma, ratificación y entrada en vigor, por cada parte.",
    ),
    Sheet(
        "negotiation_followups",
        "Seguimiento de negociaciones",
        ("record", "period"),
        (
            RECORD,
            PERIOD,
            Column("stage", "Etapa", T.CHOICE, required=True, choices=STAGES, meaning="Dónde estaba al cierre."),
            Column("note", "Nota", T.LONG_TEXT, meaning="Qué avanzó o qué lo detiene."),
        ),
        "Cómo estaba cada negociación al cierre de cada trimestre.",
    ),
    Sheet(
        "commitments",
        "Compromisos",
        ("record", "number"),
        (
            RECORD,
            NUMBER,
            Column("text", "Texto", T.LONG_TEXT, required=True, meaning="Qué se prometió."),
            Column("unit", "Unidad orgánica", meaning="Código de la unidad que lo cumple."),
            Column("responsible", "Responsable", meaning="Quién lo cumple, si no es una unidad propia."),
            Column("supporting", "Apoyan", meaning="Quiénes ayudan."),
            Column("due_on", "Plazo", T.DATE, meaning="Hasta cuándo."),
            Column("verifiable", "Verificable", T.FLAG, default=False, meaning="Sí cuando se puede comprobar."),
            Column(
                "status",
                "Estado",
                T.CHOICE,
                choices=words_of("commitment_status"),
                default="not_started",
                meaning="Cómo va.",
            ),
            Column("score", "Calificación", T.CHOICE, choices=SCORES, meaning="Vacía si aún no se califica."),
            Column("note", "Nota", T.LONG_TEXT, meaning="Qué se hizo, o por qué no."),
        ),
        "Lo prometido en cada hecho y cómo se cumple.",
    ),
)
