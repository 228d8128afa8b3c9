"""Execution of thousands of activities at once, by whatever groups them, computed in columns by `engine`.

An evaluation computes each activity with its trace. Here only the figures of groups are asked for, of any month and of
as many units as there are, so no trace is kept: the same rules run as columnar expressions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from quipu.apps.evaluation.facts import ActivityFacts, load_activities
from quipu.apps.evaluation.results import in_december
from quipu.apps.plans.models import PlanVersion
from quipu.errors import QuipuError
from quipu.method import Accumulation, Edition, Value, editions, load_edition

if TYPE_CHECKING:
    import pyarrow as pa

GROUPS = ("institution", "cost_centre", "strategic_action", "objective")
_COMPARED = ("executed", "reprogrammed")
_SCALE = 4


class ExecutionError(QuipuError):
    """An execution that cannot be computed as asked."""

    code = "evaluation.execution"


@dataclass(frozen=True)
class GroupExecution:
    """The physical execution of a group of activities, in both practices.

    Attributes:
        code: of the group; empty for activities of none.
        activities: how many there are.
        assessable: how many of them could be computed.
        mean: mean of their percentages capped at 100; None when none is assessable.
        ratio: executed over reprogrammed, summed; None likewise.
    """

    code: str
    activities: int
    assessable: int
    mean: Decimal | None
    mean_level: str
    ratio: Decimal | None
    ratio_level: str


def executions_by(
    version: PlanVersion, *, year: int, month: int, by: str, edition: str | None = None
) -> list[GroupExecution]:
    """Physical execution to a month of every group of a plan's activities.

    Args:
        version: the plan version.
        year: year of the activities.
        month: last month taken, 1 to 12.
        by: one of `GROUPS`.
        edition: code of the method's edition; the latest one when None.

    Raises:
        ExecutionError: there is no such grouping.
        EngineError: there is no such month.
    """
    if by not in GROUPS:
        raise ExecutionError(f"No se agrupa por «{by}».", remedy=f"Use uno de: {', '.join(GROUPS)}.")
    method = load_edition(edition or editions()[-1])
    activities = load_activities(version, year)
    return _computed(activities, month, by, method) if activities else []


def _computed(activities: Sequence[ActivityFacts], month: int, by: str, edition: Edition) -> list[GroupExecution]:
    from quipu.engine.connection import connect, open_arrow
    from quipu.engine.execution import physical_to_month
    from quipu.engine.running import compute_institution_mean, compute_institution_ratio

    connection = connect()
    months = open_arrow(_months(activities, month, by, edition))
    executions = physical_to_month(months, month, edition=edition, keys=("activity", "unit"))
    means = compute_institution_mean(connection, executions, by=["unit"], edition=edition)
    ratios = compute_institution_ratio(connection, executions, by=["unit"], edition=edition)
    ratio_of = {row["unit"]: row for row in ratios.to_pylist()}
    found = [_group(row, ratio_of[row["unit"]]) for row in means.to_pylist()]
    return sorted(found, key=lambda group: group.code)


def _group(mean: Mapping[str, Any], ratio: Mapping[str, Any]) -> GroupExecution:
    return GroupExecution(
        code=mean["unit"],
        activities=mean["total"],
        assessable=mean["assessable"],
        mean=mean["value"],
        mean_level=mean["level"] or "",
        ratio=ratio["value"],
        ratio_level=ratio["level"] or "",
    )


def _months(activities: Sequence[ActivityFacts], last: int, by: str, edition: Edition) -> pa.Table:
    """A row for each activity and month, as `engine.columns` says; amounts in ten-thousandths."""
    import pyarrow as pa

    columns: dict[str, list[Any]] = defaultdict(list)
    for place, activity in enumerate(activities):
        accumulation, executed, reprogrammed, unsplit = _series(activity, last, edition)
        for month in range(1, 13):
            columns["activity"].append(place)
            columns["unit"].append(_unit(activity, by))
            columns["month"].append(month)
            columns["accumulation"].append(accumulation)
            for name, series in (("executed", executed), ("reprogrammed", reprogrammed)):
                columns[name].append(_whole(series[month - 1]))
                columns[f"{name}_no_data"].append(name in unsplit and month == last)
    types = {"activity": pa.int64(), "unit": pa.string(), "month": pa.int64(), "accumulation": pa.string()}
    types |= {name: pa.int64() for name in ("executed", "reprogrammed")}
    types |= {f"{name}_no_data": pa.bool_() for name in ("executed", "reprogrammed")}
    return pa.table(columns, schema=pa.schema(types.items()))


def _series(
    activity: ActivityFacts, last: int, edition: Edition
) -> tuple[str, Sequence[Value], Sequence[Value], frozenset[str]]:
    """Accumulation, executed and reprogrammed months, and which of them only the whole year says."""
    executed, programmed = (activity.months(phase, "physical") for phase in _COMPARED)
    annual = {phase: activity.annual(phase, "physical") for phase in _COMPARED}
    accumulation = Accumulation(activity.accumulation)
    if annual == dict.fromkeys(_COMPARED):
        return accumulation.value, executed, programmed, frozenset()
    if last == 12:
        executed = in_december(annual["executed"], executed, accumulation, edition)
        programmed = in_december(annual["reprogrammed"], programmed, accumulation, edition)
        return Accumulation.LAST.value, executed, programmed, frozenset()
    unsplit = frozenset(
        phase
        for phase, months in zip(_COMPARED, (executed, programmed), strict=True)
        if annual[phase] is not None and not any(month is not None for month in months[:last])
    )
    return accumulation.value, executed, programmed, unsplit


def _unit(activity: ActivityFacts, by: str) -> str:
    if by == "cost_centre":
        return activity.cost_centre[0] if activity.cost_centre else ""
    if by == "institution":
        return ""
    action = activity.action_code
    return action if by == "strategic_action" else f"OEI.{action.split('.')[1]}"


def _whole(amount: Value) -> int | None:
    """An amount in ten-thousandths; None where there is none."""
    return int(Decimal(amount).scaleb(_SCALE)) if isinstance(amount, Decimal | int) else None
