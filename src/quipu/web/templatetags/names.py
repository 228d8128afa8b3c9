"""Names that the pages give to codes: kinds of fact, states of a build, measures that somebody printed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quipu.apps.history.services import KEY_SEPARATOR
from quipu.language import term
from quipu.web.draft_conflict import LABELS
from quipu.web.record_changes import name_of_field, say_field
from quipu.web.rule_words import RULES, say_rule
from quipu.web.templatetags.collection import LEVEL_STATES, LEVELS
from quipu.web.templatetags.collection import STATES as STATES_OF_SUBMISSIONS
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS

register = template.Library()

_COLUMNS = {(sheet.name, column.name): column for sheet in SHEETS for column in sheet.columns}

FACT_KINDS = {
    "institution": _("institution"),
    "executing_units": _("executing unit"),
    "units": _("organisational unit"),
    "cost_centres": _("cost centre"),
    "missions": _("mission abroad"),
    "ordinal_scales": _("ordinal scale"),
    "alignment_targets": _("alignment target"),
    "plans": _("plan"),
    "versions": _("plan version"),
    "objectives": _("objective"),
    "alignments": _("alignment"),
    "actions": _("strategic action"),
    "indicators": _("technical sheet"),
    "responsibles": _("responsible"),
    "targets": _("expected achievement"),
    "values": _("obtained value"),
    "disaggregations": _("disaggregation"),
    "parts": _("disaggregated value"),
    "overrides": _("adjusted direction"),
    "activities": _("activity"),
    "amounts": _("programming and execution"),
    "tasks": _("task"),
    "code_aliases": _("code in the source"),
    "published": _("published figure"),
    "questions": _("evaluation question"),
    "criteria": _("evaluation criterion"),
    "prioritised": _("prioritised element"),
    "factors": _("factor"),
    "means": _("means of implementation"),
    "highlights": _("highlighted result"),
    "recommendations": _("recommendation"),
    "interviews": _("interview"),
    "bibliography": _("bibliography entry"),
    "narratives": _("narrative"),
    "publication": _("publication"),
    "reporting_periods": _("reporting period"),
    "reporting_levels": _("level of a reporting period"),
    "submissions": _("report of a unit"),
    "indicator_entries": _("value filled in"),
    "activity_entries": _("execution filled in"),
    "evidence": _("evidence"),
    "documents": _("document"),
    "document_passages": _("paragraph of a document"),
    "citations": _("citation"),
    "regions": _("region"),
    "region_countries": _("country of a region"),
    "organisations": _("organisation"),
    "people": _("official"),
    "posts": _("post"),
    "post_holdings": _("holder of a post"),
    "mechanisms": _("mechanism"),
    "records": _("record"),
    "counterparts": _("counterpart"),
    "participants": _("participant"),
    "record_figures": _("figure of a record"),
    "office_criteria": _("criterion of an office"),
    "instruments": _("instrument"),
    "instrument_steps": _("act of a party"),
    "negotiation_followups": _("follow-up of a negotiation"),
    "commitments": _("commitment"),
    "counting_rules": _("counting rule"),
    "approval_steps": _("chain of approval"),
}
REPORTS = {"monitoring": _("Monitoring report"), "evaluation": _("Institutional evaluation report")}
STATES = {"waiting": _("waiting its turn"), "running": _("being made"), "done": _("made"), "failed": _("failed")}
STAGES = {
    "evaluation": _("computing the evaluation"),
    "text": _("resolving the figures of the text"),
    "charts": _("drawing the charts"),
    "files": _("writing the files"),
}
MEASURES = {
    "progress": _("progress"),
    "value": _("value"),
    "target": _("target"),
    "level": _("level"),
    "activities": _("operational activities"),
    "physical_execution": _("physical execution"),
    "objectives_high_share": _("share of objectives at a high level"),
    "objectives_medium_share": _("share of objectives at a medium level"),
    "objectives_low_share": _("share of objectives at a low level"),
    "actions_total": _("strategic actions"),
    "actions_high": _("strategic actions at a high level"),
    "actions_medium": _("strategic actions at a medium level"),
    "actions_low": _("strategic actions at a low level"),
    "score_a": _("score (a), strategic route"),
    "score_b": _("score (b), mission"),
    "score_c": _("score (c), results"),
    "score_d": _("score (d), implementation"),
}
"""What somebody may have printed of an element; of another measure the pages show the words it was given."""
_OF_INDICATORS = ("progress", "value", "target", "level")
PUBLICATION = "publication"
RECORDS = "records"
_PUBLICATION_KEY = ("plan", "period", "report", "build")
_VALUE_TYPES = {
    "number": _("number"),
    "ratio": _("numerator and denominator"),
    "ordinal": _("rung of a scale"),
    "text": _("words"),
    "no_data": _("no data"),
}
_OWN_WORDS = {
    ("published", "measure"): MEASURES,
    (PUBLICATION, "report"): REPORTS,
    ("submissions", "state"): STATES_OF_SUBMISSIONS,
    ("reporting_levels", "state"): LEVEL_STATES,
    ("reporting_levels", "level"): LEVELS,
    ("indicator_entries", "value_type"): _VALUE_TYPES,
}
_OWN_FIELDS = {
    **LABELS,
    "state": _("state"),
    "value_type": _("kind of value"),
    "parts": _("parts"),
    "opens_on": _("opens on"),
    "due_on": _("due on"),
    "message": _("message"),
    "title": _("title"),
    "link": _("link"),
    "size": _("bytes"),
    "sha256": _("mark of the file"),
    "original_name": _("file"),
    "original_sha256": _("mark of the file"),
    "text_sha256": _("mark of the text"),
    "reader": _("what read it"),
    "placed": _("found in the text"),
    "people": _("Who approves, in order"),
}
"""Fields of collection and of evidence, which are columns of no workbook."""
_OF_COLLECTION = {
    "reporting_periods",
    "reporting_levels",
    "submissions",
    "indicator_entries",
    "activity_entries",
    "evidence",
}
PERIODICITIES = {"year": _("yearly"), "semester": _("by semester"), "quarter": _("quarterly"), "month": _("monthly")}
ALIGNMENTS = {"sector": _("Sector"), "national": _("National"), "policy": _("National policy")}
_RELEVANCES = {1: "very_relevant", 2: "relevant", 3: "less_relevant"}
_MARK_LENGTH = 12
"""How much of a file's hash tells one file from another, to the eye."""
_OBJECTIVE_KINDS = {"I": "mission", "II": "improvement"}


