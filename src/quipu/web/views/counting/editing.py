"""The rule of an indicator: written with a preview of what it counts, saved with a reason, undone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.plans.models import IndicatorSheet
from quipu.apps.register.counting.definition import RuleRefusedError, parse_definition
from quipu.apps.register.counting.preview import changed_years, preview
from quipu.apps.register.counting.words import rule_in_words
from quipu.apps.register.models import CountedValue, CountingRule
from quipu.apps.register.services.rules import RuleConflictError, save_rule, undo_rule
from quipu.web.count_pages import names_for
from quipu.web.policy import in_institution
from quipu.web.rule_choices import choices_of
from quipu.web.rule_faults import RuleFaults, faults_of
from quipu.web.rule_form import NONE, NUMERATOR, WHERE, RuleState
from quipu.web.workplace import Workplace

PAGE = "counts"
_STEP = re.compile(r"(add|remove)-(where|numerator)(?:-(\d{1,2}))?")
SHOWN = 20
"""Rows of a preview; the whole list stands on the page of the figure."""


@in_institution(Action.MANAGE_REGISTER)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """The rule as it stands or as it is being written."""
    sheet = _sheet(place, code)
    if request.method != "POST":
        return _page(request, place, sheet, RuleState.of(_rule(sheet)), previewing=False)
    state, asked = RuleState.posted(request.POST), request.POST.get("do", "preview")
    if asked == "undo":
        return _undo(request, place, sheet)
    if asked == "save":
        return _save(request, place, sheet, state)
    step = _STEP.fullmatch(asked)
    if step is None:
        return _page(request, place, sheet, state, faults_of(state, sheet.indicator, saving=False))
    verb, part, number = step.groups()
    changed = state.with_clause(part) if verb == "add" else state.without_clause(part, int(number or 0))
    return _page(request, place, sheet, changed)


@in_institution(Action.MANAGE_REGISTER)
@require_POST
def preview_part(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """What the rule being written counts, for the part of the page that shows it."""
    sheet, state = _sheet(place, code), RuleState.posted(request.POST)
    faults = faults_of(state, sheet.indicator, saving=False)
    return render(request, "counting/preview.html", {"sheet": sheet, **_previewed(place, sheet, state, faults)})


def _save(request: HttpRequest, place: Workplace, sheet: IndicatorSheet, state: RuleState) -> HttpResponse:
    faults = faults_of(state, sheet.indicator, saving=True)
    if faults:
        return _page(request, place, sheet, state, faults, status=422)
    counted = state.how != NONE
    try:
        save_rule(
            indicator=sheet.indicator,
            definition_text=state.definition(),
            why_not="" if counted else state.why_not,
            feeds=counted and state.feeds,
            covers_from=state.year if counted else None,
            covers_to=state.last_year if counted else None,
            seen_revision=state.revision,
            actor=request.user,
            reason=state.reason,
        )
    except RuleConflictError as conflict:
        mine = replace(state, revision=conflict.rule.revision if conflict.rule else 0)
        faults.add("", str(conflict))
        return _page(request, place, sheet, mine, faults, conflict=conflict.rule, status=409)
    except RuleRefusedError as refused:
        faults.add_refusal(state, sheet.indicator, refused.faults)
        return _page(request, place, sheet, state, faults, status=422)
    messages.success(request, gettext("The rule was saved and everything was counted again."))
    return redirect(place.address("count-rows", code=sheet.indicator.code))


def _undo(request: HttpRequest, place: Workplace, sheet: IndicatorSheet) -> HttpResponse:
    try:
        undo_rule(indicator=sheet.indicator, actor=request.user)
    except RuleRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The last change of the rule was undone, and everything was counted again."))
    return redirect(place.address("counting-rule", code=sheet.indicator.code))


def _page(
    request: HttpRequest,
    place: Workplace,
    sheet: IndicatorSheet,
    state: RuleState,
    faults: RuleFaults | None = None,
    *,
    conflict: CountingRule | None = None,
    previewing: bool = True,
    status: int = 200,
) -> HttpResponse:
    """The editor. As it opens it does not preview: the browser asks for that afterwards, or the button does."""
    faults = faults or RuleFaults()
    choices = choices_of(sheet, state)
    context = {
        "page": PAGE,
        "sheet": sheet,
        "rule": _rule(sheet),
        "state": state,
        "faults": faults,
        "conflict": conflict,
        "conflict_words": _words(place, conflict) if conflict else "",
        "choices": choices,
        "where": choices.clauses(state, WHERE, faults.by_place),
        "numerator": choices.clauses(state, NUMERATOR, faults.by_place),
        "previewing": previewing,
        **(_previewed(place, sheet, state, faults) if previewing else {}),
    }
    return render(request, "counting/rule.html", context, status=status)


def _previewed(place: Workplace, sheet: IndicatorSheet, state: RuleState, faults: RuleFaults) -> dict[str, Any]:
    """What the rule would count in the period looked at, beside what it counts now; nothing while it has faults."""
    if state.how == NONE or not place.period:
        return {"preview": None, "faults": faults}
    if faults:
        return {"preview": None, "faults": faults, "unread": [fault for _, fault in faults.all]}
    try:
        definition = parse_definition(state.definition())
        shown = preview(place.institution, definition, place.period, sheet.indicator.plan)
    except RuleRefusedError as refused:
        return {"preview": None, "faults": faults, "unread": refused.faults}
    kept = CountedValue.objects.filter(rule__indicator=sheet.indicator, period=place.period, dimension="")
    changes = changed_years(
        _rule(sheet), place.institution, definition, (state.year or place.year, state.last_year), sheet.indicator.plan
    )
    return {
        "preview": shown,
        "faults": faults,
        "changes": changes,
        "evaluated": {item.period for item in place.evaluations},
        "words": rule_in_words(definition, get_language() or "es", names_for(place.institution, definition)),
        "before": kept.values_list("number", flat=True).first(),
        "shown": shown.rows.order_by("-starts_on", "code")[:SHOWN],
        "matching": shown.rows.count(),
    }


def _words(place: Workplace, rule: CountingRule) -> str:
    """A rule that somebody else saved, in words."""
    if not rule.definition:
        return rule.why_not
    definition = parse_definition(rule.definition)
    return rule_in_words(definition, get_language() or "es", names_for(place.institution, definition))


def _sheet(place: Workplace, code: str) -> IndicatorSheet:
    sheets = IndicatorSheet.objects.select_related(
        "indicator__counting_rule", "indicator__plan", "objective", "strategic_action"
    )
    found = sheets.filter(version=place.version, indicator__code=code).first() if place.version else None
    if found is None:
        raise Http404
    found.indicator.plan.institution = place.institution  # loaded already
    return found


def _rule(sheet: IndicatorSheet) -> CountingRule | None:
    return getattr(sheet.indicator, "counting_rule", None)
