"""Names, dates and links that the pages of records share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quipu.apps.register.models import Record, Review, Status
from quipu.web import record_words
from quipu.web.templatetags.quipu import term

register = template.Library()

STATUS_MARKS = {Status.PLANNED: "◔", Status.ANNOUNCED: "◇", Status.DONE: "●", Status.CANCELLED: "✕"}
"""A shape for each status, so that none is told by its colour alone."""
_STATUS_TONES = {Status.DONE: "level-high", Status.PLANNED: "level-medium"}
_COMMITMENT_MARKS = {"not_started": "◇", "in_progress": "◔", "fulfilled": "●", "abandoned": "✕"}
_COMMITMENT_TONES = {"fulfilled": "level-high", "in_progress": "level-medium"}
_REVIEW_MARKS = {Review.DRAFT: "◇", Review.SUBMITTED: "▶", Review.RETURNED: "■", Review.APPROVED: "●"}
_REVIEW_TONES = {Review.APPROVED: "level-high", Review.RETURNED: "level-medium"}
REVISION_ACTIONS = {
    "register.record.created": _("Recorded"),
    "register.record.changed": _("It was changed"),
    "register.record.undone": _("The change before was undone"),
    "register.record.found": _("As it was found"),
    "register.record.merged": _("Merged"),
    "register.record.unmerged": _("The merge was undone"),
    "register.citation.added": _("It was cited"),
    "register.citation.removed": _("The citation was removed"),
}

SITUATIONS = {
    "overdue": _("past its date"),
    "due": _("to be done"),
    "undated": _("without a date"),
    "fulfilled": _("fulfilled"),
    "abandoned": _("abandoned"),
}

register.filter("country", record_words.say_country)
register.filter("roman", record_words.roman)
register.filter("month_of_index", record_words.say_month)


@register.filter
def situation(name: str) -> Any:
    """In which situation commitments are, in words."""
    return SITUATIONS.get(name, name)


@register.filter
def revision_action(code: str) -> Any:
    """What an edit did, in words."""
    return REVISION_ACTIONS.get(code, REVISION_ACTIONS["register.record.changed"])


@register.filter
def objective_of_action(code: str) -> str:
    """The code of the objective that an action's code names: `AEI.05.04` belongs to `OEI.05`."""
    return f"OEI.{code[4:6]}"


@register.filter
def when(record: Record) -> str:
    """The date of a record, as exactly as it is known."""
    return record_words.say_date_of(record)


@register.filter
def when_step(step: Any) -> str:
    """The date of an act of a party."""
    return record_words.say_date(step.on, None, step.precision)


@register.filter
def countries_of(record: Record) -> str:
    """The countries of a record by their names, from its derived column."""
    return ", ".join(record_words.say_country(code) for code in record.countries.split("|") if code)


@register.filter
def is_late(day: date | None, today: date) -> bool:
    """Whether a day has passed."""
    return day is not None and day < today


@register.inclusion_tag("register_records/parts/mark.html")
def record_status(record: Record) -> dict[str, str]:
    """The status of a record in a shape and a word."""
    status = str(record.status)
    return {
        "mark": STATUS_MARKS.get(record.status, ""),  # type: ignore[call-overload]
        "word": term(status, "record_status"),
        "tone": _STATUS_TONES.get(record.status, ""),  # type: ignore[call-overload]
    }


@register.inclusion_tag("register_records/parts/mark.html")
def commitment_status(status: str, late: bool = False) -> dict[str, Any]:
    """How a commitment stands in a shape and a word."""
    return {
        "mark": "▼" if late else _COMMITMENT_MARKS.get(status, ""),
        "word": _("past its date") if late else term(status, "commitment_status"),
        "tone": "level-low" if late else _COMMITMENT_TONES.get(status, ""),
    }


@register.inclusion_tag("register_records/parts/mark.html")
def review_state(review: str) -> dict[str, Any]:
    """Where a record stands in its unit's chain of approval."""
    marks: dict[str, str] = {str(name): mark for name, mark in _REVIEW_MARKS.items()}
    tones: dict[str, str] = {str(name): tone for name, tone in _REVIEW_TONES.items()}
    return {"mark": marks.get(review, ""), "word": term(review, "review"), "tone": tones.get(review, "")}


@register.simple_tag(takes_context=True)
def country_link(context: Context, code: str) -> str | SafeString:
    """The name of a country as a link to its sheet."""
    name = record_words.say_country(code)
    slug = context["workplace"].institution.slug
    for part in ("code", "country"):
        try:
            return format_html('<a href="{}">{}</a>', reverse("country", kwargs={"slug": slug, part: code}), name)
        except NoReverseMatch:
            continue
    return name
