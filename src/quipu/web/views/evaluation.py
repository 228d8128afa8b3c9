"""The evaluation: every result, what could not be computed and why, and what printed figures do not match."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.queries import ACTIVITY, filtered_results, not_computed, not_reproduced, summary_of
from quipu.apps.evaluation.services import evaluate_plan
from quipu.errors import QuipuError
from quipu.web.differences import printed_beside_computed
from quipu.web.lists import page_of, sorted_rows
from quipu.web.overview import GAPS, KINDS, LEVELS, levels_of
from quipu.web.policy import in_institution
from quipu.web.result_table import COLUMNS, result_filters, result_listing
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_PLAN)
@require_GET
def evaluation(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The evaluation in force of the version and period looked at."""
    if place.evaluation is None:
        return render(request, "not_evaluated.html", {"page": "evaluation"})
    key = place.evaluation.pk
    listing = result_listing(request)
    found = sorted_rows(filtered_results(key, result_filters(listing)), listing, COLUMNS)
    summary = summary_of(key)
    context = {
        "page": "evaluation",
        "listing": listing,
        "rows": page_of(found, request),
        "headings": listing.headings(COLUMNS),
        "kinds": KINDS,
        "outcomes": ("computed", *GAPS),
        "levels": LEVELS,
        "missing": not_computed(key, [kind for kind in KINDS if kind != ACTIVITY]),
        "activities": levels_of(summary, ACTIVITY),
        "differing": [printed_beside_computed(item) for item in not_reproduced(key)],
        "summary": summary,
    }
    return render(request, "evaluation.html", context)


@in_institution(Action.EVALUATE)
@require_POST
def compute(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Computes the period again from the facts of this moment."""
    if place.version is None:
        raise Http404
    try:
        evaluate_plan(version=place.version, period=place.period, actor=request.user)
    except QuipuError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, gettext("The period %(period)s was computed.") % {"period": place.period})
    return redirect(place.address("evaluation"))
