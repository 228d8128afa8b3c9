"""The forms of an activity's plan of work."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.plans.models import ActivityTask, OperationalActivity
from quipu.apps.plans.services import TaskRefusedError

_FIELDS = ("name", "responsible", "starts_on", "due_on", "state", "done_on", "quantity", "note", "revision")


class DayInput(forms.DateInput):
    """The browser's own calendar; the date travels as ISO 8601."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TaskForm(forms.Form):
    """A task: who does what, by when, and how it goes."""

    name = forms.CharField(label=_("What is done"), widget=forms.Textarea(attrs={"rows": 2}))
    responsible = forms.CharField(label=_("Who does it: a person or a post"), max_length=150)
    starts_on = forms.DateField(label=_("Starts on (if known)"), required=False, widget=DayInput())
    due_on = forms.DateField(label=_("To be done by"), widget=DayInput())
    state = forms.ChoiceField(
        label=_("How it goes"),
        choices=[
            (ActivityTask.State.PLANNED, _("planned")),
            (ActivityTask.State.UNDER_WAY, _("under way")),
            (ActivityTask.State.DONE, _("done")),
            (ActivityTask.State.CANCELLED, _("cancelled")),
        ],
    )
    done_on = forms.DateField(label=_("Done on (only of a task that is done)"), required=False, widget=DayInput())
    quantity = forms.DecimalField(
        label=_("How much of the physical target it is worth"), min_value=Decimal(0), max_digits=15, decimal_places=4
    )
    note = forms.CharField(
        label=_("Note (of a cancelled task, why)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(task: ActivityTask | None, activity: OperationalActivity) -> dict[str, Any]:
        """What the form starts with: the task as it stands, or an empty one worth one unit."""
        if task is None:
            return {"quantity": Decimal(1), "state": ActivityTask.State.PLANNED, "revision": 0}
        values = {name: getattr(task, name) for name in _FIELDS}
        return values | {"quantity": Decimal(f"{task.quantity.normalize():f}")}

    def over(self, task: ActivityTask) -> TaskForm:
        """The same form as typed, ready to be saved over a task that somebody else changed."""
        typed = self.data.copy()
        typed["revision"] = str(task.revision)
        form = TaskForm(typed)
        form.is_valid()
        return form

    def refuse(self, refused: TaskRefusedError) -> None:
        """Show why a task cannot stand, beside its field."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class ExecutionSourceForm(forms.Form):
    """Where an activity's executed physical amounts come from."""

    source = forms.ChoiceField(choices=OperationalActivity.ExecutionSource.choices)