def _named(names: Mapping[str, Any]) -> Any:
    """A filter that names a code; one that is not in the table comes back as it is."""
    return lambda code: names.get(code, code)


register.filter("fact_kind", _named(FACT_KINDS))
register.filter("report_name", _named(REPORTS))
register.filter("build_state", _named(STATES))
register.filter("build_stage", _named(STAGES))
register.filter("periodicity", _named(PERIODICITIES))
register.filter("alignment", _named(ALIGNMENTS))


@register.filter
def published_measure(code: str) -> str:
    """What somebody printed, in words."""
    return str(MEASURES.get(code, code.replace("_", " ")))


@register.filter
def of_indicator(figures: Sequence[Any]) -> list[Any]:
    """The published figures that an indicator is compared with, its progress first."""
    found = [item for item in figures if item.measure in _OF_INDICATORS]
    return sorted(found, key=lambda item: _OF_INDICATORS.index(item.measure))


@register.filter
def of_element(figures: Sequence[Any]) -> list[Any]:
    """The published figures that are of the element and not of what an indicator measures in it: ranks, scores."""
    return [item for item in figures if item.measure not in _OF_INDICATORS]


def _language() -> str:
    return "en" if (get_language() or "es").startswith("en") else "es"


@register.filter
def relevance(number: int) -> str:
    """How relevant an indicator is, in words."""
    return term(f"relevance.{_RELEVANCES[number]}", _language())


