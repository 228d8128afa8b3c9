"""What people fill in about documents: a file or a reference with what is told of it, and a citation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quipu.apps.evidence.models import Document
from quipu.apps.evidence.services import DocumentDetails
from quipu.apps.evidence.services.details import LANGUAGES
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import Record
from quipu.apps.register.services.citing import FIELDS
from quipu.language import term
from quipu.web.record_differences import label_of
from quipu.web.record_kinds import fields_of
from quipu.web.templatetags.evidence import citation_field

LANGUAGE_NAMES = {"es": _("Spanish"), "en": _("English"), "fr": _("French"), "pt": _("Portuguese")}


class DetailsForm(forms.Form):
    """What is told of a document; its own checks are the service's."""

    title = forms.CharField(label=_("Title"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("What it is"))
    issuer = forms.CharField(label=_("Issuer"), required=False)
    number = forms.CharField(label=_("Number"), required=False)
    dated_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    url = forms.CharField(label=_("Link"), required=False, widget=forms.TextInput(attrs={"inputmode": "url"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = "en" if (get_language() or "").startswith("en") else "es"
        kinds = [(kind, term(f"document_kind.{kind}", reader).capitalize()) for kind in Document.Kind.values]
        self.fields["kind"].choices = kinds
        self.fields["language"].choices = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]

    def details(self) -> DocumentDetails:
        """What was told; a field at fault by its form is left empty."""
        told = {name: value for name, value in self.cleaned_data.items() if name in _DETAILS}
        return DocumentDetails(**told)


class DocumentForm(DetailsForm):
    """A document to add: its file or a reference, and what is told of it."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    field_order = ("file",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "language"):
            self.fields[name].required = False
            self.fields[name].choices = [("", _("The one of its text")), *self.fields[name].choices]

    def details(self) -> DocumentDetails:
        """What was told; the kind that nobody told is still to be confirmed."""
        told = super().details()
        return told if told.kind else replace(told, kind=Document.Kind.OTHER)


class FileForm(forms.Form):
    """The file of a document that was known by its reference."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)


class CitationForm(forms.Form):
    """Which words of a document prove which field of which record."""

    record = forms.CharField(label=_("Record"), max_length=60)
    field = forms.ChoiceField(label=_("What they prove"), required=False)
    exact = forms.CharField(
        label=_("Words of the document"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    locator = forms.CharField(label=_("Where to look: page, article"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", citation_field("")), *((name, label_of(_PATHS.get(name, name))) for name in FIELDS)]
        self.fields["field"].choices = named
        self.fields["record"].widget.attrs["list"] = "near-records"

    def narrow(self, record: Record | None) -> None:
        """Offer only what this record says; all of it is still accepted, for who changes the record on the form."""
        if record is None:
            return
        draft = RecordDraft.of(record)
        said = fields_of(draft.kind, draft) | {"kind"}
        kept = {"", str(self["field"].value() or "")}
        kept |= {name for name in FIELDS if _says(draft, _PATHS.get(name, name), said)}
        self.fields["field"].choices = [item for item in self.fields["field"].choices if item[0] in kept]


_PATHS = {
    "record_figures": "figures",
    "office_criteria": "criteria",
    "instruments": "instrument",
    "instrument_steps": "steps",
    "negotiation_followups": "followups",
}
"""How a draft calls what citations call by the sheet of a workbook."""
_LEGAL_ROWS = ("steps", "followups")


def _says(draft: RecordDraft, name: str, said: Collection[str]) -> bool:
    """Whether the record's kind takes this and the record has it."""
    if name == "instrument":
        return draft.instrument is not None
    held = draft.instrument if name in _LEGAL_ROWS else draft
    return name in said and getattr(held, name, None) not in ("", None, ())


_DETAILS = ("title", "kind", "issuer", "number", "dated_on", "language", "url")
