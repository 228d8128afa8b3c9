"""The plan of work of an activity, as somebody plans it in the browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.planting import SLUG

from quipu.apps.plans.models import ActivityAmount, ActivityTask, OperationalActivity

TYPED = {
    "name": "Publicar el acta",
    "responsible": "Luis Rojas",
    "starts_on": "2024-04-01",
    "due_on": "2024-04-30",
    "state": "done",
    "done_on": "2024-04-12",
    "quantity": "2.5",
    "note": "",
    "revision": "0",
}


@pytest.fixture
def activity(planted):
    return OperationalActivity.objects.get(
        code=planted.activity, operational_plan__version=planted.version, operational_plan__year=2024
    )


def at(name, activity, **parts):
    return reverse(name, kwargs={"slug": SLUG, "code": activity.code, **parts})


def test_who_answers_for_the_activity_plans_its_tasks(activity, as_role):
    client = as_role("focal_point")
    page = client.get(at("activity", activity)).content.decode()
    assert "Redactar el acta" in page
    assert at("new-task", activity) in page
    assert at("new-task", activity) not in as_role("reader").get(at("activity", activity)).content.decode()
    done = client.post(at("new-task", activity), TYPED)
    assert (done.status_code, done["Location"]) == (302, at("activity", activity) + "#tasks")
    task = activity.tasks.get(number=2)
    assert (task.name, task.state, str(task.done_on)) == ("Publicar el acta", "done", "2024-04-12")
    assert "Luis Rojas" in client.get(at("activity", activity)).content.decode()


def test_another_units_activity_is_not_there_for_a_focal_point(activity, planted, as_role):
    others = OperationalActivity.objects.filter(operational_plan=activity.operational_plan)
    other = others.exclude(cost_centre__in=[activity.cost_centre, planted.submission.cost_centre]).first()
    assert as_role("focal_point").get(at("new-task", other)).status_code == 404
    assert as_role("planner").get(at("new-task", other)).status_code == 200


def test_what_cannot_stand_is_told_beside_its_field_and_kept_as_typed(activity, as_role):
    answer = as_role("planner").post(at("new-task", activity), TYPED | {"done_on": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_done_on_error"' in page
    assert "necesita el día en que se terminó" in page
    assert "Publicar el acta" in page
    assert activity.tasks.count() == 1


def test_two_people_on_one_task_see_both(activity, as_role):
    first, second = as_role("planner"), as_role("focal_point")
    changed = TYPED | {"name": "Lo de la primera", "revision": "1"}
    assert first.post(at("task", activity, number=1), changed).status_code == 302
    late = TYPED | {"name": "Lo de la segunda", "revision": "1"}
    answer = second.post(at("task", activity, number=1), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lo de la primera" in page
    assert "Lo de la segunda" in page
    assert activity.tasks.get(number=1).name == "Lo de la primera"
    assert 'name="revision" value="2"' in page
    assert second.post(at("task", activity, number=1), late | {"revision": "2"}).status_code == 302
    assert activity.tasks.get(number=1).name == "Lo de la segunda"


def test_execution_from_tasks_is_chosen_counted_and_undone(activity, as_role):
    client = as_role("planner")
    refused = client.post(at("execution-source", activity), {"source": "tasks"}, follow=True).content.decode()
    assert "cambiaría lo que ya se reportó" in refused
    ActivityAmount.objects.filter(activity=activity, phase="executed").delete()
    client.post(at("execution-source", activity), {"source": "tasks"})
    client.post(at("new-task", activity), TYPED)
    april = ActivityAmount.objects.get(activity=activity, phase="executed", month=4)
    assert april.physical == 2.5
    client.post(at("undo-task", activity, number=2))
    assert not ActivityTask.objects.filter(activity=activity, number=2).exists()
    amounts = ActivityAmount.objects.filter(activity=activity, phase="executed", physical__isnull=False)
    assert not amounts.exists()
