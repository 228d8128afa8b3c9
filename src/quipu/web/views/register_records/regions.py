"""The institution's regions: which country lies in which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.errors import ActorRefusedError
from quipu.apps.register.models import Region, RegionCountry
from quipu.apps.register.queries.choosing import region_tree
from quipu.apps.register.services.regions import save_region, save_region_countries
from quipu.web.actor_forms import RefusedForm
from quipu.web.policy import in_institution
from quipu.web.record_words import say_country
from quipu.web.register_choices import country_choices
from quipu.web.workplace import Workplace


class RegionForm(RefusedForm):
    """A region: its name and what it is a part of."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    parent = forms.ChoiceField(label=gettext_lazy("Part of"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why you change it"), required=False)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        if isinstance(parent, forms.ChoiceField):
            parent.choices = [("", "—"), *others]


class NewRegionForm(RegionForm):
    """A region that is not there yet."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=30)
    field_order = ("code", "name", "parent", "reason")


@in_institution(Action.VIEW_REGISTER)
@require_safe
def regions(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Every region with its countries."""
    held = _countries(place)
    rows = [(node, held.get(node.code, [])) for node in region_tree(place.institution)]
    placed = {code for codes in held.values() for code, _name in codes}
    context = {
        "page": "register",
        "tab": "countries",
        "rows": rows,
        "without": [name for code, name in country_choices() if code not in placed],
    }
    return render(request, "register_records/regions.html", context)


@in_institution(Action.MANAGE_REGISTER)
@require_http_methods(["GET", "POST"])
def new_region(request: HttpRequest, place: Workplace) -> HttpResponse:
    """A form for one more region."""
    return _form(request, place, None)


@in_institution(Action.MANAGE_REGISTER)
@require_http_methods(["GET", "POST"])
def region(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """A region as it stands, to change it and its countries."""
    found = place.institution.regions.select_related("parent").filter(code=code).first()
    if found is None:
        raise Http404
    return _form(request, place, found)


def _form(request: HttpRequest, place: Workplace, row: Region | None) -> HttpResponse:
    tree = region_tree(place.institution)
    others = [(node.code, node.name) for node in tree if row is None or node.code != row.code]
    initial = {"name": row.name, "parent": row.parent.code if row.parent else ""} if row else {}
    form = (RegionForm if row else NewRegionForm)(request.POST or None, others=others, initial=initial)
    held = _countries(place)
    own = {code for code, _name in held.get(row.code, [])} if row else set()
    chosen = set(request.POST.getlist("countries")) if request.method == "POST" else own
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, place, row, form, chosen)
        except ActorRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The region %(name)s was saved.") % {"name": saved.name})
            return redirect(place.address("regions"))
    elsewhere = {code: node.name for node in tree for code, _n in held.get(node.code, []) if code not in own}
    context = {
        "page": "register",
        "tab": "countries",
        "form": form,
        "region": row,
        "choices": [(code, name, code in chosen, elsewhere.get(code, "")) for code, name in country_choices()],
    }
    return render(request, "register_records/region.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(request: HttpRequest, place: Workplace, row: Region | None, form: RegionForm, countries: set[str]) -> Region:
    data = form.cleaned_data
    saved = save_region(
        institution=place.institution,
        code=row.code if row else data["code"],
        name=data["name"],
        parent=data["parent"],
        order=row.order if row else 0,
        row=row,
        actor=request.user,
        reason=data["reason"],
    )
    save_region_countries(region=saved, countries=countries, actor=request.user, reason=data["reason"])
    return saved


def _countries(place: Workplace) -> Mapping[str, list[tuple[str, str]]]:
    """The countries of each region, by name."""
    rows = RegionCountry.objects.filter(region__institution=place.institution)
    found: dict[str, list[tuple[str, str]]] = {}
    for code, country in rows.values_list("region__code", "country"):
        found.setdefault(code, []).append((country, say_country(country)))
    return {code: sorted(countries, key=lambda item: item[1]) for code, countries in found.items()}
