"""Names and marks that the pages give to states, levels, steps and reminders of collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quipu.apps.collection.queries.filling import ActivityRow
from quipu.apps.collection.queries.missing import MissingItem
from quipu.language import format_long_date
from quipu.web.draft import Draft, MonthDraft, ValueDraft
from quipu.web.draft_conflict import LABELS, Compared, compared
from quipu.web.templatetags.quipu import NO_VALUE, month, period
from quipu.web.templatetags.quipu import moment as words_of_moment
from quipu.web.typed_fields import exact_number, fact_text

register = template.Library()

STATES = {
    "owed": _("nothing yet"),
    "draft": _("draft"),
    "submitted": _("sent"),
    "returned": _("returned"),
    "approved": _("approved"),
}
MARKS = {"owed": "◇", "draft": "◔", "submitted": "▶", "returned": "■", "approved": "●"}
"""A shape for each state, so that none is told by its colour alone."""
_TONES = {"submitted": "sent", "returned": "medium", "approved": "high"}
LEVELS = {"post": _("Missions abroad"), "unit": _("Units at headquarters")}
LEVEL_STATES = {"open": _("open"), "closed": _("closed"), "locked": _("locked")}
STEPS = {
    "opened": _("The period was opened"),
    "started": _("Filling in began"),
    "submitted": _("Sent"),
    "returned": _("Returned"),
    "approved": _("Approved"),
    "reopened": _("Reopened"),
}
NEXT_STEPS = {
    "assign": _("assign somebody to fill it in"),
    "start": _("start filling in"),
    "fill": _("continue filling in"),
    "send": _("send what is filled in"),
    "mend": _("correct and send again"),
    "decide": _("approve or return"),
    "closed": _("none: it is closed"),
    "done": _("none: it is approved"),
}
_MEASURES = {"physical": _("physical"), "financial": _("financial")}
REMINDERS = {
    "before": _("before the date"),
    "due": _("on the date"),
    "late": _("late"),
    "asked": _("asked for by planning"),
}
MAILS = {
    "none": _("only on this page"),
    "waiting": _("mail waiting"),
    "sent": _("mail sent"),
    "failed": _("the mail failed and will be tried again"),
}


def _named(names: Mapping[str, Any]) -> Any:
    """A filter that names a code; one that is not in the table comes back as it is."""
    return lambda code: names.get(str(code), code)


register.filter("submission_state", _named(STATES))
register.filter("reporting_level", _named(LEVELS))
register.filter("level_state", _named(LEVEL_STATES))
register.filter("step", _named(STEPS))
register.filter("next_step", _named(NEXT_STEPS))
register.filter("reminder_kind", _named(REMINDERS))
register.filter("reminder_mail", _named(MAILS))


@register.inclusion_tag("collection/parts/state.html")
def state(code: str, count: int | None = None) -> dict[str, Any]:
    """The state of a submission in a shape and a word, and how many are in it."""
    return {"word": STATES[str(code)], "mark": MARKS[str(code)], "tone": _TONES.get(str(code), ""), "count": count}


@register.inclusion_tag("collection/parts/input.html")
def draft_field(row: Any, name: str, label: str, kind: str = "text", form: str = "draft") -> dict[str, Any]:
    """A field of a row, with its label, what stands in it and what is wrong with it.

    Args:
        row: a row of the draft, or the fields of a value.
        name: the field's, inside the row.
        label: its label.
        kind: `text`, `number`, `words` for several lines, or `cell` for one in a table whose label is not seen.
        form: the identifier of the form that it belongs to; empty for the one around it.
    """
    prefix = getattr(row, "key", "") or row.prefix
    return {
        "id": f"{prefix}-{name}",
        "label": label,
        "kind": kind,
        "text": row.texts.get(name, ""),
        "fault": row.faults.get(name, ""),
        "form": form,
    }


@register.simple_tag(takes_context=True)
def two_versions(context: Context, row: Any) -> list[Compared]:
    """What was typed and what somebody else left, where they differ."""
    return compared(row, context["workplace"].numbers)


@register.simple_tag(takes_context=True)
def gap(context: Context, value: Decimal) -> str:
    """By how much a value exceeds its parts, or they exceed it: `12 still missing`, `12 too many`."""
    told = exact_number(abs(value), context["workplace"].numbers)
    return (gettext("%(gap)s still missing") if value > 0 else gettext("%(gap)s too many")) % {"gap": told}


@register.filter
def still_owed(activity: ActivityRow) -> int:
    """How many amounts of an activity are missing."""
    return sum(len(item.missing) for item in activity.months)


@register.simple_tag
def field_label(name: str) -> str:
    """How a field of a value is called."""
    return str(LABELS.get(name, name))


@register.simple_tag
def row_name(row: Draft) -> str:
    """How a row is called in a list of what has to be mended."""
    if isinstance(row, ValueDraft):
        return f"{row.row.code}, {period(row.row.period)}"
    if isinstance(row, MonthDraft):
        return f"{row.activity.code}, {month(row.row.month)}"
    return gettext("In words")


@register.simple_tag(takes_context=True)
def missing_by_row(context: Context, missing: Sequence[MissingItem]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is missing, one line for each indicator and each measure of an activity.

    Returns:
        What each line is about, and the address and the period of each field that is missing.
    """
    lines: dict[str, list[tuple[str, str]]] = {}
    for item in missing:
        when = month(int(item.period[-2:])) if item.kind == "amount" else period(item.period)
        what = f"{item.code}, {_MEASURES[item.field]}" if item.kind == "amount" else item.code
        lines.setdefault(what, []).append((_missing_address(context, item), when))
    return list(lines.items())


def _missing_address(context: Context, item: MissingItem) -> str:
    """Where the field of something missing is, in the part of the activities that holds it."""
    part = context.get("part_of", {}).get(item.anchor)
    field = f"{item.anchor}-{item.field}" if item.kind == "amount" else item.anchor
    return f"?parte={part}#{field}" if part else f"#{field}"


@register.filter
def clock(moment: datetime) -> str:
    """The hour, and the day too when it is not today."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else words_of_moment(local)


@register.filter
def days_left(day: date) -> str:
    """How far a date is from today, in words: `in 5 days`, `today`, `3 days late`."""
    days = (day - timezone.localdate()).days
    if days == 0:
        return str(_("today"))
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return late_days(-days)


@register.filter
def short_date(day: date | datetime | None) -> str:
    """A day in few letters; a dash for none."""
    if day is None:
        return NO_VALUE
    local = timezone.localtime(day).date() if isinstance(day, datetime) else day
    in_english = (get_language() or "es").startswith("en")
    return format_long_date(local, "en") if in_english else format_date(local, "d MMM y", locale="es_PE")


@register.filter
def late_days(days: int) -> str:
    """How late something is, in words."""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


@register.simple_tag(takes_context=True)
def typed_number(context: Context, value: Decimal | None) -> str:
    """A number as it is put back into its field: every decimal that is stored, and the institution's separators."""
    return exact_number(value, context["workplace"].numbers)


@register.simple_tag(takes_context=True)
def fact(context: Context, value: Any) -> str:
    """A value as the rules take it: a number, words, or that there is no data."""
    return fact_text(value, context["workplace"].numbers)
