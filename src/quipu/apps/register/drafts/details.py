"""The rows that hang from a draft: who took part, quantities, criteria, the legal side and what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from quipu.apps.register.drafts.faults import (
    DraftFault,
    country_faults,
    ended_fault,
    fault,
    near_country,
    text_faults,
    word_faults,
)
from quipu.apps.register.drafts.known import Known
from quipu.apps.register.drafts.parties import party_text, split_party
from quipu.apps.register.drafts.shapes import (
    CommitmentDraft,
    FigureDraft,
    InstrumentDraft,
    ParticipantDraft,
    RecordDraft,
)
from quipu.apps.register.models import (
    CommitmentStatus,
    Instrument,
    InstrumentType,
    Kind,
    Precision,
    RecordFigure,
    Side,
    Stage,
    Step,
)
from quipu.language import country_name, find_former_country, former_country
from quipu.method import MethodError, Period

_MOST = Decimal(10) ** 11
_MOST_NUMBER = 2_147_483_647


def detail_faults(draft: RecordDraft, known: Known) -> Iterator[DraftFault]:
    """Everything wrong with what hangs from the record."""
    yield from _party_faults(draft, known)
    for number, person in enumerate(draft.participants, start=1):
        yield from _participant_faults(f"participants.{number}", person, known)
    for number, figure in enumerate(draft.figures, start=1):
        yield from _figure_faults(f"figures.{number}", figure)
    yield from _repeated("figures", "name", [item.name for item in draft.figures])
    yield from _criteria_faults(draft)
    yield from _instrument_faults(draft, known)
    for number, item in enumerate(draft.commitments, start=1):
        yield from _commitment_faults(f"commitments.{number}", item, known)
    yield from _repeated("commitments", "number", [item.number for item in draft.commitments if item.number])


def _party_faults(draft: RecordDraft, known: Known) -> Iterator[DraftFault]:
    for text in draft.counterparts:
        yield from _unknown_party("counterparts", text, known)
    yield from _repeated(
        "counterparts",
        "",
        [split_party(text) for text in draft.counterparts],
        lambda key: party_name(party_text(*key), known),
    )


def _unknown_party(field: str, text: str, known: Known) -> Iterator[DraftFault]:
    country, organisation = split_party(text)
    if country:
        yield from country_faults(field, country, known.institution)
        return
    if organisation in known.organisations:
        return
    former = find_former_country(text)
    if former:
        yield ended_fault(field, former)
        return
    yield fault(
        field,
        "party",
        f"«{text}» no es un país ni una organización registrada." if text.strip() else "No dice cuál.",
        near_country(text)
        or "Escriba el nombre o el código de tres letras del país, o registre antes la organización.",
    )


def party_name(text: str, known: Known) -> str:
    """A counterpart by the name of its country or organisation; what names neither, as it is written."""
    country, code = split_party(text)
    if country:
        return former_country(country) or country_name(country)
    return known.organisations[code].name if code in known.organisations else text.strip()


def _repeated(field: str, name: str, values: Iterable[Any], called: Callable[[Any], str] = str) -> Iterator[DraftFault]:
    for value, times in Counter(values).items():
        if times > 1:
            suffix = f".{name}" if name else ""
            yield fault(
                f"{field}{suffix}", "repeated", f"«{called(value)}» está {times} veces.", "Déjelo una sola vez."
            )


def _participant_faults(field: str, person: ParticipantDraft, known: Known) -> Iterator[DraftFault]:
    yield from word_faults(f"{field}.side", person.side, Side)
    yield from text_faults(f"{field}.name", person.name, 200)
    yield from text_faults(f"{field}.post", person.post)
    if person.person and person.person not in known.people:
        yield fault(
            f"{field}.person", "unknown", f"No hay una persona «{person.person}».", "Elíjala de la lista o regístrela."
        )
    if not (person.person or person.name.strip() or person.post.strip()):
        yield fault(f"{field}.name", "empty", "No dice quién participó.", "Escriba su nombre o su cargo, o quítelo.")


def _figure_faults(field: str, figure: FigureDraft) -> Iterator[DraftFault]:
    yield from text_faults(f"{field}.name", figure.name, 60, needed=True)
    yield from text_faults(f"{field}.unit", figure.unit, 60)
    yield from word_faults(f"{field}.approximator", figure.approximator, RecordFigure.Approximator)
    value = figure.value
    if not value.is_finite() or value >= _MOST or value != round(value, 4):
        yield fault(f"{field}.value", "amount", f"«{value}» no cabe.", "Use hasta once cifras y cuatro decimales.")
    elif value < 0:
        yield fault(f"{field}.value", "negative", f"«{value}» es negativo.", "Escriba cuántos fueron: cero o más.")


def _criteria_faults(draft: RecordDraft) -> Iterator[DraftFault]:
    if draft.criteria and draft.kind != Kind.OFFICE_ASSESSMENT:
        yield fault(
            "criteria", "not_taken", "Solo la evaluación de una oficina tiene criterios.", "Quítelos, o cambie el tipo."
        )
    for number, item in enumerate(draft.criteria, start=1):
        yield from text_faults(f"criteria.{number}.criterion", item.criterion, 150, needed=True)
    yield from _repeated("criteria", "criterion", [item.criterion for item in draft.criteria])


def _instrument_faults(draft: RecordDraft, known: Known) -> Iterator[DraftFault]:
    legal = draft.instrument
    if legal is None:
        return
    if draft.kind != Kind.INSTRUMENT:
        yield fault(
            "instrument",
            "not_taken",
            "Solo un instrumento tiene tipo, etapa y actos de las partes.",
            "Quítelos, o cambie el tipo del registro a instrumento.",
        )
    yield from word_faults("instrument.type", legal.type, InstrumentType)
    yield from word_faults("instrument.stage", legal.stage, Stage)
    yield from word_faults("instrument.binding", legal.binding, Instrument.Binding)
    yield from text_faults("instrument.internal_route", legal.internal_route, 200)
    yield from text_faults("instrument.declared_unit", legal.declared_unit, 60)
    yield from text_faults("instrument.url", legal.url, 500)
    if legal.url and not legal.url.startswith(("https://", "http://")):
        yield fault("instrument.url", "url", f"«{legal.url}» no es una dirección.", "Empiece con https://.")
    if legal.declared is not None and not 0 <= legal.declared <= _MOST_NUMBER:
        yield fault("instrument.declared", "number", f"«{legal.declared}» no puede ser.", "Escriba un número entero.")
    yield from _step_faults(legal, known)
    yield from _followup_faults(legal)


def _step_faults(legal: InstrumentDraft, known: Known) -> Iterator[DraftFault]:
    for number, step in enumerate(legal.steps, start=1):
        field = f"instrument.steps.{number}"
        yield from _unknown_party(f"{field}.party", step.party, known)
        yield from word_faults(f"{field}.step", step.step, Step)
        yield from word_faults(f"{field}.precision", step.precision, Precision)
        yield from text_faults(f"{field}.note", step.note)


def _followup_faults(legal: InstrumentDraft) -> Iterator[DraftFault]:
    for number, item in enumerate(legal.followups, start=1):
        field = f"instrument.followups.{number}"
        yield from word_faults(f"{field}.stage", item.stage, Stage)
        yield from text_faults(f"{field}.note", item.note)
        try:
            read = str(Period.parse(item.period))
        except MethodError as error:
            yield fault(f"{field}.period", "period", f"«{item.period}» no es un periodo.", error.remedy)
            continue
        if read != item.period:
            yield fault(f"{field}.period", "period", f"«{item.period}» se escribe {read}.", "Escríbalo así.")
    yield from _repeated("instrument.followups", "period", [item.period for item in legal.followups])


def _commitment_faults(field: str, item: CommitmentDraft, known: Known) -> Iterator[DraftFault]:
    yield from text_faults(f"{field}.text", item.text, needed=True)
    yield from text_faults(f"{field}.responsible", item.responsible, 200)
    yield from text_faults(f"{field}.supporting", item.supporting, 250)
    yield from text_faults(f"{field}.note", item.note)
    yield from word_faults(f"{field}.status", item.status, CommitmentStatus)
    if item.unit and item.unit not in known.units:
        yield fault(f"{field}.unit", "unknown", f"No hay una unidad «{item.unit}».", "Elíjala de la lista.")
    if item.score not in (None, -1, 0, 1):
        yield fault(f"{field}.score", "score", f"El puntaje {item.score} no existe.", "Es -1, 0 o 1, o ninguno.")
    if not 0 <= item.number <= 32_767:
        yield fault(f"{field}.number", "number", f"El número {item.number} no puede ser.", "Empiece por 1.")
