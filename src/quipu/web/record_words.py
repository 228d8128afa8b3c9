"""How the pages of records say things: dates with their precision, months, ordinals, parties."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quipu.apps.register.models import Precision, Record
from quipu.language import (
    country_name,
    format_long_date,
    format_month,
    format_period,
    former_country,
    roman_numeral,
)


def reader_language() -> str:
    """The reader's language, `es` or `en`."""
    return "en" if (get_language() or "es").startswith("en") else "es"


def say_date(starts_on: date | None, ends_on: date | None = None, precision: str = Precision.DAY) -> str:
    """The date of an act as exactly as it is known: `marzo de 2024`, `entre el 3 y el 12 de marzo de…`."""
    language = reader_language()
    if starts_on is None or precision == Precision.UNKNOWN:
        return _("no date")
    if precision == Precision.MONTH:
        return format_month(starts_on.month, language, year=starts_on.year)
    if precision == Precision.QUARTER:
        return format_period(f"{starts_on.year}-T{(starts_on.month + 2) // 3}", language)
    if precision == Precision.YEAR:
        return str(starts_on.year)
    if ends_on is None or ends_on == starts_on:
        return format_long_date(starts_on, language)
    parts = {"first": _beginning(starts_on, ends_on), "last": format_long_date(ends_on, language)}
    if precision == Precision.BOUNDED:
        return _("between %(first)s and %(last)s") % parts
    return _("from %(first)s to %(last)s") % parts


def say_date_of(record: Record) -> str:
    """The date of a record, in words."""
    return say_date(record.starts_on, record.ends_on, record.precision)


def say_month(index: int | None) -> str:
    """A month kept as year x 12 + month - 1, in words; empty for none."""
    return "" if index is None else format_month(index % 12 + 1, reader_language(), year=index // 12)


def roman(number: int | None) -> str:
    """A session's ordinal as sessions are numbered: `XIV`; empty for none."""
    return "" if number is None else roman_numeral(number)


def say_country(code: str) -> str:
    """The name of a country by its alpha-3 code, also of one that no longer exists; empty for none."""
    language = reader_language()
    return (former_country(code, language) or country_name(code, language)) if code else ""


def _beginning(first: date, last: date) -> str:
    """The first day of an interval, without what it shares with the last."""
    language = reader_language()
    if first.year != last.year:
        return format_long_date(first, language)
    if first.month == last.month:
        return str(first.day)
    pattern, locale = ("d MMMM", "en_GB") if language == "en" else ("d 'de' MMMM", "es_PE")
    return format_date(first, pattern, locale=locale)
