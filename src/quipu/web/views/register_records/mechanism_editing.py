"""Adding and changing mechanisms."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.errors import ActorRefusedError
from quipu.apps.register.models import Mechanism
from quipu.apps.register.queries.mechanisms import mechanism_in
from quipu.apps.register.queries.reach import units_of
from quipu.apps.register.services.mechanisms import save_mechanism
from quipu.web.actor_forms import MechanismForm
from quipu.web.policy import in_institution
from quipu.web.register_choices import country_choices, unit_choices
from quipu.web.workplace import Workplace


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new_mechanism(request: HttpRequest, place: Workplace) -> HttpResponse:
    """A form for one more mechanism."""
    return _form(request, place, None)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def edit_mechanism(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """A mechanism as it stands, for who answers for its unit."""
    found = mechanism_in(place.institution, code)
    reach = units_of(place.bound_to)
    if found is None or not (reach is None or found.unit_id in reach):
        raise Http404
    return _form(request, place, found)


def _form(request: HttpRequest, place: Workplace, row: Mechanism | None) -> HttpResponse:
    reach = units_of(place.bound_to)
    units = unit_choices(place.institution, reach)
    form = MechanismForm(
        request.POST or None, initial=MechanismForm.initial_of(row), units=units, bound=reach is not None
    )
    organisations = list(place.institution.organisations.all())
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_mechanism(
                institution=place.institution,
                draft=form.draft(organisations),
                row=row,
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ActorRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The mechanism was saved."))
            return redirect(place.address("mechanism", code=saved.code))
    context = {
        "page": "register",
        "tab": "mechanisms",
        "form": form,
        "title": _("Edit the mechanism") if row else _("New mechanism"),
        "back": place.address("mechanism", code=row.code) if row else place.address("mechanisms"),
        "back_name": row.code if row else _("Mechanisms"),
        "countries": country_choices(),
        "organisations": organisations,
    }
    return render(request, "register_records/edit.html", context, status=422 if form.errors else 200)
