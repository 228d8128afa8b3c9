"""One declaration per sheet: which models hold it, and which columns name rows of other sheets."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from quipu.apps.evaluation import models as evaluation
from quipu.apps.evidence import models as evidence
from quipu.apps.imports.tables import Catalogue, Reference, Table
from quipu.apps.organisation import models as organisation
from quipu.apps.plans import models as plans
from quipu.apps.publishing import models as publishing
from quipu.apps.register import models as register
from quipu.workbook.schema import SHEET_BY_NAME

NO_BREAK_SPACE = "\u00a0"
POINT_SCALE = "_scale"
"""A column that no sheet has: the ordinal scale of the row's indicator, filled in before its point is looked up."""

_PLAN = Reference("plan", "plans", ("plan",))
_VERSION = Reference("version", "versions", ("plan", "version"))
_INDICATOR = Reference("indicator", "indicator_identities", ("plan", "indicator"))
_SHEET = Reference("sheet", "indicators", ("plan", "version", "indicator"))
_UNIT = Reference("unit", "units", ("unit",))
_POINT = Reference("ordinal", "ordinal_scales", (POINT_SCALE, "ordinal"))
_COST_CENTRE = Reference("cost_centre", "cost_centres", ("executing_unit", "cost_centre"))
_COUNTED = plans.ObtainedValue.Stage.COUNTED
_ORGANISATION = Reference("organisation", "organisations", ("organisation",))
_RECORD = Reference("record", "records", ("record",))
_INSTRUMENT = Reference("instrument", "instruments", ("record",))
_DOCUMENT = Reference("document", "documents", ("document",))


def _sheet(
    name: str,
    model: type[Model],
    *references: Reference,
    without: tuple[str, ...] = (),
    renamed: dict[str, str] | None = None,
    **options: Any,
) -> Table:
    """The main table of a sheet: every column that no reference and no companion takes is a field of its name."""
    sheet = SHEET_BY_NAME[name]
    taken = {column for reference in references for column in reference.columns} | set(without)
    fields = {item.name: (renamed or {}).get(item.name, item.name) for item in sheet.columns if item.name not in taken}
    return Table(name, name, model, sheet.key, fields, references, **options)


def _content(name: str, model: type[Model]) -> Table:
    return _sheet(name, model, _PLAN)


AMOUNTS = Table(
    "amounts",
    "amounts",
    plans.ActivityAmount,
    SHEET_BY_NAME["amounts"].key,
    {"phase": "phase"},
    (Reference("activity", "activities", ("plan", "version", "executing_unit", "year", "code")),),
)
"""The one sheet that is not stored row by row: `amounts` turns its wide rows into months and back."""

