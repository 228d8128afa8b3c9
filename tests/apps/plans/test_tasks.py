"""The plan of work of an activity, and the execution counted from it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.factories.plans import ActivityFactory

from quipu.apps.history.queries import changes_of
from quipu.apps.plans.models import ActivityAmount, ActivityTask
from quipu.apps.plans.services import (
    TaskConflictError,
    TaskPlan,
    TaskRefusedError,
    choose_execution_source,
    plan_task,
    undo_task,
)

pytestmark = pytest.mark.django_db
PLAN = TaskPlan("Redactar el acta", "Ana Quispe", date(2024, 3, 31))
DONE = replace(PLAN, state="done", done_on=date(2024, 3, 20), quantity=Decimal(2))


@pytest.fixture
def activity():
    return ActivityFactory(operational_plan__year=2024)


def executed(activity):
    """The executed physical amount of each month that has one."""
    rows = activity.amounts.filter(phase=ActivityAmount.Phase.EXECUTED)
    return {row.month: row.physical for row in rows if row.physical is not None}


def changes(activity):
    return changes_of(activity.operational_plan.version.plan.institution)


def test_tasks_are_numbered_in_the_order_in_which_they_are_added(activity):
    first, second = (plan_task(activity=activity, plan=PLAN, actor=None) for _ in range(2))
    assert (first.number, second.number, first.revision) == (1, 2, 1)
    assert [change.action for change in changes(activity)] == ["plans.task.added"] * 2


def test_reported_activities_do_not_count_their_tasks(activity):
    plan_task(activity=activity, plan=DONE, actor=None)
    assert executed(activity) == {}


def test_execution_counted_from_tasks_follows_each_change(activity):
    choose_execution_source(activity=activity, source="tasks", actor=None)
    task = plan_task(activity=activity, plan=DONE, actor=None)
    assert executed(activity) == {1: 0, 2: 0, 3: 2}
    later = replace(DONE, done_on=date(2024, 2, 3), quantity=Decimal("1.5"))
    plan_task(activity=activity, plan=later, number=1, revision=task.revision, actor=None)
    assert executed(activity) == {1: 0, 2: Decimal("1.5")}
    undo_task(activity=activity, number=1, actor=None)
    assert executed(activity) == {1: 0, 2: 0, 3: 2}
    counted = changes(activity).filter(action="plans.amount.counted").first()
    assert (counted.kind, counted.key.endswith("executed · physical")) == ("amounts", True)


def test_counting_leaves_the_money_as_it_was_reported(activity):
    ActivityAmount.objects.create(activity=activity, phase="executed", month=3, financial=700)
    choose_execution_source(activity=activity, source="tasks", actor=None)
    plan_task(activity=activity, plan=DONE, actor=None)
    kept = activity.amounts.get(phase="executed", month=3)
    assert (kept.physical, kept.financial) == (2, 700)


def test_what_was_reported_is_not_counted_over(activity):
    ActivityAmount.objects.create(activity=activity, phase="executed", month=3, physical=9)
    plan_task(activity=activity, plan=DONE, actor=None)
    with pytest.raises(TaskRefusedError) as refused:
        choose_execution_source(activity=activity, source="tasks", actor=None)
    assert refused.value.code == "plans.task.reported_differs"
    assert refused.value.where.endswith("meses 3")
    plan_task(activity=activity, plan=replace(DONE, quantity=Decimal(7)), actor=None)
    choose_execution_source(activity=activity, source="tasks", actor=None)
    assert executed(activity) == {1: 0, 2: 0, 3: 9}


def test_two_people_on_one_task(activity):
    read = plan_task(activity=activity, plan=PLAN, actor=None)
    plan_task(activity=activity, plan=replace(PLAN, name="Otro"), number=1, revision=read.revision, actor=None)
    with pytest.raises(TaskConflictError) as conflict:
        plan_task(activity=activity, plan=replace(PLAN, name="Tarde"), number=1, revision=read.revision, actor=None)
    assert conflict.value.task.name == "Otro"
    assert ActivityTask.objects.get().name == "Otro"


def test_undoing_the_adding_takes_the_task_away(activity):
    plan_task(activity=activity, plan=PLAN, actor=None)
    assert undo_task(activity=activity, number=1, actor=None) is None
    assert not activity.tasks.exists()


def test_only_the_last_change_is_undone(activity):
    task = plan_task(activity=activity, plan=PLAN, actor=None)
    plan_task(activity=activity, plan=DONE, number=1, revision=task.revision, actor=None)
    assert undo_task(activity=activity, number=1, actor=None).state == "planned"
    with pytest.raises(TaskRefusedError):
        undo_task(activity=activity, number=1, actor=None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"state": "done"}, "done_on"),
        ({"done_on": date(2024, 1, 1)}, "done_on"),
        ({"state": "done", "done_on": date(2023, 12, 31)}, "done_on"),
        ({"starts_on": date(2024, 4, 1)}, "due_on"),
        ({"state": "cancelled"}, "note"),
        ({"quantity": Decimal(-1)}, "__all__"),
        ({"responsible": ""}, "responsible"),
    ],
)
def test_a_task_that_cannot_stand_names_its_field_and_writes_nothing(activity, changed, field):
    with pytest.raises(TaskRefusedError) as refused:
        plan_task(activity=activity, plan=replace(PLAN, **changed), actor=None)
    assert refused.value.field == field
    assert not activity.tasks.exists()
    assert not changes(activity).exists()


def test_a_locked_month_is_not_moved(activity):
    choose_execution_source(activity=activity, source="tasks", actor=None)
    with pytest.raises(TaskRefusedError) as refused:
        plan_task(activity=activity, plan=DONE, locked_months={3}, actor=None)
    assert refused.value.code == "plans.task.locked"
    assert executed(activity) == {}
    assert not activity.tasks.exists()


def test_a_mean_cannot_be_counted_from_tasks():
    activity = ActivityFactory(operational_plan__year=2024, accumulation="mean")
    with pytest.raises(TaskRefusedError) as refused:
        choose_execution_source(activity=activity, source="tasks", actor=None)
    assert refused.value.field == "source"
    activity.refresh_from_db()
    assert activity.execution_source == "reported"
