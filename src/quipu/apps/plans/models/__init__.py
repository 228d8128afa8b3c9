"""The rows of a plan: what was planned, what was obtained, what was done."""

from quipu.apps.plans.models.activities import ActivityAmount, ActivityTask, OperationalActivity, OperationalPlan
from quipu.apps.plans.models.indicators import (
    Baseline,
    DirectionOverride,
    Indicator,
    IndicatorSheet,
    SheetResponsible,
    Target,
)
from quipu.apps.plans.models.plan import (
    Alignment,
    AlignmentTarget,
    CodeAlias,
    Objective,
    PlanVersion,
    StrategicAction,
    StrategicPlan,
)
from quipu.apps.plans.models.values import (
    DisaggregatedValue,
    Disaggregation,
    DisaggregationCategory,
    ObtainedValue,
    OrdinalPoint,
    OrdinalScale,
    PublishedFigure,
)

__all__ = [
    "ActivityAmount",
    "ActivityTask",
    "Alignment",
    "AlignmentTarget",
    "Baseline",
    "CodeAlias",
    "DirectionOverride",
    "DisaggregatedValue",
    "Disaggregation",
    "DisaggregationCategory",
    "Indicator",
    "IndicatorSheet",
    "Objective",
    "ObtainedValue",
    "OperationalActivity",
    "OperationalPlan",
    "OrdinalPoint",
    "OrdinalScale",
    "PlanVersion",
    "PublishedFigure",
    "SheetResponsible",
    "StrategicAction",
    "StrategicPlan",
    "Target",
]
