"""People and organisations: who they are, the posts they held, the acts they took part in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import Organisation
from quipu.apps.register.queries import actors
from quipu.language import find_country, plain_words
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.register_choices import country_choices
from quipu.web.workplace import Workplace

_NO_LISTING = ("q",)


@in_institution(Action.VIEW_REGISTER)
@require_safe
def people(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Officials by name, with the posts they hold today."""
    listing = read_listing(request, ("q", "pais"), {}, "")
    country = listing.values["pais"]
    found = actors.people_of(place.institution, country=(find_country(country) or country) if country else "")
    rows = page_of(_called(found, listing.values["q"], lambda item: f"{item.name} {item.other_names}"), request)
    context = {
        "page": "register",
        "tab": "people-register",
        "listing": listing,
        "rows": rows,
        "posts": actors.posts_held_now(list(rows), timezone.localdate()),
        "countries": country_choices(),
    }
    return render(request, "register_records/people.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_safe
def person(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """An official: posts by date, and acts."""
    found = actors.person_in(place.institution, code)
    if found is None:
        raise Http404
    context = {
        "page": "register",
        "tab": "people-register",
        "person": found,
        "other_names": [name.strip() for name in found.other_names.split(";") if name.strip()],
        "holdings": actors.holdings_of(found),
        "listing": read_listing(request, _NO_LISTING, {}, ""),
        "rows": page_of(actors.acts_of_person(found), request),
    }
    return render(request, "register_records/person.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_safe
def organisations(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Organisations by acronym."""
    listing = read_listing(request, ("q", "tipo"), {}, "")
    found = actors.organisations_of(place.institution, kind=listing.values["tipo"])
    rows = page_of(_called(found, listing.values["q"], lambda item: f"{item.code} {item.name}"), request)
    context = {
        "page": "register",
        "tab": "organisations",
        "listing": listing,
        "rows": rows,
        "kinds": Organisation.Kind.values,
    }
    return render(request, "register_records/organisations.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_safe
def organisation(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """An organisation: seats in its bodies, mechanisms and acts with it."""
    found = actors.organisation_in(place.institution, code)
    if found is None:
        raise Http404
    context = {
        "page": "register",
        "tab": "organisations",
        "organisation": found,
        "seats": actors.seats_in(found),
        "mechanisms": list(found.mechanisms.all()),
        "listing": read_listing(request, _NO_LISTING, {}, ""),
        "rows": page_of(actors.acts_with(found), request),
    }
    return render(request, "register_records/organisation.html", context)


def _called(rows: Iterable[Any], words: str, names: Callable[[Any], str]) -> Any:
    """Those whose name holds every word, whatever its accents and case; all of them when nothing is looked for."""
    asked = plain_words(words).split()
    if not asked:
        return rows
    return [row for row in rows if all(word in plain_words(names(row)) for word in asked)]
