"""Typed values as programs read them: reported, corrected and published, each apart."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from quipu.web.api.schemas.shared import Code, InstitutionPlace, MaybeNumber, Number


class IndicatorPlace(InstitutionPlace):
    """What names an indicator, the same through every version of its plan."""

    plan: Code
    code: Code


class GivenValue(Schema):
    """A value that says what kind of value it is; only the parts of its kind are filled. *No data* has a reason."""

    value_type: str = Field(description="`number`, `ratio`, `ordinal`, `text` or `no_data`.")
    number: MaybeNumber = None
    numerator: MaybeNumber = None
    denominator: MaybeNumber = None
    ordinal: int | None = Field(None, description="Position in the indicator's scale.")
    text: str = ""
    no_data_reason: str = ""


class CategoryRow(Schema):
    """A category of one of the indicator's disaggregations."""

    disaggregation: str
    category: str


class PartRow(CategoryRow):
    """The part of a value in a category, or where two cross."""

    crossed_with: CategoryRow | None
    number: Number


class ObtainedRow(GivenValue):
    """An obtained value, as reported or as corrected; a correction has its reason."""

    reason: str
    source: str
    synthetic: bool
    recorded_at: str
    parts: list[PartRow]


class PublishedRow(Schema):
    """A figure as somebody printed it; it never enters a computation."""

    code: str
    measure: str
    direction: str
    printed: str
    source: str
    note: str


class PeriodValues(Schema):
    """What is known about an indicator in a period; the kinds are never merged."""

    period: str
    reported: ObtainedRow | None
    counted: ObtainedRow | None = Field(description="From the register, where the count is the indicator's value.")
    corrected: ObtainedRow | None
    published: list[PublishedRow]
