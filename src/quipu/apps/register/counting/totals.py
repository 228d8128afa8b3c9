"""Counts that are the sum of other counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import StrategicPlan
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.members import member_rules
from quipu.apps.register.counting.months import Horizon
from quipu.apps.register.counting.rows import Key
from quipu.apps.register.counting.rules import ReadRule
from quipu.apps.register.counting.storing import stored_values
from quipu.apps.register.models import CountingRule


def total_values(read: ReadRule, periods: Collection[str] | None = None) -> dict[Key, int]:
    """What a total of other rules counts, in ten-thousandths.

    A period that some of them does not count has no total: what is missing is not zero.

    Args:
        read: the rule.
        periods: of its horizon, the ones to add up; all when None.
    """
    plan = read.rule.indicator.plan
    return added_up(total_members(plan.institution, read.definition, plan), read.horizon, periods)


def total_members(
    institution: Institution, definition: Definition, plan: StrategicPlan | None
) -> Sequence[CountingRule]:
    """The rules that a total adds up; none when one of them is missing, for then there is no total."""
    found = member_rules(institution, definition, plan)
    return found if len(found) == len(definition.total_of) else ()


def added_up(
    members: Sequence[CountingRule], horizon: Horizon, periods: Collection[str] | None = None
) -> dict[Key, int]:
    """What is kept of some rules added up, for the periods that all of them count; in ten-thousandths.

    Args:
        members: the rules.
        horizon: the periods for which there is a total.
        periods: of those, the ones to add up; all when None.
    """
    wanted = {period for period in horizon if periods is None or period in periods}
    found: dict[Key, int] = defaultdict(int)
    counted: dict[str, int] = defaultdict(int)
    for values in stored_values([rule.pk for rule in members], periods).values():
        for key, units in values.items():
            if key[0] in wanted:
                found[key] += units
                counted[key[0]] += not key[1]
    return {key: units for key, units in found.items() if counted[key[0]] == len(members)}
