"""The one page on which a unit fills in what it owes, and a planner decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.accounts.queries import focal_points_of
from quipu.apps.collection.models import Evidence, ReportingLevel, Submission, SubmissionStep
from quipu.apps.collection.queries.board import next_step
from quipu.apps.collection.queries.filling import SubmissionForm, form_of
from quipu.apps.collection.queries.finding import is_writable
from quipu.web.collection_forms import EvidenceForm, ReopenForm, ReturnForm, SheetForm
from quipu.web.draft import Page, page_of_form
from quipu.web.policy import in_institution
from quipu.web.views.collection.places import PAGE, address_of, addresses_of, board_address, submission_at
from quipu.web.workplace import Workplace

_STATES = Submission.State
FEW_ACTIVITIES = 3
"""So many stand open; more are folded, each with what it still owes."""


@in_institution(Action.VIEW_COLLECTION)
@require_GET
@never_cache
def submission(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """What a cost centre owes and sends in a reporting period."""
    found = submission_at(place, period, unit, centre)
    return submission_page(request, place, page_of_form(form_of(found), place.numbers))


def submission_page(
    request: HttpRequest, place: Workplace, page: Page, *, status: int = 200, **told: Any
) -> HttpResponse:
    """The page with what somebody typed in it, and what has to be told on top of it.

    Args:
        request: the request.
        place: where.
        page: every row, as stored or as typed.
        status: of the answer.
        told: what else the page says: `missing` of a refused sending, `sheet_faults`, a form with faults.
    """
    form = page.form
    found = form.submission
    codes = {row.entry.pk: row.code for row in form.values if row.entry}
    context = {
        "page": PAGE,
        "draft": page,
        "form": form,
        "submission": found,
        "reporting_period": found.reporting_period,
        "calendar": form.level,
        **standing_of(form),
        "late": found.state in _WAITING and timezone.localdate() > form.level.due_on,
        "reminder": found.reminders.first() if found.state in _WAITING else None,
        "editable": is_editable(place, form),
        "folded": len(page.activities) > FEW_ACTIVITIES,
        **_part(request, page),
        "here": address_of(place, found),
        "to": addresses_of(place, found),
        "evidence": [
            (item, _evidence_addresses(place, item, found), codes.get(item.entry_id, "")) for item in form.evidence
        ],
        "last_words": _last_words(form),
        "board": board_address(place, found.reporting_period),
        "evidence_form": EvidenceForm(),
        "sheet_form": SheetForm(),
        **_deciding(place, form),
        **told,
    }
    return render(request, "collection/submission.html", context, status=status)


_WAITING: Sequence[str] = (_STATES.OWED, _STATES.DRAFT, _STATES.RETURNED)


def standing_of(form: SubmissionForm) -> dict[str, Any]:
    """What comes next for a submission, and the names of those who fill it in."""
    found = form.submission
    people = focal_points_of([found.cost_centre_id]).get(found.cost_centre_id, ())
    return {
        "step": next_step(found, form.level, is_full=not form.missing, is_assigned=bool(people)),
        "people": [person.get_full_name() or person.username for person in people],
    }


def is_editable(place: Workplace, form: SubmissionForm) -> bool:
    """Whether this person may fill it in now."""
    return place.may(Action.REPORT_VALUES) and is_writable(form.submission, form.level, timezone.localdate())


def part_asked(request: HttpRequest) -> int:
    """Which part of the activities is looked at, from 1."""
    asked = request.POST.get("parte") or request.GET.get("parte") or "1"
    return max(1, int(asked)) if asked.isdecimal() else 1


def _part(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The part of the activities that is asked for, and what leads to the others."""
    number = min(part_asked(request), len(page.parts))
    links = [
        {
            "number": index,
            "here": index == number,
            "first": part[0][0].code if part else "",
            "missing": sum(len(month.missing) for activity, _months in part for month in activity.months),
        }
        for index, part in enumerate(page.parts, start=1)
    ]
    return {"activities": page.parts[number - 1], "parts": links, "part_number": number, "part_of": page.part_of}


def _last_words(form: SubmissionForm) -> SubmissionStep | None:
    """The step that gave it back or let it change again, with its words, while nothing was sent since."""
    if form.submission.state != _STATES.RETURNED:
        return None
    kinds = (SubmissionStep.Kind.RETURNED, SubmissionStep.Kind.REOPENED)
    return next((step for step in reversed(form.steps) if step.kind in kinds), None)


def _evidence_addresses(place: Workplace, item: Evidence, found: Submission) -> dict[str, str]:
    return {
        "read": item.link or address_of(place, found, "evidence-file", item=item.pk),
        "remove": address_of(place, found, "evidence-remove", item=item.pk),
    }


def _deciding(place: Workplace, form: SubmissionForm) -> dict[str, Any]:
    """The forms with which a planner decides, where there is something to decide."""
    if not place.may(Action.MANAGE_COLLECTION) or form.level.state == ReportingLevel.State.LOCKED:
        return {}
    state = form.submission.state
    return {
        "may_decide": state == _STATES.SUBMITTED,
        "return_form": ReturnForm() if state == _STATES.SUBMITTED else None,
        "reopen_form": ReopenForm() if state == _STATES.APPROVED else None,
        "may_remind": state in _WAITING,
    }
