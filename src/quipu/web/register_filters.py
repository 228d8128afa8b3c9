"""The form that narrows what the pages of the register show: a field for each filter, with what it offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quipu.apps.register.models import Direction, InstrumentType, Kind, Level, Mode, Outcome, Review, Stage, Status
from quipu.apps.register.queries.choosing import RecordChoices, record_choices
from quipu.language import country_codes, country_name, plain_words
from quipu.web.record_words import reader_language
from quipu.web.register_listing import EVIDENCE, NAMES, RecordListing
from quipu.web.templatetags.quipu import period, term
from quipu.web.workplace import Workplace

Option = tuple[str, str]
_INDENT = "\u2003"
_ALL = _("All")
_EVERY = pgettext_lazy("regions, units", "All")
_FEMININE = ("region", "unidad", "accion", "etapa", "aprobacion")
"""What Spanish names in the feminine."""


@dataclass(frozen=True)
class FilterField:
    """A filter of which one value is chosen, or several of a list of boxes."""

    name: str
    label: str | Promise
    options: Sequence[Option]
    chosen: Sequence[str]
    every: str | Promise


@dataclass(frozen=True)
class FilterForm:
    """The fields of the form: those always shown, and those folded away."""

    kinds: FilterField
    statuses: FilterField
    plain: Sequence[FilterField]
    folded: Sequence[FilterField]
    hidden: Sequence[tuple[str, str]]


def filter_form(listing: RecordListing, choices: RecordChoices, *, without: Sequence[str] = ()) -> FilterForm:
    """The form of a page.

    Args:
        listing: the state of the page.
        choices: what the institution has.
        without: filters that this page sets in another way.
    """
    chosen: dict[str, list[str]] = {}
    for name, value in listing.filters.pairs():
        chosen.setdefault(name, []).append(value)

    def of(name: str, options: Iterable[Option]) -> FilterField:
        every = _EVERY if name in _FEMININE else _ALL
        return FilterField(name, NAMES[name], list(options), chosen.get(name, []), every)

    plain = _plain_options(choices, chosen.get("lapso", []))
    return FilterForm(
        kinds=of("tipo", sorted(_terms(Kind, "record_kind"), key=lambda option: option[1])),
        statuses=of("estado", _terms(Status, "record_status")),
        plain=[of(name, options) for name, options in plain.items() if name not in without],
        folded=[of(name, options) for name, options in _folded_options(choices).items()],
        hidden=list(_hidden(listing)),
    )


def filter_context(place: Workplace, listing: RecordListing, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """What the form of the filters and the chips of a page need."""
    choices = record_choices(place.institution, country=listing.filters.country, mechanism=listing.filters.mechanism)
    return {
        "page": "register",
        "listing": listing,
        "choices": choices,
        "chips": listing.chips(choices),
        "form": filter_form(listing, choices, without=without),
    }


def _hidden(listing: RecordListing) -> Iterable[tuple[str, str]]:
    """What the form has no field for, and must not lose."""
    for name, value in listing.pairs:
        if name in ("organizacion", "persona", "mision", "orden"):
            yield name, value
    yield from listing.extra


def _plain_options(choices: RecordChoices, periods: Sequence[str]) -> Mapping[str, Iterable[Option]]:
    years = [(str(year), str(year)) for year in choices.years]
    others = [(code, period(code)) for code in periods if (code, code) not in years]
    return {
        "region": [(item.code, _INDENT * item.depth + item.name) for item in choices.regions],
        "pais": _countries(reader_language()),
        "lapso": [*others, *years],
    }


def _folded_options(choices: RecordChoices) -> Mapping[str, Iterable[Option]]:
    return {
        "unidad": [(item.code, item.name) for item in choices.units],
        "mecanismo": [(item.code, item.name) for item in choices.mechanisms],
        "nivel": _terms(Level, "rank"),
        "modo": _terms(Mode, "mode"),
        "sentido": _terms(Direction, "visit_direction"),
        "accion": [(item.code, f"{item.code} {item.name}") for item in choices.actions],
        "eje": [(axis, axis) for axis in choices.axes],
        "tipo-instrumento": _terms(InstrumentType, "instrument_type"),
        "etapa": _terms(Stage, "instrument_stage"),
        "aprobacion": _terms(Review, "review"),
        "sustento": [(code, str(words)) for code, words in EVIDENCE.items()],
        "resultado": _terms(Outcome, "record_outcome"),
    }


def _terms(codes: Iterable[object], group: str) -> list[Option]:
    return [(str(code), term(str(code), group)) for code in codes]


@cache
def _countries(language: str) -> Sequence[Option]:
    rows = ((code, country_name(code, language)) for code in country_codes())
    return sorted(rows, key=lambda option: plain_words(option[1]))
