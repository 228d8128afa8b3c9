"""Records of the register as programs read and write them, by natural keys."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from quipu.apps.register.queries.looking import RecordFilters
from quipu.web.api.schemas.record_words import (
    MOST_PARTS,
    PARTY,
    ApproximatorWord,
    BindingWord,
    CommitmentWord,
    Country,
    Day,
    DirectionWord,
    Filled50,
    Filled60,
    Filled150,
    Filled2000,
    InstrumentTypeWord,
    KindWord,
    LevelWord,
    MaybeCountry,
    MaybeDirectionWord,
    MaybeLevelWord,
    MaybeModeWord,
    MaybeOutcomeWord,
    ModalityWord,
    ModeWord,
    OutcomeWord,
    PrecisionWord,
    RecordCode,
    ReviewWord,
    SideWord,
    StageWord,
    StatusWord,
    StepWord,
    Text20,
    Text30,
    Text40,
    Text60,
    Text100,
    Text200,
    Text250,
    Text500,
    Text2000,
    Text20000,
)
from quipu.web.api.schemas.shared import (
    Amount,
    InstitutionPlace,
    Number,
    PeriodText,
    Position,
    Revision,
    Score,
    Sent,
    Whole,
    Window,
)


class RecordPlace(InstitutionPlace):
    """What names a record."""

    record: RecordCode


class RecordQuery(Window):
    """Which records; every part narrows the list, as on the page. One that is left out narrows nothing."""

    q: Text100 = Field(default_factory=str, description="Words, all of them; accents and endings do not matter.")
    kind: KindWord = Field(default_factory=str)
    status: StatusWord = Field(default_factory=str)
    country: Country = Field(default_factory=str, description="Alpha-3 of a counterpart.")
    region: Text30 = Field(default_factory=str, description="Code of a region, with the regions in it.")
    period: PeriodText = Field(default_factory=str)
    unit: Text30 = Field(default_factory=str, description="Code of a unit, with the units under it.")
    mission: Text30 = Field(default_factory=str, description="Code of a mission.")
    mechanism: Text60 = Field(default_factory=str, description="Code of a mechanism.")
    level: LevelWord = Field(default_factory=str, description="The highest of both sides.")
    mode: ModeWord = Field(default_factory=str)
    direction: DirectionWord = Field(default_factory=str)
    action: Text20 = Field(default_factory=str, description="Code of the strategic action served.")
    axis: Text60 = Field(default_factory=str)
    instrument_type: InstrumentTypeWord = Field(default_factory=str)
    instrument_stage: StageWord = Field(default_factory=str)
    review: ReviewWord = Field(default_factory=str)
    evidence: Literal["with", "without"] = Field(default_factory=str)
    outcome: OutcomeWord = Field(default_factory=str)
    organisation: Text40 = Field(default_factory=str, description="Code of a counterpart.")
    person: Text60 = Field(default_factory=str, description="Code of somebody who took part.")

    @property
    def filters(self) -> RecordFilters:
        """What the list is narrowed to."""
        own = self.model_dump(exclude={"q", "kind", "status", "limit", "offset"})
        kinds, statuses = (tuple(filter(None, [word])) for word in (self.kind, self.status))
        return RecordFilters(text=self.q, kinds=kinds, statuses=statuses, **own)


class Official(Schema):
    """Somebody who took part."""

    side: str
    name: str = Field("", description="As the source writes it.")
    post: str = ""
    person: str = Field("", description="Code of the person, where it is known who they are.")
    led: bool = False


class Quantity(Schema):
    """A figure that a source gives with an act."""

    name: str
    value: Number
    approximator: str
    unit: str = ""


class Criterion(Schema):
    """A criterion of an office's assessment."""

    criterion: str
    met: bool


class InstrumentAct(Schema):
    """An act of a party."""

    party: str
    step: str
    on: str | None
    precision: str
    note: str = ""


class FollowUp(Schema):
    """How far a negotiation was at the end of a period."""

    period: str
    stage: str
    note: str = ""


class InstrumentPart(Schema):
    """The legal side of a record of kind `instrument`."""

    type: str
    stage: str
    binding: str
    internal_route: str
    declared: int | None = Field(description="How many items a source says that it holds.")
    declared_unit: str
    url: str
    steps: list[InstrumentAct] = Field(default_factory=list)
    followups: list[FollowUp] = Field(default_factory=list)


class CommitmentPart(Schema):
    """Something promised in an act."""

    number: int
    text: str
    unit: str
    responsible: str
    supporting: str
    due_on: str | None
    verifiable: bool
    status: str
    score: int | None = Field(description="-1, 0 or 1; null while nobody scored it.")
    note: str


class CitationPart(Schema):
    """Where a document proves a field; `start` and `end` are code points of its text, null when not found in it."""

    number: int
    document: str
    field: str
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    locator: str


