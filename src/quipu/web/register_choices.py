"""What the forms of the register offer to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.plans.models import StrategicAction
from quipu.apps.register.queries.choosing import axes_of
from quipu.apps.register.queries.reach import Reach
from quipu.language import country_codes, plain_words
from quipu.web.record_words import say_country
from quipu.web.templatetags.quipu import term

MOST_AXES = 200


def country_choices() -> list[tuple[str, str]]:
    """Every country as its code and name, by name."""
    return sorted(((code, say_country(code)) for code in country_codes()), key=lambda item: plain_words(item[1]))


def unit_choices(institution: Institution, reach: Reach | None) -> list[OrganisationalUnit]:
    """The units that somebody acts for; all of them for None."""
    units = institution.units.order_by("code")
    return list(units if reach is None else units.filter(pk__in=reach.units))


def mission_choices(institution: Institution, reach: Reach | None) -> list[Mission]:
    """The missions that somebody acts for; all of them for None."""
    missions = institution.missions.order_by("name")
    return list(missions if reach is None else missions.filter(pk__in=reach.missions))


def action_choices(institution: Institution) -> list[tuple[str, str]]:
    """Every strategic action of the institution's plans as its code and its latest name, by code."""
    rows = StrategicAction.objects.filter(version__plan__institution=institution)
    return sorted(dict(rows.order_by("version").values_list("code", "name")).items())


def axis_choices(institution: Institution) -> list[str]:
    """The themes that records of the institution have."""
    return axes_of(institution)[:MOST_AXES]


def terms_of(group: str, codes: Iterable[str], *, blank: bool = False) -> Callable[[], list[tuple[str, str]]]:
    """The words of a closed list to choose from, in the language of whoever reads at that moment."""
    known: Sequence[str] = tuple(codes)
    return lambda: [*([("", "—")] if blank else []), *((code, term(code, group)) for code in known)]


def chosen(label: Any, group: str, codes: Iterable[str], *, blank: bool = False) -> forms.ChoiceField:
    """A field to choose a word of a closed list; a blank one stands for *no source says*."""
    return forms.ChoiceField(label=label, required=False, choices=terms_of(group, codes, blank=blank))
