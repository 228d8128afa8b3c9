"""Records and what hangs from them, as programs read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from quipu.apps.evidence.models import Document
from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import Citation, Commitment, Instrument, Mechanism, Record
from quipu.apps.register.queries.countries import CountrySheet
from quipu.apps.register.queries.findings import RegisterFinding
from quipu.language import country_name

_OWN = ("code", "kind", "title", "status", "modality", "mode", "precision", "action_code", "ordinal", "review")
_LEGAL = ("type", "stage", "binding", "internal_route", "declared", "declared_unit", "url")
_PROMISED = ("number", "text", "responsible", "supporting", "verifiable", "status", "score", "note")
_CITED = ("number", "field", "exact", "prefix", "suffix", "start", "end", "locator")
_STANDING = ("code", "name", "family", "kind", "level", "country", "first_ordinal", "every_months", "active")
_PROVING = ("code", "title", "kind", "issuer", "number", "language", "url", "sha256", "reading", "synthetic")


def told_with(records: QuerySet[Record]) -> QuerySet[Record]:
    """Records with what a row of a list names."""
    return records.select_related("unit", "mission", "mechanism", "merged_into")


def record_row(record: Record) -> dict[str, Any]:
    """A record as lists tell it."""
    return {
        **{name: getattr(record, name) for name in _OWN},
        "starts_on": _day(record.starts_on),
        "ends_on": _day(record.ends_on),
        "countries": _codes(record.countries),
        "regions": _codes(record.regions),
        **{name: _code(getattr(record, name)) for name in ("unit", "mission", "mechanism", "merged_into")},
        "synthetic": record.synthetic,
        "revision": record.revision,
    }


def record_detail(record: Record) -> dict[str, Any]:
    """A record with everything that hangs from it."""
    draft, citations = RecordDraft.of(record), record.citations.select_related("document")
    return {
        **draft.as_json(),
        **record_row(record),
        "figures": [item.as_json() | {"value": item.value} for item in draft.figures],
        "citations": [
            {name: getattr(item, name) for name in _CITED} | {"document": item.document.code} for item in citations
        ],
    }


def instrument_part(instrument: Instrument) -> dict[str, Any]:
    """The legal side of an instrument, with the acts of its parties and how its negotiation went."""
    return {
        **{name: getattr(instrument, name) for name in _LEGAL},
        "steps": [
            {name: getattr(step, name) for name in ("party", "step", "precision", "note")} | {"on": _day(step.on)}
            for step in instrument.steps.all()
        ],
        "followups": [
            {name: getattr(item, name) for name in ("period", "stage", "note")} for item in instrument.followups.all()
        ],
    }


def instrument_row(record: Record) -> dict[str, Any]:
    """An instrument with its record."""
    return {"record": record_row(record), "instrument": instrument_part(record.instrument)}


def commitment_part(item: Commitment) -> dict[str, Any]:
    """A commitment."""
    own = {name: getattr(item, name) for name in _PROMISED}
    return own | {"unit": _code(item.unit), "due_on": _day(item.due_on)}


def commitment_row(item: Commitment) -> dict[str, Any]:
    """A commitment and the record in which it was made."""
    return commitment_part(item) | {"record": item.record.code}


def mechanism_row(item: Mechanism, sessions: int) -> dict[str, Any]:
    """A mechanism and how many of its sessions are recorded."""
    return {
        **{name: getattr(item, name) for name in _STANDING},
        "organisation": _code(item.organisation),
        "unit": _code(item.unit),
        "sessions": sessions,
        "synthetic": item.synthetic,
    }


def document_row(document: Document) -> dict[str, Any]:
    """A document, without its text."""
    return {name: getattr(document, name) for name in _PROVING} | {"dated_on": _day(document.dated_on)}


def citation_row(item: Citation) -> dict[str, Any]:
    """What is cited from a document, and the record that it proves."""
    own = {name: getattr(item, name) for name in _CITED}
    return own | {"document": item.document.code, "record": item.record.code}


def finding_row(item: RegisterFinding, language: str) -> dict[str, Any]:
    """Something to look at."""
    return {
        "code": item.code,
        "kind": item.kind,
        "record": _code(item.record),
        "mechanism": _code(item.mechanism),
        "commitment": item.commitment and item.commitment.number,
        "unit": _code(item.unit),
        "on": _day(item.on),
        "words": item.sentence(language),
    }


def country_row(institution: Institution, iso3: str, sheet: CountrySheet, language: str) -> dict[str, Any]:
    """The sheet of a country; its records are read again together, with what a row names."""
    lists = {name: getattr(sheet, name).rows for name in ("in_force", "pending", "visits", "planned", "last")}
    wanted = {record.pk for rows in lists.values() for record in rows}
    told = {record.pk: record_row(record) for record in told_with(institution.records.filter(pk__in=wanted))}
    return {
        "iso3": iso3,
        "name": country_name(iso3, language),
        "regions": [region.code for region in sheet.region],
        "mechanisms": [mechanism_row(item.mechanism, item.sessions) for item in sheet.mechanisms],
        **{name: [told[record.pk] for record in rows] for name, rows in lists.items()},
        "commitments": [commitment_row(item) for item in sheet.commitments],
        "open_commitments": sheet.open_commitments,
        "overdue": sheet.overdue,
        "figures": [
            {
                "kind": row.kind,
                "by_year": {str(year): many for year, many in row.by_year.items()},
                "undated": row.undated,
            }
            for row in sheet.figures
        ],
    }


def _code(row: Any) -> str:
    return row.code if row else ""


def _codes(barred: str) -> list[str]:
    return [code for code in barred.split("|") if code]


def _day(day: date | None) -> str | None:
    return day and day.isoformat()
