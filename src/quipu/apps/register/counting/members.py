"""The rules that a total adds up."""

from __future__ import annotations

from collections.abc import Sequence

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import StrategicPlan
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.models import CountingRule


def member_rules(
    institution: Institution, definition: Definition, plan: StrategicPlan | int | None
) -> Sequence[CountingRule]:
    """The rules of the indicators that a total names, of one plan; those that have none are missing."""
    found = CountingRule.objects.filter(
        indicator__plan__institution=institution, indicator__code__in=definition.total_of
    ).exclude(definition="")
    if plan is not None:
        found = found.filter(indicator__plan=plan)
    return list(found.select_related("indicator").order_by("pk"))
