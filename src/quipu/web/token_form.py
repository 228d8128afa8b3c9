"""What somebody says of a key before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.accounts.models import Membership
from quipu.apps.accounts.permissions import PROGRAM_ACTIONS, Action, allows
from quipu.apps.accounts.services import TOKEN_DAYS

ACTIONS = {
    Action.VIEW_PLAN: _("read plans, values and results"),
    Action.VIEW_COLLECTION: _("see what is being collected"),
    Action.REPORT_VALUES: _("fill in and send what is collected"),
    Action.VIEW_REGISTER: _("read the register of action and what is counted from it"),
    Action.RECORD: _("make and change records"),
}
_USUAL_DAYS = 90


class TokenForm(forms.Form):
    """A name, an institution, what the program may do, and for how long."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    membership = forms.ChoiceField(label=_("Institution"))
    actions = forms.MultipleChoiceField(label=_("What the program may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Days that it lasts"), min_value=1, max_value=TOKEN_DAYS, initial=_USUAL_DAYS)

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._memberships = {str(item.pk): item for item in memberships}
        self.fields["membership"].choices = [(key, item.institution.name) for key, item in self._memberships.items()]
        self.fields["actions"].choices = [
            (action.value, ACTIONS[action])
            for action in PROGRAM_ACTIONS
            if any(allows(item.role, action) for item in memberships)
        ]

    def asked(self) -> Mapping[str, Any]:
        """What was asked for, in the words of the service."""
        return {**self.cleaned_data, "membership": self._memberships[self.cleaned_data["membership"]]}
