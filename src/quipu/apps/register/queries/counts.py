"""What was counted, and the rows behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from quipu.apps.organisation.models import Institution, OrganisationalUnit
from quipu.apps.plans.models import IndicatorSheet, ObtainedValue, PlanVersion, PublishedFigure
from quipu.apps.register.counting.choosing import chosen_records
from quipu.apps.register.counting.definition import Definition, parse_definition
from quipu.apps.register.counting.leaving import SHOWN, LeftOut, left_out_of
from quipu.apps.register.counting.members import member_rules
from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.counting.words import rule_in_words
from quipu.apps.register.models import CountedValue, CountingRule, Record, Region
from quipu.apps.register.queries.beside import typed_in, values_of_year


@dataclass(frozen=True)
class ComparedCount:
    """An indicator's count of a period beside what was typed in and what was printed; None is what is not known.

    Attributes:
        indicator_code: of the indicator.
        element_code: of the objective or action that it measures.
        name: of the indicator, by its sheet.
        counted: from the records.
        reported: as typed in; of a ratio its quotient, of a percentage in percent.
        corrected: as corrected with a reason.
        published: as somebody printed it, with its digits; empty when nobody did.
        difference: counted - reported, of either sign; None where one of them is not known.
        words: the rule as a sentence; empty without a rule.
        feeds: whether the count is the indicator's value.
        why_not: why it is not counted.
        rule_id: of the rule; None without one.
        joined: by which accumulation shorter periods were joined into what was typed in; empty when they were not.
    """

    indicator_code: str
    element_code: str
    name: str
    counted: Decimal | None
    reported: Decimal | None
    corrected: Decimal | None
    published: str
    difference: Decimal | None
    words: str
    feeds: bool
    why_not: str
    rule_id: int | None = None
    joined: str = ""


def compared_counts(
    institution: Institution, version: PlanVersion, period: str, language: str = "es"
) -> list[ComparedCount]:
    """Every indicator of a version that has a rule or a reason, with its count of a period and what it compares with.

    Args:
        institution: whose version it is.
        version: of the plan.
        period: such as `2024` or `2024-S1`.
        language: of the rules in words.

    Returns:
        By code of indicator; read from what is kept, without looking at a record.
    """
    sheets = (
        IndicatorSheet.objects.filter(version=version, indicator__counting_rule__isnull=False)
        .select_related("indicator__counting_rule", "objective", "strategic_action")
        .order_by("indicator__code")
    )
    facts = _Facts.read(institution, version, period)
    return [_compared(sheet, facts, language) for sheet in sheets]


def rule_names(institution: Institution) -> Mapping[str, str]:
    """The names of regions and units by their codes, for a rule in words."""
    units = OrganisationalUnit.objects.filter(institution=institution).values_list("code", "name")
    regions = Region.objects.filter(institution=institution).values_list("code", "name")
    return {**dict(units), **dict(regions)}


def rows_counted(rule: CountingRule, period: str, dimension: str = "", category: str = "") -> QuerySet[Record]:
    """The records that make up a count, the latest first.

    Args:
        rule: whose count it is; of a total, the records of all the rules that it adds up.
        period: such as `2024` or `2024-Q2`.
        dimension: region, country, level or mode; empty for all.
        category: one of its categories.
    """
    institution = rule.indicator.plan.institution
    definitions = _leaves(rule, set())
    if len(definitions) == 1:
        return chosen_records(institution, definitions[0], period, dimension, category)
    found = Q(pk__in=[])
    for definition in definitions:
        chosen = chosen_records(institution, definition, period, dimension, category)
        found |= Q(pk__in=chosen.order_by().values("pk"))
    return Record.objects.filter(found).order_by("-starts_on", "code")


def left_out(rule: CountingRule, period: str) -> Sequence[LeftOut]:
    """What touches the period and is not counted, by reason; of a total, what each of its rules leaves out."""
    institution = rule.indicator.plan.institution
    found: dict[str, LeftOut] = {}
    for definition in _leaves(rule, set()):
        for left in left_out_of(institution, definition, period):
            known = found.get(left.reason)
            rows = [*known.rows, *left.rows][:SHOWN] if known else left.rows
            found[left.reason] = LeftOut(left.reason, left.count + (known.count if known else 0), rows)
    return list(found.values())


def _leaves(rule: CountingRule, seen: set[int]) -> list[Definition]:
    """The definitions that look at records: its own or, of a total, those of the rules under it."""
    if rule.pk in seen or not rule.definition:
        return []
    seen.add(rule.pk)
    definition = parse_definition(rule.definition)
    if not definition.total_of:
        return [definition]
    plan = rule.indicator.plan
    members = member_rules(plan.institution, definition, plan)
    return [leaf for member in members for leaf in _leaves(member, seen)]


@dataclass(frozen=True)
class _Facts:
    """What is known of the period, by indicator; and what was printed, by element."""

    period: str
    counted: Mapping[int, Decimal]
    values: Mapping[int, Sequence[ObtainedValue]]
    published: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def read(cls, institution: Institution, version: PlanVersion, period: str) -> _Facts:
        counted = CountedValue.objects.filter(rule__indicator__plan=version.plan_id, period=period, dimension="")
        values: dict[int, list[ObtainedValue]] = defaultdict(list)
        for value in values_of_year(period).filter(indicator__plan=version.plan_id):
            values[value.indicator_id].append(value)
        printed = PublishedFigure.objects.filter(plan=version.plan_id, period=period, measure="value")
        return cls(
            period,
            dict(counted.values_list("rule__indicator_id", "number")),
            values,
            dict(printed.order_by("-direction").values_list("code", "printed")),
            rule_names(institution),
        )


def _compared(sheet: IndicatorSheet, facts: _Facts, language: str) -> ComparedCount:
    rule = sheet.indicator.counting_rule
    element = sheet.objective or sheet.strategic_action
    counted = facts.counted.get(sheet.indicator_id)
    typed = typed_in(sheet, facts.period, facts.values.get(sheet.indicator_id, ()))
    return ComparedCount(
        indicator_code=sheet.indicator.code,
        element_code=element.code if element else "",
        name=sheet.name,
        counted=counted,
        reported=typed.reported,
        corrected=typed.corrected,
        joined=typed.joined,
        published=facts.published.get(element.code, "") if element else "",
        difference=None if counted is None or typed.reported is None else counted - typed.reported,
        words=_words(rule, language, facts.names),
        feeds=rule.feeds,
        why_not=rule.why_not,
        rule_id=rule.pk,
    )


def _words(rule: CountingRule, language: str, names: Mapping[str, str]) -> str:
    definition, _ = read_definition(rule.definition) if rule.definition else (None, [])
    return rule_in_words(definition, language, names) if definition else ""
