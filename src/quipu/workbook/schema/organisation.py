"""The institution and its parts, and the scales and goals that its plans name."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import DECIMAL_SEPARATORS, EXECUTING_UNIT, GROUP_SEPARATORS, SOURCE, SYNTHETIC

T = ColumnType

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
            Column(
                "country",
                "País",
                T.CODE,
                required=True,
                pattern=r"^[A-Z]{3}$",
                meaning="Tres letras mayúsculas de ISO 3166-1, como PER.",
            ),
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
                meaning="De los enlaces y detalles en informes; # y seis cifras hexadecimales en minúsculas.",
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
                meaning="País donde está, con las tres letras mayúsculas de ISO 3166-1, como BOL.",
            ),
            Column("city", "Ciudad", meaning="Ciudad donde está."),
            Column("unit", "Unidad orgánica", meaning="Código de la unidad orgánica de la que depende."),
        ),
        "Embajadas, consulados y otras oficinas en el exterior.",
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
            Column(
                "mission", "Misión", meaning="Código de la misión, si el centro de costo es un órgano en el exterior."
            ),
        ),
        "Quién programa y ejecuta, dentro de cada unidad ejecutora.",
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
)
