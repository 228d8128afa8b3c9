"""What an import does to the database: modes, history, the original, and nothing in halves."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from tests.factories.workbooks import by_key, completed, fictional_rows

from quipu.apps.evaluation.models import Evaluation
from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of
from quipu.apps.imports.models import Workbook
from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import ImportNotAppliedError, apply_import, plan_import
from quipu.apps.organisation.models import OrganisationalUnit
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import Baseline, Indicator, Objective, ObtainedValue, PlanVersion, Target
from quipu.workbook.faults import RefusedWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEETS
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db


def read(rows, folder, name="libro"):
    path = folder / name
    write_folder(rows, path)
    return read_workbook(path)


def do(rows, folder, mode="add", **options):
    return apply_import(read=read(rows, folder), mode=mode, **options)


def test_a_dry_run_writes_nothing(tmp_path):
    difference = plan_import(read(fictional_rows(), tmp_path), "add")
    assert len(difference.added) == sum(len(rows) for rows in fictional_rows().values())
    assert not PlanVersion.objects.exists()
    assert not Workbook.objects.exists()


def test_the_original_is_kept_with_its_hash(tmp_path, settings):
    workbook = do(fictional_rows(), tmp_path)
    kept = Path(settings.MEDIA_ROOT) / workbook.original.name
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == workbook.sha256
    assert (workbook.added, workbook.changed, workbook.removed) == (
        sum(len(rows) for rows in fictional_rows().values()),
        0,
        0,
    )


def test_every_row_has_its_history(tmp_path):
    workbook = do(fictional_rows(), tmp_path)
    assert Change.objects.filter(workbook=workbook).count() == workbook.added
    rows = fictional_rows()
    rows["targets"][0]["number"] = Decimal(20000)
    do(rows, tmp_path, "update")
    latest = history_of(find_institution("aurora"), "targets", ("PEI", 1, "I1", "2024")).first()
    assert (latest.action, latest.before, latest.after) == (
        "imports.row.changed",
        {"number": "19030"},
        {"number": "20000"},
    )


def test_update_adds_and_changes_and_removes_nothing(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    rows["targets"] = [
        {**rows["targets"][0], "number": Decimal(1)},
        {**rows["targets"][0], "period": "2025", "number": Decimal(2)},
    ]
    workbook = do(rows, tmp_path, "update")
    assert (workbook.added, workbook.changed, workbook.removed) == (1, 1, 0)
    assert Target.objects.count() == 4


def test_replace_removes_what_its_sheets_do_not_bring(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    only = {"institution": rows["institution"], "targets": rows["targets"][:1], "overrides": []}
    workbook = do(only, tmp_path / "otro", "replace")
    assert (workbook.added, workbook.changed, workbook.removed) == (0, 0, 3)
    assert Target.objects.count() == 1
    assert ObtainedValue.objects.count() == 4
    removed = Change.objects.filter(action="imports.row.removed", kind="targets")
    assert {change.before["value_type"] for change in removed} == {"ordinal", "number"}


def test_replace_takes_a_whole_branch_away(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    named = (
        "values",
        "disaggregations",
        "parts",
        "overrides",
        "targets",
        "responsibles",
        "indicators",
        "counting_rules",
    )
    for name in named:
        rows[name] = [row for row in rows[name] if row["indicator"] != "I1"]
    rows["units"] = []
    rows["missions"], rows["cost_centres"][0]["unit"], rows["actions"][0]["unit"] = [], None, None
    for row in (*rows["mechanisms"], *rows["records"], *rows["commitments"]):
        row["unit"] = row["mission"] = None
    do(rows, tmp_path, "replace")
    assert by_key(current_rows(find_institution("aurora"))) == by_key(completed(rows))
    assert not Indicator.objects.filter(code="I1").exists()


def test_a_row_may_lose_a_part_that_stands_in_a_table_of_its_own(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    rows["indicators"][0]["baseline_year"] = rows["indicators"][0]["baseline_value"] = None
    rows["amounts"][1]["annual"] = None
    do(rows, tmp_path, "update")
    assert not Baseline.objects.exists()
    assert len(current_rows(find_institution("aurora"))["amounts"]) == 1


def test_objectives_can_exchange_their_places(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    rows["objectives"][0]["priority"], rows["objectives"][1]["priority"] = 2, 1
    do(rows, tmp_path, "update")
    assert dict(Objective.objects.values_list("code", "priority")) == {"OEI.01": 2, "OEI.02": 1}


def test_an_objective_may_take_the_place_of_one_that_goes(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    rows["objectives"][1] = {**rows["objectives"][1], "code": "OEI.03"}
    for row in rows["indicators"]:
        row["element_code"] = row["element_code"].replace("OEI.02", "OEI.03")
    do(rows, tmp_path, "replace")
    assert set(Objective.objects.values_list("code", flat=True)) == {"OEI.01", "OEI.03"}
    assert Target.objects.filter(sheet__indicator__code="I3").exists()


def test_a_column_left_out_leaves_what_is_stored(tmp_path):
    do(fictional_rows(), tmp_path)
    folder = tmp_path / "parcial"
    folder.mkdir()
    (folder / "unidades_organicas.csv").write_text("Código,Nombre\nDC,Consulares\n", encoding="utf-8")
    partial = read_workbook(folder)
    difference = plan_import(partial, "update", "aurora")
    (change,) = difference.changed
    assert (change.columns, change.after["parent"]) == (["name"], "DG")


def test_what_a_dry_run_saw_is_not_what_an_import_writes(tmp_path):
    do(fictional_rows(), tmp_path)
    folder = tmp_path / "parcial"
    folder.mkdir()
    (folder / "unidades_organicas.csv").write_text("Código,Nombre\nDC,Consulares\n", encoding="utf-8")
    partial = read_workbook(folder)
    plan_import(partial, "update", "aurora")
    OrganisationalUnit.objects.filter(code="DC").update(parent=None)
    apply_import(read=partial, mode="update", institution_slug="aurora")
    assert OrganisationalUnit.objects.get(code="DC").parent is None


def test_a_refused_import_keeps_no_file(tmp_path, settings):
    rows = fictional_rows()
    rows["targets"][0]["period"] = "2031"
    with pytest.raises(RefusedWorkbookError):
        do(rows, tmp_path)
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_reported_value_stays_beside_its_correction(tmp_path):
    do(fictional_rows(), tmp_path)
    stored = dict(ObtainedValue.objects.filter(indicator__code="I1").values_list("stage", "number"))
    assert stored == {"reported": Decimal(17268), "corrected": Decimal(17269)}


def test_a_version_that_was_evaluated_is_not_removed(tmp_path):
    do(fictional_rows(), tmp_path)
    Evaluation.objects.create(version=PlanVersion.objects.get(), period="2024", edition="2024")
    rows = {name: [] for name in fictional_rows()} | {"institution": fictional_rows()["institution"]}
    difference = plan_import(read(rows, tmp_path / "vacio"), "replace")
    assert [fault.code for fault in difference.faults] == ["imports.protected"]
    assert "tiene evaluaciones" in difference.faults[0].reason


def test_another_institution_is_not_touched(tmp_path):
    do(fictional_rows(), tmp_path)
    other = fictional_rows()
    other["institution"][0]["slug"] = "boreal"
    do(other, tmp_path)
    before = current_rows(find_institution("aurora"))
    emptied = {name: [] for name in other} | {"institution": other["institution"]}
    do(emptied, tmp_path / "vacio", "replace")
    assert current_rows(find_institution("aurora")) == before
    assert sum(len(rows) for rows in current_rows(find_institution("boreal")).values()) == 1


def test_a_book_of_another_institution_than_the_one_named(tmp_path):
    do(fictional_rows(), tmp_path)
    with pytest.raises(RefusedWorkbookError) as caught:
        do(
            {"institution": [{**fictional_rows()["institution"][0], "slug": "otra"}]},
            tmp_path,
            institution_slug="aurora",
        )
    assert caught.value.faults[0].code == "imports.other_institution"


def test_an_institution_that_does_not_exist(tmp_path):
    with pytest.raises(ImportNotAppliedError, match="No hay una institución «nadie»"):
        plan_import(read({"plans": fictional_rows()["plans"]}, tmp_path), "add", "nadie")


def test_the_difference_can_be_told_as_json(tmp_path):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    rows["targets"][0]["number"] = Decimal("1.5")
    told = json.loads(json.dumps(plan_import(read(rows, tmp_path), "update").as_dict()))
    assert told["changed"] == [
        {
            "sheet": "targets",
            "key": ["PEI", 1, "I1", "2024"],
            "before": {"number": "19030.0000"},
            "after": {"number": "1.5"},
        }
    ]


def test_queries_do_not_grow_with_rows(tmp_path, django_assert_max_num_queries):
    do(fictional_rows(), tmp_path)
    with django_assert_max_num_queries(len(SHEETS) + 5):
        current_rows(find_institution("aurora"))


def test_only_the_sheets_that_matter_are_read(tmp_path, django_assert_max_num_queries):
    do(fictional_rows(), tmp_path)
    rows = fictional_rows()
    found = read({name: rows[name] for name in ("institution", "narratives")}, tmp_path / "una")
    with django_assert_max_num_queries(10):
        plan_import(found, "update")
