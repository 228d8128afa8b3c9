"""What records and the rows that hang from them must satisfy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from quipu.apps.imports.differences import Outcome
from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.drafts.checking import OUTCOMES
from quipu.apps.register.drafts.dates import date_faults
from quipu.apps.register.drafts.faults import country_faults
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row

_COUNTRIES = {
    "region_countries": "country",
    "organisations": "country",
    "people": "country",
    "posts": "country",
    "mechanisms": "country",
    "records": "place_country",
    "counterparts": "country",
}
_DATES = ("starts_on", "ends_on", "valid_from", "valid_to", "precision", "status")


def find_bad_countries(outcome: Outcome) -> Iterator[Fault]:
    """Codes of no country, or of one that no longer exists."""
    if not {*_COUNTRIES, "instrument_steps"} & outcome.in_file:
        return
    home = _home(outcome)
    for sheet, column in _COUNTRIES.items():
        for row in outcome.file_rows(sheet):
            code = row.get(column)
            for fault in country_faults(column, str(code), home) if code is not None else ():
                yield row.fault(column, reason=fault.reason, remedy=fault.remedy, code="imports.country")
    known = {str(row["code"]) for row in outcome.after["organisations"].values()} if _has_steps(outcome) else set()
    for row in outcome.file_rows("instrument_steps"):
        party = row.get("party")
        if party is not None and party not in known:
            for fault in country_faults("party", str(party), home):
                remedy = "Use el código de tres letras del país, o el de un organismo de la hoja «Organismos»."
                yield row.fault("party", reason=fault.reason, remedy=remedy, code="imports.country")


def find_bad_dates(outcome: Outcome) -> Iterator[Fault]:
    """Records done in the future, that end before they start, or whose date and precision contradict each other."""
    today = timezone.localdate()
    for row in outcome.file_rows("records"):
        if not row.refused.isdisjoint(_DATES):
            continue
        draft = RecordDraft(kind="", title="", **{name: row.get(name) for name in _DATES})  # type: ignore[arg-type]
        for fault in date_faults(draft, today):
            code = fault.code.replace("register.draft.", "imports.record_")
            yield row.fault(fault.field, reason=_lowered(fault.reason), remedy=fault.remedy, code=code)


def find_bad_records(outcome: Outcome) -> Iterator[Fault]:
    """Records cancelled without a reason, with an outcome that their kind does not have, or a session of nothing."""
    for row in outcome.file_rows("records"):
        if row.get("status") == "cancelled" and row.get("status_reason") is None:
            reason, remedy = "está cancelado y no dice por qué.", "Escriba el motivo."
            yield row.fault("status_reason", reason=reason, remedy=remedy, code="imports.record_cancelled")
        taken = OUTCOMES.get(str(row.get("kind")), frozenset())
        if row.get("outcome") is not None and row.get("outcome") not in taken:
            reason = "un registro de este tipo no tiene ese desenlace."
            yield row.fault("outcome", reason=reason, remedy="Vacíe la celda.", code="imports.record_outcome")
        if row.get("ordinal") is not None and row.get("mechanism") is None:
            reason = "tiene número de sesión y no dice de qué mecanismo."
            remedy = "Escriba el código del mecanismo, o vacíe el ordinal."
            yield row.fault("ordinal", reason=reason, remedy=remedy, code="imports.ordinal_alone")


def find_bad_sessions(outcome: Outcome) -> Iterator[Fault]:
    """Sessions of another kind or with another counterpart than their mechanism's, and numbers that repeat."""
    if not {"records", "mechanisms", "counterparts"} & outcome.in_file:
        return
    mechanisms = {key[0]: row for key, row in outcome.after["mechanisms"].items()}
    parties: dict[Value, set[Value]] = defaultdict(set)
    for party in outcome.after["counterparts"].values():
        parties[party.get("record")] |= {party.get("country"), party.get("organisation")}
    for row in outcome.file_rows("records"):
        mechanism = mechanisms.get(row.get("mechanism"))
        if mechanism is None:
            continue
        if row.get("kind") != mechanism.get("kind") and "kind" not in row.refused:
            reason = f"las sesiones de «{row.get('mechanism')}» son de otro tipo."
            remedy = "Cambie el tipo del registro, o el mecanismo."
            yield row.fault("kind", reason=reason, remedy=remedy, code="imports.mechanism_kind")
        other = mechanism.get("country") or mechanism.get("organisation")
        if other not in parties[row.get("code")]:
            reason = f"«{row.get('mechanism')}» es con {other}, que no está entre las contrapartes del registro."
            remedy = "Agréguela en la hoja «Contrapartes», o cambie el mecanismo."
            yield row.fault("mechanism", reason=reason, remedy=remedy, code="imports.mechanism_party")


