"""Two people's versions of one row, side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from quipu.language import NumberStyle
from quipu.web.draft import Draft, MonthDraft, ValueDraft
from quipu.web.typed_fields import exact_number

LABELS: Mapping[str, Any] = {
    "number": _("Obtained value"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "ordinal": _("Rung"),
    "text": _("Value in words"),
    "physical": _("Physical"),
    "financial": _("Financial"),
    "no_data_reason": _("Why there is no data"),
    "comment": _("Comment"),
    "source": _("Source"),
    "achievements": _("Achievements"),
    "limitations": _("Limitations"),
    "measures": _("Measures taken"),
}
_NUMBERS = ("number", "numerator", "denominator", "physical", "financial")


@dataclass(frozen=True)
class Compared:
    """One field in two versions; an empty text is an empty field."""

    label: str
    mine: str
    theirs: str


def compared(draft: Draft, style: NumberStyle) -> list[Compared]:
    """The fields in which what was typed differs from what somebody else left; empty without a conflict."""
    if draft.conflict is None:
        return []
    theirs = {name: _their_text(draft, name, text, style) for name, text in draft.conflict.theirs.items()}
    rows = [Compared(str(label), _my_text(draft, name), theirs.get(name, "")) for name, label in LABELS.items()]
    rows.append(Compared(str(_("Parts")), "; ".join(_my_parts(draft)), theirs.get("parts", "")))
    return [row for row in rows if row.mine != row.theirs]


def _my_text(draft: Draft, name: str) -> str:
    if isinstance(draft, MonthDraft) and name == "no_data_reason":
        return draft.texts.get("reason", "")
    text = draft.texts.get(name, "")
    if name == "ordinal" and isinstance(draft, ValueDraft):
        return next((_rung(item) for item in draft.row.choices if str(item.pk) == text), "")
    return text


def _their_text(draft: Draft, name: str, text: Any, style: NumberStyle) -> str:
    if name in _NUMBERS:
        return exact_number(Decimal(str(text)), style)
    if name == "ordinal" and isinstance(draft, ValueDraft):
        return next((_rung(item) for item in draft.row.choices if str(item.position) == str(text)), "")
    if name == "parts" and isinstance(draft, ValueDraft):
        return "; ".join(_their_parts(draft, str(text), style))
    return str(text)


def _my_parts(draft: Draft) -> Iterator[str]:
    for table in draft.tables if isinstance(draft, ValueDraft) else ():
        yield from (f"{label}: {text}" for label, _name, text in table.cells if text)


def _their_parts(draft: ValueDraft, text: str, style: NumberStyle) -> Iterator[str]:
    """In the order of the fields, by the labels of their categories."""
    known = {
        (item.disaggregation.code, category.code): category.label
        for item in draft.row.breakdowns
        for category, _number in item.cells
    }
    told = {}
    for *codes, number in json.loads(text):
        pairs = [(codes[n], codes[n + 1]) for n in range(0, len(codes), 2)]
        label = " · ".join(known.get(pair, pair[1]) for pair in pairs)
        told[label] = exact_number(Decimal(number), style)
    order = [label for table in draft.tables for label, _name, _text in table.cells]
    for label in [*order, *(label for label in told if label not in order)]:
        if label in told:
            yield f"{label}: {told[label]}"


def _rung(point: Any) -> str:
    return f"{point.position}. {point.label}"
