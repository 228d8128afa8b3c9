"""The rows of a record's form: counterparts, participants, figures, steps, commitments.

A row left empty is no row. *Add a row* posts the form back with one more, and nothing typed is lost or judged; it needs
no JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.register.models import CommitmentStatus, Precision, RecordFigure, Side, Stage, Step
from quipu.web.register_choices import chosen
from quipu.web.task_forms import DayInput

MOST_ROWS = 200
"""How many rows of a sort a form takes; a longer list comes in a workbook."""


class RowForm(forms.Form):
    """One row. Every field may be empty here: what a row lacks is told when the whole of it is known."""

    marks: tuple[str, ...] = ()
    """Fields that alone make no row: those that always hold a choice."""

    drop = forms.BooleanField(label=_("Remove this row"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "drop"), "drop"])

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it, or it is to be removed."""
        data = self.cleaned_data
        typed = [name for name in self.fields if name not in (*self.marks, "drop")]
        return bool(data.get("drop")) or not (self.errors or any(data.get(name) not in ("", None) for name in typed))


def _text(label: Any, length: int, **attrs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


class CounterpartRow(RowForm):
    """A country or an organisation, by its name or its code."""

    party = _text(_("Country or organisation"), 250, list="parties", autocomplete="off")


class ParticipantRow(RowForm):
    """An official of either side."""

    marks = ("side", "led")
    side = chosen(_("Side"), "side", Side.values)
    name = _text(_("Name, as the source writes it"), 200)
    post = _text(_("Post, as the source writes it"), 500)
    person = _text(_("Who it is, by code"), 60, list="people", autocomplete="off")
    led = forms.BooleanField(label=_("Led that side"), required=False)


class FigureRow(RowForm):
    """A quantity that a source gives with the act."""

    marks = ("approximator",)
    name = _text(_("Of what"), 60)
    approximator = chosen(_("How exact"), "approximator", RecordFigure.Approximator.values)
    value = _text(_("How many"), 40, inputmode="decimal")
    unit = _text(_("Unit"), 60)


class CriterionRow(RowForm):
    """A criterion of the assessment of an office."""

    marks = ("met",)
    criterion = _text(_("Criterion"), 150)
    met = forms.ChoiceField(
        label=_("Does the office meet it?"), required=False, choices=[("yes", _("yes")), ("no", _("no"))]
    )


class StepRow(RowForm):
    """What one party did with an instrument."""

    marks = ("step", "precision")
    party = _text(_("Party"), 250, list="parties", autocomplete="off")
    step = chosen(_("What it did"), "instrument_step", Step.values)
    on = _day(_("On"))
    precision = chosen(_("How exact the date is"), "precision", Precision.values)
    note = _words(_("Note"))


class FollowUpRow(RowForm):
    """How far a negotiation was at the end of a quarter."""

    marks = ("stage",)
    period = _text(_("Quarter"), 7, placeholder="2024-Q3")
    stage = chosen(_("Stage reached then"), "instrument_stage", Stage.values)
    note = _words(_("Note"))


class CommitmentRow(RowForm):
    """Something promised in the act."""

    marks = ("status", "score", "verifiable", "number")
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = _words(_("What was promised"))
    due_on = _day(_("Due on"))
    unit = _text(_("Our responsible unit, by code"), 30, list="units", autocomplete="off")
    responsible = _text(_("Who has to do it, where it is not our unit"), 200)
    supporting = _text(_("Who supports"), 250)
    verifiable = forms.BooleanField(label=_("It can be verified"), required=False)
    status = chosen(_("Current status"), "commitment_status", CommitmentStatus.values)
    score = forms.ChoiceField(
        label=_("Score"), required=False, choices=[("", "—"), ("-1", "−1"), ("0", "0"), ("1", "+1")]
    )
    note = _words(_("Note"))


ROW_FORMS: Mapping[str, type[RowForm]] = {
    "counterparts": CounterpartRow,
    "participants": ParticipantRow,
    "figures": FigureRow,
    "criteria": CriterionRow,
    "steps": StepRow,
    "followups": FollowUpRow,
    "commitments": CommitmentRow,
}
ROW_NAMES: Mapping[str, tuple[Any, Any, Any]] = {
    "counterparts": (_("Counterparts"), _("Counterpart"), _("Add a counterpart")),
    "participants": (_("Officials who took part"), _("Official"), _("Add an official")),
    "figures": (_("Figures"), _("Figure"), _("Add a figure")),
    "criteria": (_("Criteria assessed"), _("Criterion"), _("Add a criterion")),
    "steps": (_("What each party did"), _("Act of a party"), _("Add an act of a party")),
    "followups": (_("Follow-up by quarter"), _("Follow-up"), _("Add a follow-up")),
    "commitments": (_("Commitments"), _("Commitment"), _("Add a commitment")),
}
"""How a sort of rows is called: all of them, one of them, and the button that adds one."""


class Rows:
    """The rows of one sort on a form.

    Attributes:
        name: the sort, as a draft calls it.
        forms: one for each row, empty ones too.
    """

    def __init__(
        self, name: str, *, data: Mapping[str, Any] | None, initial: Sequence[Mapping[str, Any]], spare: int
    ) -> None:
        self.name = name
        self.title, self.singular, self.add = ROW_NAMES[name]
        self.is_bound = data is not None
        if data is None:
            filled = [*initial, *({} for _number in range(spare))]
            self.forms = [self._row(number, None, item) for number, item in enumerate(filled)]
        else:
            self.forms = [self._row(number, data, {}) for number in range(_count(data, name))]

    @cached_property
    def filled(self) -> list[tuple[int, RowForm]]:
        """The rows that say something, with their places, once they are valid."""
        return [(n, row) for n, row in enumerate(self.forms) if row.is_bound and row.is_valid() and not row.is_blank]

    def is_valid(self) -> bool:
        """Whether every row can be read; a row that is removed is not judged."""
        read = [row.is_valid() or bool(row.cleaned_data.get("drop")) for row in self.forms]
        return all(read)

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    def _row(self, number: int, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> RowForm:
        return ROW_FORMS[self.name](data, prefix=f"{self.name}-{number}", initial=dict(initial))


def typed_rows(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a sort as they were typed, to be shown again without being judged."""
    fields = ROW_FORMS[name].base_fields
    return [
        {field: data[key] for field in fields if (key := f"{name}-{number}-{field}") in data}
        for number in range(_count(data, name))
    ]


def _count(data: Mapping[str, Any], name: str) -> int:
    text = str(data.get(f"{name}-rows", "0"))
    return min(int(text), MOST_ROWS) if text.isdecimal() else 0
