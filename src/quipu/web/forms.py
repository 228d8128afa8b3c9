"""What people fill in, and how the address of a list is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from quipu.apps.publishing.models import Report


class SignInForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": _("The user name and password do not match. Check that capital letters are right."),
        "inactive": _("This account is closed. Ask whoever runs Quipu in your institution."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)  # it would leave the skip link behind


class PasswordForm(PasswordChangeForm):
    """The password that somebody has, and the one they want."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("That is not your password now."),
        "password_mismatch": _("The two new ones differ. Write the same one twice."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("Your password now"), _("The new one"), _("The new one, again"))
        for name, label in zip(("old_password", "new_password1", "new_password2"), labels, strict=True):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("autofocus", None)


class LanguageForm(forms.Form):
    """The language in which somebody reads."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class SavedViewForm(forms.Form):
    """A name for a list as it is seen."""

    name = forms.CharField(label=_("Name of the view"), max_length=80)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class BuildForm(forms.Form):
    """Which report is made, and about which period."""

    report = forms.ChoiceField(
        label=_("Report"),
        choices=[
            (Report.MONITORING, _("Monitoring report")),
            (Report.EVALUATION, _("Institutional evaluation report")),
        ],
    )
    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods
