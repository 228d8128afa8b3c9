"""What programs read and write of what is being collected: drafts, conflicts, and sending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web.api.conftest import ASKED, HERE, number

from quipu.apps.accounts.models import User
from quipu.apps.collection.models import IndicatorEntry, Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.history.models import Change
from quipu.apps.plans.models import IndicatorSheet, ObtainedValue, OrdinalPoint, OrdinalScale


def test_periods_with_their_dates(program, collected):
    periods = program("evaluator").get(f"{HERE}/reporting-periods").json()["items"]
    (period,) = [item for item in periods if item["period"] == ASKED]
    assert period["version"] == collected.submission.reporting_period.version.number
    assert [level["level"] for level in period["levels"]] == ["post", "unit"]
    assert {level["state"] for level in period["levels"]} == {"open"}


def test_who_is_late(program, collected):
    path = f"{HERE}/reporting-periods/{ASKED}/submissions"
    assert not any(item["late"] for item in program("planner").get(path).json()["items"])
    yesterday = timezone.localdate() - timedelta(days=1)
    collected.submission.reporting_period.levels.update(opens_on=yesterday, due_on=yesterday)
    assert all(item["late"] for item in program("planner").get(path).json()["items"])
    assert program("planner").get(collected.path).json()["late"]


def test_a_draft_is_no_fact_of_the_plan(program, collected):
    before = ObtainedValue.objects.count()
    told = program("focal_point").send("PUT", collected.value_path, number("12.5") | {"comment": "Se contó."}).json()
    assert (told["value"]["number"], told["comment"], told["revision"]) == (12.5, "Se contó.", 1)
    assert ObtainedValue.objects.count() == before
    entry = IndicatorEntry.objects.get()
    assert (str(entry.number), entry.updated_by.username) == ("12.5000", "focal_point")
    assert Submission.objects.get(pk=collected.submission.pk).state == "draft"
    assert Change.objects.filter(action="collection.value.saved", actor__username="focal_point").count() == 1
    rows = program("focal_point").get(f"{collected.path}/values").json()["items"]
    row = next(item for item in rows if item["indicator"] == collected.value.code)
    assert (row["value"]["number"], row["drafted"], row["revision"]) == (12.5, True, 1)


@pytest.mark.parametrize(
    ("sent", "kept"), [("0.1", "0.1000"), (0.1, "0.1000"), (99999999999.9999, "99999999999.9999"), (3.0, "3.0000")]
)
def test_amounts_are_kept_digit_by_digit(sent, kept, program, collected):
    assert program("planner").send("PUT", collected.value_path, number(sent)).status_code == 200
    assert str(IndicatorEntry.objects.get().number) == kept


@pytest.mark.parametrize("sent", [-1, "-1", "1.23456", 1.23456, 10**12, "1e3", "١", "", True, None, [1]])
def test_what_is_no_amount(sent, program, collected):
    answer = program("planner").send("PUT", collected.value_path, number(sent))
    assert (answer.status_code, answer.json()["code"]) == (422, "api.request")
    assert [fault["field"] for fault in answer.json()["faults"]] == ["body.value.number.number"]
    assert not IndicatorEntry.objects.exists()


def test_a_conflict_shows_theirs_and_can_be_resolved(program, collected):
    focal, planner = program("focal_point"), program("planner")
    focal.send("PUT", collected.value_path, number(10))
    answer = planner.send("PUT", collected.value_path, number(20))
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "collection.conflict")
    assert told["conflict"]["theirs"]["number"] == "10"
    assert (told["conflict"]["who"], told["conflict"]["revision"]) == ("focal_point", 1)
    again = planner.send("PUT", collected.value_path, number(20, revision=told["conflict"]["revision"]))
    assert (again.status_code, again.json()["revision"]) == (200, 2)


def test_no_data_has_a_reason(program, collected):
    sent = {"value": {"value_type": "no_data", "no_data_reason": "No se midió."}, "revision": 0}
    assert program("planner").send("PUT", collected.value_path, sent).json()["value"]["number"] is None
    blank = {"value": {"value_type": "no_data", "no_data_reason": "  "}, "revision": 1}
    assert program("planner").send("PUT", collected.value_path, blank).status_code == 422


def test_a_denominator_is_not_zero(program, collected):
    sent = {"value": {"value_type": "ratio", "numerator": 1, "denominator": "0.0"}, "revision": 0}
    (fault,) = program("planner").send("PUT", collected.value_path, sent).json()["faults"]
    assert fault == {"field": "body.value.ratio.denominator", "what": "es 0 y divide"}


def test_a_position_is_of_the_scale_of_the_indicator(program, collected, planted):
    sent = {"value": {"value_type": "ordinal", "ordinal": 2}, "revision": 0}
    told = program("planner").send("PUT", collected.value_path, sent).json()
    assert (told["code"], told["faults"][0]["field"]) == ("collection.entry.refused", "ordinal")
    scale = OrdinalScale.objects.create(institution=planted.institution, code="prueba", name="Prueba")
    OrdinalPoint.objects.create(scale=scale, position=2, label="Dos")
    IndicatorSheet.objects.filter(indicator_id=collected.value.indicator_id).update(ordinal_scale=scale)
    assert program("planner").send("PUT", collected.value_path, sent).json()["value"]["ordinal"] == 2


def test_a_breakdown_by_the_codes_of_its_categories(program, collected):
    part = {"disaggregation": "prueba", "category": "A", "number": 4}
    told = program("planner").send("PUT", collected.value_path, number(10) | {"breakdown": [part]}).json()
    assert told["breakdown"] == [part | {"crossed_with": None}]
    kept = program("planner").send("PUT", collected.value_path, number(11, revision=1)).json()
    assert kept["breakdown"] == told["breakdown"], "what is not said takes parts away"
    wrong = [part | {"category": "Z"}, part | {"disaggregation": "otra"}]
    refused = program("planner").send("PUT", collected.value_path, number(12, revision=2) | {"breakdown": wrong})
    assert refused.status_code == 422
    assert "«prueba: Z»" in refused.json()["what"] and "«otra: A»" in refused.json()["what"]
    twice = program("planner").send("PUT", collected.value_path, number(12, revision=2) | {"breakdown": [part, part]})
    assert "dos veces" in twice.json()["what"]
    assert IndicatorEntry.objects.get().number == 11


def test_what_nobody_owes_is_not_there(program, collected):
    for path in ("values/NADA/2024", f"values/{collected.value.code}/2019", "activities/AOI00000000000/months/1"):
        body = number(1) if path.startswith("values") else {"financial": 1, "revision": 0}
        assert program("planner").send("PUT", f"{collected.path}/{path}", body).status_code == 404


def test_amounts_of_a_month_and_taking_them_away(program, collected):
    planner = program("planner")
    told = planner.send("PUT", collected.month_path, {"physical": "1.5", "financial": 20, "revision": 0}).json()
    assert told == {"physical": 1.5, "financial": 20, "no_data_reason": "", "revision": 1}
    rows = planner.get(f"{collected.path}/activities").json()["items"]
    (row,) = [item for item in rows if item["activity"] == collected.activity.code]
    assert (row["months"][0]["physical"], row["months"][0]["revision"]) == (1.5, 1)
    emptied = planner.send("PUT", collected.month_path, {"revision": 1}).json()
    assert emptied == {"physical": None, "financial": None, "no_data_reason": "", "revision": 0}


def test_sending_too_early_tells_everything_that_is_missing(program, collected):
    planner = program("planner")
    answer = planner.send("POST", f"{collected.path}/submit", {"revision": 1})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "collection.step.missing")
    assert told["missing"] == [str(item) for item in form_of(collected.submission).missing]
    assert told["missing"] == planner.get(collected.path).json()["missing"]


def test_sent_by_a_program_and_approved_by_nobody_but_a_person(program, collected):
    focal = program("focal_point")
    for row in focal.get(f"{collected.path}/values").json()["items"]:
        if row["value"] is None:
            sent = {"value": {"value_type": "no_data", "no_data_reason": "No se midió."}, "revision": 0}
            focal.send("PUT", f"{collected.path}/values/{row['indicator']}/{row['period']}", sent)
    for row in focal.get(f"{collected.path}/activities", limit=500).json()["items"]:
        for month in row["months"]:
            sent = {"no_data_reason": "No se midió.", "revision": month["revision"]}
            if any(month[measure] is None for measure in month["owed"]):
                focal.send("PUT", f"{collected.path}/activities/{row['activity']}/months/{month['month']}", sent)
    detail = focal.get(collected.path).json()
    assert (detail["missing"], detail["filled"]) == ([], detail["owed"])
    stale = focal.send("POST", f"{collected.path}/submit", {"revision": detail["revision"] + 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "collection.conflict")
    done = focal.send("POST", f"{collected.path}/submit", {"revision": detail["revision"]})
    assert (done.status_code, done.json()["state"]) == (200, "submitted")
    late = focal.send("PUT", collected.value_path, number(1, revision=1))
    assert (late.status_code, late.json()["code"]) == (409, "collection.already_sent")
    assert Submission.objects.get(pk=collected.submission.pk).updated_by == User.objects.get(username="focal_point")
    assert program("planner").send("POST", f"{collected.path}/approve", {"revision": 1}).status_code == 404


def test_what_is_locked_is_not_written(program, collected):
    collected.submission.reporting_period.levels.update(state="locked")
    answer = program("planner").send("PUT", collected.value_path, number(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "collection.locked")


def test_a_version_may_be_named_where_several_ask(program, collected, planted):
    path = f"{HERE}/reporting-periods/{ASKED}/submissions"
    plan, planner = planted.version.plan.code, program("planner")
    assert planner.get(path, plan=plan, version=planted.version.number).json()["count"] > 1
    assert planner.get(path, plan=plan, version=planted.version.number - 1).status_code == 404
    assert planner.get(path, version=planted.version.number).status_code == 404


READING = {"": 17, "/values": 17, "/activities": 17}


@pytest.mark.parametrize("path", READING)
def test_queries_of_a_submission(path, program, collected):
    planner = program("planner")
    planner.get(collected.path)
    with CaptureQueriesContext(connection) as asked:
        assert planner.get(f"{collected.path}{path}").status_code == 200
    assert len(asked) <= READING[path]


def test_queries_of_lists_and_of_writing(program, collected):
    planner = program("planner")
    planner.get(collected.path)
    for path, most in {"/reporting-periods": 3, f"/reporting-periods/{ASKED}/submissions": 12}.items():
        with CaptureQueriesContext(connection) as asked:
            assert planner.get(f"{HERE}{path}").status_code == 200
        assert len(asked) <= most, path
    for method, path, body, most in (
        ("PUT", collected.value_path, number(1), 30),
        ("PUT", collected.month_path, {"financial": 1, "revision": 0}, 25),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert planner.send(method, path, body).status_code == 200
        assert len(asked) <= most, path
