"""The steps of a submission: sending it, approving it, giving it back, letting it change again, reminding of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.errors import CollectionError, StepRefusedError
from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.reminding import remind_now
from quipu.web.collection_forms import ReopenForm, ReturnForm
from quipu.web.draft import page_of_form
from quipu.web.policy import in_institution
from quipu.web.views.collection.board import tell_reminders
from quipu.web.views.collection.drafting import keep_typed
from quipu.web.views.collection.places import address_of, submission_at
from quipu.web.views.collection.submission import submission_page
from quipu.web.workplace import Workplace


@in_institution(Action.REPORT_VALUES)
@require_POST
def send(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Keeps what the page holds and sends it to planning; what is missing is listed on top, each with its field."""
    found = submission_at(place, period, unit, centre)
    page, _saved = keep_typed(request, place, found)
    if page.faulty:
        return submission_page(request, place, page, status=422)
    form = form_of(found)
    try:
        flow.submit(submission=form.submission, revision=form.submission.revision, actor=request.user)
    except StepRefusedError as fault:
        return _refused(request, place, found, missing=fault.missing, refused=str(fault))
    except CollectionError as fault:
        return _refused(request, place, found, refused=str(fault))
    messages.success(request, gettext("It was sent to planning, which approves it or returns it."))
    return redirect(address_of(place, found))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def approve(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Approves it: what it says becomes facts of the plan."""
    found = submission_at(place, period, unit, centre)
    try:
        flow.approve(submission=found, actor=request.user)
    except CollectionError as fault:
        return _refused(request, place, found, refused=str(fault))
    messages.success(request, gettext("It is approved: its values and amounts are facts of the plan now."))
    return redirect(address_of(place, found))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def give_back(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Gives it back with what has to be corrected."""
    found, form = submission_at(place, period, unit, centre), ReturnForm(request.POST)
    if not form.is_valid():
        return _refused(request, place, found, return_form=form)
    try:
        flow.return_submission(submission=found, comment=form.cleaned_data["comment"], actor=request.user)
    except CollectionError as fault:
        return _refused(request, place, found, return_form=form, refused=str(fault))
    messages.success(request, gettext("It was returned with your comment."))
    return redirect(address_of(place, found))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def reopen(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Lets an approved one change again, with a reason."""
    found, form = submission_at(place, period, unit, centre), ReopenForm(request.POST)
    if not form.is_valid():
        return _refused(request, place, found, reopen_form=form)
    try:
        flow.reopen(submission=found, reason=form.cleaned_data["reason"], actor=request.user)
    except CollectionError as fault:
        return _refused(request, place, found, reopen_form=form, refused=str(fault))
    messages.success(request, gettext("It may change again, until it is sent."))
    return redirect(address_of(place, found))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def remind(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Reminds those who fill it in."""
    found = submission_at(place, period, unit, centre)
    tell_reminders(request, remind_now(submissions=[found], actor=request.user), 1)
    return redirect(address_of(place, found))


def _refused(request: HttpRequest, place: Workplace, found: Submission, **told: Any) -> HttpResponse:
    page = page_of_form(form_of(found), place.numbers)
    return submission_page(request, place, page, status=422, **told)
