"""Rules and what they count, as programs read them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from quipu.web.api.schemas.shared import MaybeNumber, Number, PeriodText, Window
from quipu.web.api.schemas.values import IndicatorPlace

_CATEGORY = r"^[^\x00]{0,60}$"


class CountsQuery(Window):
    """Which period is compared."""

    period: PeriodText
    language: Literal["en", "es"] = Field("en", description="Language of the words of the rules.")


class CountedPlace(IndicatorPlace):
    """What names a counted figure."""

    of: PeriodText


class RowsQuery(Window):
    """Which of the rows behind a figure."""

    dimension: Annotated[str, Field(pattern=r"^(region|country|level|mode)?$")] = ""
    category: Annotated[str, Field(pattern=_CATEGORY)] = ""


class ComparedRow(Schema):
    """An indicator counted, reported, corrected and published, side by side; null where there is no fact."""

    indicator: str
    element: str
    name: str
    counted: MaybeNumber
    reported: MaybeNumber
    corrected: MaybeNumber
    published: str = Field(description="As it was printed, with its digits; empty when nobody printed it.")
    difference: MaybeNumber = Field(description="Counted minus reported.")
    words: str = Field(description="The rule in words.")
    feeds: bool = Field(description="Whether the count is the indicator's obtained value.")
    why_not: str = Field(description="Why it is not counted, when it is not.")


class RuleRow(Schema):
    """How an indicator is counted, or why it is not."""

    indicator: str
    definition: dict[str, Any] | None = Field(description="The rule as data; null for an indicator not counted.")
    why_not: str
    feeds: bool
    covers_from: int | None = Field(description="The first year of which there is a count.")
    covers_to: int | None = Field(description="The last such year; null while the register is kept.")
    revision: int


class CountedRow(Schema):
    """What a rule counts in a period, in all or in a category."""

    period: str
    dimension: str
    category: str
    number: Number
