"""Records of the register told in sentences, made from their fields and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.lists import format_list

from quipu.apps.publishing.contents.register_names import act_named, of_mechanism, quoted
from quipu.apps.register.models import InstrumentType, Kind, Mode, Participant, Precision, Record, Side, Stage, Step
from quipu.language import country_name, format_long_date, format_month, format_period, roman_numeral, term

_LANGUAGE = "es"
_MODES = {Mode.VIRTUAL: "de forma virtual", Mode.HYBRID: "de forma mixta"}
"""How people met, where it was not in person."""
_WITH_ARTICLE = {"PER": "el Perú"}
"""The country whose name its own people say with an article."""
_PLURALS = ("as", "os", "es")
"""How a plural word ends; `análisis` and `énfasis` do not."""
SETTLED = (Stage.SIGNED, Stage.INTERNAL_APPROVAL, Stage.RATIFIED, Stage.IN_FORCE, Stage.ENDED)
"""Stages of an instrument that has been signed."""


def when(record: Record) -> str:
    """When it happened, as the opening of a sentence; empty when no source says."""
    first, last = record.starts_on, record.ends_on
    if first is None or record.precision == Precision.UNKNOWN:
        return ""
    if record.precision == Precision.MONTH:
        return f"En {format_month(first.month, _LANGUAGE, year=first.year)}"
    if record.precision == Precision.QUARTER:
        return f"En el {format_period(f'{first.year}-T{(first.month - 1) // 3 + 1}', _LANGUAGE)}"
    if record.precision == Precision.YEAR:
        return f"En {first.year}"
    if last is None or last == first:
        return f"El {format_long_date(first, _LANGUAGE)}"
    if record.precision == Precision.BOUNDED:
        return f"Entre el {_span(first, last, 'y el')}"
    return f"Del {_span(first, last, 'al')}"


def _span(first: date, last: date, joint: str) -> str:
    """Two days with what they share told once: `12 al 14 de marzo de 2024`."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {joint} {format_long_date(last, _LANGUAGE)}"
    if first.year == last.year:
        opening = format_long_date(first, _LANGUAGE).rsplit(" de ", 1)[0]
        return f"{opening} {joint} {format_long_date(last, _LANGUAGE)}"
    return f"{format_long_date(first, _LANGUAGE)} {joint} {format_long_date(last, _LANGUAGE)}"


def told(record: Record, *, under: str = "", named: set[str] | None = None) -> str:
    """A record in one or more sentences.

    Args:
        record: with its counterparts, participants, commitments, mechanism and instrument at hand.
        under: the country or organisation under whose heading it stands, which is not named again.
        named: people whose post was told already; those that this tells are added to it.
    """
    sentence = opened(when(record), place_of(record, under), said_of(record, under, set() if named is None else named))
    return " ".join(part for part in (sentence, declared_of(record)) if part)


def said_of(record: Record, under: str, named: set[str]) -> str:
    """What is said of a record after its day and its place, without what it declares."""
    if record.kind == Kind.INSTRUMENT and hasattr(record, "instrument"):
        return _instrument(record, under)
    mode = f", {_MODES[Mode(record.mode)]}" if record.mode in _MODES else ""
    return f"{_subject(record)}{_counterparts(record, under)}{mode}{_led(record, named)}"


def opened(day: str, place: str, said: str) -> str:
    """A sentence from its day and its place, which may be empty, and what is said."""
    if place:
        return f"{day}, {place}, {said}." if day else f"{_capital(place)} {said}."
    return f"{day} {said}." if day else f"{_capital(said)}."


def _subject(record: Record) -> str:
    if record.mechanism is not None:
        name = of_mechanism(record.mechanism.name)
        return (
            f"se celebró la {roman_numeral(record.ordinal)} sesión {name}"
            if record.ordinal
            else f"hubo una sesión {name}"
        )
    return act_named(record.kind, record.title)


def _instrument(record: Record, under: str) -> str:
    instrument = record.instrument
    stage = "" if _adopted(record) or instrument.stage == Stage.SIGNED else f" ({_stage(instrument.stage)})"
    kind = _instrument_type(instrument.type, record.title)
    several = instrument.type == InstrumentType.SET or _is_plural(record.title)
    return f"{agreed(record, several=several)} {quoted(record.title)}{kind}{stage}{_counterparts(record, under)}"


