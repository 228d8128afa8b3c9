"""Which indicators count a record, and why each of the others that look at its kind leaves it out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.filters import condition, exclusions
from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.models import CountingRule, Record, RecordFigure

COUNTED = "counted"
_NO_FIGURE = "no_figure"


@dataclass(frozen=True)
class RecordCount:
    """What one rule makes of one record.

    Attributes:
        rule: with its indicator.
        reason: why it is left out, a term of the group `left_out`; empty when it counts.
        missed: the fields whose condition it does not meet, when that is the reason.
    """

    rule: CountingRule
    reason: str
    missed: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the rule counts it, in the period of its date."""
        return not self.reason


def counts_of_record(record: Record) -> list[RecordCount]:
    """What every rule that looks at records of this kind makes of a record, those that count it first; two queries.

    A rule that adds up others is not among them: it counts what they count.
    """
    rules = CountingRule.objects.filter(indicator__plan__institution=record.institution_id).exclude(definition="")
    read = [(rule, read_definition(rule.definition)[0]) for rule in rules.select_related("indicator")]
    asked = [(rule, definition) for rule, definition in read if definition and record.kind in definition.kinds]
    if not asked:
        return []
    told = _told(record, asked)
    found = [RecordCount(rule, *_reason(told, number, definition)) for number, (rule, definition) in enumerate(asked)]
    return sorted(found, key=lambda item: (not item.counts, item.rule.indicator.code))


def _told(record: Record, rules: list[tuple[CountingRule, Definition]]) -> dict[str, str]:
    """What the database says of the record for each rule, and for each of its conditions."""
    today = timezone.localdate()
    asked = {}
    for number, (rule, definition) in enumerate(rules):
        reasons = {**exclusions(definition, today), **_not_covered(rule, definition)}
        if definition.measure == "sum":
            held = RecordFigure.objects.filter(record=OuterRef("pk"), name=definition.of)
            reasons = {**reasons, _NO_FIGURE: ~Q(Exists(held))}
        asked[f"rule_{number}"] = _first(reasons)
        for place, clause in enumerate(definition.where):
            asked[f"clause_{number}_{place}"] = _first({clause.field: ~condition(clause)})
    found = Record.objects.filter(pk=record.pk).annotate(**asked).values(*asked).first()
    return dict(found or {})


def _not_covered(rule: CountingRule, definition: Definition) -> dict[str, Q]:
    """Acts of years that the register of the rule does not hold whole."""
    if definition.by != "date" or rule.covers_from is None:
        return {}
    outside = Q(last_month__lt=rule.covers_from * 12)
    if rule.covers_to is not None:
        outside |= Q(first_month__gt=rule.covers_to * 12 + 11)
    return {"not_covered": outside}


def _first(reasons: dict[str, Q]) -> Case:
    whens = [When(found, then=Value(reason)) for reason, found in reasons.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _reason(told: dict[str, str], number: int, definition: Definition) -> tuple[str, tuple[str, ...]]:
    missed = tuple(filter(None, (told.get(f"clause_{number}_{place}", "") for place in range(len(definition.where)))))
    reason = told.get(f"rule_{number}", "")
    if reason:
        return reason, ()
    return ("not_within", missed) if missed else ("", ())
