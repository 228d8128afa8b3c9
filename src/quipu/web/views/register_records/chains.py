"""Who approves the records of each unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quipu.apps.accounts.models import Membership
from quipu.apps.accounts.permissions import PERMISSIONS, Action
from quipu.apps.register.queries.approvals import chain_of, chains_of, step_delays
from quipu.apps.register.services.reviewing import ChainRefusedError, set_chain
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

PLACES = 4
"""How many people a chain may have; more would only wait for one another."""


@in_institution(Action.MANAGE_REGISTER)
@require_safe
def chains(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Every unit with the people who approve its records, in order, and how long records wait for each."""
    held = chains_of(place.institution)
    delays = {item.step.pk: item for item in step_delays(place.institution)} if held else {}
    rows = [
        (unit, [(step, delays.get(step.pk)) for step in held.get(unit.pk, [])])
        for unit in place.institution.units.order_by("code")
    ]
    rows.sort(key=lambda row: not row[1])
    return render(request, "register_records/chains.html", {"page": "register", "tab": "pending", "rows": rows})


@in_institution(Action.MANAGE_REGISTER)
@require_http_methods(["GET", "POST"])
def chain(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """The chain of one unit, to change it."""
    unit = place.institution.units.filter(code=code).first()
    if unit is None:
        raise Http404
    people = _who_may_approve(place)
    chosen = [step.membership_id for step in chain_of(unit)]
    fault = ""
    if request.method == "POST":
        chosen = _chosen(request.POST, people)
        by_id = {item.pk: item for item in people}
        try:
            set_chain(
                unit=unit,
                memberships=[by_id[item] for item in chosen],
                actor=request.user,
                reason=request.POST.get("reason", "").strip(),
            )
        except ChainRefusedError as refused:
            fault = str(refused)
        else:
            messages.success(request, _("The chain was saved: %(unit)s.") % {"unit": unit.name})
            return redirect(place.address("chains"))
    places = [chosen[number] if number < len(chosen) else None for number in range(max(PLACES, len(chosen)))]
    context = {
        "page": "register",
        "tab": "pending",
        "unit": unit,
        "people": people,
        "places": list(enumerate(places, start=1)),
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "register_records/chain.html", context, status=422 if fault else 200)


def _who_may_approve(place: Workplace) -> list[Membership]:
    found = place.institution.memberships.filter(role__in=PERMISSIONS[Action.APPROVE_RECORD], user__is_active=True)
    return list(found.select_related("user").order_by("user__username"))


def _chosen(data: Any, people: Sequence[Membership]) -> list[int]:
    """The people chosen, in order; a place left empty is no place."""
    known = {item.pk for item in people}
    texts = [str(data.get(f"step-{number}", "")) for number in range(1, PLACES * 5)]
    return [int(text) for text in texts if text.isdecimal() and int(text) in known]
