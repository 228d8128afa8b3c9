"""The calendar of each level of a reporting period: its dates, closing it, reopening it, locking it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.errors import CollectionError
from quipu.apps.collection.models import ReportingLevel, ReportingPeriod, Submission
from quipu.apps.collection.queries.finding import unapproved_of
from quipu.apps.collection.services.periods import change_dates, close_level, lock_level, reopen_level
from quipu.web.collection_forms import DatesForm, LockForm, ReopenForm
from quipu.web.policy import in_institution
from quipu.web.views.collection.places import PAGE, address_of, board_address, period_at
from quipu.web.workplace import Workplace


@in_institution(Action.MANAGE_COLLECTION)
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, place: Workplace, period: str, level: str) -> HttpResponse:
    """From when and until when a level reports."""
    calendar = _level(place, period, level)
    initial = {"opens_on": calendar.opens_on, "due_on": calendar.due_on}
    form = DatesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "dates", calendar, form)
    told = gettext("The dates were changed.")
    return _do(
        request, place, calendar, form, told, lambda: change_dates(**_who(request, calendar), **form.cleaned_data)
    )


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def close(request: HttpRequest, place: Workplace, period: str, level: str) -> HttpResponse:
    """Closes a level: nothing new is sent."""
    calendar = _level(place, period, level)
    try:
        close_level(**_who(request, calendar))
    except CollectionError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, gettext("The level is closed: nothing new is sent. You can reopen it."))
    return redirect(board_address(place, calendar.reporting_period))


@in_institution(Action.MANAGE_COLLECTION)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, place: Workplace, period: str, level: str) -> HttpResponse:
    """Opens a level again, with a reason."""
    calendar = _level(place, period, level)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "reopen", calendar, form)
    told = gettext("The level is open again.")
    reason = form.cleaned_data["reason"]
    return _do(request, place, calendar, form, told, lambda: reopen_level(**_who(request, calendar), reason=reason))


@in_institution(Action.MANAGE_COLLECTION)
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest, place: Workplace, period: str, level: str) -> HttpResponse:
    """Locks a level, after showing what remains without approval."""
    calendar = _level(place, period, level)
    form = LockForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        pending = [(item, address_of(place, item)) for item in unapproved_of(calendar)]
        return _page(request, "lock", calendar, form, pending=pending, sent=Submission.State.SUBMITTED)
    told = gettext("The level is locked: from now on a value changes only by a correction with its reason.")
    return _do(request, place, calendar, form, told, lambda: lock_level(**_who(request, calendar), confirm=True))


def _level(place: Workplace, period: str, level: str) -> ReportingLevel:
    reporting_period: ReportingPeriod = period_at(place, period)
    found = reporting_period.levels.filter(level=level).first()
    if found is None:
        raise Http404
    found.reporting_period = reporting_period
    return found


def _who(request: HttpRequest, calendar: ReportingLevel) -> dict[str, Any]:
    return {"reporting_level": calendar, "actor": request.user}


def _do(
    request: HttpRequest,
    place: Workplace,
    calendar: ReportingLevel,
    form: Any,
    told: str,
    service: Callable[[], object],
) -> HttpResponse:
    """Asks the service, and goes back to the board; what it refuses is told on top of the form."""
    try:
        service()
    except CollectionError as fault:
        form.add_error(None, str(fault))
        return _page(request, request.resolver_match.url_name.removeprefix("level-"), calendar, form)
    messages.success(request, told)
    return redirect(board_address(place, calendar.reporting_period))


def _page(request: HttpRequest, name: str, calendar: ReportingLevel, form: Any, **more: Any) -> HttpResponse:
    period = calendar.reporting_period
    context = {"page": PAGE, "calendar": calendar, "reporting_period": period, "form": form, **more}
    context["board"] = board_address(request.workplace, period)
    return render(request, f"collection/{name}.html", context, status=422 if form.errors else 200)
