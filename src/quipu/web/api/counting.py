"""What is counted from the register: rules, counts beside what was typed in and printed, and the rows behind each."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.plans.models import Indicator
from quipu.apps.plans.queries import find_plan, find_version
from quipu.apps.plans.rows import find_indicator
from quipu.apps.register.models import CountedValue, CountingRule, Record
from quipu.apps.register.queries.counts import ComparedCount, compared_counts, rows_counted
from quipu.web.api.paging import page_of
from quipu.web.api.problems import MissingError
from quipu.web.api.reading import Asked
from quipu.web.api.record_rows import record_row, told_with
from quipu.web.api.schemas.counting import (
    ComparedRow,
    CountedPlace,
    CountedRow,
    CountsQuery,
    RowsQuery,
    RuleRow,
)
from quipu.web.api.schemas.plans import VersionPlace
from quipu.web.api.schemas.records import RecordRow
from quipu.web.api.schemas.shared import Page, Window
from quipu.web.api.schemas.values import IndicatorPlace
from quipu.web.api.tokens import taking

router = Router(tags=["counting"])
_IN_VERSION = "/institutions/{slug}/plans/{plan}/versions/{number}"
_INDICATOR = "/institutions/{slug}/plans/{plan}/indicators/{code}"


@router.get(
    f"{_IN_VERSION}/counts",
    summary="Indicators counted, reported, corrected and published",
    **taking(Action.VIEW_REGISTER, Page[ComparedRow]),
)
def counts(request: HttpRequest, place: Path[VersionPlace], asked: Asked[CountsQuery]) -> Any:
    """The indicators that have a rule, or a reason for none; never merged."""
    version = find_version(find_plan(place.slug, place.plan), place.number)
    found = compared_counts(request.auth.institution, version, asked.period, asked.language)
    return page_of(found, asked, _compared)


@router.get(f"{_INDICATOR}/counting-rule", summary="How it is counted", **taking(Action.VIEW_REGISTER, RuleRow))
def counting_rule(request: HttpRequest, place: Path[IndicatorPlace]) -> Any:
    """The rule as data, or the reason why it has none."""
    return _told(_rule(place))


@router.get(
    f"{_INDICATOR}/counted-values",
    summary="What its rule counts, by period and category",
    **taking(Action.VIEW_REGISTER, Page[CountedRow]),
)
def counted_values(request: HttpRequest, place: Path[IndicatorPlace], window: Asked[Window]) -> Any:
    """In all (both empty) and by category; kept with every change of a record."""
    found = CountedValue.objects.filter(rule=_rule(place)).order_by("period", "dimension", "category")
    return page_of(found, window, _value)


@router.get(
    f"{_INDICATOR}/counted-values/{{of}}/records",
    summary="The records behind a count",
    **taking(Action.VIEW_REGISTER, Page[RecordRow]),
)
def counted_records(request: HttpRequest, place: Path[CountedPlace], asked: Asked[RowsQuery]) -> Any:
    """Those that make up the count of a period, or one category of it."""
    rule = _rule(place)
    if not rule.definition:
        raise MissingError
    found = rows_counted(rule, place.of, asked.dimension, asked.category)
    return page_of(told_with(found).order_by(*Record._meta.ordering, "pk"), asked, record_row)


def _rule(place: IndicatorPlace) -> CountingRule:
    indicator: Indicator | None = find_indicator(find_plan(place.slug, place.plan), place.code)
    found = CountingRule.objects.select_related("indicator").filter(indicator=indicator).first() if indicator else None
    if found is None:
        raise MissingError
    return found


def _told(rule: CountingRule) -> dict[str, Any]:
    return {
        "indicator": rule.indicator.code,
        "definition": json.loads(rule.definition) if rule.definition else None,
        **{name: getattr(rule, name) for name in ("why_not", "feeds", "covers_from", "covers_to", "revision")},
    }


def _value(row: CountedValue) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("period", "dimension", "category", "number")}


def _compared(item: ComparedCount) -> dict[str, Any]:
    fields = ("name", "counted", "reported", "corrected", "published", "difference", "words", "feeds", "why_not")
    return {
        "indicator": item.indicator_code,
        "element": item.element_code,
        **{name: getattr(item, name) for name in fields},
    }
