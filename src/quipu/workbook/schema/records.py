"""Mechanisms, records, and what hangs from every kind of record."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.actors import RANKS
from quipu.workbook.schema.vocabulary import NUMBER, RECORD, SOURCE, SYNTHETIC, country, words_of

T = ColumnType

KINDS = words_of("record_kind")
PRECISIONS = words_of("precision")

_MECHANISMS = Sheet(
    "mechanisms",
    "Mecanismos de diálogo",
    ("code",),
    (
        Column("code", "Código", required=True, meaning="Código propio del mecanismo."),
        Column("name", "Nombre", T.LONG_TEXT, required=True, meaning="Nombre del mecanismo."),
        Column("family", "Familia", required=True, meaning="Qué es: consultas políticas, comisión mixta, gabinete…"),
        Column(
            "kind",
            "Tipo de sus sesiones",
            T.CHOICE,
            choices=KINDS,
            default="mechanism_session",
            meaning="El tipo de registro que es cada sesión.",
        ),
        Column("level", "Nivel", T.CHOICE, choices=RANKS, meaning="Rango de quienes lo presiden."),
        country("Contraparte, si es un país."),
        Column("organisation", "Organismo", meaning="Código de la contraparte, si es un organismo."),
        Column("unit", "Unidad orgánica", meaning="Código de la unidad a cargo."),
        Column(
            "first_ordinal",
            "Primera sesión",
            T.INTEGER,
            meaning="Número de la primera sesión que el registro debe tener; desde ella se buscan las que faltan.",
        ),
        Column("every_months", "Cada cuántos meses", T.INTEGER, meaning="Vacío si nadie lo acordó."),
        Column("active", "Activo", T.FLAG, default=True, meaning="No cuando dejó de reunirse."),
        Column("note", "Nota", T.LONG_TEXT, meaning="Lo que haga falta saber de él."),
        SYNTHETIC,
    ),
    "Diálogos permanentes con sesiones numeradas. Los distinguen contraparte, familia y nivel, nunca el nombre.",
)

_RECORDS = Sheet(
    "records",
    "Registros",
    ("code",),
    (
        Column("code", "Código", required=True, meaning="Código propio del registro."),
        Column("kind", "Tipo", T.CHOICE, required=True, choices=KINDS, meaning="De qué trata."),
        Column("title", "Título", T.LONG_TEXT, required=True, meaning="Cómo se lo llama."),
        Column("summary", "Resumen", T.LONG_TEXT, meaning="Lo que haga falta contar de él."),
        Column(
            "status",
            "Estado",
            T.CHOICE,
            required=True,
            choices=words_of("record_status"),
            meaning="Hasta dónde llegó; solo lo realizado se cuenta.",
        ),
        Column("status_reason", "Motivo del estado", T.LONG_TEXT, meaning="Obligatorio si se canceló."),
        Column(
            "modality",
            "Cómo lo dice la fuente",
            T.CHOICE,
            choices=words_of("modality"),
            default="asserted",
            meaning="Si lo da por hecho; solo lo afirmado se cuenta.",
        ),
        Column("mode", "Modalidad", T.CHOICE, choices=words_of("mode"), meaning="Vacío si ninguna fuente lo dice."),
        Column("starts_on", "Desde", T.DATE, meaning="Primer día, o comienzo del intervalo en que está la fecha."),
        Column("ends_on", "Hasta", T.DATE, meaning="Último día, o fin de ese intervalo; vacío si duró un día."),
        Column(
            "precision",
            "Precisión de la fecha",
            T.CHOICE,
            choices=PRECISIONS,
            default="day",
            meaning="Con qué exactitud se conoce la fecha; «sin fecha» cuando no se conoce.",
        ),
        Column("valid_from", "Vigente desde", T.DATE, meaning="Desde cuándo rige, para esquemas e instrumentos."),
        Column("valid_to", "Vigente hasta", T.DATE, meaning="Hasta cuándo rige; vacío si no tiene término."),
        country("País donde ocurrió.", name="place_country", label="País del lugar"),
        Column("city", "Ciudad", meaning="Ciudad donde ocurrió."),
        Column("venue", "Sede", meaning="Local donde ocurrió."),
        Column(
            "direction",
            "Sentido",
            T.CHOICE,
            choices=words_of("visit_direction"),
            meaning="Quién fue a dónde; sobre todo en las visitas.",
        ),
        Column("level_own", "Nivel propio", T.CHOICE, choices=RANKS, meaning="Rango de quien presidió lo nuestro."),
        Column("level_counterpart", "Nivel de la contraparte", T.CHOICE, choices=RANKS, meaning="Rango del otro lado."),
        Column(
            "outcome",
            "Desenlace",
            T.CHOICE,
            choices=words_of("record_outcome"),
            meaning="En qué terminó, para candidaturas, evaluaciones y cambios de misiones.",
        ),
        Column("axis", "Eje", meaning="Tema, según la lista de la institución."),
        Column("action_code", "Acción estratégica", meaning="Código de la acción a la que sirve: AEI.01.03."),
        Column("unit", "Unidad orgánica", meaning="Código de la unidad a cargo."),
        Column("mission", "Misión", meaning="Código de la misión, si lo hizo una."),
        Column("mechanism", "Mecanismo", meaning="Código del mecanismo del que es sesión."),
        Column("ordinal", "Ordinal", T.INTEGER, meaning="Número de la sesión dentro del mecanismo."),
        Column("parent", "Parte de", meaning="Código del registro en cuyo marco ocurrió, o del conjunto que integra."),
        Column("merged_into", "Unido a", meaning="Código del registro que quedó, si este era el mismo hecho."),
        SOURCE,
        SYNTHETIC,
    ),
    "Lo que la institución hizo, planea o supo: una fila por hecho.",
)

_DETAILS: tuple[Sheet, ...] = (
    Sheet(
        "counterparts",
        "Contrapartes",
        ("record", "country", "organisation"),
        (
            RECORD,
            country("Con qué país."),
            Column("organisation", "Organismo", meaning="Código del organismo, en vez del país."),
        ),
        "Con quién fue cada hecho: un país o un organismo por fila.",
    ),
    Sheet(
        "participants",
        "Participantes",
        ("record", "number"),
        (
            RECORD,
            NUMBER,
            Column("side", "Parte", T.CHOICE, required=True, choices=words_of("side"), meaning="De qué lado estuvo."),
            Column("person", "Persona", meaning="Código de la persona, si se sabe quién es."),
            Column("name", "Nombre", meaning="Como lo escribe la fuente."),
            Column("post", "Cargo", T.LONG_TEXT, meaning="Como lo escribe la fuente."),
            Column("led", "Encabezó", T.FLAG, default=False, meaning="Sí cuando presidió a su parte."),
        ),
        "Quién participó en cada hecho.",
    ),
    Sheet(
        "record_figures",
        "Cifras de registros",
        ("record", "name"),
        (
            RECORD,
            Column("name", "Nombre", required=True, meaning="Qué mide: personas asistidas, piezas devueltas."),
            Column("value", "Valor", T.AMOUNT, required=True, meaning="La cifra que da la fuente."),
            Column(
                "approximator",
                "Aproximación",
                T.CHOICE,
                choices=words_of("approximator"),
                default="exact",
                meaning="Con qué reserva la da.",
            ),
            Column("unit", "Unidad de medida", meaning="En qué se mide."),
        ),
        "Cantidades que una fuente da de un hecho.",
    ),
    Sheet(
        "office_criteria",
        "Criterios de oficinas",
        ("record", "criterion"),
        (
            RECORD,
            Column("criterion", "Criterio", required=True, meaning="Qué se evaluó de la oficina."),
            Column("met", "Cumple", T.FLAG, required=True, meaning="Sí cuando la oficina lo cumple."),
        ),
        "Qué cumple cada oficina en cada evaluación.",
    ),
)

SHEETS: tuple[Sheet, ...] = (_MECHANISMS, _RECORDS, *_DETAILS)