def find_repeated_sessions(outcome: Outcome) -> Iterator[Fault]:
    """Two sessions of a mechanism with one number; sources do so, and the owner then has to find out which is right."""
    if "records" not in outcome.in_file:
        return
    sessions: dict[tuple[Value, Value], list[Mapping[str, Value]]] = defaultdict(list)
    for row in outcome.after["records"].values():
        is_alive = row.get("status") != "cancelled" and row.get("merged_into") is None
        if is_alive and row.get("ordinal") is not None and row.get("mechanism") is not None:
            sessions[row.get("mechanism"), row.get("ordinal")].append(row)
    for alive in sessions.values():
        for row in alive if len(alive) > 1 else ():
            other = next((item for item in alive if item is not row), None)
            if isinstance(row, Row) and other is not None and (row is not alive[0] or not isinstance(other, Row)):
                reason = f"la sesión {row.get('ordinal')} de «{row.get('mechanism')}» ya es «{other.get('code')}»."
                remedy = "Si son el mismo acto, una los dos registros; si no, averigüe cuál lleva otro número."
                yield row.fault("ordinal", reason=reason, remedy=remedy, code="imports.ordinal_repeated")


def find_bad_mechanisms(outcome: Outcome) -> Iterator[Fault]:
    """Mechanisms with no counterpart or with two, and two that nothing tells apart."""
    if "mechanisms" not in outcome.in_file:
        return
    first: dict[tuple[Value, ...], Mapping[str, Value]] = {}
    for row in outcome.after["mechanisms"].values():
        key = tuple(row.get(name) for name in ("family", "level", "country", "organisation"))
        other = first.setdefault(key, row)
        told = row if isinstance(row, Row) else other
        if other is not row and isinstance(told, Row):
            reason = f"«{(other if told is row else row).get('code')}» es de la misma familia, nivel y contraparte."
            remedy = "Use aquel, o distíngalos por la familia o el nivel."
            yield told.fault("family", reason=reason, remedy=remedy, code="imports.mechanism_repeated")
    for row in outcome.file_rows("mechanisms"):
        yield from _one_party(row, "Un mecanismo es con un país o con un organismo.")


def find_bad_details(outcome: Outcome) -> Iterator[Fault]:
    """Counterparts of no country nor organisation, participants who are nobody, details of another kind of record."""
    for row in outcome.file_rows("counterparts"):
        yield from _one_party(row, "Una contraparte es un país o un organismo.")
    for row in outcome.file_rows("participants"):
        if all(row.get(name) is None for name in ("person", "name", "post")):
            reason, remedy = "no dice quién participó.", "Escriba su nombre o su cargo, o quite la fila."
            yield row.fault("name", reason=reason, remedy=remedy, code="imports.participant_empty")
    yield from _of_kind(outcome, "instruments", "instrument", "solo un instrumento tiene tipo, etapa y actos.")
    yield from _of_kind(outcome, "office_criteria", "office_assessment", "solo la evaluación de una oficina los tiene.")


def find_bad_holdings(outcome: Outcome) -> Iterator[Fault]:
    """Posts left before they were taken."""
    for row in outcome.file_rows("post_holdings"):
        starts, ends = row.get("starts_on"), row.get("ends_on")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            reason, remedy = "termina antes de empezar.", "Corrija una de las dos fechas."
            yield row.fault("ends_on", reason=reason, remedy=remedy, code="imports.holding_dates")


def find_bad_region_codes(outcome: Outcome) -> Iterator[Fault]:
    """Codes with the bar that parts them where they are kept together."""
    for row in outcome.file_rows("regions"):
        if "|" in str(row.get("code") or ""):
            reason, remedy = "un código de región no lleva barras.", "Use letras y guiones."
            yield row.fault("code", reason=reason, remedy=remedy, code="imports.region_code")


def _one_party(row: Row, reason: str) -> Iterator[Fault]:
    pair = [row.get("country"), row.get("organisation")]
    if pair.count(None) != 1 and row.refused.isdisjoint({"country", "organisation"}):
        remedy = "Llene una sola de las dos celdas, «País» u «Organismo»."
        yield row.fault("country", reason=_lowered(reason), remedy=remedy, code="imports.one_party")


def _of_kind(outcome: Outcome, sheet: str, kind: str, reason: str) -> Iterator[Fault]:
    if sheet not in outcome.in_file:
        return
    kinds: dict[Any, Value] = {key[0]: row.get("kind") for key, row in outcome.after["records"].items()}
    for row in outcome.file_rows(sheet):
        if kinds.get(row.get("record"), kind) not in (kind, None):
            remedy = "Quite la fila, o cambie el tipo del registro."
            yield row.fault("record", reason=reason, remedy=remedy, code="imports.record_kind")


def _home(outcome: Outcome) -> Institution:
    """The institution as it would be; a fictional one has a country of its own."""
    row = next(iter(outcome.after["institution"].values()), {})
    return Institution(country=str(row.get("country") or ""))


def _has_steps(outcome: Outcome) -> bool:
    return "instrument_steps" in outcome.in_file


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
