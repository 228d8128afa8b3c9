"""What stands beside records: mechanisms, instruments, commitments, documents, findings and countries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.evidence.queries import document_in, search_documents, text_of
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Mechanism, Record, Status
from quipu.apps.register.queries.citations import citations_of_document
from quipu.apps.register.queries.countries import country_sheet, counts_by_country
from quipu.apps.register.queries.findings import findings_of
from quipu.apps.register.queries.instruments import (
    InstrumentFilters,
    commitments_of,
    in_situation,
    instruments_of,
)
from quipu.language import country_name, is_country
from quipu.web.api.paging import page_of
from quipu.web.api.problems import MissingError
from quipu.web.api.reading import Asked
from quipu.web.api.record_rows import (
    citation_row,
    commitment_row,
    country_row,
    document_row,
    finding_row,
    instrument_row,
    mechanism_row,
    record_row,
    told_with,
)
from quipu.web.api.schemas.register import (
    CommitmentRow,
    CommitmentsQuery,
    CountryPlace,
    CountryRow,
    CountrySheet,
    DocumentDetail,
    DocumentPlace,
    DocumentQuery,
    DocumentRow,
    FindingQuery,
    FindingRow,
    InstrumentQuery,
    InstrumentRow,
    LanguageOnly,
    LanguageQuery,
    MechanismDetail,
    MechanismPlace,
    MechanismRow,
)
from quipu.web.api.schemas.shared import InstitutionPlace, Page, Window
from quipu.web.api.tokens import taking

router = Router(tags=["register"])
_REGISTER = "/institutions/{slug}/register"


@router.get(f"{_REGISTER}/mechanisms", summary="Mechanisms", **taking(Action.VIEW_REGISTER, Page[MechanismRow]))
def mechanisms(request: HttpRequest, place: Path[InstitutionPlace], window: Asked[Window]) -> Any:
    """By code, those that meet no more too."""
    return page_of(_mechanisms(request.auth.institution), window, lambda item: mechanism_row(item, item.held))


@router.get(
    f"{_REGISTER}/mechanisms/{{mechanism}}",
    summary="A mechanism and its sessions",
    **taking(Action.VIEW_REGISTER, MechanismDetail),
)
def mechanism(request: HttpRequest, place: Path[MechanismPlace]) -> Any:
    """Sessions by ordinal, those planned too."""
    found = _mechanisms(request.auth.institution).filter(code=place.mechanism).first()
    if found is None:
        raise MissingError
    sessions = told_with(Record.objects.filter(mechanism=found, merged_into=None)).order_by(
        "ordinal", "starts_on", "pk"
    )
    return mechanism_row(found, found.held) | {"records": [record_row(item) for item in sessions]}


@router.get(f"{_REGISTER}/instruments", summary="Instruments", **taking(Action.VIEW_REGISTER, Page[InstrumentRow]))
def instruments(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[InstrumentQuery]) -> Any:
    """The latest first, each with the acts of its parties and the follow-up of its negotiation."""
    filters = InstrumentFilters(**asked.model_dump(exclude={"limit", "offset"}))
    found = instruments_of(request.auth.institution, filters, timezone.localdate()).filter(instrument__isnull=False)
    found = told_with(found).prefetch_related("instrument__steps", "instrument__followups")
    return page_of(found.order_by(*Record._meta.ordering, "pk"), asked, instrument_row)


@router.get(f"{_REGISTER}/commitments", summary="Commitments", **taking(Action.VIEW_REGISTER, Page[CommitmentRow]))
def commitments(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[CommitmentsQuery]) -> Any:
    """By the date on which they are due."""
    found = commitments_of(request.auth.institution, unit=asked.unit, country=asked.country)
    return page_of(in_situation(found, asked.situation, timezone.localdate()), asked, commitment_row)


@router.get(
    f"{_REGISTER}/findings", summary="What asks for attention", **taking(Action.VIEW_REGISTER, Page[FindingRow])
)
def findings(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[FindingQuery]) -> Any:
    """Series that do not fit, acts whose day has passed, commitments overdue; of a focal point, those of its units."""
    kinds = [asked.kind] if asked.kind else None
    found = findings_of(request.auth.institution, timezone.localdate(), request.auth.reach, kinds=kinds)
    return page_of(found, asked, lambda item: finding_row(item, asked.language))


@router.get(f"{_REGISTER}/countries", summary="Countries", **taking(Action.VIEW_REGISTER, Page[CountryRow]))
def countries(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[LanguageQuery]) -> Any:
    """Those with which something is recorded, by code, and in how many records each takes part."""
    held = request.auth.institution.records.filter(merged_into__isnull=True)
    found = sorted(counts_by_country(held).items())
    return page_of(
        found,
        asked,
        lambda row: {"iso3": row[0], "name": country_name(row[0], asked.language), "records": row[1]},
    )


@router.get(
    f"{_REGISTER}/countries/{{iso3}}",
    summary="The sheet of a country",
    **taking(Action.VIEW_REGISTER, CountrySheet),
)
def country(request: HttpRequest, place: Path[CountryPlace], asked: Asked[LanguageOnly]) -> Any:
    """Mechanisms, instruments, commitments, visits and acts with it."""
    institution = request.auth.institution
    if not is_country(place.iso3) and place.iso3 != institution.country:
        raise MissingError
    sheet = country_sheet(institution, place.iso3, timezone.localdate())
    return country_row(institution, place.iso3, sheet, asked.language)


@router.get(f"{_REGISTER}/documents", summary="Documents", **taking(Action.VIEW_REGISTER, Page[DocumentRow]))
def documents(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[DocumentQuery]) -> Any:
    """The latest first; their texts are asked one by one."""
    found = search_documents(request.auth.institution, words=asked.q, kind=asked.kind)
    return page_of(found.order_by("-dated_on", "code"), asked, document_row)


@router.get(f"{_REGISTER}/documents/{{document}}", summary="A document", **taking(Action.VIEW_REGISTER, DocumentDetail))
def document(request: HttpRequest, place: Path[DocumentPlace]) -> Any:
    """With the text of the reading in force and what is cited from it."""
    found = document_in(request.auth.institution, place.document)
    cited = citations_of_document(found)
    return document_row(found) | {"text": text_of(found), "citations": [citation_row(item) for item in cited]}


def _mechanisms(institution: Institution) -> QuerySet[Mechanism]:
    done = Q(sessions__status=Status.DONE, sessions__merged_into=None)
    found = Mechanism.objects.filter(institution=institution).select_related("organisation", "unit")
    return found.annotate(held=Count("sessions", filter=done)).order_by("code")
