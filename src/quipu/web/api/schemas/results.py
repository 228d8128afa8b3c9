"""Results of an evaluation, as `quipu evaluate --format json` writes them."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from quipu.web.api.schemas.shared import Code, Page, PeriodText, VersionNumber, Window

_OUTCOMES = Literal["computed", "not_programmed", "not_reported", "undefined"]


class ResultQuery(Window):
    """Which results. A default that the description cannot show is made, not written: a parameter is never null."""

    period: PeriodText
    plan: Code = Field(default_factory=str, description="Code of the plan; without it, the one that holds the period.")
    version: VersionNumber = Field(
        default_factory=lambda: None, description="Its version; without it, the latest that holds the period."
    )
    kind: Literal["objective", "strategic_action", "operational_activity"] = Field(
        default_factory=str, description="Only results of this kind of element."
    )
    outcome: _OUTCOMES = Field(default_factory=str, description="Only results of this outcome.")
    language: Literal["en", "es"] = Field("en", description="Language of the traces.")


class ResultRow(Schema):
    """The result of an objective, an action or an activity; null where there is no fact."""

    code: str
    kind: str
    indicator_code: str
    indicator: str
    period: str
    direction_declared: str
    direction_used: str
    override_reason: str | None
    value: int | float | None
    target: int | float | None
    progress_raw: int | float | None
    progress: int | float | None
    outcome: _OUTCOMES
    level: str | None
    published_progress: int | float | str | None
    published_reproduced: bool | None
    synthetic: bool
    trace: str


class EvaluationRow(Schema):
    """The evaluation that the results belong to."""

    plan: str
    version: int
    period: str
    edition: str
    computed_at: str


class ResultPage(Page[ResultRow]):
    """Some results of the evaluation in force."""

    evaluation: EvaluationRow
