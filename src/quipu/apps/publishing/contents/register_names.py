"""How the report names an act of the register: by its kind, its title and its mechanism."""

from __future__ import annotations

from collections.abc import Mapping

from quipu.apps.register.models import Kind

_ACTS: Mapping[str, tuple[str, str]] = {
    Kind.BINATIONAL_CABINET: ("se celebró", "el gabinete binacional"),
    Kind.HIGH_LEVEL_DIALOGUE: ("se celebró", "el diálogo de alto nivel"),
    Kind.COMMISSION: ("se reunió", "la comisión"),
    Kind.BILATERAL_MEETING: ("se celebró", "la reunión"),
    Kind.MECHANISM_SESSION: ("se celebró", "la sesión"),
    Kind.VISIT: ("se realizó", "la visita"),
    Kind.FORUM: ("se participó en", "la sesión"),
    Kind.CONFERENCE: ("se participó en", "la conferencia"),
    Kind.PROPOSAL: ("se presentó", "la propuesta"),
    Kind.CANDIDACY: ("se votó", "la candidatura"),
    Kind.BODY_SEAT: ("se ocupó", "el asiento"),
    Kind.REPATRIATION: ("se hizo", "la repatriación"),
    Kind.HUMANITARIAN_AID: ("se entregó", "la ayuda humanitaria"),
    Kind.HERITAGE_RETURN: ("se hizo", "la devolución"),
    Kind.CAMPAIGN: ("se llevó a cabo", "la campaña"),
    Kind.CONSULAR_OUTREACH: ("se realizó", "la jornada consular"),
    Kind.LINKAGE_EVENT: ("se realizó", "la actividad de vinculación"),
    Kind.REGIONAL_VISIT: ("se realizó", "la visita"),
    Kind.CAPABILITY: ("se puso en servicio", "la capacidad"),
    Kind.ECONOMIC_PROMOTION: ("se realizó", "la actividad de promoción"),
    Kind.CULTURAL_PROMOTION: ("se realizó", "la actividad cultural"),
    Kind.COOPERATION_SCHEME: ("se acordó", "el esquema de cooperación"),
    Kind.MIGRATION_SCHEME: ("se acordó", "el esquema"),
    Kind.MANAGEMENT_INSTRUMENT: ("se aprobó", "el instrumento de gestión"),
    Kind.OFFICE_ASSESSMENT: ("se hizo", "la evaluación"),
    Kind.MISSION_CHANGE: ("se registró", "el cambio"),
    Kind.TECHNICAL_ASSISTANCE: ("se dio", "la asistencia técnica"),
}
"""The verb of each kind and the act with its article."""
_ARTICLES = {
    "programa": "del",
    "sistema": "del",
    "as": "de las",
    "os": "de los",
    "ión": "de la",
    "a": "de la",
    "o": "del",
    "é": "del",
    "e": "del",
    "or": "del",
}
"""The article of a name by how its first word ends, the narrowest ending first."""
_INNER_QUOTES = str.maketrans({"«": "“", "»": "”"})
_UNBROKEN_DASHES = {" - ": "\N{NO-BREAK SPACE}- ", " – ": "\N{NO-BREAK SPACE}– "}


def act_named(kind: str, title: str) -> str:
    """The verb of a kind and its act: quoted after its noun, or plain where the title begins with that noun."""
    verb, noun = _ACTS.get(kind, ("se registró", ""))
    article, _, word = noun.partition(" ")
    text = unbroken(title.rstrip("."))
    rest = text[len(word) :]
    if word and text.casefold().startswith(word) and not rest[:1].isalnum():
        return f"{verb} {article} {word}{rest}"
    return f"{verb} {noun} {quoted(title)}" if noun else f"{verb} {quoted(title)}"


def quoted(title: str) -> str:
    """A title between marks; those inside it become the inner ones."""
    return f"«{unbroken(title.rstrip('.')).translate(_INNER_QUOTES)}»"


def of_mechanism(name: str) -> str:
    """A mechanism's name after `de`, with the article of its first word: `del Mecanismo…`, `de la Comisión…`."""
    word = (name.split() or [""])[0].casefold()
    for ending, article in _ARTICLES.items():
        if word.endswith(ending):
            return f"{article} {unbroken(name)}"
    return f"del mecanismo {quoted(name)}"


def unbroken(name: str) -> str:
    """A name in which no line can begin with a dash."""
    for dash, kept in _UNBROKEN_DASHES.items():
        name = name.replace(dash, kept)
    return name
