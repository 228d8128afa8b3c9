"""What was planned is confirmed or cancelled; what was written is sent, approved or returned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError, RecordStateError
from quipu.apps.register.models import Precision, Record, Status
from quipu.apps.register.services.records import PENDING, cancel_record, confirm_done
from quipu.apps.register.services.reviewing import NotTheirStepError, approve, give_back, submit
from quipu.web.policy import in_institution
from quipu.web.record_effects import standing_of, tell_effects
from quipu.web.task_forms import DayInput
from quipu.web.views.register_records.finding import editable_record, record_of
from quipu.web.workplace import Workplace


class ConfirmForm(forms.Form):
    """When it took place."""

    starts_on = forms.DateField(label=gettext_lazy("The day on which it took place"), widget=DayInput())
    ends_on = forms.DateField(
        label=gettext_lazy("Its last day"), help_text=gettext_lazy("If it lasted."), required=False, widget=DayInput()
    )


class CancelForm(forms.Form):
    """Why it will not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why it will not take place"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it will not take place.")},
    )


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Says that what was planned took place, and on which day."""
    record = editable_record(place, code)
    if record.status not in PENDING:
        return _settled(request, place, record)
    known, before = record.precision == Precision.DAY, standing_of(record)
    initial = {"starts_on": record.starts_on, "ends_on": record.ends_on} if known else {}
    form = ConfirmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _tried(form, lambda: confirm_done(record=record, actor=request.user, **form.cleaned_data))
        if done:
            messages.success(request, _("It stands as done."))
            tell_effects(request, record_of(place, code), before)
            return redirect(place.address("record", code=code))
    return _page(request, record, form, _("Did it take place?"), _("Yes, on that day"))


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Says that what was planned will not take place, and why."""
    record = editable_record(place, code)
    if record.status not in PENDING:
        return _settled(request, place, record)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _tried(form, lambda: cancel_record(record=record, reason=reason, actor=request.user)):
            messages.success(request, _("It stands as cancelled."))
            return redirect(place.address("record", code=code))
    return _page(request, record, form, _("Cancel what was planned"), _("Cancel it with this reason"))


@in_institution(Action.RECORD)
@require_POST
def send(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Sends a record to the chain of its unit."""
    record = editable_record(place, code)
    told = _("It was sent for approval.")
    return _decided(request, place, code, told, lambda: submit(record=record, actor=request.user))


@in_institution(Action.APPROVE_RECORD)
@require_POST
def approve_record(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Approves the record at the step that waits for this person."""
    record = record_of(place, code)
    told = _("It was approved.")
    return _decided(request, place, code, told, lambda: approve(record=record, actor=request.user))


@in_institution(Action.APPROVE_RECORD)
@require_POST
def return_record(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Returns the record with what has to be corrected."""
    record = record_of(place, code)
    comment = request.POST.get("comment", "")
    told = _("It was returned to who wrote it.")
    return _decided(request, place, code, told, lambda: give_back(record=record, actor=request.user, comment=comment))


def _tried(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it, or show beside the form why it cannot be done."""
    try:
        act()
    except RecordRefusedError as refused:
        for fault in refused.faults:
            form.add_error(fault.field if fault.field in form.fields else None, str(fault))
        return False
    except (RecordStateError, RecordConflictError) as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _settled(request: HttpRequest, place: Workplace, record: Record) -> HttpResponse:
    """Back to a record that is done or cancelled already: there is nothing to confirm or cancel."""
    if record.status == Status.DONE:
        told = _("It stands as done already: there is nothing to confirm or cancel. If that is wrong, edit it.")
    else:
        told = _("It stands as cancelled already: there is nothing to confirm or cancel. If that is wrong, edit it.")
    messages.error(request, told)
    return redirect(place.address("record", code=record.code))


def _decided(request: HttpRequest, place: Workplace, code: str, told: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except (RecordStateError, RecordConflictError, NotTheirStepError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect(place.address("record", code=code))


def _page(request: HttpRequest, record: Record, form: forms.Form, title: str, act: str) -> HttpResponse:
    context = {"page": "register", "tab": "pending", "record": record, "form": form, "title": title, "act": act}
    return render(request, "register_records/decide.html", context, status=422 if form.errors else 200)
