"""Regions, organisations, people and the posts that they hold."""

from __future__ import annotations

from quipu.workbook.columns import Column, ColumnType, Sheet
from quipu.workbook.schema.vocabulary import country, words_of

T = ColumnType

RANKS = words_of("rank")

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "regions",
        "Regiones",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio de la región, sin barras: europa."),
            Column("name", "Nombre", required=True, meaning="Nombre de la región."),
            Column("parent", "Parte de", meaning="Código de la región de la que es parte; vacío en las más amplias."),
            Column("order", "Orden", T.INTEGER, default=0, meaning="Lugar en las listas y en los informes."),
        ),
        "El mundo como lo divide la institución.",
    ),
    Sheet(
        "region_countries",
        "Países de las regiones",
        ("region", "country"),
        (
            Column("region", "Región", required=True, meaning="Código de la región."),
            country("País que está en ella.", required=True),
        ),
        "En qué región está cada país.",
    ),
    Sheet(
        "organisations",
        "Organismos",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Su sigla usual en español."),
            Column("name", "Nombre", required=True, meaning="Nombre completo."),
            Column(
                "kind",
                "Tipo",
                T.CHOICE,
                choices=words_of("organisation_kind"),
                default="international",
                meaning="Qué clase de organismo es.",
            ),
            country("De qué Estado es, si es de uno."),
        ),
        "Organismos internacionales, bloques, entidades de otros Estados y empresas.",
    ),
    Sheet(
        "people",
        "Personas",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio de la persona."),
            Column("name", "Nombre", required=True, meaning="Nombre completo."),
            Column(
                "other_names",
                "Otros nombres",
                T.LONG_TEXT,
                meaning="Otras formas en que las fuentes lo escriben, separadas por punto y coma.",
            ),
            country("A quién representa."),
        ),
        "Quienes actúan en función de un cargo.",
    ),
    Sheet(
        "posts",
        "Cargos",
        ("code",),
        (
            Column("code", "Código", required=True, meaning="Código propio del cargo."),
            Column("name", "Nombre", required=True, meaning="Nombre del cargo."),
            Column(
                "other_names",
                "Otros nombres",
                T.LONG_TEXT,
                meaning="Otras formas de llamarlo, separadas por punto y coma.",
            ),
            Column("level", "Nivel", T.CHOICE, choices=RANKS, meaning="Rango de quien lo ocupa."),
            country("De qué Estado es el cargo."),
            Column("organisation", "Organismo", meaning="Código del organismo, si el cargo es de uno."),
        ),
        "Cargos que alguien ocupa, para reconocer a la persona por la fecha.",
    ),
    Sheet(
        "post_holdings",
        "Titulares de cargos",
        ("post", "person", "starts_on"),
        (
            Column("post", "Cargo", required=True, meaning="Código del cargo."),
            Column("person", "Persona", required=True, meaning="Código de la persona."),
            Column("starts_on", "Desde", T.DATE, required=True, meaning="Primer día en el cargo."),
            Column("ends_on", "Hasta", T.DATE, meaning="Último día; vacío si sigue."),
        ),
        "Quién ocupó cada cargo, y cuándo.",
    ),
)
