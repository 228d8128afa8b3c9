"""What is being collected: periods, what each cost centre sends, and the drafts that programs write."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from quipu.web.api.schemas.plans import CostCentreRow
from quipu.web.api.schemas.shared import (
    Amount,
    Code,
    Divisor,
    InstitutionPlace,
    MaybeNumber,
    Month,
    PeriodText,
    Position,
    Reason,
    Revision,
    Sent,
    VersionNumber,
    Window,
    Words,
)
from quipu.web.api.schemas.values import GivenValue, PartRow

MOST_PARTS = 1_000


class PlanQuery(Schema):
    """Which plan version, where several ask for the same period; without it, the newest."""

    plan: Code = Field(default_factory=str, description="Code of the plan; goes with `version`.")
    version: VersionNumber = Field(default_factory=lambda: None, description="Number of its version; goes with `plan`.")


class SubmissionQuery(PlanQuery, Window):
    """Which submissions."""


class PeriodPlace(InstitutionPlace):
    """What names a reporting period."""

    period: PeriodText


class SubmissionPlace(PeriodPlace):
    """What names a submission: its period and its cost centre."""

    unit: Code = Field(description="Code of the executing unit.")
    centre: Code = Field(description="Code of the cost centre.")


class ValuePlace(SubmissionPlace):
    """What names a value: the indicator and the indicator's own period."""

    indicator: Code
    of: PeriodText = Field(description="The indicator's own period, such as 2024-Q1.")


class AmountsPlace(SubmissionPlace):
    """What names a month of an activity."""

    activity: Code
    month: Month


class LevelRow(Schema):
    """The calendar of posts or of units."""

    level: str = Field(description="`post` or `unit`.")
    state: str = Field(description="`open`, `closed` or `locked`.")
    opens_on: str
    due_on: str


class ReportingPeriodRow(Schema):
    """A period for which a plan version asks for what was done."""

    period: str
    plan: str
    version: int
    message: str
    levels: list[LevelRow]


class SubmissionRow(Schema):
    """Where a cost centre stands."""

    cost_centre: CostCentreRow
    level: str
    state: str = Field(description="`owed`, `draft`, `submitted`, `returned` or `approved`.")
    due_on: str
    late: bool
    owed: int = Field(description="How many values and monthly amounts it owes.")
    filled: int = Field(description="How many of them are there.")
    revision: int


class SubmissionDetail(SubmissionRow):
    """The same, with its words and everything that is still missing."""

    achievements: str
    limitations: str
    measures: str
    submitted_at: str | None
    approved_at: str | None
    returned_because: str
    missing: list[str]


class OwedValueRow(Schema):
    """A value that is owed: what was expected, and what is there now."""

    indicator: str
    name: str
    element: str
    unit_kind: str
    unit_of_measure: str
    period: str
    value: GivenValue | None = Field(description="Null while nothing is there.")
    drafted: bool = Field(description="Whether it is this submission's draft; otherwise the plan's own value.")
    comment: str
    source: str
    breakdown: list[PartRow]
    revision: int = Field(description="To be sent back when it is written; 0 while there is no draft.")


class OwedMonthRow(Schema):
    """A month of an activity."""

    month: int
    owed: list[str] = Field(description="The measures owed: `physical`, `financial`.")
    programmed_physical: MaybeNumber
    programmed_financial: MaybeNumber
    physical: MaybeNumber
    financial: MaybeNumber
    no_data_reason: str
    revision: int


class OwedActivityRow(Schema):
    """An activity with the months that it owes."""

    activity: str
    name: str
    unit_of_measure: str
    physical_is_counted: bool = Field(description="Counted from its tasks: only the financial amount is sent.")
    months: list[OwedMonthRow]


class NumberSent(Sent):
    """One number."""

    value_type: Literal["number"]
    number: Amount


class RatioSent(Sent):
    """A numerator over a denominator that is not zero."""

    value_type: Literal["ratio"]
    numerator: Amount
    denominator: Divisor


class OrdinalSent(Sent):
    """A position in the indicator's scale."""

    value_type: Literal["ordinal"]
    ordinal: Position


class TextSent(Sent):
    """Words."""

    value_type: Literal["text"]
    text: Reason


class NoDataSent(Sent):
    """There is no value, for a reason. It is not a zero."""

    value_type: Literal["no_data"]
    no_data_reason: Reason


ValueSent = Annotated[NumberSent | RatioSent | OrdinalSent | TextSent | NoDataSent, Field(discriminator="value_type")]


class CategorySent(Sent):
    """A category of one of the indicator's disaggregations, by their codes."""

    disaggregation: Code
    category: Code


class PartSent(CategorySent):
    """A part of the value; where two categories cross, the second in `crossed_with`."""

    crossed_with: CategorySent | None = None
    number: Amount


class EntrySent(Sent):
    """A draft of a value. Without a breakdown, the one that is there stays."""

    value: ValueSent
    comment: Words = ""
    source: Words = ""
    breakdown: list[PartSent] | None = Field(None, max_length=MOST_PARTS)
    revision: Revision


class EntryRow(Schema):
    """A draft as it was kept."""

    value: GivenValue
    comment: str
    source: str
    breakdown: list[PartRow]
    revision: int


class AmountsSent(Sent):
    """What was executed in a month, or why nothing was; all of it empty takes the draft away."""

    physical: Amount | None = None
    financial: Amount | None = None
    no_data_reason: Words = ""
    revision: Revision


class AmountsRow(Schema):
    """A month's draft as it was kept; revision 0 when it was taken away."""

    physical: MaybeNumber
    financial: MaybeNumber
    no_data_reason: str
    revision: int


class SubmitSent(Sent):
    """The submission that was read."""

    revision: Revision
