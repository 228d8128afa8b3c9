"""What planners and focal points fill in around a submission: dates, reasons, evidence, files, cost centres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.collection.models import Level
from quipu.apps.organisation.models import CostCentre

_LEVELS = (Level.POST.value, Level.UNIT.value)


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"])


def _words(label: Any, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}))


class DatesForm(forms.Form):
    """From when and until when a level reports."""

    opens_on = _day(_("Opens on"))
    due_on = _day(_("Due on"))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        if _reversed(given.get("opens_on"), given.get("due_on")):
            self.add_error("due_on", _("The date is before the one on which it opens."))
        return given


class OpenPeriodForm(forms.Form):
    """A reporting period to open: which one, and the dates of each level; a level without dates is not asked."""

    period = forms.ChoiceField(label=_("Period to report"))
    post_opens = _day(_("Missions abroad: opens on"), required=False)
    post_due = _day(_("Missions abroad: due on"), required=False)
    unit_opens = _day(_("Units at headquarters: opens on"), required=False)
    unit_due = _day(_("Units at headquarters: due on"), required=False)
    message = _words(_("Message for everybody who reports"), required=False)

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods

    def clean(self) -> dict[str, Any]:
        """Each level has both dates in their order, or none; and some level has them."""
        given = super().clean() or {}
        for level in _LEVELS:
            self._check_level(level, given.get(f"{level}_opens"), given.get(f"{level}_due"))
        if not self.errors and not self.levels(given):
            self.add_error("unit_due", _("Give the dates of one level at least."))
        return given

    def _check_level(self, level: str, opens: date | None, due: date | None) -> None:
        if (opens is None) != (due is None):
            empty = f"{level}_opens" if opens is None else f"{level}_due"
            if empty not in self.errors:
                self.add_error(empty, _("A level needs its two dates, or none."))
        elif _reversed(opens, due):
            self.add_error(f"{level}_due", _("The date is before the one on which it opens."))

    def levels(self, given: dict[str, Any] | None = None) -> dict[str, tuple[date, date]]:
        """The dates of each level that is asked."""
        data = self.cleaned_data if given is None else given
        both = {level: (data.get(f"{level}_opens"), data.get(f"{level}_due")) for level in _LEVELS}
        return {level: (opens, due) for level, (opens, due) in both.items() if opens and due}


class LockForm(forms.Form):
    """Locking for good."""

    confirm = forms.BooleanField(label=_("I have read the list, and I lock this level."))


class ReturnForm(forms.Form):
    """Giving a submission back."""

    comment = _words(_("What has to be corrected"))


class ReopenForm(forms.Form):
    """Letting a submission, or a level, change again."""

    reason = _words(_("Why it is reopened"), rows=2)


class SheetForm(forms.Form):
    """A filled-in sheet that comes back."""

    sheet = forms.FileField(label=_("Filled-in sheet (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class EvidenceForm(forms.Form):
    """A file or a link that shows that a value is true."""

    title = forms.CharField(label=_("What it is"), max_length=200)
    file = forms.FileField(label=_("File (up to 20 MB)"), required=False)
    link = forms.URLField(label=_("Or a link"), required=False, max_length=500, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """A file or a link, and not both."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("link")):
            self.add_error("file", _("Give a file or a link: one of the two."))
        return given


class CorrectionForm(forms.Form):
    """Why a value is corrected; the value itself is read by its typed fields."""

    reason = _words(_("Why it is corrected"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def saw(self, last: int) -> None:
        """Let what was typed be saved over a correction that its writer is now shown."""
        self.data = self.data.copy()
        self.data["seen"] = str(last)


class CentresForm(forms.Form):
    """The cost centres that somebody answers for."""

    centres = forms.MultipleChoiceField(label=_("Cost centres"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cost_centres: Iterable[CostCentre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centres"].choices = [(str(item.pk), item.name) for item in cost_centres]


def _reversed(opens: date | None, due: date | None) -> bool:
    return opens is not None and due is not None and due < opens
