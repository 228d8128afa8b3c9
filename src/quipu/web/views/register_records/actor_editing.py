"""Adding and changing organisations, people and the posts they held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.errors import ActorRefusedError
from quipu.apps.register.models import Organisation, Person, Post
from quipu.apps.register.queries.actors import organisation_in, person_in
from quipu.apps.register.services.actors import PostDraft, save_holding, save_organisation, save_person, save_post
from quipu.language import plain_words
from quipu.web.actor_forms import HoldingForm, OrganisationForm, PersonForm, RefusedForm
from quipu.web.policy import in_institution
from quipu.web.record_words import say_country
from quipu.web.register_choices import country_choices
from quipu.web.workplace import Workplace


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest, place: Workplace) -> HttpResponse:
    """A form for one more organisation."""
    return _organisation(request, place, None)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """An organisation as it stands, to change it; its acronym stays."""
    found = organisation_in(place.institution, code)
    if found is None:
        raise Http404
    return _organisation(request, place, found)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest, place: Workplace) -> HttpResponse:
    """A form for one more official."""
    return _person(request, place, None)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """An official as they stand, to change them."""
    return _person(request, place, _found_person(place, code))


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new_holding(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Says that somebody held a post; a post that nobody held yet is added with it."""
    person = _found_person(place, code)
    form = HoldingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                data = form.cleaned_data
                post = _post(place, person, data, request.user)
                save_holding(
                    post=post,
                    person=person,
                    starts_on=data["starts_on"],
                    ends_on=data["ends_on"],
                    actor=request.user,
                )
        except ActorRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The post was added."))
            return redirect(place.address("person", code=code))
    posts = list(place.institution.posts.filter(country=person.country).order_by("name")[:400])
    more = {"back": place.address("person", code=code), "back_name": person.name, "posts": posts}
    return _page(request, form, "people-register", _("Add a post held"), more)


def _organisation(request: HttpRequest, place: Workplace, row: Organisation | None) -> HttpResponse:
    initial = {}
    if row is not None:
        initial = {"code": row.code, "name": row.name, "kind": row.kind, "country": say_country(row.country)}
    form = OrganisationForm(request.POST or None, initial=initial)
    if row is not None:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_organisation(institution=place.institution, draft=form.draft(), row=row, actor=request.user)
        except ActorRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The organisation was saved."))
            return redirect(place.address("organisation", code=saved.code))
    title = _("Edit the organisation") if row else _("New organisation")
    more = {"back": place.address("organisations"), "back_name": _("Organisations")}
    return _page(request, form, "organisations", title, more)


def _person(request: HttpRequest, place: Workplace, row: Person | None) -> HttpResponse:
    initial = {}
    if row is not None:
        initial = {"name": row.name, "other_names": row.other_names, "country": say_country(row.country)}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_person(institution=place.institution, draft=form.draft(), row=row, actor=request.user)
        except ActorRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The official was saved."))
            return redirect(place.address("person", code=saved.code))
    title = _("Edit the official") if row else _("New official")
    more = {"back": place.address("people-register"), "back_name": _("Officials")}
    return _page(request, form, "people-register", title, more)


def _post(place: Workplace, person: Person, data: dict[str, Any], actor: Any) -> Post:
    """The post of that name among those of the person's country; a new one when there is none."""
    asked = plain_words(data["post"].strip())
    for post in place.institution.posts.filter(country=person.country):
        if asked in {plain_words(name.strip()) for name in (post.name, *post.other_names.split(";"))}:
            return post
    draft = PostDraft(name=data["post"].strip(), level=data["level"], country=person.country)
    return save_post(institution=place.institution, draft=draft, actor=actor)


def _found_person(place: Workplace, code: str) -> Person:
    found = person_in(place.institution, code)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: RefusedForm, tab: str, title: str, more: dict[str, Any]) -> HttpResponse:
    context = {"page": "register", "tab": tab, "form": form, "title": title, "countries": country_choices(), **more}
    return render(request, "register_records/edit.html", context, status=422 if form.errors else 200)
