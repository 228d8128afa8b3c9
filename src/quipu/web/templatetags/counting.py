"""How differences and reasons of counting read on a page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quipu.language import country_name, format_number

register = template.Library()

MINUS = "\N{MINUS SIGN}"
_KEPT_PLACES = 4
"""Decimals with which counts and values are kept."""
_WORDS: Mapping[tuple[str, int], Any] = {
    ("reported", 1): _("more than reported"),
    ("reported", -1): _("fewer than reported"),
    ("reported", 0): _("equal to what was reported"),
    ("corrected", 1): _("more than corrected"),
    ("corrected", -1): _("fewer than corrected"),
    ("corrected", 0): _("equal to what was corrected"),
    ("published", 1): _("more than published"),
    ("published", -1): _("fewer than published"),
    ("published", 0): _("equal to what was published"),
}


@register.simple_tag(takes_context=True)
def signed(context: Context, value: Decimal) -> str:
    """A difference with its sign: `+3`, `−2`, `0`; a small one keeps the digits that make it differ."""
    style = context["workplace"].numbers
    if value == 0:
        return format_number(value, style=style)
    shown = format_number(abs(value), style=style)
    small = shown == format_number(0, style=style)
    return ("+" if value > 0 else MINUS) + (format_number(abs(value), _KEPT_PLACES, style=style) if small else shown)


@register.simple_tag
def told_difference(beside: str, value: Decimal) -> str:
    """A difference in words: `more than reported`."""
    return str(_WORDS[beside, (value > 0) - (value < 0)])


@register.simple_tag(takes_context=True)
def rows_address(context: Context, code: str, dimension: str = "", category: str = "", period: str = "") -> str:
    """The rows behind a count, in the version and period looked at."""
    place = context["workplace"]
    asked = {
        "periodo": period or place.period,
        "version": place.version_name if place.choice.asked else "",
        "por": dimension,
        "valor": category,
    }
    address = reverse("count-rows", kwargs={"slug": place.institution.slug, "code": code})
    return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"


@register.filter
def countries(barred: str) -> str:
    """The names of the countries of a record."""
    return ", ".join(country_name(code, get_language() or "es") for code in barred.split("|") if code)
