"""The fields of a record that are not rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.models import (
    Direction,
    Instrument,
    InstrumentType,
    Level,
    Mechanism,
    Modality,
    Mode,
    Organisation,
    Person,
    Precision,
    Stage,
    Status,
)
from quipu.apps.register.queries.reach import Reach
from quipu.web.record_kinds import outcomes_of
from quipu.web.record_words import say_country
from quipu.web.register_choices import (
    action_choices,
    axis_choices,
    chosen,
    country_choices,
    mission_choices,
    terms_of,
    unit_choices,
)
from quipu.web.task_forms import DayInput

MOST_PEOPLE = 400
"""People offered by name; beyond that many the list would weigh more than the page."""


@dataclass(frozen=True)
class Offered:
    """What a form of the register offers to choose from.

    Attributes:
        units: those that the person acts for.
        missions: the same.
        mechanisms: those whose sessions are of the form's kind.
        parties: text and name of every country and organisation.
        people: officials, up to a number.
        actions: codes and names of strategic actions.
        axes: the themes in use.
    """

    units: Sequence[OrganisationalUnit]
    missions: Sequence[Mission]
    mechanisms: Sequence[Mechanism]
    organisations: Sequence[Organisation]
    people: Sequence[Person]
    countries: Sequence[tuple[str, str]]
    bound: bool
    actions: Sequence[tuple[str, str]] = ()
    axes: Sequence[str] = ()

    @classmethod
    def to(cls, institution: Institution, reach: Reach | None, kind: str, shown: Collection[str]) -> Offered:
        """What is offered to somebody; a query for each sort that the form shows."""
        held = {"mechanism": institution.mechanisms.select_related("organisation").filter(kind=kind, active=True)}
        return cls(
            units=unit_choices(institution, reach),
            missions=mission_choices(institution, reach),
            mechanisms=list(held["mechanism"]) if "mechanism" in shown else [],
            organisations=list(institution.organisations.all()) if {"counterparts", "steps"} & set(shown) else [],
            people=list(institution.people.order_by("name")[:MOST_PEOPLE]) if "participants" in shown else [],
            countries=country_choices(),
            bound=reach is not None,
            actions=action_choices(institution) if "action_code" in shown else [],
            axes=axis_choices(institution) if "axis" in shown else [],
        )


def _text(label: Any, length: int, *, help_text: Any = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, help_text=help_text)


def _words(label: Any, rows: int = 2, *, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def _day(label: Any, *, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), help_text=help_text)


class RecordForm(forms.Form):
    """Every field that some kind of record takes; those that the kind does not take are left out."""

    title = _words(_("Title"))
    summary = _words(_("Summary"), 4)
    status = chosen(_("Status"), "record_status", Status.values)
    status_reason = _words(
        _("Reason of the status"), help_text=_("Needed when it was cancelled. Also why its status is not known better.")
    )
    modality = chosen(_("How the source describes it"), "modality", Modality.values)
    precision = chosen(_("How exactly the date is known"), "precision", Precision.values)
    starts_on = _day(
        _("Date, or its first day"), help_text=_("Where only the month or the year is known, any day in it.")
    )
    ends_on = _day(_("Last day"), help_text=_("If it lasted, or where it was between two dates."))
    valid_from = _day(_("In effect from"))
    valid_to = _day(_("In effect until"), help_text=_("Empty where it has no end."))
    mechanism = forms.ChoiceField(label=_("Mechanism"), required=False)
    ordinal = forms.IntegerField(label=_("Number of the session"), required=False, min_value=0)
    mode = chosen(_("Mode"), "mode", Mode.values, blank=True)
    direction = chosen(_("Direction of the visit"), "visit_direction", Direction.values, blank=True)
    place_country = _text(_("Country where it took place"), 120, list="countries", autocomplete="off")
    city = _text(_("City"), 100)
    venue = _text(_("Venue"), 200)
    level_own = chosen(_("Level of our side"), "rank", Level.values, blank=True)
    level_counterpart = chosen(_("Level of the counterpart"), "rank", Level.values, blank=True)
    type = chosen(_("Type of instrument"), "instrument_type", InstrumentType.values)
    stage = chosen(_("Stage reached"), "instrument_stage", Stage.values)
    binding = chosen(_("Is it binding?"), "binding", Instrument.Binding.values)
    internal_route = _text(_("How it is approved at home"), 200)
    declared = forms.IntegerField(label=_("How many items the source says it holds"), required=False, min_value=0)
    declared_unit = _text(_("Items of what"), 60, help_text=_("Projects, agreements…"))
    url = _text(_("Address of its text"), 500, inputmode="url")
    outcome = forms.ChoiceField(label=_("How it turned out"), required=False)
    unit = forms.ChoiceField(label=_("Responsible unit"), required=False)
    mission = forms.ChoiceField(label=_("Mission abroad"), required=False)
    axis = _text(_("Theme"), 60, list="axes", autocomplete="off")
    action_code = _text(
        _("Strategic action that it serves"), 20, list="actions", autocomplete="off", help_text=_("Such as AEI.01.03.")
    )
    parent = _text(_("Code of the record that it is part of"), 60)
    source = _words(_("Source, where there is no document"))

    def __init__(self, *args: Any, kind: str, shown: Collection[str], offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
        standing = self.initial
        self._choose("outcome", terms_of("record_outcome", outcomes_of(kind, standing.get("outcome", "")), blank=True))
        self._choose("unit", _coded(offered.units, standing.get("unit", "")))
        self._choose("mission", _coded(offered.missions, standing.get("mission", "")))
        self._choose("mechanism", _mechanisms(offered.mechanisms, standing.get("mechanism", "")))

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ReasonForm(forms.Form):
    """Why a record is changed, and what it was when it was opened."""

    reason = _words(_("Why you change it"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _coded(rows: Sequence[Any], standing: str) -> list[tuple[str, str]]:
    """Rows by code and name; what stands is among them even when it is not offered."""
    found = [(row.code, f"{row.name} ({row.code})") for row in rows]
    kept = [(standing, standing)] if standing and standing not in {code for code, _name in found} else []
    return [("", "—"), *kept, *found]


def _mechanisms(rows: Sequence[Mechanism], standing: str) -> list[tuple[str, str]]:
    named: list[Mapping[str, str]] = [
        {"code": row.code, "with": say_country(row.country) or str(row.organisation or ""), "name": row.name}
        for row in rows
    ]
    named.sort(key=lambda item: (item["with"], item["name"]))
    found = [(item["code"], f"{item['with']}: {item['name']}") for item in named]
    kept = [(standing, standing)] if standing and standing not in {code for code, _name in found} else []
    return [("", "—"), *kept, *found]
