"""Operational activities: the list, the views people keep of it, and one activity by month."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.accounts.queries import saved_views
from quipu.apps.accounts.services import remove_view, save_view
from quipu.apps.evaluation.models import Result
from quipu.apps.evaluation.queries import activity_results
from quipu.apps.plans.activity_list import activity_record, filter_choices
from quipu.apps.plans.models import ActivityAmount
from quipu.apps.plans.models.indicators import Accumulation
from quipu.web.activity_table import COLUMNS, activity_listing, activity_rows
from quipu.web.forms import SavedViewForm
from quipu.web.lists import page_of
from quipu.web.overview import GAPS, LEVELS
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

PAGE = "activities"


@in_institution(Action.VIEW_PLAN)
@require_GET
def activities(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The activities of the year, searched, filtered and sorted by the address."""
    if place.version is None:
        return render(request, "not_evaluated.html", {"page": PAGE})
    listing = activity_listing(request)
    rows = page_of(activity_rows(place, listing), request)
    evaluation = place.evaluation.pk if place.evaluation else None
    context = {
        "page": PAGE,
        "listing": listing,
        "rows": rows,
        "results": activity_results(evaluation, [row.code for row in rows]),
        "headings": listing.headings(COLUMNS),
        "choices": filter_choices(place.version),
        "outcomes": ("computed", *GAPS),
        "levels": LEVELS,
        "accumulations": Accumulation.values,
        "views": saved_views(user=request.user, institution=place.institution, page=PAGE),
    }
    return render(request, "activities/list.html", context)


@in_institution(Action.VIEW_PLAN)
@require_GET
def activity(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """One activity of the year: its months by phase, its progress and how it was computed."""
    record = activity_record(place.version, place.year, code) if place.version else None
    if record is None:
        raise Http404
    found = activity_results(place.evaluation.pk if place.evaluation else None, [code])
    result = found.get(code)
    months = range(1, 13)
    phases = ActivityAmount.Phase.values
    context = {
        "page": PAGE,
        "record": record,
        "activity": record.activity,
        "result": result,
        "missing_months": _missing_months(result),
        "phases": phases,
        "months": [(month, [record.amounts.get(phase, {}).get(month) for phase in phases]) for month in months],
        "may_plan_tasks": place.may(Action.PLAN_TASKS) and place.reaches(record.activity.cost_centre_id or 0),
        "today": timezone.localdate(),
        "annual": [record.amounts.get(phase, {}).get(None) for phase in phases],
    }
    return render(request, "activities/detail.html", context)


def _missing_months(result: Result | None) -> list[int]:
    """The programmed months without a report that left the activity without its execution."""
    trace = (result.trace or {}) if result else {}
    inputs = (trace.get("progress") or {}).get("inputs") or {}
    return [int(month) for month in inputs.get("missing_months", [])]


@in_institution(Action.VIEW_PLAN)
@require_POST
def keep_view(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Keeps the list as it is seen, under a name."""
    form = SavedViewForm(request.POST)
    address = reverse("activities", kwargs={"slug": place.institution.slug})
    if not form.is_valid():
        messages.error(request, gettext("The view was not saved: write a name for it, of at most 80 letters."))
        return redirect(f"{address}?{request.POST.get('query', '')[:500]}")
    view = save_view(user=request.user, institution=place.institution, page=PAGE, **form.cleaned_data)
    messages.success(request, gettext("The view “%(name)s” was saved.") % {"name": view.name})
    return redirect(f"{address}?{view.query}")


@in_institution(Action.VIEW_PLAN)
@require_POST
def drop_view(request: HttpRequest, place: Workplace, view_id: int) -> HttpResponse:
    """Forgets one of one's own views."""
    if not remove_view(user=request.user, institution=place.institution, view_id=view_id):
        raise Http404
    messages.success(request, gettext("The view was removed."))
    return redirect("activities", slug=place.institution.slug)
