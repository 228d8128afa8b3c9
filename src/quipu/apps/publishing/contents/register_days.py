"""Acts of the register told together: those of one day in one sentence, many alike without a day in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from babel.lists import format_list

from quipu.apps.publishing.contents.register_names import quoted
from quipu.apps.publishing.contents.register_words import agreed, declared_of, opened, place_of, said_of, told, when
from quipu.apps.register.models import InstrumentType, Kind, Precision, Record
from quipu.language import term

MOST_ALIKE = 3
"""Instruments of a year that are told one by one; of more, how many of each type."""
_MOST_IN_A_SENTENCE = 4
_EXAMPLES = 2
_FEMININE = {InstrumentType.DECLARATION, InstrumentType.MINUTES, InstrumentType.ROAD_MAP}
_PLURALS = {
    InstrumentType.TREATY: "tratados",
    InstrumentType.AGREEMENT: "acuerdos",
    InstrumentType.CONVENTION: "convenios",
    InstrumentType.CONCORDAT: "concordatos",
    InstrumentType.PROTOCOL: "protocolos",
    InstrumentType.TRADE_AGREEMENT: "acuerdos comerciales",
    InstrumentType.JOINT_COMMUNIQUE: "comunicados conjuntos",
    InstrumentType.MEMORANDUM: "memorandos de entendimiento",
    InstrumentType.MINUTES: "actas",
    InstrumentType.DECLARATION: "declaraciones",
    InstrumentType.INTERINSTITUTIONAL: "acuerdos interinstitucionales",
    InstrumentType.TWINNING: "hermanamientos",
    InstrumentType.ACTION_PLAN: "planes de acción",
    InstrumentType.ROAD_MAP: "hojas de ruta",
    InstrumentType.PROGRAMME: "programas",
    InstrumentType.TECHNICAL: "instrumentos técnicos",
}


def is_undated_instrument(record: Record) -> bool:
    """Whether it is one instrument, not a set, of which no more than the year is known."""
    if record.kind != Kind.INSTRUMENT or not hasattr(record, "instrument"):
        return False
    undated = record.precision in (Precision.YEAR, Precision.UNKNOWN)
    return undated and record.instrument.type in _PLURALS


def told_together(records: Iterable[Record], *, under: str = "", named: set[str]) -> list[str]:
    """Sentences of acts that stand under one heading, in order of date; a day with several acts is said once.

    Args:
        records: with what `told` needs at hand, in order of date.
        under: the country or organisation under whose heading they stand.
        named: people whose post was told already; those that this tells are added to it.
    """
    acts = list(records)
    alike = [record for record in acts if is_undated_instrument(record)]
    folded = alike if len(alike) > MOST_ALIKE else []
    left = [record for record in acts if record not in folded]
    sentences: list[str] = []
    for day, found in groupby(left, key=when):
        of_day = list(found)
        step = _MOST_IN_A_SENTENCE if day else 1
        for start in range(0, len(of_day), step):
            sentences.append(_of_one_day(day, of_day[start : start + step], under, named))
    return [*_folded(folded), *sentences]


def _of_one_day(day: str, records: Sequence[Record], under: str, named: set[str]) -> str:
    if len(records) == 1:
        return told(records[0], under=under, named=named)
    clauses: list[str] = []
    first_place = before = place_of(records[0], under)
    for record in records:
        place = place_of(record, under)
        where = f"{place}, " if place and place != before else ""
        before = place or before
        counted = declared_of(record).rstrip(".")
        aside = f" ({counted[:1].lower()}{counted[1:].replace('. ', '; ')})" if counted else ""
        clauses.append(f"{where}{said_of(record, under, named)}{aside}")
    return opened(day, first_place, f"{'; '.join(clauses[:-1])}; y {clauses[-1]}")


def _folded(records: Sequence[Record]) -> Iterable[str]:
    """How many of each type were agreed in a year, and the titles of a few."""

    def known(record: Record) -> tuple[str, str]:
        return when(record), agreed(record, several=True)

    for (day, verb), found in groupby(sorted(records, key=known), key=known):
        acts = list(found)
        types = Counter(InstrumentType(record.instrument.type) for record in acts)
        counts = [_many(number, kind) for kind, number in types.most_common()]
        titles = sorted((quoted(record.title) for record in acts), key=lambda title: (len(title), title))
        them = "ellas" if set(types) <= _FEMININE else "ellos"
        some = f", entre {them} {format_list(titles[:_EXAMPLES], locale='es')}" if len(acts) > _EXAMPLES else ""
        yield opened(day, "", f"{verb} {format_list(counts, locale='es')}{some}")


def _many(number: int, kind: InstrumentType) -> str:
    return f"{number} {_PLURALS[kind] if number > 1 else term(f'instrument_type.{kind}')}"
