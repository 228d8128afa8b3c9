"""`quipu evaluate`: the results of the demo institution, one by one, as another program reads them."""

from __future__ import annotations

import json

import pytest
from tests.databases import dump_django
from tests.loaded import loaded, run

KEYS = [
    "code", "kind", "indicator_code", "indicator", "period", "direction_declared", "direction_used", "override_reason",
    "value", "target", "progress_raw", "progress", "outcome", "level", "published_progress", "published_reproduced",
    "synthetic", "trace",
]  # fmt: skip


@pytest.fixture(scope="module")
def mre(django_db_setup, django_db_blocker, tmp_path_factory):
    with loaded(django_db_blocker, tmp_path_factory.mktemp("mre"), "mre"):
        yield


@pytest.fixture
def results(mre, db, capsys):
    ran = run(capsys, "evaluate", "--institution", "mre", "--period", "2024", "--format", "json")
    assert (ran.code, ran.error) == (0, "")
    return json.loads(ran.output)["results"]


def told(results, code, direction="ascending"):
    (found,) = [row for row in results if row["code"] == code and row["direction_used"] == direction]
    return found


def test_every_result_has_the_agreed_keys_and_types(results):
    for row in results:
        assert list(row) == KEYS
        assert row["kind"] in ("objective", "strategic_action", "operational_activity")
        assert row["period"] == "2024"
        assert row["outcome"] in ("computed", "not_programmed", "not_reported", "undefined")
        assert row["level"] in ("low", "medium", "high", None)
        assert row["published_reproduced"] in (True, False, None)
        assert row["synthetic"] is False
        assert row["override_reason"] is None or row["override_reason"].strip()
        assert row["trace"].strip()
        for measure in ("value", "target", "progress_raw", "progress", "published_progress"):
            assert row[measure] is None or type(row[measure]) in (int, float), (row["code"], measure)


def test_there_is_one_row_per_indicator_and_direction(results):
    kinds = [row["kind"] for row in results]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "objective": 8,
        "strategic_action": 7,
        "operational_activity": 18,
    }
    keys = [(row["indicator_code"], row["direction_used"]) for row in results]
    assert len(set(keys)) == len(keys)
    assert [row["direction_used"] for row in results if row["code"] == "AEI.05.04"] == [
        "minimum_permissible",
        "ascending",
    ]


@pytest.mark.parametrize(
    ("code", "direction", "value", "target", "raw", "capped", "level"),
    [
        ("OEI.01", "ascending", 116, 54, 214.81, 100, "high"),
        ("OEI.05", "ascending", 17268, 19030, 90.74, 90.74, "medium"),
        ("AEI.05.01", "ascending", 17268, 19030, 90.74, 90.74, "medium"),
        ("AEI.01.03", "ascending", 8, 25, 32, 32, "low"),
        ("AEI.01.04", "ascending", 55, 43, 127.91, 100, "high"),
        ("AEI.01.05", "ascending", 16, 13, 123.08, 100, "high"),
        ("AEI.05.04", "ascending", 468, 706, 66.29, 66.29, "low"),
        ("AEI.05.04", "minimum_permissible", 468, 706, 0, 0, "low"),
    ],
)
def test_what_can_be_computed_is(results, code, direction, value, target, raw, capped, level):
    row = told(results, code, direction)
    assert row["outcome"] == "computed"
    assert (row["value"], row["target"]) == (value, target)
    assert (row["progress_raw"], row["progress"], row["level"]) == (raw, capped, level)


def test_a_trace_reads_as_a_sentence(results):
    assert "17,268 / 19,030 x 100 = 90.74" in told(results, "OEI.05")["trace"]


@pytest.mark.parametrize(
    ("code", "published"),
    [("OEI.02", 71.8), ("OEI.03", 123.5), ("OEI.04", 90.9), ("OEI.06", 134.4), ("OEI.07", 85.7), ("OEI.08", 0)],
)
def test_what_is_unpublished_is_not_reported_and_keeps_the_published_figure(results, code, published):
    row = told(results, code)
    assert row["outcome"] == "not_reported"
    assert [row[name] for name in ("value", "target", "progress_raw", "progress", "level")] == [None] * 5
    assert (row["published_progress"], row["published_reproduced"]) == (published, None)