def _adopted(record: Record) -> bool:
    """Whether an instrument was adopted, which is not to be signed."""
    instrument = record.instrument
    return instrument.stage == Stage.ADOPTED or any(step.step == Step.ADOPTION for step in instrument.steps.all())


def _stage(stage: str) -> str:
    return term(f"instrument_stage.{stage}")


def agreed(record: Record, *, several: bool) -> str:
    """The verb of an instrument, by its stage."""
    if _adopted(record):
        return "se adoptaron" if several else "se adoptó"
    if record.instrument.stage in SETTLED:
        return "se suscribieron" if several else "se suscribió"
    return "constan" if several else "consta"


def _is_plural(title: str) -> bool:
    word = (title.split() or [""])[0].casefold()
    return word.endswith(_PLURALS)


def _instrument_type(kind: str, title: str) -> str:
    """Its type after a comma, unless its title says it."""
    word = "" if kind == InstrumentType.OTHER else term(f"instrument_type.{kind}")
    return f", {word}" if word and not title.casefold().startswith(word) else ""


def place_of(record: Record, under: str) -> str:
    """Where it was, without the country under whose heading it is told; empty when no source says."""
    if not record.city and not record.place_country:
        return ""
    country = country_name(record.place_country, _LANGUAGE) if record.place_country else ""
    if not record.city:
        return "" if country == under else f"en {_WITH_ARTICLE.get(record.place_country, country)}"
    return f"en {record.city}" if country in ("", under, record.city) else f"en {record.city} ({country})"


def counterparts_of(record: Record) -> list[str]:
    """The names of the countries and organisations that a record was with."""
    return [
        country_name(item.country, _LANGUAGE) if item.country else str(item.organisation)
        for item in record.counterparts.all()
    ]


def _counterparts(record: Record, under: str) -> str:
    others = [name for name in counterparts_of(record) if name != under and name not in record.title]
    if not others:
        return ""
    return f", {'también ' if under else ''}con {format_list(others, locale=_LANGUAGE)}"


def _led(record: Record, named: set[str]) -> str:
    """Who led each side, as the end of what is said."""
    own, other = (_leader(record.participants.all(), side, named) for side in (Side.OWN, Side.COUNTERPART))
    if own and other:
        return f", que encabezaron {own} y, por la contraparte, {other}"
    if own or other:
        return f", que encabezó {own}" if own else f", que por la contraparte encabezó {other}"
    return ""


def _leader(participants: Iterable[Participant], side: Side, named: set[str]) -> str:
    leader = next((item for item in participants if item.side == side and item.led), None)
    if leader is None:
        return ""
    name = leader.name or (leader.person.name if leader.person else "")
    told_before = name in named
    named.add(name)
    if not name:
        return f"quien ejercía el cargo de {_small(leader.post)}" if leader.post else ""
    return name if told_before or not leader.post else f"{name} ({leader.post})"


def declared_of(record: Record) -> str:
    """What a record is said to hold beside what is recorded: members of a set, or commitments and those fulfilled."""
    instrument = record.instrument if hasattr(record, "instrument") else None
    declared, unit = (instrument.declared, instrument.declared_unit) if instrument else (None, "")
    if instrument is not None and instrument.type == InstrumentType.SET:
        members = sum(1 for part in record.parts.all() if part.merged_into_id is None)
        return _declared(declared, unit or "instrumentos", str(members or "")) if declared is not None else ""
    kept = list(record.commitments.all())
    fulfilled = sum(1 for item in kept if item.status == "fulfilled")
    done = f", {_many(fulfilled, 'cumplido', 'cumplidos')}" if fulfilled else ""
    recorded = f"{_many(len(kept), 'compromiso', 'compromisos')}{done}" if kept else ""
    if declared is not None:
        return _declared(declared, unit or "compromisos", recorded)
    return f"{'Consta' if len(kept) == 1 else 'Constan'} {recorded}." if kept else ""


def _declared(declared: int, unit: str, recorded: str) -> str:
    held = f"guarda {recorded}" if recorded else "no guarda su detalle"
    return f"Declara {declared} {unit}; el registro {held}."


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _small(text: str) -> str:
    """With its first letter small, unless it opens with initials: `director General`, `DGA`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
