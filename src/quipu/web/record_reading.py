"""What was typed in a record's form, read: names become codes, numbers are read as the institution writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from quipu.apps.register.drafts import (
    CommitmentDraft,
    CriterionDraft,
    FigureDraft,
    FollowUpDraft,
    ParticipantDraft,
    StepDraft,
    party_text,
)
from quipu.apps.register.models import Organisation
from quipu.language import (
    NumberStyle,
    UnreadableNumberError,
    find_country,
    find_former_country,
    parse_number,
    plain_words,
)
from quipu.web.record_fields import Offered
from quipu.web.record_rows import RowForm, Rows

_SHAPES = {
    "participants": ParticipantDraft,
    "figures": FigureDraft,
    "criteria": CriterionDraft,
    "steps": StepDraft,
    "followups": FollowUpDraft,
    "commitments": CommitmentDraft,
}


class Reader:
    """Reads valid forms; what it cannot read it says beside the field, and goes on."""

    def __init__(self, offered: Offered, style: NumberStyle) -> None:
        self._style = style
        self._organisations = _by_name(offered.organisations)
        self._people = {plain_words(item.name): item.code for item in offered.people}
        self._codes = {item.code for item in offered.people}

    def fields(self, form: Form) -> dict[str, Any]:
        """The fields of a record; the country by its code."""
        read = {name: _clean(form, name) for name in form.fields}
        if read.get("place_country"):
            read["place_country"] = self._country(form, str(read["place_country"]))
        return read

    def rows(self, rows: Rows) -> tuple[Any, ...]:
        """The rows of a sort that say something."""
        if rows.name == "counterparts":
            return tuple(self._party(row, str(row.cleaned_data["party"])) for _n, row in rows.filled)
        return tuple(self._row(rows.name, row) for _n, row in rows.filled)

    def _row(self, name: str, row: RowForm) -> Any:
        data = {field: _clean(row, field) for field in row.fields if field != "drop"}
        if "party" in data:
            data["party"] = self._party(row, str(data["party"]))
        if "value" in data:
            data["value"] = self._amount(row, str(data["value"]))
        if "person" in data:
            data["person"] = self._person(str(data["person"]))
        if name == "criteria":
            data["met"] = data["met"] != "no"
        if name == "commitments":
            data["score"] = int(data["score"]) if data["score"] else None
            data["number"] = data["number"] or 0
        return _SHAPES[name](**data)

    def _party(self, row: RowForm, text: str) -> str:
        """A country by name or code, else an organisation; what names neither is left for the draft to refuse.

        A country that no longer exists is known by its name too, so that the draft can say what came after it.
        """
        if text.startswith("org:"):
            return text
        country = find_country(text)
        if country:
            return country
        code = self._organisations.get(plain_words(text.strip()))
        return party_text("", code) if code else find_former_country(text) or text

    def _country(self, form: Form, text: str) -> str:
        return find_country(text) or find_former_country(text) or text

    def _person(self, text: str) -> str:
        if text in self._codes:
            return text
        return self._people.get(plain_words(text.strip()), text.strip())

    def _amount(self, row: RowForm, text: str) -> Decimal:
        if not text:
            row.add_error("value", _("Say how many."))
            return Decimal(0)
        try:
            return parse_number(text, style=self._style)
        except UnreadableNumberError as fault:
            row.add_error("value", str(fault))
            return Decimal(0)


def _clean(form: Form, name: str) -> Any:
    """What was typed, without the blank around it and with the line ends of a plain text."""
    value = form.cleaned_data[name]
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _by_name(organisations: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    rows: list[Organisation] = list(organisations)
    for row in rows:
        found.setdefault(plain_words(row.name.strip()), row.code)
    return {**found, **{plain_words(row.code): row.code for row in rows}}
