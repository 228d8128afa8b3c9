"""A locked period: an import that would change it is refused at its cell, and a correction passes."""

from decimal import Decimal

import pytest
from tests.factories.collection import both_levels
from tests.loaded import fictional_folder

from quipu.apps.collection.queries.locks import locked_months, locked_periods
from quipu.apps.collection.services.periods import lock_level, open_period, reopen_level
from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import apply_import, plan_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import ObtainedValue, OperationalActivity
from quipu.apps.plans.queries import find_version_for
from quipu.apps.plans.services import correct_value
from quipu.workbook.faults import RefusedWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db


def lock_both(period):
    for level in period.levels.all():
        lock_level(reporting_level=level, confirm=True, actor=None)


def rows_of(reporting):
    return {name: rows for name, rows in current_rows(reporting.institution).items() if rows}


def faults_of(reporting, rows, folder, mode="update"):
    write_folder(rows, folder)
    return plan_import(read_workbook(folder), mode, reporting.institution.slug).faults


@pytest.fixture
def held(reporting):
    """The institution with a reported value and an executed amount in the second semester of 2024."""
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    reporting.activity.amounts.create(phase="executed", month=8, physical=3, financial=30)
    return reporting


def value_row(rows, **fields):
    row = dict.fromkeys(rows["values"][0]) | {"plan": rows["values"][0]["plan"], "stage": "reported"}
    return row | {"value_type": "number", "number": Decimal(1), "synthetic": False} | fields


def test_without_a_lock_nothing_is_refused(held, tmp_path):
    rows = rows_of(held)
    rows["values"][0]["number"] = Decimal(81)
    assert faults_of(held, rows, tmp_path) == []


