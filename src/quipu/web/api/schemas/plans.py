"""Institutions, plans and what each version of a plan holds."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from quipu.web.api.schemas.shared import Code, InstitutionPlace, MaybeNumber, Number, VersionNumber, Window, Year
from quipu.web.api.schemas.values import GivenValue


class VersionPlace(InstitutionPlace):
    """What names a version of a plan."""

    plan: Code
    number: VersionNumber


class ActivityQuery(Window):
    """Which activities."""

    year: Year


class InstitutionRow(Schema):
    """An institution; a synthetic one is fictional."""

    slug: str
    code: str
    name: str
    acronym: str
    country: str = Field(description="ISO 3166-1 alpha-3.")
    synthetic: bool


class VersionRow(Schema):
    """One registered form of a plan."""

    number: int
    kind: str
    state: str
    based_on: int | None
    start_year: int
    end_year: int
    approval: str
    reason: str


class PlanRow(Schema):
    """A strategic plan through all its versions."""

    code: str
    name: str
    versions: list[VersionRow]


class AlignmentRow(Schema):
    """Something that an objective serves."""

    level: str
    code: str
    name: str


class ObjectiveRow(Schema):
    """A strategic objective in one version; `priority` 1 goes first."""

    code: str
    name: str
    kind: str
    priority: int
    alignments: list[AlignmentRow]


class ActionRow(Schema):
    """A strategic action under its objective."""

    code: str
    objective: str
    name: str
    product: str
    priority: int | None
    unit: str | None = Field(description="Code of the unit that answers for it.")


class CostCentreRow(Schema):
    """A cost centre of an executing unit."""

    executing_unit: str
    code: str
    name: str


class BaselineRow(Schema):
    """Where an indicator started."""

    year: int
    number: Number


class TargetRow(Schema):
    """The expected achievement of a period."""

    period: str
    value: GivenValue


class IndicatorRow(Schema):
    """An indicator's technical sheet in one version, with its targets."""

    code: str
    element: str = Field(description="Code of the objective or action that it measures.")
    name: str
    direction: str
    accumulation: str
    aggregable: bool
    unit_kind: str
    unit_of_measure: str
    periodicity: str
    results_level: str
    relevance: int | None
    ordinal_scale: str | None
    justification: str
    limitations: str
    calculation_method: str
    formula: str
    collection_process: str
    source: str
    database: str
    assumptions: str
    synthetic: bool
    baseline: BaselineRow | None
    responsibles: list[CostCentreRow]
    targets: list[TargetRow]


class AmountRow(Schema):
    """A month's amounts; null where there is no fact."""

    month: int | None = Field(description="From 1 to 12; null for an amount of the whole year that no source splits.")
    physical: MaybeNumber
    financial: MaybeNumber


class PhaseRow(Schema):
    """The amounts of a phase: `consistent`, `reprogrammed` or `executed`."""

    phase: str
    amounts: list[AmountRow]


class ActivityRow(Schema):
    """An operational activity of one year, with its amounts."""

    code: str
    name: str
    year: int
    executing_unit: str
    cost_centre: str | None
    action: str
    unit_of_measure: str
    accumulation: str
    execution_source: str = Field(description="`reported`, or `tasks` when it is counted from its tasks.")
    active: bool
    synthetic: bool
    phases: list[PhaseRow]
