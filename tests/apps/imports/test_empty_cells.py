"""Empty cells of the planning authority's files: nothing is said, and only a replacing file takes something away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.apps.imports.test_ceplan import YEAR, imported, planned
from tests.workbook.ceplan.examples import activity_code, annual

from quipu.apps.collection.models import Level, ReportingLevel, ReportingPeriod
from quipu.apps.plans.models import ActivityAmount, OperationalActivity

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(version, tmp_path):
    """One activity with every amount, and a file with two of its executed months empty."""
    imported(version, annual(1).write(tmp_path / "lleno.xlsx"))
    example = annual(1)
    for month in (11, 12):
        example.put(0, f"physical_executed_{month:02d}", None)
    return example


def _executed(month):
    return ActivityAmount.objects.get(activity__code=activity_code(1), phase="executed", month=month).physical


def _lock(version):
    period = ReportingPeriod.objects.create(version=version, period=f"{YEAR}-S2")
    for level in Level.values:
        ReportingLevel.objects.create(
            reporting_period=period, level=level, state="locked", opens_on="2024-07-01", due_on="2024-12-31"
        )


@pytest.mark.parametrize("mode", ["add", "update"])
def test_an_empty_month_leaves_what_is_stored(version, stored, tmp_path, mode):
    before = _executed(11)
    path = stored.write(tmp_path / "vacio.xlsx")
    found = planned(version, path, mode).difference
    assert (found.is_empty, found.faults) == (True, [])
    imported(version, path, mode)
    assert (_executed(11), before is None) == (before, False)


def test_the_months_that_the_file_says_still_change(version, stored, tmp_path):
    stored.put(0, "physical_executed_01", 77.0)
    before = _executed(12)
    imported(version, stored.write(tmp_path / "vacio.xlsx"), "update")
    assert (_executed(1), _executed(12)) == (77, before)


def test_an_empty_unit_of_measure_leaves_the_stored_one(version, stored, tmp_path):
    stored.put(0, "unit_of_measure", None)
    imported(version, stored.write(tmp_path / "vacio.xlsx"), "update")
    assert OperationalActivity.objects.get().unit_of_measure


def test_a_printed_total_does_not_take_the_place_of_months(version, stored, tmp_path):
    for month in range(1, 13):
        stored.put(0, f"physical_executed_{month:02d}", None)
    assert planned(version, stored.write(tmp_path / "total.xlsx"), "update").difference.is_empty


def test_replacing_takes_them_away_and_says_so(version, stored, tmp_path):
    path = stored.write(tmp_path / "vacio.xlsx")
    (warning,) = [
        fault for fault in planned(version, path).difference.warnings if fault.code == "imports.ceplan.emptied"
    ]
    assert "se quitarían 2 montos guardados" in warning.reason
    assert activity_code(1) in warning.reason
    assert "update" in warning.remedy
    imported(version, path)
    row = ActivityAmount.objects.filter(activity__code=activity_code(1), phase="executed", month=11).first()
    assert row is None or row.physical is None


def test_an_empty_cell_of_a_locked_month_is_no_fault(version, stored, tmp_path):
    _lock(version)
    assert planned(version, stored.write(tmp_path / "vacio.xlsx"), "update").difference.faults == []


def test_a_locked_month_tells_both_figures_and_the_ways_out(version, stored, tmp_path):
    _lock(version)
    before = _executed(10)
    cell = stored.put(0, "physical_executed_10", float(before) + 5)
    (fault,) = planned(version, stored.write(tmp_path / "otro.xlsx"), "update").difference.faults
    assert (fault.code, fault.cell) == ("imports.locked", cell)
    assert f"está guardado «{before.normalize():f}» y el archivo dice «{(before + 5).normalize():f}»" in fault.reason
    assert "Deje la celda vacía" in fault.remedy
    assert "reabra el nivel" in fault.remedy


def test_what_quipu_does_not_know_is_mended_without_a_sheet_that_the_file_does_not_have(version, tmp_path):
    example = annual(1)
    example.put(0, "action", "AEI.77.07")
    (fault,) = planned(version, example.write(tmp_path / "poi.xlsx")).difference.faults
    assert fault.code == "imports.unknown_code"
    assert "con el libro de Quipu" in fault.remedy
    assert "orrija el código" in fault.remedy
    assert "no está en la hoja" not in fault.reason


def test_numbers_and_errors_are_told_as_their_reader_writes_them(version, tmp_path):
    example = annual(3)
    example.put(0, "physical_executed_01", -4.0)
    example.put(1, "physical_executed_01", "nada")
    first, second = planned(version, example.write(tmp_path / "poi.xlsx")).difference.faults
    assert (first.value, "«-4»" in first.reason) == ("-4", True)
    assert "tipo de valor" not in second.remedy
    assert "deje la celda vacía" in second.remedy


def test_a_total_that_differs_is_told_plainly(version, tmp_path):
    example = annual(1)
    example.put(0, "physical_executed_total", 2000.0)
    warnings = planned(version, example.write(tmp_path / "poi.xlsx")).difference.warnings
    (warning,) = [fault for fault in warnings if fault.code == "workbook.ceplan.total_differs"]
    assert "es 2000 y" in warning.reason
    assert Decimal(warning.value) == 2000
    assert warning.value == "2000"


def test_a_column_that_is_not_there_says_which_heading_to_change(version, tmp_path):
    example = annual(1)
    example.rename("code", "Codigo de la Act Operativa")
    faults = planned(version, example.write(tmp_path / "poi.xlsx")).difference.faults
    told = [fault for fault in faults if fault.code == "workbook.ceplan.missing_column"]
    assert told
    assert "cambie el encabezado a «Codigo AO»" in told[0].remedy
    assert told[0].reason.startswith("no está la columna")
