"""What stands beside records: mechanisms, instruments, commitments, documents, findings and countries."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from quipu.apps.evidence.models import Document
from quipu.apps.register.queries.findings import SORTS
from quipu.web.api.schemas.record_words import Country, InstrumentTypeWord, StageWord
from quipu.web.api.schemas.records import CitationPart, CommitmentPart, InstrumentPart, RecordRow
from quipu.web.api.schemas.shared import InstitutionPlace, Window


class MechanismPlace(InstitutionPlace):
    """What names a mechanism."""

    mechanism: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/]{1,60}$", description="Code of a mechanism.")]


class CountryPlace(InstitutionPlace):
    """What names a country."""

    iso3: Country


class DocumentPlace(InstitutionPlace):
    """What names a document."""

    document: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/]{1,60}$", description="Code of a document.")]


class LanguageOnly(Schema):
    """In which language names are told."""

    language: Literal["en", "es"] = Field("en", description="Language of the names.")


class LanguageQuery(LanguageOnly, Window):
    """The same, for a list."""


class DocumentQuery(Window):
    """Which documents."""

    q: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = Field(
        default_factory=str, description="Words of its title, issuer, number or code."
    )
    kind: Literal[*Document.Kind.values] = Field(default_factory=str)


class MechanismRow(Schema):
    """A standing dialogue that meets in numbered sessions."""

    code: str
    name: str
    family: str
    kind: str
    level: str
    country: str
    organisation: str
    unit: str
    first_ordinal: int | None
    every_months: int | None
    active: bool
    sessions: int = Field(description="How many sessions are recorded.")
    synthetic: bool


class MechanismDetail(MechanismRow):
    """A mechanism with its sessions, by ordinal."""

    records: list[RecordRow]


class InstrumentRow(Schema):
    """An instrument with the record that it is."""

    record: RecordRow
    instrument: InstrumentPart


class CommitmentRow(CommitmentPart):
    """A commitment and the record in which it was made."""

    record: str


class InstrumentQuery(Window):
    """Which instruments."""

    type: InstrumentTypeWord = Field(default_factory=str)
    stage: StageWord = Field(default_factory=str)
    country: Country = Field(default_factory=str, description="Alpha-3 of a party.")
    state: Literal["in_force", "pending", "due"] = Field(
        default_factory=str, description="In force, not yet, or without the follow-up of the last quarter."
    )


class CommitmentsQuery(Window):
    """Which commitments."""

    situation: Literal["overdue", "due", "undated", "fulfilled", "abandoned"] = Field(default_factory=str)
    unit: Annotated[str, Field(pattern=r"^[^\x00]{1,30}$")] = Field(default_factory=str, description="Code of a unit.")
    country: Country = Field(default_factory=str, description="Alpha-3 of a counterpart.")


class CitedRow(CitationPart):
    """What is cited from a document, and the record that it proves."""

    record: str


class DocumentRow(Schema):
    """A document that proves something."""

    code: str
    title: str
    kind: str
    issuer: str
    number: str
    dated_on: str | None
    language: str
    url: str
    sha256: str = Field(description="Of the text in force; empty for a document known by reference.")
    reading: int
    synthetic: bool


class DocumentDetail(DocumentRow):
    """A document with its text; citations count code points in it."""

    text: str
    citations: list[CitedRow]


class FindingQuery(LanguageOnly, Window):
    """Which findings."""

    kind: Literal[*SORTS] = Field(default_factory=str, description="Only of this sort.")


class FindingRow(Schema):
    """Something that somebody should look at; nothing is corrected."""

    code: str
    kind: str
    record: str = Field(description="Code of the record that it is about; empty when it is about a mechanism.")
    mechanism: str
    commitment: int | None = Field(description="Number of the commitment of the record that it is about.")
    unit: str = Field(description="Whose it is; empty where no unit is named.")
    on: str | None = Field(description="The day that it is about: a deadline, the day that passed.")
    words: str


class CountryRow(Schema):
    """A country with which something is recorded."""

    iso3: str
    name: str
    records: int


class Figures(Schema):
    """Acts done of one kind, by year."""

    kind: str
    by_year: dict[str, int]
    undated: int


class CountrySheet(Schema):
    """What is recorded with a country, in brief: the first rows of each list."""

    iso3: str
    name: str
    regions: list[str] = Field(description="Codes, the nearest first.")
    mechanisms: list[MechanismRow]
    in_force: list[RecordRow] = Field(description="Instruments.")
    pending: list[RecordRow] = Field(description="Instruments signed or negotiated that are not in force.")
    commitments: list[CommitmentRow] = Field(description="Open ones, the first due first.")
    open_commitments: int
    overdue: int
    visits: list[RecordRow]
    planned: list[RecordRow]
    last: list[RecordRow] = Field(description="What was done, the latest first.")
    figures: list[Figures]
