"""What stands in the fields and rows of a record's form."""

from __future__ import annotations

import dataclasses
from typing import Any

from quipu.apps.register.drafts import RecordDraft, split_party
from quipu.language import NumberStyle
from quipu.web.record_words import say_country
from quipu.web.typed_fields import exact_number


def initial_fields(draft: RecordDraft) -> dict[str, Any]:
    """The fields of a draft as a form shows them: countries by their names."""
    found = {item.name: getattr(draft, item.name) for item in dataclasses.fields(draft)}
    if draft.instrument is not None:
        found |= {item.name: getattr(draft.instrument, item.name) for item in dataclasses.fields(draft.instrument)}
    return {**found, "place_country": say_country(draft.place_country)}


def initial_rows(draft: RecordDraft, name: str, style: NumberStyle) -> list[dict[str, Any]]:
    """The rows of one sort of a draft as a form shows them."""
    if name == "counterparts":
        return [{"party": say_party(text)} for text in draft.counterparts]
    legal = ("steps", "followups")
    held = getattr(draft.instrument, name, ()) if name in legal else getattr(draft, name)
    return [_shown({part.name: getattr(item, part.name) for part in dataclasses.fields(item)}, style) for item in held]


def say_party(text: str) -> str:
    """A counterpart by the name of its country or the acronym of its organisation."""
    country, _organisation = split_party(text)
    return say_country(country) or text


def _shown(row: dict[str, Any], style: NumberStyle) -> dict[str, Any]:
    if "value" in row:
        row["value"] = exact_number(row["value"], style)
    if "party" in row:
        row["party"] = say_party(row["party"])
    if "met" in row:
        row["met"] = "yes" if row["met"] else "no"
    if row.get("score", "") is None:
        row["score"] = ""
    return row