@register.filter
def objective_kind(code: str) -> str:
    """The kind of an objective, in words."""
    return term(f"objective_kind.{_OBJECTIVE_KINDS[code]}", _language())


@register.filter
def objective_of(action_code: str) -> str:
    """The code of the objective that an action's code names: `AEI.05.04` belongs to `OEI.05`."""
    return f"OEI.{action_code[4:6]}"


@register.filter
def altered(fact: Any, place: Any = None) -> list[tuple[str, str | None, str | None]]:
    """What a change altered, or what two versions do not share: each field's name and its text before and after.

    A whole fact that came or went lists the fields that say something; None stands where there was or is nothing.

    Args:
        fact: a change, or a difference.
        place: where it is read, whose institution names the regions and units of a counting rule.
    """
    sheet = getattr(fact, "kind", None) or fact.sheet
    before, after = fact.before or {}, fact.after or {}
    names = [*before, *(name for name in after if name not in before)]
    rows = [(name, _told(sheet, name, before.get(name)), _told(sheet, name, after.get(name))) for name in names]
    if sheet == RULES:
        rows = [(name, _rule(name, old, place), _rule(name, new, place)) for name, old, new in rows]
    return [(_column(sheet, name), old, new) for name, old, new in rows if old != new]


def _rule(name: str, text: str | None, place: Any) -> str | None:
    """A field of a counting rule; the rule itself, which is kept as data, in words."""
    if name != "definition" or text is None:
        return text
    return say_rule(text, place.rule_names if place else {})


@register.filter
def fact_key(fact: Any) -> str:
    """The natural key of a change or of a difference, its codes in words where they are of a known list."""
    sheet = getattr(fact, "kind", None) or fact.sheet
    parts = fact.key.split(KEY_SEPARATOR) if isinstance(fact.key, str) else fact.key
    names = _PUBLICATION_KEY if sheet == PUBLICATION else SHEET_BY_NAME[sheet].key if sheet in SHEET_BY_NAME else ()
    if len(names) == len(parts):
        parts = [_told(sheet, name, part) for name, part in zip(names, parts, strict=True)]
    return KEY_SEPARATOR.join(str(part) for part in parts if part not in (None, ""))


def _column(sheet: str, name: str) -> str:
    """A field as the own workbook heads it; in English, its stable name. A published file goes by its format."""
    if sheet == PUBLICATION:
        return name.upper()
    if sheet == RECORDS:
        return name_of_field(name).lower()
    if sheet in _OF_COLLECTION:
        return str(_OWN_FIELDS.get(name, name.replace("_", " "))).lower()
    known = _COLUMNS.get((sheet, name))
    if known is None and name in _OWN_FIELDS:
        return str(_OWN_FIELDS[name]).lower()
    return name.replace("_", " ") if known is None or _language() == "en" else known.label.lower()


def _told(sheet: str, name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if sheet == "indicator_entries" and name == "parts":
        return "; ".join(" ".join([*codes, number]) for *codes, number in json.loads(value))
    if (sheet == PUBLICATION and name not in _PUBLICATION_KEY) or name.endswith("sha256"):
        return f"{str(value)[:_MARK_LENGTH]}…"
    return _word(sheet, name, str(value))


def _word(sheet: str, name: str, code: str) -> str:
    """A code of a known list as people say it; any other text comes back as it is."""
    if sheet == RECORDS:
        return say_field(name, code)
    if (sheet, name) in _OWN_WORDS:
        return str(_OWN_WORDS[sheet, name].get(code, code))
    if (sheet, name) == ("values", "stage"):
        return term(f"stage.{code}", _language())
    known = _COLUMNS.get((sheet, name))
    if known is None or code not in known.choices:
        return code
    return code.replace("_", " ") if _language() == "en" else known.choices[code]


@register.filter
def differs(score: Mapping[str, Any]) -> bool:
    """Whether somebody printed other points than the computed ones."""
    printed = score.get("published")
    return bool(printed) and printed != str(score.get("value"))
