"""What units and posts wrote in the submissions that were approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quipu.apps.collection.models import Submission
from quipu.apps.plans.models import PlanVersion
from quipu.method import Period


@dataclass(frozen=True)
class UnitWords:
    """One cost centre's words about one reporting period; each part may be empty."""

    cost_centre: str
    period: str
    achievements: str
    limitations: str
    measures: str


def approved_words(version: PlanVersion, period: Period) -> Sequence[UnitWords]:
    """The words of every approved submission of the reporting periods inside a period, by cost centre."""
    approved = Submission.objects.filter(
        reporting_period__version=version,
        reporting_period__period__startswith=str(period.year),
        state=Submission.State.APPROVED,
    ).order_by("cost_centre__name", "reporting_period__period")
    rows = approved.values_list(
        "cost_centre__name", "reporting_period__period", "achievements", "limitations", "measures"
    )
    return [UnitWords(*row) for row in rows if period.contains(Period.parse(row[1]))]
