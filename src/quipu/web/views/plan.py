"""The plan: its tree, and two versions of it side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.queries import results_of
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.queries import compare_versions
from quipu.apps.plans.tree import plan_tree
from quipu.apps.register.queries.feeding import counts_today
from quipu.web.lists import page_of, read_listing
from quipu.web.overview import principal
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_PLAN)
@require_GET
def tree(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Objectives, their actions, what measures them and how each stands."""
    if place.version is None:
        return render(request, "not_evaluated.html", {"page": "plan"})
    found = results_of(place.evaluation.pk, ["objective", "strategic_action"]) if place.evaluation else []
    context = {
        "page": "plan",
        "nodes": plan_tree(place.version, place.year),
        "results": {item.indicator_code: item for item in principal(found)},
        "counts": counts_today(place.version, place.period),
    }
    return render(request, "plan/tree.html", context)


@in_institution(Action.VIEW_PLAN)
@require_GET
def comparison(request: HttpRequest, place: Workplace) -> HttpResponse:
    """What changed from one version to another."""
    if len(place.versions) < 2:
        return render(request, "plan/comparison.html", {"page": "plan"})
    newest = place.version or place.versions[0]
    usual = newest.based_on or next(item for item in place.versions if item != newest)
    before = _version(place, request.GET.get("de", ""), usual)
    after = _version(place, request.GET.get("a", ""), newest)
    listing = read_listing(request, ("de", "a"), {}, "")
    context = {
        "page": "plan",
        "before": before,
        "after": after,
        "before_name": _named(place, before),
        "after_name": _named(place, after),
        "listing": listing,
        "rows": page_of(compare_versions(before, after), request),
    }
    return render(request, "plan/comparison.html", context)


def _named(place: Workplace, version: PlanVersion) -> str:
    number = gettext("Version %(number)s") % {"number": version.number}
    return f"{version.plan.code}, {number}" if place.several_plans else number


def _version(place: Workplace, name: str, usual: PlanVersion) -> PlanVersion:
    if not name:
        return usual
    for version in place.versions:
        if place.name_of(version) == name:
            return version
    raise Http404
