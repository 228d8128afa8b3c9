"""What somebody fills in to bring files in, and to compare versions of an operational plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quipu.apps.imports.models import Workbook
from quipu.apps.imports.services.uploads import ENDINGS, MOST_BYTES

MODES = [
    (Workbook.Mode.ADD, _("Add: what exists stays as it is, and the file may not differ from it.")),
    (Workbook.Mode.UPDATE, _("Update: adds and changes; removes nothing.")),
    (
        Workbook.Mode.REPLACE,
        _("Replace: also removes what the file does not bring, in the sheets or in the operational plan that it has."),
    ),
]


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = SeveralFiles(attrs={"accept": ",".join(ENDINGS), "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file, checked; their sizes are checked before anything is read."""
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(item, initial) for item in files] or [super().clean(None, initial)]
        if sum(file.size or 0 for file in cleaned) > MOST_BYTES:
            message = _("The files are larger than %(limit)s MB together. Divide them.")
            raise forms.ValidationError(message, params={"limit": MOST_BYTES // 2**20})
        return cleaned


class UploadForm(forms.Form):
    """Files, how they come in, and for which operational plan."""

    files = FilesField(label=_("File or files"), allow_empty_file=False)
    mode = forms.ChoiceField(
        label=_("How it comes in"), choices=MODES, widget=forms.RadioSelect, initial=Workbook.Mode.UPDATE
    )
    version = forms.ChoiceField(label=_("Version of the plan"), required=False)
    year = forms.IntegerField(label=_("Year of the operational plan"), required=False, min_value=1990, max_value=2100)

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [("", _("the one that governs the year")), *versions]
