"""The rules of planning and evaluation, as pure functions over exact numbers. Standard library only.

Where each rule stands:

| question | module | page in docs/method |
|---|---|---|
| progress type 1, in four directions | `progress` | progress.md |
| progress type 2, from the baseline | `progress_type_2` | progress.md |
| what a missing or zero value gives | `missing`, `outcomes` | missing.md |
| which level a progress has; the 95 and 75 thresholds | `levels`, `editions/2024.toml` | levels.md |
| several periods, units or indicators into one | `aggregation` | aggregation.md |
| execution of the operational plan | `execution` | execution.md |
| which objectives to evaluate first | `prioritisation` | prioritisation.md |
| what does not fit together in a plan; trends | `coherence`, `trends` | coherence.md |
| which edition, which source, how official | `editions`, `references` | editions.md |
| entering values: range, history, periods owed, parts | `admissible`, `outliers`, `owed`, `disaggregation` | entry.md |
| whether a printed figure is reproduced | `published` | editions.md |

Three promises. A missing value is never a zero: it is an outcome with a reason. A number is never a float: fractions
inside, one half-up rounding at the end. A result never stands alone: it carries the trace of how it was computed.

    >>> from quipu.method import Direction, load_edition, number, progress_type_1
    >>> edition = load_edition("2024")
    >>> result = progress_type_1(number("17268"), number("19030"), Direction.ASCENDING, edition=edition)
    >>> result.trace.sentence()
    '17,268 / 19,030 x 100 = 90.74; ascending; edition 2024, table 5'
"""

from quipu.method.admissible import Inadmissible, UnitKind, check_admissible
from quipu.method.aggregates import Aggregate
from quipu.method.aggregation import Measure, Upward, across_periods, across_units, upward
from quipu.method.coherence import (
    ChainLevel,
    ElementKind,
    MeasuredElement,
    watch_accumulation,
    watch_divergence,
    watch_product_indicators,
    watch_shared_indicators,
    watch_target_reach,
    watch_two_year_fall,
    watch_unprogrammed,
)
from quipu.method.continuity import Continuity, Session, check_continuity
from quipu.method.directions import Accumulation, Direction, parse_accumulation, parse_direction
from quipu.method.disaggregation import parts_gap
from quipu.method.editions import Edition, Setting, editions, load_edition, load_edition_file
from quipu.method.errors import MethodError
from quipu.method.exact import Exact, NoData, Value, number, round_half_up, write_number
from quipu.method.execution import (
    Amounts,
    amounts_to_month,
    financial,
    institution_mean,
    institution_ratio,
    physical_from_tasks,
    physical_to_month,
)
from quipu.method.findings import Finding
from quipu.method.levels import Level, LevelScale, explain_level, level_of
from quipu.method.missing import missing_outcome
from quipu.method.outcomes import (
    OUTCOMES,
    Computed,
    NotProgrammed,
    NotReported,
    Outcome,
    Undefined,
    explain_reason,
)
from quipu.method.outliers import Outlier, hint_outlier
from quipu.method.owed import owed_months, owed_periods
from quipu.method.periods import Granularity, Period
from quipu.method.prioritisation import (
    Candidate,
    Priority,
    Score,
    prioritise,
    score_implementation,
    score_mission,
    score_results,
    score_route,
)
from quipu.method.progress import progress_type_1
from quipu.method.progress_type_2 import ReferencePeriod, progress_type_2
from quipu.method.published import reproduced, reproduced_by
from quipu.method.references import Mark, Reference
from quipu.method.rules import RULES, Rule
from quipu.method.trace import Trace
from quipu.method.trends import Trend, TrendGroup, trend_of

__all__ = [
    "OUTCOMES",
    "RULES",
    "Accumulation",
    "Aggregate",
    "Amounts",
    "Candidate",
    "ChainLevel",
    "Computed",
    "Continuity",
    "Direction",
    "Edition",
    "ElementKind",
    "Exact",
    "Finding",
    "Granularity",
    "Inadmissible",
    "Level",
    "LevelScale",
    "Mark",
    "Measure",
    "MeasuredElement",
    "MethodError",
    "NoData",
    "NotProgrammed",
    "NotReported",
    "Outcome",
    "Outlier",
    "Period",
    "Priority",
    "Reference",
    "ReferencePeriod",
    "Rule",
    "Score",
    "Session",
    "Setting",
    "Trace",
    "Trend",
    "TrendGroup",
    "Undefined",
    "UnitKind",
    "Upward",
    "Value",
    "across_periods",
    "across_units",
    "amounts_to_month",
    "check_admissible",
    "check_continuity",
    "editions",
    "explain_level",
    "explain_reason",
    "financial",
    "hint_outlier",
    "institution_mean",
    "institution_ratio",
    "level_of",
    "load_edition",
    "load_edition_file",
    "missing_outcome",
    "number",
    "owed_months",
    "owed_periods",
    "parse_accumulation",
    "parse_direction",
    "parts_gap",
    "physical_from_tasks",
    "physical_to_month",
    "prioritise",
    "progress_type_1",
    "progress_type_2",
    "reproduced",
    "reproduced_by",
    "round_half_up",
    "score_implementation",
    "score_mission",
    "score_results",
    "score_route",
    "trend_of",
    "upward",
    "watch_accumulation",
    "watch_divergence",
    "watch_product_indicators",
    "watch_shared_indicators",
    "watch_target_reach",
    "watch_two_year_fall",
    "watch_unprogrammed",
    "write_number",
]
