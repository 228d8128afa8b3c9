"""What the pages of the register share: their second row of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from quipu.apps.register.models import Record
from quipu.language import format_month
from quipu.web.record_words import reader_language, say_country
from quipu.web.templatetags.records import STATUS_MARKS

register = template.Library()

_PLACES = (
    ("register", _("List")),
    ("pending", _("Needs attention")),
    ("register-calendar", _("Calendar")),
    ("register-timeline", _("Timeline")),
    ("register-map", _("Map")),
    ("countries", _("Countries")),
    ("mechanisms", _("Mechanisms")),
    ("instruments", _("Instruments")),
    ("commitments", _("Commitments")),
    ("people-register", _("Officials")),
    ("organisations", _("Organisations")),
    ("documents", _("Evidence")),
    ("counts", _("Counts")),
)


@dataclass(frozen=True)
class Tab:
    """A place of the register: the name of its page, what it is called, and its address."""

    name: str
    label: str
    address: str


@register.filter
def place_of(record: Record) -> str:
    """Where an act was: its city and country."""
    return ", ".join(part for part in (record.city, say_country(record.place_country)) if part)


@register.filter
def status_mark(status: str) -> str:
    """The shape of a status, so that it is told without colour."""
    return STATUS_MARKS.get(status, "")  # type: ignore[call-overload, no-any-return]


@register.filter
def month_and_year(day: date) -> str:
    """`mayo de 2024`."""
    return format_month(day.month, reader_language(), year=day.year)


@register.filter
def weekday(day: date, width: str = "") -> str:
    """The name of the day of the week: `lunes`, and `lun` when it is `short`."""
    locale = "en_US" if reader_language() == "en" else "es_PE"
    return str(format_date(day, "EEE" if width == "short" else "EEEE", locale=locale))


@register.simple_tag(takes_context=True)
def register_tabs(context: Context) -> list[Tab]:
    """The places of the register that exist."""
    slug = context["workplace"].institution.slug
    found = [Tab(name, str(label), _address(name, slug)) for name, label in _PLACES]
    return [tab for tab in found if tab.address]


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, kwargs={"slug": slug})
    except NoReverseMatch:
        return ""
