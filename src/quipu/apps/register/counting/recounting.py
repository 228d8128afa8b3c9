"""Counting everything again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.plans.services import set_counted_values
from quipu.apps.register.counting.evaluating import measured
from quipu.apps.register.counting.rows import Key
from quipu.apps.register.counting.rules import ReadRule, rules_of, totals_over
from quipu.apps.register.counting.storing import Cause, replace_values, stored_values
from quipu.apps.register.counting.totals import total_values
from quipu.apps.register.models import CountedValue, CountingRule

REASON = "Recuento del registro"


@dataclass(frozen=True)
class Recounted:
    """What counting one rule again took: rows written, rows in all, seconds."""

    indicator_code: str
    written: int
    values: int
    seconds: float


def recount(institution: Institution) -> int:
    """Count every rule of an institution again; only rows that differ are written.

    It is needed after an import and once a day: with each month that begins there is one more period, in which nothing
    counted yet is a fact, what is dated today no longer lies in the future, and what was in force may have ended.
    `quipu digest` and `quipu recount` do it.

    Returns:
        How many rows were written.
    """
    return sum(done.written for done in recount_each(institution))


@transaction.atomic
def recount_each(institution: Institution, cause: Cause | None = None) -> list[Recounted]:
    """As `recount`, rule by rule."""
    told = cause or Cause(reason=REASON)
    rules = rules_of(institution, lock=True)
    _forget_what_no_rule_feeds(institution, told)
    return list(_count(rules, institution, told))


@transaction.atomic
def recount_rule(rule: CountingRule, cause: Cause) -> int:
    """Count one rule again, and the totals that add it up."""
    institution = rule.indicator.plan.institution
    rules = rules_of(institution, lock=True)
    chosen = [read for read in rules if read.rule.pk == rule.pk] + totals_over(rules, {rule.pk})
    return sum(done.written for done in _count(chosen, institution, cause))


def forget_counts(rule: CountingRule, cause: Cause) -> None:
    """Take away what a rule counted, and the values that it fed."""
    rule.values.all().delete()
    set_counted_values(indicator=rule.indicator, values={}, actor=cause.actor, reason=cause.reason)


def count_whole(read: ReadRule, institution: Institution) -> dict[Key, int]:
    """All that a rule counts, in ten-thousandths."""
    if read.definition.total_of:
        return total_values(read)
    return measured(read.definition, institution, read.horizon)


def _count(rules: list[ReadRule], institution: Institution, cause: Cause) -> Iterator[Recounted]:
    for read in rules:
        start = time.perf_counter()
        values = count_whole(read, institution)
        stored = stored_values([read.rule.pk]).get(read.rule.pk, {})
        written = replace_values(read, values, stored, cause=cause)
        yield Recounted(read.rule.indicator.code, written, len(values), time.perf_counter() - start)


def _forget_what_no_rule_feeds(institution: Institution, cause: Cause) -> None:
    """Takes away the counts of rules that count no more, and the values of indicators that no rule counts."""
    # In two steps: PostgreSQL may plan the deletion by a join of tables that it takes for empty, row by row.
    stopped = CountingRule.objects.filter(indicator__plan__institution=institution, definition="")
    CountedValue.objects.filter(rule__in=list(stopped.values_list("pk", flat=True))).delete()
    fed = ObtainedValue.objects.filter(
        indicator__plan__institution=institution, stage=ObtainedValue.Stage.COUNTED
    ).exclude(indicator__in=CountingRule.objects.exclude(definition="").values("indicator"))
    for value in fed.select_related("indicator__plan__institution"):
        set_counted_values(
            indicator=value.indicator, values={}, periods=[value.period], actor=cause.actor, reason=cause.reason
        )
