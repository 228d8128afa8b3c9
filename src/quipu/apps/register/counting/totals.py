"""Counts that are the sum of other counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from quipu.apps.register.counting.members import member_rules
from quipu.apps.register.counting.rows import Key
from quipu.apps.register.counting.rules import ReadRule
from quipu.apps.register.counting.storing import stored_values


def total_values(read: ReadRule, periods: Collection[str] | None = None) -> dict[Key, int]:
    """What a total of other rules counts, in ten-thousandths.

    A period that some of them does not count has no total: what is missing is not zero.

    Args:
        read: the rule.
        periods: of its horizon, the ones to add up; all when None.
    """
    plan = read.rule.indicator.plan
    members = member_rules(plan.institution, read.definition, plan)
    if len(members) < len(read.definition.total_of):
        return {}
    wanted = {period for period in read.horizon if periods is None or period in periods}
    found: dict[Key, int] = defaultdict(int)
    counted: dict[str, int] = defaultdict(int)
    for values in stored_values([rule.pk for rule in members], periods).values():
        for key, units in values.items():
            if key[0] in wanted:
                found[key] += units
                counted[key[0]] += not key[1]
    return {key: units for key, units in found.items() if counted[key[0]] == len(members)}
