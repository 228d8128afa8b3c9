"""What a rule leaves out of a period, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.choosing import chosen_records
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.filters import condition, exclusions, records_of
from quipu.apps.register.counting.moments import last_day_of, touching
from quipu.apps.register.counting.months import interval_of
from quipu.apps.register.models import Record, RecordFigure

SHOWN = 20
"""How many rows of each reason are shown; how many there are is always exact."""

_SUPERSEDED = "superseded"


@dataclass(frozen=True)
class LeftOut:
    """What a rule leaves out for one reason (a term of the group `left_out`), how much, and the first of it."""

    reason: str
    count: int
    rows: Sequence[Record]


def left_out_of(institution: Institution, definition: Definition, period: str) -> list[LeftOut]:
    """The records of the kinds of a rule that touch a period, or have no date, and do not count in it.

    Args:
        institution: whose records they are.
        definition: a rule that is not a total of others.
        period: such as `2024` or `2024-Q2`.

    Returns:
        By the first reason that holds of each, in the order of the reasons.
    """
    reasons = {**_reasons(definition, period), _SUPERSEDED: Q()}
    looked_at = records_of(institution, definition).filter(_might_count(definition, period))
    counted = chosen_records(institution, definition, period).values("pk")
    told = looked_at.exclude(pk__in=counted).annotate(reason=_first_of(reasons))
    counts = dict(told.values_list("reason").annotate(count=Count("pk", distinct=True)))
    return [LeftOut(reason, counts[reason], _first_rows(told, reason)) for reason in reasons if counts.get(reason)]


def _first_rows(told: QuerySet[Record], reason: str) -> list[Record]:
    rows = told.filter(reason=reason).select_related("unit", "mechanism")
    return list(rows.order_by("-starts_on", "code")[:SHOWN])


def _reasons(definition: Definition, period: str) -> dict[str, Q]:
    reasons = dict(exclusions(definition, timezone.localdate()))
    if definition.measure == "sum":
        named = RecordFigure.objects.filter(record=OuterRef("pk"), name=definition.of)
        reasons["no_figure"] = Q(~Exists(named))
    for clause in definition.where:
        reasons["not_within"] = reasons.get("not_within", Q(pk__in=[])) | ~condition(clause)
    if definition.by == "date":
        first, last = interval_of(period)
        reasons["imprecise"] = Q(first_month__lt=first) | Q(last_month__gt=last)
    else:
        day = last_day_of(period)
        reasons["not_in_force"] = Q(valid_from__gt=day) | Q(valid_to__lt=day)
    return reasons


def _first_of(reasons: dict[str, Q]) -> Case:
    whens = [When(reason, then=Value(name)) for name, reason in reasons.items() if name != _SUPERSEDED]
    return Case(*whens, default=Value(_SUPERSEDED), output_field=CharField())


def _might_count(definition: Definition, period: str) -> Q:
    """What might have counted in the period by its dates, and what has none."""
    undated = Q(first_month__isnull=True) if definition.by == "date" else Q(valid_from__isnull=True)
    return undated | touching(definition, [period])
