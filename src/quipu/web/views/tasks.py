"""The plan of work of an activity: its tasks, and where its execution comes from."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.queries.locks import locked_months
from quipu.apps.plans.activity_list import find_activity
from quipu.apps.plans.models import ActivityTask, OperationalActivity
from quipu.apps.plans.services import (
    TaskConflictError,
    TaskPlan,
    TaskRefusedError,
    choose_execution_source,
    plan_task,
    undo_task,
)
from quipu.web.policy import in_institution
from quipu.web.task_forms import ExecutionSourceForm, TaskForm
from quipu.web.workplace import Workplace

PAGE = "activities"


@in_institution(Action.PLAN_TASKS)
@require_http_methods(["GET", "POST"])
def new_task(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """A form for one more task."""
    return _task_page(request, place, _activity(place, code), None)


@in_institution(Action.PLAN_TASKS)
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, place: Workplace, code: str, number: int) -> HttpResponse:
    """A task as it stands, to change it; who saves over a newer one is shown both."""
    activity = _activity(place, code)
    found = activity.tasks.filter(number=number).first()
    if found is None:
        raise Http404
    return _task_page(request, place, activity, found)


@in_institution(Action.PLAN_TASKS)
@require_POST
def undo(request: HttpRequest, place: Workplace, code: str, number: int) -> HttpResponse:
    """Takes back the last change of a task."""
    activity = _activity(place, code)
    try:
        undo_task(activity=activity, number=number, locked_months=locked_months(activity), actor=request.user)
    except TaskRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The last change of task %(number)s was undone.") % {"number": number})
    return redirect(place.address("activity", code=code) + "#tasks")


@in_institution(Action.PLAN_TASKS)
@require_POST
def execution_source(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Chooses whether the executed amounts are reported or counted from the tasks done."""
    activity = _activity(place, code)
    form = ExecutionSourceForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose where the execution comes from."))
        return redirect(place.address("activity", code=code) + "#tasks")
    try:
        choose_execution_source(
            activity=activity,
            source=form.cleaned_data["source"],
            locked_months=locked_months(activity),
            actor=request.user,
        )
    except TaskRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The choice was saved."))
    return redirect(place.address("activity", code=code) + "#tasks")


def _task_page(
    request: HttpRequest, place: Workplace, activity: OperationalActivity, found: ActivityTask | None
) -> HttpResponse:
    form = TaskForm(request.POST or None, initial=TaskForm.initial_of(found, activity))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, activity, found, form)
        except TaskConflictError as conflicting:
            conflict = conflicting.task
            form = form.over(conflicting.task)
        except TaskRefusedError as refused:
            form.refuse(refused)
        else:
            messages.success(request, gettext("Task %(number)s was saved.") % {"number": saved.number})
            return redirect(place.address("activity", code=activity.code) + "#tasks")
    context = {"page": PAGE, "activity": activity, "task": found, "form": form, "conflict": conflict}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "activities/task.html", context, status=status)


def _save(
    request: HttpRequest, activity: OperationalActivity, found: ActivityTask | None, form: TaskForm
) -> ActivityTask:
    fields = dict(form.cleaned_data)
    revision = fields.pop("revision")
    return plan_task(
        activity=activity,
        plan=TaskPlan(**fields),
        number=found.number if found else None,
        revision=revision or 0,
        locked_months=locked_months(activity),
        actor=request.user,
    )


def _activity(place: Workplace, code: str) -> OperationalActivity:
    """The activity, if it is of the concern of who asks."""
    found = find_activity(place.version, place.year, code) if place.version else None
    if found is None or not place.reaches(found.cost_centre_id or 0):
        raise Http404
    return found
