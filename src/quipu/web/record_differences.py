"""Two versions of a record, field by field and in words: of two people, of two revisions, of two records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quipu.apps.register.drafts import split_party
from quipu.language import NumberStyle, format_long_date, format_period
from quipu.web.record_fields import RecordForm
from quipu.web.record_names import NO_NAMES, Names
from quipu.web.record_rows import ROW_FORMS, ROW_NAMES
from quipu.web.record_words import reader_language, say_country
from quipu.web.record_writing import say_party
from quipu.web.templatetags.quipu import term
from quipu.web.typed_fields import exact_number

_LEGAL = "instrument."
_GROUPS: Mapping[str, str] = {
    "kind": "record_kind",
    "status": "record_status",
    "modality": "modality",
    "mode": "mode",
    "precision": "precision",
    "direction": "visit_direction",
    "level_own": "rank",
    "level_counterpart": "rank",
    "outcome": "record_outcome",
    "type": "instrument_type",
    "stage": "instrument_stage",
    "binding": "binding",
    "side": "side",
    "approximator": "approximator",
    "step": "instrument_step",
}
_DAYS = frozenset({"starts_on", "ends_on", "valid_from", "valid_to", "on", "due_on"})
_NAMED = frozenset({"place_country", "party", "unit", "mission", "mechanism", "person"})
_OWN_LABELS = {
    "kind": gettext_lazy("Kind of record"),
    "code": gettext_lazy("Code"),
    "synthetic": gettext_lazy("Fictional data"),
    "instrument": gettext_lazy("The instrument"),
    "sent_by_them": gettext_lazy("Approved by who sent it"),
}
_HIDDEN = frozenset({"code", "synthetic"})


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ.

    Attributes:
        path: the field, `instrument.stage` for one of an instrument's legal side.
        label: how people call it.
        one: what the first version says, in lines.
        other: what the second says.
        changed_by: which version changed it since both were the same: `one`, `other` or `both`.
    """

    path: str
    label: str
    one: list[str]
    other: list[str]
    changed_by: str = "both"


def differences(
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    style: NumberStyle,
    *,
    base: Mapping[str, Any] | None = None,
    names: Names = NO_NAMES,
) -> list[Difference]:
    """The fields in which two drafts, as JSON, say something else.

    Args:
        one: the first version.
        other: the second.
        style: how the reader writes numbers.
        base: what both came from, where it is known.
        names: of what they name by code.
    """
    mine, theirs, common = parts_of(one), parts_of(other), parts_of(base or {})
    found = []
    for path in [*mine, *(path for path in theirs if path not in mine)]:
        was, is_now = mine.get(path), theirs.get(path)
        if path in _HIDDEN or _same(was, is_now):
            continue
        said = [say(path, value, style, names) for value in (was, is_now)]
        found.append(Difference(path, label_of(path), *said, _changed_by(path, mine, theirs, base and common)))
    return found


def _changed_by(path: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], common: Mapping[str, Any] | None) -> str:
    """Which of two versions left a field otherwise than it was; both, where nobody knows how it was."""
    if common is None:
        return "both"
    if _same(mine.get(path), common.get(path)):
        return "other"
    return "one" if _same(theirs.get(path), common.get(path)) else "both"


def combined(one: Mapping[str, Any], other: Mapping[str, Any], taken: Sequence[str]) -> dict[str, Any]:
    """The first version with the fields of the second that somebody chose."""
    made = parts_of(one) | {path: value for path, value in parts_of(other).items() if path in taken}
    legal = {path.removeprefix(_LEGAL): value for path, value in made.items() if path.startswith(_LEGAL)}
    plain = {path: value for path, value in made.items() if not path.startswith(_LEGAL)}
    return plain | ({"instrument": legal} if legal else {})


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], style: NumberStyle, names: Names = NO_NAMES
) -> list[Difference]:
    """The fields that an edit changed; of those with several lines, only the lines that one of both lacks."""
    return [
        replace(
            item,
            one=[line for line in item.one if line not in item.other],
            other=[line for line in item.other if line not in item.one],
        )
        for item in differences(before, after, style, names=names)
    ]


def parts_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a draft's JSON, those of its legal side one by one."""
    found = {name: value for name, value in data.items() if name != "instrument"}
    legal = data.get("instrument")
    return found | {f"{_LEGAL}{name}": value for name, value in (legal or {}).items()}


def label_of(path: str) -> str:
    """How people call a field."""
    name = path.removeprefix(_LEGAL)
    if name in ROW_NAMES:
        return str(ROW_NAMES[name][0])
    field = RecordForm.base_fields.get(name)
    return str(field.label if field is not None else _OWN_LABELS.get(name, name))


def say(path: str, value: Any, style: NumberStyle, names: Names = NO_NAMES) -> list[str]:
    """What a field says, in lines; none for an empty one."""
    name = path.removeprefix(_LEGAL)
    if name == "counterparts":
        return [_party(text, names) for text in value or ()]
    if isinstance(value, list | tuple):
        return ["; ".join(_cells(name, row, style, names)) for row in value]
    text = word_of(name, value, style, names)
    return [text] if text else []


def _cells(rows: str, row: Mapping[str, Any], style: NumberStyle, names: Names) -> Iterator[str]:
    fields = ROW_FORMS[rows].base_fields if rows in ROW_FORMS else {}
    for name, value in row.items():
        if value in ("", None) or name == "number":
            continue
        if name == "person" and names.get("person", {}).get(value) == row.get("name"):
            continue
        label = str(fields[name].label) if name in fields else name
        if isinstance(value, bool):
            if value or name == "met":
                yield f"{label}: {_('yes') if value else _('no')}"
            continue
        group = "commitment_status" if rows == "commitments" and name == "status" else ""
        yield term(value, group) if group else word_of(name, value, style, names)


def word_of(name: str, value: Any, style: NumberStyle, names: Names = NO_NAMES) -> str:
    """What a plain field says: a code by its term, a day in words."""
    if value in ("", None):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _DAYS:
        return format_long_date(date.fromisoformat(str(value)), reader_language())
    if name in _GROUPS:
        return term(value, _GROUPS[name])
    if name in _NAMED:
        return _named(name, str(value), names)
    if name == "period":
        return format_period(str(value).replace("-Q", "-T").replace("-M", "-"), reader_language())
    return _number(str(value), style) if name == "value" else str(value)


def _named(name: str, code: str, names: Names) -> str:
    """A code by the name of what it stands for, where that is known."""
    if name == "place_country":
        return say_country(code)
    return _party(code, names) if name == "party" else names.get(name, {}).get(code, code)


def _party(text: str, names: Names) -> str:
    return names.get("party", {}).get(split_party(text)[1]) or say_party(text)


def _number(text: str, style: NumberStyle) -> str:
    try:
        return exact_number(Decimal(text), style)
    except InvalidOperation:
        return text


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in ("", None, [], ()) and other in ("", None, [], ()))
