"""How figures, dates, levels and terms are shown on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_datetime
from babel.lists import format_list
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import get_language, gettext

from quipu.apps.plans.models.fields import TypedValue, ValueType
from quipu.language import (
    NumberStyle,
    UnknownTermError,
    format_long_date,
    format_month,
    format_number,
    format_percent,
    format_period,
    number_style,
)
from quipu.language import term as glossary_term
from quipu.method import explain_reason
from quipu.method.rules import RULES

register = template.Library()

SHAPES = {"high": "●", "medium": "■", "low": "▼"}
"""The same shapes as in the charts."""
NO_VALUE = "—"


def _language() -> str:
    return "en" if (get_language() or "es").startswith("en") else "es"


def _style(context: Context) -> NumberStyle:
    place = context.get("workplace")
    return place.numbers if place is not None else number_style(_language())


def _exact(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


@register.simple_tag(takes_context=True)
def number(context: Context, value: Any, decimals: int | None = None) -> str:
    """A number by the institution's separators; a missing one is a dash, never a zero."""
    exact = _exact(value)
    return NO_VALUE if exact is None else format_number(exact, decimals, style=_style(context))


@register.simple_tag(takes_context=True)
def percent(context: Context, value: Any, decimals: int | None = 2) -> str:
    """A percentage already times a hundred; a missing one is a dash."""
    exact = _exact(value)
    return NO_VALUE if exact is None else format_percent(exact, decimals, style=_style(context))


@register.simple_tag(takes_context=True)
def typed(context: Context, value: TypedValue | None) -> str:
    """A typed value in words: its number, its two parts, its rung, its text, or that there is no data."""
    if value is None:
        return NO_VALUE
    style = _style(context)
    if value.value_type == ValueType.NUMBER:
        return format_number(value.number, style=style)
    if value.value_type == ValueType.RATIO:
        return f"{format_number(value.numerator, style=style)} / {format_number(value.denominator, style=style)}"
    if value.value_type == ValueType.ORDINAL:
        return f"{value.ordinal.position}. {value.ordinal.label}"
    return value.text if value.value_type == ValueType.TEXT else gettext("no data")


@register.filter
def term(name: Any, group: str) -> str:
    """A word of the glossary: `{{ sheet.direction|term:"direction" }}`; a name it does not hold comes back as it is."""
    if name in (None, ""):
        return ""
    try:
        return glossary_term(f"{group}.{name}", _language())
    except UnknownTermError:
        return str(name)


@register.filter
def reason(code: str) -> str:
    """Why something could not be computed, in words."""
    return explain_reason(code, _language()) if code else ""


@register.filter
def sentence(trace: Any) -> str:
    """The sentence of a trace, a score or a finding, in the reader's language."""
    if isinstance(trace, Mapping):
        words = trace.get("sentence") or trace.get("statement") or trace
        return words.get(_language(), "") if isinstance(words, Mapping) else str(words)
    return str(trace or "")


@register.filter
def level_sentence(trace: Any) -> str:
    """Why a result has its level."""
    return sentence((trace or {}).get("level") or "")


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """The value of a mapping, or None."""
    return (mapping or {}).get(key)


@register.filter
def shape(level: str) -> str:
    """The mark of a level, so that it reads without colour."""
    return SHAPES.get(level, "◇")


@register.filter
def period(code: str) -> str:
    """A period in words: `primer semestre de 2024`."""
    return format_period(code.replace("-Q", "-T").replace("-M", "-"), _language()) if code else ""


@register.filter
def month(number_of_month: int) -> str:
    """The month's short name."""
    return format_month(number_of_month, _language(), abbreviated=True)


@register.filter
def month_names(months: Sequence[Any]) -> str:
    """Months by their whole names, as a sentence lists them: `marzo, abril y mayo`."""
    return format_list([format_month(int(item), _language()) for item in months], locale=_language())


@register.filter
def long_date(moment: date | datetime | None) -> str:
    """A day in words."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return format_long_date(moment, _language()) if moment else NO_VALUE


@register.filter
def moment(value: datetime | None) -> str:
    """A day and an hour."""
    if value is None:
        return NO_VALUE
    pattern, locale = ("d MMMM y, HH:mm", "en_GB") if _language() == "en" else ("d MMM y, HH:mm", "es_PE")
    return format_datetime(timezone.localtime(value), pattern, locale=locale)


@register.simple_tag(takes_context=True)
def at(context: Context, page: str, **parts: Any) -> str:
    """The address of a page of this institution, in the version and period looked at."""
    return context["workplace"].address(page, **parts)


@register.inclusion_tag("parts/figure.html", takes_context=True)
def figure(context: Context, printed: str, trace: Any, address: str, name: str = "", css: str = "") -> dict[str, Any]:
    """A figure as a link: hover or focus says how it was computed, a click opens the step before."""
    return {"printed": printed, "trace": sentence(trace), "address": address, "name": name, "css": css}


@register.inclusion_tag("parts/level.html")
def level(result: Any) -> dict[str, Any]:
    """The level of a result in a shape and a word, or the outcome that leaves it without one."""
    labels = (result.trace or {}).get("level_label") or {}
    return {
        "level": result.level,
        "outcome": result.outcome,
        "word": labels.get(_language()) or term(result.level, "level"),
    }


@register.inclusion_tag("parts/outcome.html")
def level_count(name: str, count: int) -> dict[str, Any]:
    """How many elements have a level or an outcome."""
    return {"name": name, "count": count, "is_level": name in SHAPES}


@register.filter
def words(labels: Mapping[str, str] | None) -> str:
    """The one of two labels that is in the reader's language."""
    return (labels or {}).get(_language(), "")


@register.filter
def watch(rule: str) -> str:
    """The name of the rule that found something."""
    known = RULES.get(rule)
    return known.label(_language()) if known else rule


@register.filter
def by_watch(findings: Sequence[Mapping[str, Any]] | None) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Findings grouped by the rule that found them, in the order of the rules."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings or []:
        groups.setdefault(str(finding["watch"]), []).append(finding)
    return list(groups.items())


@register.simple_tag(takes_context=True)
def kilobytes(context: Context, size: int) -> str:
    """The size of a file, in kilobytes of a thousand bytes."""
    return f"{format_number(Decimal(size) / 1000, 0, style=_style(context))} kB"