class RecordRow(Schema):
    """A record as lists tell it."""

    code: str
    kind: str
    title: str
    status: str
    modality: str
    mode: str
    starts_on: str | None
    ends_on: str | None
    precision: str
    countries: list[str] = Field(description="Counterparts that are countries, by alpha-3.")
    regions: list[str] = Field(description="Their regions, with the regions that those are part of.")
    action_code: str
    unit: str
    mission: str
    mechanism: str
    ordinal: int | None
    review: str
    merged_into: str = Field(description="Code of the record that it is a duplicate of; empty when it stands.")
    synthetic: bool
    revision: int


class RecordDetail(RecordRow):
    """A record with everything that hangs from it."""

    summary: str
    status_reason: str
    valid_from: str | None
    valid_to: str | None
    place_country: str
    city: str
    venue: str
    direction: str
    level_own: str
    level_counterpart: str
    outcome: str
    axis: str
    parent: str
    source: str
    counterparts: list[str] = Field(description=PARTY)
    participants: list[Official]
    figures: list[Quantity]
    criteria: list[Criterion]
    instrument: InstrumentPart | None
    commitments: list[CommitmentPart]
    citations: list[CitationPart]


class OfficialSent(Sent):
    """Somebody who took part."""

    side: SideWord
    person: Text60 = ""
    name: Text200 = ""
    post: Text2000 = ""
    led: bool = False


class QuantitySent(Sent):
    """A figure of the act."""

    name: Filled60
    value: Amount
    approximator: ApproximatorWord = "exact"
    unit: Text60 = ""


class CriterionSent(Sent):
    """A criterion of an assessment."""

    criterion: Filled150
    met: bool


class ActSent(Sent):
    """An act of a party."""

    party: Filled50
    step: StepWord
    on: Day | None = None
    precision: PrecisionWord = "day"
    note: Text2000 = ""


class FollowUpSent(Sent):
    """How far a negotiation was."""

    period: PeriodText
    stage: StageWord
    note: Text2000 = ""


class InstrumentSent(Sent):
    """The legal side of an instrument."""

    type: InstrumentTypeWord = "other"
    stage: StageWord = "signed"
    binding: BindingWord = "unknown"
    internal_route: Text200 = ""
    declared: Whole | None = None
    declared_unit: Text60 = ""
    url: Text500 = ""
    steps: list[ActSent] = Field(default_factory=list, max_length=MOST_PARTS)
    followups: list[FollowUpSent] = Field(default_factory=list, max_length=MOST_PARTS)


class CommitmentSent(Sent):
    """Something promised; without a number it takes the next one free."""

    text: Filled2000
    number: Position | None = None
    unit: Text30 = ""
    responsible: Text200 = ""
    supporting: Text250 = ""
    due_on: Day | None = None
    verifiable: bool = False
    status: CommitmentWord = "not_started"
    score: Score | None = None
    note: Text2000 = ""


class RecordSent(Sent):
    """A whole record: what is left out is empty. Its citations are apart, and stay."""

    kind: KindWord
    title: Filled2000
    summary: Text20000 = ""
    status: StatusWord = "done"
    status_reason: Text2000 = ""
    modality: ModalityWord = "asserted"
    mode: MaybeModeWord = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    precision: PrecisionWord = "day"
    valid_from: Day | None = None
    valid_to: Day | None = None
    place_country: MaybeCountry = ""
    city: Text100 = ""
    venue: Text200 = ""
    direction: MaybeDirectionWord = ""
    level_own: MaybeLevelWord = ""
    level_counterpart: MaybeLevelWord = ""
    outcome: MaybeOutcomeWord = ""
    axis: Text60 = ""
    action_code: Text20 = ""
    unit: Text30 = Field("", description="Code of the unit that answers for it.")
    mission: Text30 = ""
    mechanism: Text60 = ""
    ordinal: Position | None = None
    parent: Text60 = ""
    source: Text2000 = ""
    counterparts: list[Filled50] = Field(default_factory=list, max_length=MOST_PARTS, description=PARTY)
    participants: list[OfficialSent] = Field(default_factory=list, max_length=MOST_PARTS)
    figures: list[QuantitySent] = Field(default_factory=list, max_length=MOST_PARTS)
    criteria: list[CriterionSent] = Field(default_factory=list, max_length=MOST_PARTS)
    instrument: InstrumentSent | None = None
    commitments: list[CommitmentSent] = Field(default_factory=list, max_length=MOST_PARTS)
    reason: Text2000 = Field("", description="Why, for the history.")


class NewRecordSent(RecordSent):
    """A record to be made; without a code it is given one."""

    code: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/]{0,60}$")] = ""


class ChangedRecordSent(RecordSent):
    """A record as it should stand."""

    revision: Revision
