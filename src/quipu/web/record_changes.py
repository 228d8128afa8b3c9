"""A record's fields as the history keeps them, in words: `review`, `instrument.stage`, `participants.1.name`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from quipu.language import number_style
from quipu.web.record_differences import label_of, word_of
from quipu.web.record_rows import ROW_FORMS, ROW_NAMES
from quipu.web.record_words import reader_language
from quipu.web.record_writing import say_party
from quipu.web.templatetags.quipu import NO_VALUE, term

_DECIDING = {
    "review": gettext_lazy("Approval"),
    "position": gettext_lazy("Step of the approval"),
    "merged_into": gettext_lazy("Merged into"),
}
"""What deciding on a record changes, which is no field of its form."""


def name_of_field(path: str) -> str:
    """How people call a field: `Official 1, post`."""
    if path in _DECIDING:
        return str(_DECIDING[path])
    sort, number, name = _split(path)
    if not sort:
        return label_of(name)
    fields = ROW_FORMS[sort].base_fields
    called = str(fields[name].label or "") if name in fields else ""
    one = f"{ROW_NAMES[sort][1]} {number}"
    return f"{one}: {called}" if called else one


def say_field(path: str, value: Any) -> str:
    """What a field says; a dash for an empty one."""
    if path == "review":
        return term(value, "review")
    sort, _number, name = _split(path)
    if sort == "commitments" and name == "status":
        return term(value, "commitment_status")
    if name == "counterparts":
        return ", ".join(say_party(text) for text in _listed(value))
    return word_of(name, value, number_style(reader_language())) or NO_VALUE


def _split(path: str) -> tuple[str, str, str]:
    """The sort of rows with the number of one, where the field is of a row, and the field's own name."""
    parts = path.removeprefix("instrument.").split(".")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", parts[-1])


def _listed(value: Any) -> Sequence[str]:
    return str(value).split(", ") if isinstance(value, str) else list(value)
