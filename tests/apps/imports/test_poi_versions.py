"""Versions of an operational plan beside each other, its phases, and what cannot be written back."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest
from tests.workbook.ceplan.examples import activity_code, annual, separate, write_separate_examples

from quipu.apps.imports.models import PoiVersion
from quipu.apps.imports.queries.ceplan_export import NotExportedError, export_ceplan
from quipu.apps.imports.queries.poi_versions import (
    UnknownPoiVersionError,
    compare_phases,
    compare_poi_versions,
    find_poi_version,
    total_phases,
)
from quipu.apps.imports.services.ceplan import apply_ceplan_import, read_files
from quipu.apps.plans.models import ActivityAmount, OperationalActivity

pytestmark = pytest.mark.django_db


def imported(version, path):
    files = read_files(path, institution=version.plan.institution)
    return apply_ceplan_import(files, version=version, year=2024, mode="replace").poi_version


def test_what_two_versions_do_not_share(version, tmp_path):
    before = imported(version, annual(4).write(tmp_path / "uno.xlsx"))
    example = annual(5)
    example.put(0, "physical_reprogrammed_02", 500.0)
    example.put(0, "physical_reprogrammed_total", 900.0)
    example.put(1, "name", "Otro nombre")
    del example.rows[3]
    after = imported(version, example.write(tmp_path / "dos.xlsx"))
    found = {change.code: change for change in compare_poi_versions(before, after)}
    assert {code: change.kind for code, change in found.items()} == {
        activity_code(1): "changed",
        activity_code(2): "changed",
        activity_code(4): "removed",
        activity_code(5): "added",
    }
    (amounts,) = found[activity_code(1)].amounts
    assert (amounts.family.prefix, amounts.after) == ("F(RE)", Decimal(900))
    assert [(month, after) for month, _, after in amounts.months] == [(2, Decimal(500))]
    assert found[activity_code(2)].fields[0][0] == "Actividad Operativa"
    assert compare_poi_versions(after, after) == []


def test_the_phases_of_one_version(version, tmp_path):
    example = annual(2)
    for family, total in (("consistent", 10.0), ("reprogrammed", 20.0), ("executed", 30.0)):
        example.put(0, f"physical_{family}_total", total)
        example.put(0, f"financial_{family}_total", total * 2)
        example.put(1, f"financial_{family}_total", 1.0)
    found = compare_phases(imported(version, example.write(tmp_path / "poi.xlsx")))
    assert found[0].physical == (Decimal(10), Decimal(20), Decimal(30))
    assert total_phases(found).financial == (Decimal(21), Decimal(41), Decimal(61))
    assert total_phases(found).physical == (None, None, None)


def test_the_five_files_compare_too(version, tmp_path):
    before = imported(version, write_separate_examples(tmp_path / "uno", separate(3)))
    after = imported(version, annual(3).write(tmp_path / "dos.xlsx"))
    changed = [change for change in compare_poi_versions(before, after) if change.amounts]
    assert changed == []


def test_comparing_takes_two_queries(version, tmp_path, django_assert_num_queries):
    first = imported(version, annual(3).write(tmp_path / "uno.xlsx"))
    with django_assert_num_queries(2):
        compare_poi_versions(first, first)


def test_a_version_that_is_not_there(version, tmp_path):
    imported(version, annual(1).write(tmp_path / "uno.xlsx"))
    with pytest.raises(UnknownPoiVersionError, match="Hay: 2024 v1"):
        find_poi_version(version.plan.institution, year=2024, number=7)


def test_changed_amounts_of_several_places_are_refused_by_name(version, tmp_path):
    imported(version, annual(2, places=3).write(tmp_path / "poi.xlsx"))
    assert len(export_ceplan(version=version, year=2024, layout="annual").rows) == 6
    ActivityAmount.objects.filter(activity__code=activity_code(2), phase="executed", month=1).update(physical=999)
    with pytest.raises(NotExportedError) as refused:
        export_ceplan(version=version, year=2024, layout="annual")
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [activity_code(2)]
    assert "F(SE)" in refused.value.faults[0]


def test_activities_that_came_by_another_road_go_out_too(version, tmp_path):
    imported(version, annual(2).write(tmp_path / "poi.xlsx"))
    PoiVersion.objects.all().delete()
    rows = export_ceplan(version=version, year=2024, layout="data").rows
    assert [row["code"] for row in rows] == [activity_code(1), activity_code(2)]
    export_ceplan(version=version, year=2024, layout="data").write(tmp_path / "otra.xlsx")
    read = read_files(tmp_path / "otra.xlsx", institution=version.plan.institution)
    assert (read.layout.kind, read.faults) == ("data", [])


def test_nothing_to_write(version):
    with pytest.raises(NotExportedError, match="no tiene actividades"):
        export_ceplan(version=version, year=2024, layout="annual")


def test_no_text_of_an_export_is_a_formula(version, tmp_path):
    example = annual(1)
    example.put(0, "unit_of_measure", "=HYPERLINK(1)")
    example.put(0, "stage", "+1+1")
    imported(version, example.write(tmp_path / "poi.xlsx"))
    OperationalActivity.objects.update(name="@SUM(A1)")
    export_ceplan(version=version, year=2024, layout="annual").write(tmp_path / "vuelta.xlsx")
    page = openpyxl.load_workbook(tmp_path / "vuelta.xlsx").worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    PoiVersion.objects.all().delete()
    export_ceplan(version=version, year=2024, layout="annual").write(tmp_path / "nueva.xlsx")
    page = openpyxl.load_workbook(tmp_path / "nueva.xlsx").worksheets[0]
    texts = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert texts["@SUM(A1)"] == texts["=HYPERLINK(1)"] == "s"
