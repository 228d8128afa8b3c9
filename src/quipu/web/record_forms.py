"""A record on a form: its fields and rows, what they hold, what is wrong with them, and the draft that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.forms import BoundField

from quipu.apps.register.drafts import DraftFault, InstrumentDraft, RecordDraft
from quipu.language import NumberStyle
from quipu.web.record_fields import Offered, ReasonForm, RecordForm
from quipu.web.record_kinds import INSTRUMENT, ROWS_IN, SECTIONS
from quipu.web.record_reading import Reader
from quipu.web.record_rows import ROW_FORMS, RowForm, Rows, typed_rows
from quipu.web.record_writing import initial_fields, initial_rows

LEGAL = tuple(name for name in ("type", "stage", "binding", "internal_route", "declared", "declared_unit", "url"))
_OF_INSTRUMENT = ("steps", "followups")


@dataclass(frozen=True)
class Section:
    """A part of the form: its fields and its sorts of rows."""

    key: str
    title: Any
    fields: list[BoundField]
    rows: list[Rows]


@dataclass(frozen=True)
class Told:
    """Something wrong: the field that a link leads to, its label, and what is wrong."""

    target: str
    label: str
    fault: str


class RecordEditing:
    """The whole form of a record.

    Args:
        draft: the record as it stands; for a new one, an empty draft of its kind.
        shown: the fields and rows that the form asks for.
        offered: what there is to choose from.
        style: how the reader writes numbers.
        data: what was posted, to be read.
        typed: what was posted, to be shown again without being judged.
        more: the sort of rows that gets one more.
    """

    def __init__(
        self,
        draft: RecordDraft,
        shown: frozenset[str],
        offered: Offered,
        style: NumberStyle,
        *,
        data: Mapping[str, Any] | None = None,
        typed: Mapping[str, Any] | None = None,
        more: str = "",
    ) -> None:
        self.standing, self.shown, self.offered, self.style = draft, shown, offered, style
        self.general: list[str] = []
        fields = initial_fields(draft) if typed is None else {**initial_fields(draft), **dict(typed.items())}
        self.form = RecordForm(data, kind=draft.kind, shown=shown, offered=offered, initial=fields)
        seen = {} if typed is None else {"reason": typed.get("reason", ""), "seen": typed.get("seen", "")}
        self.why = ReasonForm(data, initial=seen)
        self.rows = {name: self._rows(name, data, typed, more) for name in ROW_FORMS if name in shown}

    def see(self, revision: int) -> None:
        """Say which revision the form was opened on."""
        self.why.initial["seen"] = revision

    @property
    def sections(self) -> list[Section]:
        """The parts of the form that hold something, in order."""
        found = [
            Section(
                key,
                title,
                [self.form[name] for name in names if name in self.form.fields],
                [self.rows[name] for name in ROWS_IN.get(key, ()) if name in self.rows],
            )
            for key, title, names in SECTIONS
        ]
        return [section for section in found if section.fields or section.rows]

    def is_valid(self) -> bool:
        """Whether everything typed can be read; every field is looked at, so that all its faults are told at once."""
        return all([self.form.is_valid(), self.why.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def draft(self) -> RecordDraft | None:
        """What was typed, as a draft; None when something of it cannot be read, which its field then says."""
        if not self.is_valid():
            return None
        reader = Reader(self.offered, self.style)
        fields = reader.fields(self.form)
        rows = {name: reader.rows(rows) for name, rows in self.rows.items()}
        if self.form.errors or any(row.errors for several in self.rows.values() for _n, row in several.filled):
            return None
        made = {name: value for name, value in fields.items() if name not in LEGAL}
        parts = {name: value for name, value in rows.items() if name not in _OF_INSTRUMENT}
        draft = replace(self.standing, **made, **parts)
        if not INSTRUMENT & self.shown:
            return draft
        legal = {name: fields[name] for name in LEGAL if name in fields}
        legal |= {name: rows[name] for name in _OF_INSTRUMENT if name in rows}
        return replace(draft, instrument=replace(self.standing.instrument or InstrumentDraft(), **legal))

    def refuse(self, faults: Iterable[DraftFault]) -> None:
        """Show why a draft cannot stand, each fault beside its field."""
        for fault in faults:
            form, name = self._place(fault.field.removeprefix("instrument."), str(fault))
            if form is None:
                self.general.append(str(fault))
            else:
                form.add_error(name, str(fault))

    @property
    def faults(self) -> list[Told]:
        """Everything wrong, in the order of the page."""
        found = [Told("content", "", text) for text in self.general]
        for form in (self.form, *(row for rows in self.rows.values() for row in rows), self.why):
            if form.is_bound and not (isinstance(form, RowForm) and form.cleaned_data.get("drop")):
                found += _told(form)
        return found

    def _rows(self, name: str, data: Mapping[str, Any] | None, typed: Mapping[str, Any] | None, more: str) -> Rows:
        spare = 1 if name == more else 0
        if typed is not None:
            return Rows(name, data=None, initial=typed_rows(typed, name), spare=spare)
        initial = initial_rows(self.standing, name, self.style)
        least = 2 if name == "counterparts" and not initial else 0
        return Rows(name, data=data, initial=initial, spare=max(spare, least))

    def _place(self, field: str, told: str) -> tuple[RecordForm | RowForm | None, str | None]:
        """The form and field of a fault's path; of a fault of a whole sort, the row that it names, else the last."""
        name, _dot, rest = field.partition(".")
        if name in self.form.fields:
            return self.form, name
        rows = self.rows.get(name)
        if rows is None or not rows.filled:
            return None, None
        number, _dot, part = rest.partition(".")
        places = [row for _n, row in rows.filled]
        if number.isdecimal() and int(number) <= len(places):
            row = places[int(number) - 1]
        else:
            row = next((item for item in places if _names(item, told)), places[-1])
        wanted = part or rest or next(iter(row.fields))
        return row, wanted if wanted in row.fields and not _is_hidden(row, wanted) else None


def _names(row: RowForm, told: str) -> bool:
    """Whether what is told of a sort of rows quotes what was typed in this one."""
    party = row.cleaned_data.get("party")
    return bool(party) and str(party) in told


def _is_hidden(row: RowForm, name: str) -> bool:
    return bool(row.fields[name].widget.is_hidden)


def _told(form: Any) -> Iterator[Told]:
    for name, errors in form.errors.items():
        if name in form.fields:
            field = form[name]
            yield from (Told(str(field.id_for_label), str(field.label), str(text)) for text in errors)
        else:
            first = form[next(iter(form.fields))]
            yield from (Told(str(first.id_for_label), "", str(text)) for text in errors)
