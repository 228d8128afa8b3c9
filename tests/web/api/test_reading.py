"""What programs read of the plan: rows in pages, with the numbers as JSON numbers."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.loaded import run
from tests.web.api.conftest import HERE
from tests.web.planting import PERIOD, SLUG

from quipu.apps.plans.models import ActivityAmount, Indicator, ObtainedValue, PublishedFigure
from quipu.web.api.schemas.shared import MOST_ROWS


def test_the_institution_of_the_key_and_no_other(program, planted):
    page = program("reader").get("/institutions").json()
    assert (page["count"], [item["slug"] for item in page["items"]]) == (1, [SLUG])


def test_plans_come_with_their_versions(program, planted):
    (plan,) = program("reader").get(f"{HERE}/plans").json()["items"]
    assert plan["code"] == planted.version.plan.code
    assert [item["number"] for item in plan["versions"]] == sorted(
        planted.version.plan.versions.values_list("number", flat=True)
    )


@pytest.mark.parametrize("kind", ["objectives", "actions", "indicators"])
def test_pages_put_together_are_the_whole_list_once(kind, program, version_path):
    reader = program("reader")
    whole = reader.get(f"{version_path}/{kind}").json()
    assert whole["count"] == len(whole["items"]) > 2
    pages = [reader.get(f"{version_path}/{kind}", limit=2, offset=at).json() for at in range(0, whole["count"], 2)]
    assert [item for page in pages for item in page["items"]] == whole["items"]
    assert reader.get(f"{version_path}/{kind}", offset=10**6).json()["items"] == []


def test_a_sheet_comes_with_its_targets(program, version_path, planted):
    rows = program("reader").get(f"{version_path}/indicators").json()["items"]
    sheet = next(item for item in rows if item["code"] == planted.indicator)
    stored = planted.version.sheets.get(indicator__code=planted.indicator)
    assert {row["period"]: row["value"]["number"] for row in sheet["targets"]} == {
        row.period: None if row.number is None else float(row.number) for row in stored.targets.all()
    }
    assert sheet["direction"] == stored.direction


def test_amounts_of_an_activity_by_phase_and_month(program, version_path, planted):
    rows = program("reader").get(f"{version_path}/activities", year=PERIOD).json()["items"]
    activity = next(item for item in rows if item["code"] == planted.activity)
    told = {
        (phase["phase"], amount["month"]): amount["physical"]
        for phase in activity["phases"]
        for amount in phase["amounts"]
    }
    stored = ActivityAmount.objects.filter(activity__code=planted.activity, activity__operational_plan__year=PERIOD)
    stored = stored.filter(activity__operational_plan__version=planted.version)
    assert told == {(row.phase, row.month): None if row.physical is None else float(row.physical) for row in stored}


def test_reported_corrected_and_published_stay_apart(program, planted):
    indicator = Indicator.objects.get(plan=planted.version.plan, code=planted.indicator)
    reported = indicator.values.filter(stage="reported").order_by("-period").first()
    ObtainedValue.objects.filter(indicator=indicator, period=reported.period, stage="corrected").delete()
    ObtainedValue.objects.create(
        indicator=indicator, period=reported.period, stage="corrected", number="1.5", reason="Se contó dos veces."
    )
    sheet = planted.version.sheets.get(indicator=indicator)
    element = (sheet.objective or sheet.strategic_action).code
    PublishedFigure.objects.create(
        plan=indicator.plan,
        period=reported.period,
        kind="objective",
        code=element,
        measure="x",
        printed="9",
        source="s",
    )
    path = f"{HERE}/plans/{indicator.plan.code}/indicators/{indicator.code}/values"
    rows = {row["period"]: row for row in program("reader").get(path).json()["items"]}
    row = rows[reported.period]
    assert (row["corrected"]["number"], row["corrected"]["reason"]) == (1.5, "Se contó dos veces.")
    assert row["reported"]["number"] == float(reported.number)
    assert [figure["printed"] for figure in row["published"] if figure["measure"] == "x"] == ["9"]


def test_results_are_the_rows_of_the_command(program, planted, capsys):
    told = json.loads(run(capsys, "evaluate", "--institution", SLUG, "--period", PERIOD, "--format", "json").output)
    page = program("reader").get(f"{HERE}/results", period=PERIOD, limit=MOST_ROWS).json()
    assert page["count"] == len(told["results"])
    assert page["items"] == told["results"][:MOST_ROWS]
    assert page["evaluation"]["period"] == PERIOD
    assert any(isinstance(item["progress"], float | int) for item in page["items"])


def test_results_are_narrowed_and_told_in_spanish(program, planted):
    rows = program("reader").get(f"{HERE}/results", period=PERIOD, kind="objective", language="es").json()["items"]
    assert {row["kind"] for row in rows} == {"objective"}
    assert any("edición" in row["trace"] for row in rows)


def test_a_period_that_was_not_evaluated(program, planted):
    answer = program("reader").get(f"{HERE}/results", period="2024-Q3")
    assert (answer.status_code, answer.json()["code"]) == (404, "api.not_evaluated")


QUERIES = {
    "/institutions": 1,
    "{here}/plans": 5,
    "{version}/objectives": 6,
    "{version}/actions": 5,
    "{version}/indicators": 7,
    "{version}/activities?year=2024": 6,
    "{here}/plans/{plan}/indicators/{indicator}/values": 10,
    "{here}/results?period=2024": 5,
}
"""How many queries each address may ask, whatever the number of rows; the first asks for the key."""


@pytest.mark.parametrize("address", QUERIES)
def test_queries_do_not_grow_with_the_rows(address, program, planted, version_path):
    reader = program("reader")
    names = {"here": HERE, "version": version_path, "plan": planted.version.plan.code, "indicator": planted.indicator}
    path = address.format(**names)
    reader.get(path)  # the key is marked as used once a minute
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(path)
    assert answer.status_code == 200
    assert len(asked) <= QUERIES[address], [query["sql"][:120] for query in asked]