CATALOGUE = Catalogue(
    (
        _sheet(
            "institution",
            organisation.Institution,
            words={"group_separator": {"none": "", "space": NO_BREAK_SPACE}},
        ),
        _sheet("executing_units", organisation.ExecutingUnit),
        _sheet("units", organisation.OrganisationalUnit, Reference("parent", "units", ("parent",))),
        _sheet("missions", organisation.Mission, _UNIT),
        _sheet(
            "cost_centres",
            organisation.CostCentre,
            Reference("executing_unit", "executing_units", ("executing_unit",)),
            _UNIT,
            Reference("mission", "missions", ("mission",)),
        ),
        Table(
            "scales",
            "ordinal_scales",
            plans.OrdinalScale,
            ("scale",),
            {"scale": "code", "scale_name": "name"},
        ),
        _sheet(
            "ordinal_scales",
            plans.OrdinalPoint,
            Reference("scale", "scales", ("scale",)),
            without=("scale_name",),
        ),
        _sheet("alignment_targets", plans.AlignmentTarget),
        _sheet("plans", plans.StrategicPlan),
        _sheet("versions", plans.PlanVersion, _PLAN, Reference("based_on", "versions", ("plan", "based_on"))),
        _sheet("objectives", plans.Objective, _VERSION, shifted="priority"),
        _sheet(
            "alignments",
            plans.Alignment,
            Reference("objective", "objectives", ("plan", "version", "objective")),
            Reference("target", "alignment_targets", ("level", "target")),
        ),
        _sheet(
            "actions",
            plans.StrategicAction,
            _VERSION,
            Reference("objective", "objectives", ("plan", "version", "objective")),
            _UNIT,
        ),
        Table(
            "indicator_identities",
            "indicators",
            plans.Indicator,
            ("plan", "indicator"),
            {"indicator": "code"},
            (_PLAN,),
        ),
        _sheet(
            "indicators",
            plans.IndicatorSheet,
            _VERSION,
            _INDICATOR,
            Reference("objective", "objectives", ("plan", "version", "element_code"), prefix="OEI."),
            Reference("strategic_action", "actions", ("plan", "version", "element_code"), prefix="AEI."),
            Reference("ordinal_scale", "scales", ("ordinal_scale",)),
            without=("baseline_year", "baseline_value"),
        ),
        Table(
            "baselines",
            "indicators",
            plans.Baseline,
            ("plan", "version", "indicator"),
            {"baseline_year": "year", "baseline_value": "number"},
            (_SHEET,),
            reverse="baseline",
        ),
        _sheet("responsibles", plans.SheetResponsible, _SHEET, _COST_CENTRE),
        _sheet("targets", plans.Target, _SHEET, _POINT),
        _sheet("values", plans.ObtainedValue, _INDICATOR, _POINT, made={"stage": _COUNTED}),
        Table(
            "disaggregation_names",
            "disaggregations",
            plans.Disaggregation,
            ("plan", "indicator", "disaggregation"),
            {"disaggregation": "code", "disaggregation_name": "name"},
            (_INDICATOR,),
        ),
        _sheet(
            "disaggregations",
            plans.DisaggregationCategory,
            Reference("disaggregation", "disaggregation_names", ("plan", "indicator", "disaggregation")),
            without=("disaggregation_name",),
            renamed={"category": "code"},
        ),
        _sheet(
            "parts",
            plans.DisaggregatedValue,
            Reference("value", "values", ("plan", "indicator", "period", "stage")),
            Reference("category", "disaggregations", ("plan", "indicator", "disaggregation", "category")),
            Reference(
                "crossed_with",
                "disaggregations",
                ("plan", "indicator", "crossed_disaggregation", "crossed_category"),
            ),
            made={"value__stage": _COUNTED},
        ),
        _sheet("overrides", plans.DirectionOverride, _INDICATOR),
        Table(
            "operational_plans",
            "activities",
            plans.OperationalPlan,
            ("plan", "version", "executing_unit", "year"),
            {"year": "year"},
            (_VERSION, Reference("executing_unit", "executing_units", ("executing_unit",))),
        ),
        _sheet(
            "activities",
            plans.OperationalActivity,
            Reference("operational_plan", "operational_plans", ("plan", "version", "executing_unit", "year")),
            Reference("strategic_action", "actions", ("plan", "version", "action")),
            _COST_CENTRE,
        ),
        AMOUNTS,
        _sheet(
            "tasks",
            plans.ActivityTask,
            Reference("activity", "activities", ("plan", "version", "executing_unit", "year", "code")),
        ),
        _sheet("code_aliases", plans.CodeAlias),
        _content("published", plans.PublishedFigure),
        _content("questions", evaluation.EvaluationQuestion),
        _content("criteria", evaluation.EvaluationCriterion),
        _content("prioritised", evaluation.PrioritisedElement),
        _content("factors", evaluation.Factor),
        _content("means", evaluation.ImplementationMean),
        _content("highlights", evaluation.Highlight),
        _content("recommendations", evaluation.Recommendation),
        _content("interviews", evaluation.Interview),
        _content("bibliography", evaluation.BibliographyEntry),
        _content("narratives", publishing.Narrative),
        _sheet("regions", register.Region, Reference("parent", "regions", ("parent",))),
        _sheet("region_countries", register.RegionCountry, Reference("region", "regions", ("region",))),
        _sheet("organisations", register.Organisation),
        _sheet("people", register.Person),
        _sheet("posts", register.Post, _ORGANISATION),
        _sheet(
            "post_holdings",
            register.PostHolding,
            Reference("post", "posts", ("post",)),
            Reference("person", "people", ("person",)),
        ),
        _sheet("documents", evidence.Document),
        _sheet("document_passages", evidence.Passage, _DOCUMENT),
        _sheet("mechanisms", register.Mechanism, _ORGANISATION, _UNIT),
        _sheet(
            "records",
            register.Record,
            _UNIT,
            Reference("mission", "missions", ("mission",)),
            Reference("mechanism", "mechanisms", ("mechanism",)),
            Reference("parent", "records", ("parent",)),
            Reference("merged_into", "records", ("merged_into",)),
        ),
        _sheet("counterparts", register.Counterpart, _RECORD, _ORGANISATION),
        _sheet("participants", register.Participant, _RECORD, Reference("person", "people", ("person",))),
        _sheet("record_figures", register.RecordFigure, _RECORD),
        _sheet("office_criteria", register.AssessedCriterion, _RECORD),
        _sheet("instruments", register.Instrument, _RECORD),
        _sheet("instrument_steps", register.InstrumentStep, _INSTRUMENT),
        _sheet("negotiation_followups", register.NegotiationFollowUp, _INSTRUMENT),
        _sheet("commitments", register.Commitment, _RECORD, _UNIT),
        _sheet("citations", register.Citation, _RECORD, _DOCUMENT),
        _sheet("counting_rules", register.CountingRule, _INDICATOR),
    )
)
