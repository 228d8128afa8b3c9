"""Who works here, and which cost centres each focal point answers for."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from quipu.apps.accounts.permissions import Action
from quipu.apps.accounts.queries import assigned_centres
from quipu.apps.accounts.roster import cost_centres_of, find_bound_membership, roster_of
from quipu.apps.accounts.services import assign_cost_centres
from quipu.apps.collection.queries.finding import centres_asked
from quipu.apps.organisation.models import CostCentre
from quipu.errors import QuipuError
from quipu.web.collection_forms import CentresForm
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

PAGE = "collection"


@in_institution(Action.MANAGE_COLLECTION)
@require_GET
def people(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Everybody of the institution, and the cost centres that owe something now and that nobody answers for."""
    roster, asked = roster_of(place.institution), centres_asked(place.institution)
    unassigned = [centre for centre in roster.unassigned if centre.pk in asked]
    return render(request, "people/list.html", {"page": PAGE, "roster": roster, "unassigned": unassigned})


@in_institution(Action.MANAGE_COLLECTION)
@require_http_methods(["GET", "POST"])
def centres(request: HttpRequest, place: Workplace, membership_id: int) -> HttpResponse:
    """The cost centres of one focal point."""
    membership = find_bound_membership(place.institution, membership_id)
    if membership is None:
        raise Http404
    every = cost_centres_of(place.institution)
    form = CentresForm(request.POST if request.method == "POST" else None, cost_centres=every)
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["centres"])
        chosen = [item for item in every if str(item.pk) in wanted]
        try:
            assign_cost_centres(membership=membership, cost_centres=chosen, actor=request.user)
        except QuipuError as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, gettext("The cost centres of %(who)s were saved.") % {"who": membership.user})
        return redirect("people", slug=place.institution.slug)
    assigned = assigned_centres(membership)
    words = request.GET.get("q", "").strip()[:100]
    shown = [item for item in every if item.pk in assigned or _admits(words, item)]
    groups = [(unit, list(rows)) for unit, rows in groupby(shown, key=lambda item: item.executing_unit)]
    context = {"page": PAGE, "membership": membership, "groups": groups, "assigned": assigned, "form": form}
    context |= {"words": words, "shown": len(shown), "total": len(every)}
    return render(request, "people/centres.html", context, status=422 if form.errors else 200)


def _admits(words: str, centre: CostCentre) -> bool:
    """Whether a cost centre has every word in its code, its name or its executing unit's."""
    unit = centre.executing_unit
    told = f"{centre.code} {centre.name} {unit.code} {unit.name}".casefold()
    return all(word in told for word in words.casefold().split())