def test_the_figures_not_reproduced_are_exactly_those(results):
    false = [(row["code"], row["direction_used"]) for row in results if row["published_reproduced"] is False]
    assert false == [("OEI.01", "ascending"), ("AEI.01.03", "ascending"), ("AEI.05.04", "ascending")]
    for code in ("OEI.05", "AEI.05.01", "AEI.01.04", "AEI.01.05"):
        assert told(results, code)["published_reproduced"] is True, code


def test_the_override_stands_beside_the_declared_direction(results):
    adjusted, declared = told(results, "AEI.05.04"), told(results, "AEI.05.04", "minimum_permissible")
    assert {adjusted["direction_declared"], declared["direction_declared"]} == {"minimum_permissible"}
    assert "notas 29 y 30" in adjusted["override_reason"]
    assert declared["override_reason"] is None
    assert (adjusted["published_progress"], declared["published_progress"]) == (94, 0)
    assert declared["published_reproduced"] is True


def test_activities_with_stated_amounts_are_computed_and_the_others_are_not_reported(results):
    activities = {row["code"]: row for row in results if row["kind"] == "operational_activity"}
    computed = {code: row["progress"] for code, row in activities.items() if row["outcome"] == "computed"}
    assert computed == {"AOI00004500409": 50, "AOI00004500232.2": 25}
    silent = [row for row in activities.values() if row["outcome"] != "computed"]
    assert {row["outcome"] for row in silent} == {"not_reported"}
    assert all(row["published_progress"] is not None for row in silent)
    assert all(row["progress_raw"] is None and row["published_reproduced"] is None for row in silent)


def test_traces_come_in_spanish_when_asked(mre, db, capsys):
    ran = run(capsys, "evaluate", "--institution", "mre", "--period", "2024", "--format", "json", "--language", "es")
    assert "ascendente" in told(json.loads(ran.output)["results"], "OEI.05")["trace"]


def test_the_table_is_for_people(mre, db, capsys):
    ran = run(capsys, "evaluate", "--institution", "mre", "--period", "2024")
    lines = {line.split("  ")[0]: line for line in ran.output.splitlines() if "AEI.05.04" not in line}
    assert "17,268" in lines["OEI.05"]
    assert "90.74" in lines["OEI.05"]
    assert "no reportado" in lines["OEI.02"]
    assert "no se reproduce" in lines["OEI.01"]
    assert "ascendente (ajustado)" in ran.output
    assert "y 18 actividades" in ran.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--institution", "mrr", "--period", "2024"), ("organisation.unknown", "«mrr»", "¿Quiso decir «mre»?")),
        (("--institution", "mre", "--period", "2031"), ("plans.period_outside_plan", "2031", "2020-2027")),
        (("--institution", "mre", "--period", "2024-S3"), ("method.period", "2024-S3", "2024-S1")),
        (("--institution", "mre", "--period", "hoy"), ("method.period", "hoy")),
        (("--institution", "mre", "--period", "2024", "--edition", "1999"), ("method.edition", "1999", "2024")),
        (("--institution", "mre", "--period", "2024", "--plan", "OTRO"), ("plans.period_outside_plan",)),
        (("--institution", "mre", "--period", "2024", "--version", "9"), ("plans.period_outside_plan",)),
    ],
)
def test_what_cannot_be_evaluated_is_told_and_leaves_no_trace(mre, db, capsys, arguments, words):
    before = dump_django()
    ran = run(capsys, "evaluate", *arguments)
    assert (ran.code, ran.output) == (2, "")
    assert all(word in ran.error for word in words), ran.error
    assert "Traceback" not in ran.error
    assert dump_django() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("mre")
def test_execution_of_groups_to_a_month_as_table_and_as_json(capsys):
    asked = ("execution", "--institution", "mre", "--year", 2024)
    told = run(capsys, *asked, "--by", "action")
    assert told.code == 0
    assert "Promedio con tope" in told.output
    assert "AEI.01.03" in told.output
    (whole,) = json.loads(run(capsys, *asked, "--by", "institution", "--format", "json").output)["executions"]
    assert whole["activities"] == 18
    assert 0 < whole["assessable"] < whole["activities"]
    assert run(capsys, *asked, "--month", 13).code == 2
