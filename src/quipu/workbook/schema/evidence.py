"""Documents, their text, the words of them that prove each record, and the rules that count."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import INDICATOR, NUMBER, PLAN, RECORD, SYNTHETIC, words_of

T = ColumnType

DOCUMENTS: tuple[Sheet, ...] = (
    Sheet(
        "documents",
        "Documentos",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio del documento."),
            Column("title", "Título", T.LONG_TEXT, required=True, meaning="Cómo se titula."),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                choices=words_of("document_kind"),
                default="other",
                meaning="Qué clase de documento es.",
            ),
            Column("issuer", "Emisor", meaning="Quién lo emitió."),
            Column("number", "Número", meaning="Como lo numera su emisor."),
            Column("dated_on", "Fecha", T.DATE, meaning="La que lleva el documento."),
            Column("language", "Idioma", default="es", meaning="Código ISO 639-1 del idioma: es, en."),
            Column("url", "Enlace", meaning="Dirección web completa, con https://."),
            Column(
                "reading",
                "Lectura vigente",
                T.INTEGER,
                default=1,
                meaning="Cuál de las lecturas de su texto vale; las demás se conservan.",
            ),
            SYNTHETIC,
        ),
        "Notas, declaraciones, actas e informes que prueban lo registrado.",
    ),
    Sheet(
        "document_passages",
        "Párrafos de documentos",
        ("document", "reading", "number"),
        (
            Column("document", "Documento", required=True, meaning="Código del documento."),
            Column("reading", "Lectura", T.INTEGER, required=True, meaning="1 en la primera lectura de su texto."),
            NUMBER,
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                choices=words_of("passage_kind"),
                default="paragraph",
                meaning="Qué clase de párrafo es.",
            ),
            Column("text", "Texto", T.LONG_TEXT, required=True, meaning="El párrafo; una vez guardado no se cambia."),
        ),
        "El texto de cada documento, párrafo por párrafo.",
    ),
)

_QUOTED = ("document", "exact")

CITATIONS: tuple[Sheet, ...] = (
    Sheet(
        "citations",
        "Citas",
        ("record", "number"),
        (
            RECORD,
            NUMBER,
            Column("document", "Documento", required=True, meaning="Código del documento que lo prueba."),
            Column("field", "Campo", meaning="Qué campo del registro prueban; vacío si prueban el registro entero."),
            Column("exact", "Palabras", T.LONG_TEXT, meaning="Las palabras del documento, tal como están en su texto."),
            Column(
                "prefix",
                "Antes",
                T.LONG_TEXT,
                meaning="Lo que va justo antes, si las palabras se repiten; vacío, lo pone Quipu.",
                filled_with=_QUOTED,
            ),
            Column(
                "suffix",
                "Después",
                T.LONG_TEXT,
                meaning="Lo que va justo después, si las palabras se repiten; vacío, lo pone Quipu.",
                filled_with=_QUOTED,
            ),
            Column("locator", "Dónde mirar", meaning="Página o sección; obligatorio si no se dan las palabras."),
        ),
        "Las palabras de un documento que prueban un registro.",
    ),
    Sheet(
        "counting_rules",
        "Reglas de conteo",
        ("plan", "indicator"),
        (
            PLAN,
            INDICATOR,
            Column("definition", "Regla", T.LONG_TEXT, meaning="Qué se cuenta, en JSON; vacía si no se cuenta."),
            Column(
                "why_not",
                "Por qué no se cuenta",
                T.LONG_TEXT,
                meaning="Obligatorio si no hay regla: de dónde viene entonces el valor.",
            ),
            Column(
                "feeds",
                "Alimenta el indicador",
                T.FLAG,
                default=False,
                meaning="Sí cuando lo contado es el valor obtenido; no cuando solo se compara con él.",
            ),
            Column(
                "covers_from",
                "Completo desde",
                T.YEAR,
                meaning="Primer año del que el registro lo tiene todo; obligatorio con una regla.",
            ),
            Column(
                "covers_to",
                "Completo hasta",
                T.YEAR,
                meaning="Último de esos años; vacío mientras se lleva al día. Después no hay conteo, tampoco cero.",
            ),
        ),
        "Cómo se cuenta cada indicador a partir de los registros, o por qué no.",
    ),
)
