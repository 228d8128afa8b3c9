"""What is counted today, by indicator: for pages that show it beside what an evaluation used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quipu.apps.plans.models import Indicator, PlanVersion
from quipu.apps.register.models import CountedValue


@dataclass(frozen=True)
class CountToday:
    """The count of an indicator in a period as it stands, and whether it is the indicator's value."""

    number: Decimal
    feeds: bool


def counts_today(version: PlanVersion, period: str) -> Mapping[str, CountToday]:
    """What every rule of the indicators of a version's plan counts in a period, by code of indicator; one query."""
    rows = CountedValue.objects.filter(
        rule__indicator__plan=version.plan_id, rule__indicator__sheets__version=version, period=period, dimension=""
    )
    told = rows.values_list("rule__indicator__code", "number", "rule__feeds")
    return {code: CountToday(number, feeds) for code, number, feeds in told}


def counts_by_period(indicator: Indicator, *, years: tuple[int, int]) -> Mapping[str, Decimal]:
    """What the rule of an indicator counts, by period, from a year to another; empty without a rule; one query."""
    rows = CountedValue.objects.filter(rule__indicator=indicator, dimension="").order_by("period")
    first, last = years
    return {
        period: number for period, number in rows.values_list("period", "number") if first <= int(period[:4]) <= last
    }