def test_a_reported_value_of_a_locked_period_is_refused_at_its_cell(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    assert faults_of(held, rows, tmp_path / "same", "replace") == []
    rows["values"][0]["number"] = Decimal(81)
    (fault,) = faults_of(held, rows, tmp_path / "changed")
    assert (fault.code, fault.sheet, fault.value) == ("imports.locked", "Valores obtenidos", "81")
    assert fault.cell.endswith("2")
    with pytest.raises(RefusedWorkbookError):
        apply_import(read=read_workbook(tmp_path / "changed"), mode="update", institution_slug=held.institution.slug)
    assert held.people.values.get().number == 80


def test_a_new_value_and_one_taken_away_are_refused_too(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    rows["values"].append(value_row(rows, indicator="TASA", period="2024-S2"))
    rows["values"].append(value_row(rows, indicator="TASA", period="2024-S1"))
    assert [fault.code for fault in faults_of(held, rows, tmp_path / "new")] == ["imports.locked"]
    rows["values"] = [value_row(rows, indicator="TASA", period="2024-S1")]
    (fault,) = faults_of(held, rows, tmp_path / "gone", "replace")
    assert (fault.code, fault.cell) == ("imports.locked", "")
    assert "PERSONAS" in fault.reason


def test_a_correction_with_its_reason_passes(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    rows["values"].append(value_row(rows, indicator="PERSONAS", period="2024", stage="corrected", reason="Acta"))
    assert faults_of(held, rows, tmp_path) == []
    corrected = correct_value(indicator=held.people, period="2024", value=Decimal(79), reason="Acta", actor=None)
    assert corrected.number == 79


def test_a_part_of_a_locked_value_is_refused(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    part = {"plan": rows["values"][0]["plan"], "indicator": "PERSONAS", "period": "2024", "stage": "reported"}
    rows["parts"] = [part | {"disaggregation": "sexo", "category": "M", "number": Decimal(80)}]
    (fault,) = faults_of(held, rows, tmp_path)
    assert (fault.code, fault.sheet) == ("imports.locked", "Valores desagregados")


def executed(rows):
    return [row for row in rows["amounts"] if row["phase"] == "executed"]


def test_an_executed_amount_of_a_locked_month_is_refused_at_its_cell(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    physical = next(row for row in executed(rows) if row["measure"] == "physical")
    physical |= {"m08": Decimal(4), "m06": Decimal(9), "annual": Decimal(50)}
    faults = faults_of(held, rows, tmp_path)
    assert {fault.value for fault in faults} == {"4", "50"}
    assert {fault.code for fault in faults} == {"imports.locked"}
    assert any("del mes 8" in fault.reason for fault in faults)


def test_executed_amounts_taken_away_are_refused_and_programmed_ones_are_not(held, tmp_path):
    lock_both(held.period)
    rows = rows_of(held)
    for row in rows["amounts"]:
        if row["phase"] == "reprogrammed":
            row["m08"] = Decimal(99)
    rows["amounts"] = [row for row in rows["amounts"] if row["phase"] == "reprogrammed"]
    faults = faults_of(held, rows, tmp_path, "replace")
    assert [(fault.code, fault.cell) for fault in faults] == [("imports.locked", "")] * 2


def test_a_lock_of_the_posts_leaves_the_units_free(held, tmp_path):
    lock_level(reporting_level=held.level("post"), confirm=True, actor=None)
    rows = rows_of(held)
    rows["values"][0]["number"] = Decimal(81)
    assert faults_of(held, rows, tmp_path / "unit") == []
    executed(rows)[0]["m08"] = Decimal(9)
    assert [fault.code for fault in faults_of(held, rows, tmp_path / "post")] == ["imports.locked"]


def test_what_nobody_answers_for_is_locked_with_the_whole_period(held):
    held.people.sheets.get().responsibles.all().delete()
    lock_level(reporting_level=held.level("unit"), confirm=True, actor=None)
    plan = held.version.plan.code
    assert not locked_periods(held.institution).locks_value(plan, "PERSONAS", "2024")
    assert locked_periods(held.institution).locks_value(plan, "TASA", "2024-S2")
    lock_level(reporting_level=held.level("post"), confirm=True, actor=None)
    assert locked_periods(held.institution).locks_value(plan, "PERSONAS", "2024")


def test_a_value_is_locked_by_the_period_in_which_it_ends(held):
    lock_both(held.period)
    locks, plan = locked_periods(held.institution), held.version.plan.code
    locked = {
        text
        for text in ("2024", "2024-S1", "2024-S2", "2024-Q2", "2024-Q3", "2024-M06", "2024-M12", "2023")
        if locks.locks_value(plan, "TASA", text)
    }
    assert locked == {"2024", "2024-S2", "2024-Q3", "2024-M12"}


def test_the_months_of_an_activity_that_are_locked(held):
    activity = OperationalActivity.objects.get(pk=held.activity.pk)
    assert locked_months(activity) == frozenset()
    lock_both(held.period)
    assert locked_months(activity) == frozenset(range(7, 13))


def test_reopened_it_may_change_again(held, tmp_path):
    lock_both(held.period)
    for level in held.period.levels.all():
        reopen_level(reporting_level=level, reason="Error", actor=None)
    rows = rows_of(held)
    rows["values"][0]["number"] = Decimal(81)
    assert faults_of(held, rows, tmp_path) == []


def test_no_lock_costs_one_query_and_a_lock_three(held, django_assert_num_queries):
    with django_assert_num_queries(1):
        locked_periods(held.institution)
    lock_both(held.period)
    with django_assert_num_queries(3):
        locked_periods(held.institution)


def test_a_whole_institution_comes_in_again_unchanged_while_locked(tmp_path):
    folder = fictional_folder(tmp_path)
    apply_import(read=read_workbook(folder), mode="replace")
    institution = find_institution("pequena")
    version = find_version_for(institution, "2024")
    period = open_period(version=version, period="2024", levels=both_levels(5), message="", actor=None)
    assert period.submissions.count() > 1
    lock_both(period)
    difference = plan_import(read_workbook(folder), "replace")
    assert (difference.faults, difference.is_empty) == ([], True)
