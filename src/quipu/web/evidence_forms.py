"""What people fill in about documents: a file or a reference with what is told of it, and a citation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quipu.apps.evidence.models import Document
from quipu.apps.evidence.services import DocumentDetails
from quipu.apps.evidence.services.details import LANGUAGES
from quipu.apps.register.services.citing import FIELDS
from quipu.language import term
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
        self.fields["language"].choices = [("", _("The one of its text")), *self.fields["language"].choices]


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
        self.fields["field"].choices = [(name, citation_field(name)) for name in ("", *FIELDS)]
        self.fields["record"].widget.attrs["list"] = "near-records"


_DETAILS = ("title", "kind", "issuer", "number", "dated_on", "language", "url")
