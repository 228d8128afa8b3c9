"""Reporting periods: what one owes oneself, every period and how it stands, and opening one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.errors import CollectionError
from quipu.apps.collection.queries.board import reporting_periods_of, submissions_for
from quipu.apps.collection.queries.finding import counts_by_level, reminders_for
from quipu.apps.collection.services.periods import open_period
from quipu.method import Granularity, Period
from quipu.web.collection_forms import OpenPeriodForm
from quipu.web.policy import in_institution
from quipu.web.templatetags.quipu import period as period_words
from quipu.web.views.collection.places import PAGE, board_address
from quipu.web.workplace import Workplace

DAYS_TO_REPORT = {"post": 10, "unit": 20}
"""What the form suggests: posts first, and then the units that read what they sent."""
_OFFERED = (Granularity.YEAR, Granularity.SEMESTER, Granularity.QUARTER)


@in_institution(Action.VIEW_COLLECTION)
@require_GET
def periods(request: HttpRequest, place: Workplace) -> HttpResponse:
    """What one owes, for who is bound to some cost centres; every reporting period, for the others."""
    return render(request, "collection/periods.html", _context(place, _form(place)))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def open_one(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Opens a reporting period and goes to its board."""
    form = _form(place, request.POST)
    if not form.is_valid():
        return render(request, "collection/periods.html", _context(place, form), status=422)
    number, _, period = form.cleaned_data["period"].partition(":")
    version = next(item for item in place.versions if str(item.pk) == number)
    try:
        made = open_period(
            version=version,
            period=period,
            levels=form.levels(),
            message=form.cleaned_data["message"],
            actor=request.user,
        )
    except CollectionError as fault:
        form.add_error(None, str(fault))
        return render(request, "collection/periods.html", _context(place, form), status=422)
    messages.success(request, gettext("The period is open: each unit finds on its page what it owes."))
    return redirect(board_address(place, made))


def _context(place: Workplace, form: OpenPeriodForm | None) -> dict[str, Any]:
    today = timezone.localdate()
    context: dict[str, Any] = {"page": PAGE, "today": today}
    if place.bound_to is not None:
        reminders = {item.submission_id: item for item in reminders_for(place.membership, today)}
        return {**context, "own": submissions_for(place.membership), "reminders": reminders}
    counts = counts_by_level(place.institution, today)
    found = reporting_periods_of(place.institution)
    return {**context, "periods": [(item, counts.get(item.pk, [])) for item in found], "form": form}


def _form(place: Workplace, data: Any = None) -> OpenPeriodForm | None:
    """The form, with the last semester that is over and the days that follow it."""
    if not place.may(Action.MANAGE_COLLECTION):
        return None
    today = timezone.localdate()
    usual = _last_semester(today)
    first = max(today, date(usual.year + usual.last_month // 12, usual.last_month % 12 + 1, 1))
    due = {level: first + timedelta(days=days) for level, days in DAYS_TO_REPORT.items()}
    offered = list(_offered(place))
    initial = {
        "period": _usual_period(place, usual),
        "post_opens": first,
        "post_due": due["post"],
        "unit_opens": first,
        "unit_due": due["unit"],
    }
    return OpenPeriodForm(data, periods=offered, initial=initial)


def _offered(place: Workplace) -> Iterator[tuple[str, str]]:
    """Years, semesters and quarters of the version looked at, the latest year first."""
    version = place.version
    if version is None:
        return
    for year in range(min(version.end_year, timezone.localdate().year), version.start_year - 1, -1):
        whole = Period(year)
        for size in _OFFERED:
            for period in (whole,) if size is Granularity.YEAR else whole.children(size):
                yield f"{version.pk}:{period}", period_words(str(period))


def _usual_period(place: Workplace, last: Period) -> str:
    """The latest semester of the version looked at that is over and was not opened yet; empty when there is none."""
    version = place.version
    if version is None:
        return ""
    opened = {item.period for item in reporting_periods_of(place.institution) if item.version_id == version.pk}
    first, period = version.start_year, last
    while period.year > version.end_year or (period.year >= first and str(period) in opened):
        period = period.shift(-1)
    return f"{version.pk}:{period}" if period.year >= first else ""


def _last_semester(today: date) -> Period:
    now = Period(today.year, Granularity.SEMESTER, 1 if today.month <= 6 else 2)
    return now.shift(-1)
