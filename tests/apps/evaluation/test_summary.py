"""What an evaluation says of the whole plan, on the demo institution and on a fictional one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.plans import ActionFactory, ObjectiveFactory
from tests.loaded import FICTIONAL, fictional_folder, version_of

from quipu.apps.evaluation.facts import load_facts
from quipu.apps.evaluation.models import Evaluation
from quipu.apps.evaluation.queries import evaluation_in_force, evaluations_in_force
from quipu.apps.evaluation.results import compute_results
from quipu.apps.evaluation.services import compute_evaluation, evaluate_plan
from quipu.apps.imports.services import apply_import
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.publishing.contents.plan_tables import element_table
from quipu.method import Period
from quipu.workbook.reading import read_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institutions")]
NONE = {"high": 0, "medium": 0, "low": 0, "not_reported": 0, "not_programmed": 0, "undefined": 0, "total": 0}


@pytest.fixture
def mre():
    """The demo institution computed for 2024."""
    return compute_evaluation(version=version_of("mre"), period="2024")


@pytest.fixture
def fictional():
    """The fictional institution computed for 2024."""
    return compute_evaluation(version=version_of(FICTIONAL), period="2024")


def coverage(aggregate):
    return aggregate["value"], aggregate["assessable"], aggregate["total"]


def test_levels_count_each_indicator_once_by_the_direction_that_counts(mre):
    assert mre.summary["levels"] == {
        "objective": NONE | {"high": 1, "medium": 1, "not_reported": 6, "total": 8},
        "strategic_action": NONE | {"high": 2, "medium": 1, "low": 2, "not_reported": 1, "total": 6},
        "operational_activity": NONE | {"low": 2, "not_reported": 16, "total": 18},
    }
    by_objective = mre.summary["levels_by_objective"]
    assert by_objective["OEI.01"] == NONE | {"high": 2, "low": 1, "not_reported": 1, "total": 4}
    assert by_objective["OEI.05"] == NONE | {"medium": 1, "low": 1, "total": 2}
    assert by_objective["OEI.02"] == NONE


def test_levels_of_the_fictional_one_add_up(fictional):
    for kind, count in fictional.summary["levels"].items():
        assert sum(count.values()) == 2 * count["total"], kind
    assert fictional.summary["levels"]["operational_activity"]["total"] == 20


def test_means_say_how_many_entered(mre):
    means = mre.summary["means"]
    assert coverage(means["OEI.01"]) == ("77.33", 3, 4)
    assert coverage(means["OEI.05"]) == ("78.51", 2, 2)
    assert coverage(means["OEI.02"]) == (None, 0, 0)
    assert "3 evaluables de 4" in means["OEI.01"]["sentence"]["es"]
    assert "3 assessable of 4" in means["OEI.01"]["sentence"]["en"]


def test_execution_is_told_in_each_practice_with_its_coverage(mre):
    execution = mre.summary["execution"]
    assert coverage(execution["physical_mean_capped"]) == ("37.50", 2, 18)
    assert coverage(execution["physical_ratio_of_sums"]) == ("33.33", 2, 18)
    assert coverage(execution["financial_ratio_of_sums"]) == (None, 0, 18)


def test_scores_stand_beside_the_published_ones(mre):
    scores = {entry["objective"]: entry for entry in mre.summary["prioritisation"]}
    told = {letter: (score["value"], score["published"]) for letter, score in scores["OEI.01"]["scores"].items()}
    assert told == {"a": (3, "3"), "b": (1, "1"), "c": (2, "0"), "d": (2, "2")}
    assert (scores["OEI.01"]["total"], scores["OEI.01"]["rank"]) == (8, 1)
    assert scores["OEI.04"]["scores"]["d"]["value"] is None
    assert scores["OEI.04"]["scores"]["d"]["published"] == "0"
    assert (scores["OEI.04"]["total"], scores["OEI.04"]["known_total"]) == (None, 4)


def test_findings_of_the_demo_institution_are_those_of_its_report(mre):
    found = {(finding["watch"], *finding["elements"]) for finding in mre.summary["findings"]}
    assert found == {
        ("coherence.product_indicator", "OEI.05"),
        ("coherence.shared_indicator", "OEI.05", "AEI.05.01"),
        ("coherence.divergence", "AEI.01.04", "AOI00004500232.2"),
    }


def test_findings_of_the_fictional_one_include_what_its_series_show(fictional):
    watches = {finding["watch"] for finding in fictional.summary["findings"]}
    assert {"coherence.target_reach", "coherence.unprogrammed", "coherence.divergence"} <= watches


def test_trends_need_years_and_say_how_many_there_are(mre, fictional):
    assert {(trend["group"], trend["total"]) for trend in mre.summary["trends"].values()} == {(None, 5)}
    improving = fictional.summary["trends"]["IND.OEI.01"]
    assert (improving["group"], improving["assessable"]) == ("improving", 3)


def test_a_summary_is_stored_as_it_was_computed(mre):
    evaluation = evaluate_plan(version=mre.version, period="2024")
    evaluation.refresh_from_db()
    assert evaluation.summary == json.loads(json.dumps(mre.summary))


def test_fictional_results_are_marked_synthetic(fictional):
    evaluation = evaluate_plan(version=fictional.version, period="2024")
    assert set(evaluation.results.values_list("synthetic", flat=True)) == {True}


def test_evaluating_again_keeps_what_was_evaluated_before():
    version = version_of("mre")
    first = evaluate_plan(version=version, period="2024")
    ObtainedValue.objects.filter(indicator__code="IND.OEI.05", period="2024").update(number=19030)
    second = evaluate_plan(version=version, period="2024")
    progress = [
        [str(row.progress) for row in Evaluation.objects.get(pk=each.pk).results.filter(code="OEI.05")]
        for each in (first, second)
    ]
    assert progress == [["90.74"], ["100.00"]]
    assert evaluation_in_force(version, "2024") == second
    assert evaluation_in_force(version, "2024-S1") is None


def test_the_evaluations_in_force_are_the_latest_of_each_version_and_period():
    version = version_of(FICTIONAL)
    made = [evaluate_plan(version=version, period=period) for period in ("2023", "2024-S1", "2024", "2024")]
    found = {row.period: row.pk for row in evaluations_in_force(version.plan.institution)}
    assert found == {"2023": made[0].pk, "2024-S1": made[1].pk, "2024": made[3].pk}


def test_facts_are_read_in_the_same_number_of_queries_whatever_the_size(tmp_path):
    small = queries_of(version_of(FICTIONAL))
    larger = {"objectives": 4, "actions": 15, "activities": 60, "years": 5, "first_year": 2020}
    folder = fictional_folder(tmp_path, slug="mayor", **larger)
    apply_import(read=read_workbook(folder), mode="replace")
    assert queries_of(version_of("mayor")) == small
    assert small <= 10


def queries_of(version):
    with CaptureQueriesContext(connection) as captured:
        load_facts(version, Period(2024))
    return len(captured)


def test_a_plan_without_anything_measured_is_evaluated_all_the_same():
    objective = ObjectiveFactory()
    ActionFactory(objective=objective)
    summary = evaluate_plan(version=objective.version, period="2024").summary
    assert summary["levels"]["objective"] == NONE
    assert coverage(summary["execution"]["physical_mean_capped"]) == (None, 0, 0)
    assert summary["cost_centres"] == []


def test_a_level_of_another_scale_keeps_its_own_word_in_the_results_and_the_report():
    computation = compute_evaluation(version=version_of("mre"), period="2024")
    edition = computation.edition
    uses = {**edition.uses, "objective": ("health_units", edition.uses["objective"][1])}
    other = replace(edition, uses=uses)
    results = tuple(compute_results(computation.facts, other))
    told = {item.code: (item.level, item.level_label.get("es")) for item in results if item.kind == "objective"}
    assert told["OEI.01"] == ("excess", "exceso")
    table = element_table(replace(computation, results=results, edition=other), "objective", "Objetivo")
    assert [row[6] for row in table.rows if row[0] == "OEI.01"] == ["◇ exceso"]


def test_the_level_of_an_activity_is_credited_to_the_choice_of_its_scale_and_not_to_the_scale(mre):
    told = {item.kind: item.level_sentence["es"] for item in mre.results if item.level}
    assert told["operational_activity"].endswith("edición 2024 (supuesto)")
    assert told["strategic_action"].endswith("tabla 7 (práctica)")
