"""The forms of mechanisms, organisations, people and the posts they held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.organisation.models import OrganisationalUnit
from quipu.apps.register.errors import ActorRefusedError
from quipu.apps.register.models import Kind, Level, Mechanism, Organisation
from quipu.apps.register.services.actors import OrganisationDraft, PersonDraft
from quipu.apps.register.services.mechanisms import MechanismDraft
from quipu.language import find_country, plain_words
from quipu.web.record_words import say_country
from quipu.web.register_choices import chosen
from quipu.web.task_forms import DayInput

SESSIONS = (
    Kind.MECHANISM_SESSION,
    Kind.BINATIONAL_CABINET,
    Kind.HIGH_LEVEL_DIALOGUE,
    Kind.COMMISSION,
    Kind.FORUM,
)
"""The kinds of record that a mechanism's sessions may be."""


def _text(label: Any, length: int, *, required: bool = False, **attrs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, widget=forms.TextInput(attrs=attrs))


def _words(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 2}))


def _country(label: Any) -> forms.CharField:
    return _text(label, 120, list="countries", autocomplete="off")


class RefusedForm(forms.Form):
    """A form that can show why the register refused what it holds."""

    def refuse(self, refused: ActorRefusedError) -> None:
        """Each fault beside its field."""
        for fault in refused.faults:
            self.add_error(fault.field if fault.field in self.fields else None, str(fault))

    def code_of(self, name: str) -> str:
        """The country that was written, by its code; what names none is kept, to be refused."""
        text = str(self.cleaned_data[name]).strip()
        return find_country(text) or text


class MechanismForm(RefusedForm):
    """A mechanism: its counterpart, family and level tell it from others."""

    name = _words(_("Name"), required=True)
    family = _text(_("Family (political consultations, mixed commission, cabinet…)"), 60, required=True)
    party = _text(_("Country or organisation"), 250, required=True, list="parties", autocomplete="off")
    kind = chosen(_("What its sessions are"), "record_kind", SESSIONS)
    level = chosen(_("Level"), "rank", Level.values, blank=True)
    unit = forms.ChoiceField(label=_("Responsible unit"), required=False)
    first_ordinal = forms.IntegerField(
        label=_("Number of the first session that the register should hold"), required=False, min_value=1
    )
    every_months = forms.IntegerField(
        label=_("How many months between sessions (empty: no agreed frequency)"), required=False, min_value=1
    )
    active = forms.BooleanField(label=_("It still meets"), required=False)
    note = _words(_("Note"))
    reason = _words(_("Why you change it"))

    def __init__(self, *args: Any, units: Sequence[OrganisationalUnit], bound: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            none = [] if bound and units else [("", "—")]
            unit.choices = [*none, *((row.code, f"{row.name} ({row.code})") for row in units)]

    @staticmethod
    def initial_of(row: Mechanism | None) -> dict[str, Any]:
        """What stands."""
        if row is None:
            return {"active": True}
        names = ("name", "family", "kind", "level", "first_ordinal", "every_months", "active", "note")
        held = {name: getattr(row, name) for name in names}
        party = say_country(row.country) if row.country else row.organisation.code if row.organisation else ""
        return {**held, "party": party, "unit": row.unit.code if row.unit else ""}

    def draft(self, organisations: Sequence[Organisation]) -> MechanismDraft:
        """What was typed; a party that names neither a country nor an organisation is left to be refused."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("party", "reason")}
        text = str(self.cleaned_data["party"]).strip()
        country = find_country(text) or ""
        named = {plain_words(name): row.code for row in organisations for name in (row.name, row.code)}
        return MechanismDraft(
            country=country, organisation="" if country else named.get(plain_words(text), text), **data
        )


class OrganisationForm(RefusedForm):
    """An organisation."""

    code = _text(_("Acronym in Spanish"), 40, required=True)
    name = _text(_("Name"), 250, required=True)
    kind = chosen(_("Kind of organisation"), "organisation_kind", Organisation.Kind.values)
    country = _country(_("Country (of a body of a State)"))

    def draft(self) -> OrganisationDraft:
        """What was typed."""
        data = self.cleaned_data
        return OrganisationDraft(data["code"], data["name"], data["kind"], self.code_of("country"))


class PersonForm(RefusedForm):
    """An official."""

    name = _text(_("Name"), 200, required=True)
    other_names = _words(_("Other spellings found in sources, separated by semicolons"))
    country = _country(_("Country they represent"))

    def draft(self) -> PersonDraft:
        """What was typed."""
        data = self.cleaned_data
        return PersonDraft(name=data["name"], other_names=data["other_names"], country=self.code_of("country"))


class HoldingForm(RefusedForm):
    """A post that somebody held, and when."""

    post = _text(_("Post"), 250, required=True, list="posts", autocomplete="off")
    level = chosen(_("Level of the post (if it is new here)"), "rank", Level.values, blank=True)
    starts_on = forms.DateField(label=_("From"), widget=DayInput())
    ends_on = forms.DateField(label=_("Until (empty: still)"), required=False, widget=DayInput())
