"""The sheet that is filled in without a connection: taken, filled, brought back; and everything that can be wrong."""

from decimal import Decimal

import openpyxl
import pytest
from tests.factories.workbooks import fictional_book

from quipu.apps.collection.models import ActivityEntry, IndicatorEntry
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.access import NotWritableError
from quipu.apps.collection.services.sheets import read_sheet, sheet_for
from quipu.apps.plans.models import ObtainedValue, OperationalActivity
from quipu.workbook.faults import RefusedWorkbookError, UnreadableWorkbookError
from quipu.workbook.reporting_sheet import REPORTING_SHEETS, TO_FILL
from quipu.workbook.rows import column_letter

pytestmark = pytest.mark.django_db
SHEETS = {sheet.name: sheet for sheet in REPORTING_SHEETS}


@pytest.fixture
def taken(reporting, tmp_path):
    """The sheet of a cost centre as a file, with some of its cells typed over: (sheet, column, row) -> value."""

    def take(centre=None, **cells):
        path = tmp_path / "planilla.xlsx"
        path.write_bytes(sheet_for(reporting.submission(centre)))
        return fill(path, cells.get("cells", {}))

    return take


def fill(path, cells):
    book = openpyxl.load_workbook(path)
    for (sheet, column, row), value in cells.items():
        book[SHEETS[sheet].label][place(sheet, column, row)].value = value
    book.save(path)
    return path


def place(sheet, column, row):
    return f"{column_letter([item.name for item in SHEETS[sheet].columns].index(column))}{row}"


def bring(reporting, path, centre=None):
    return read_sheet(submission=reporting.submission(centre), path=path, actor=reporting.focal_point)


def faults_of(reporting, path, centre=None):
    with pytest.raises(RefusedWorkbookError) as refused:
        bring(reporting, path, centre)
    assert not IndicatorEntry.objects.filter(number=90).exists()
    return {(fault.sheet, fault.cell): fault for fault in refused.value.faults}


def test_a_sheet_says_what_is_owed_and_only_what_is_filled_in_is_unlocked(taken):
    book = openpyxl.load_workbook(taken())
    page = book["Valores"]
    assert page["A2"].value == "PERSONAS"
    assert page[place("values", "target", 2)].value == "100"
    assert page.protection.sheet
    unlocked = {
        column.name
        for column in SHEETS["values"].columns
        if not page[place("values", column.name, 2)].protection.locked
    }
    assert unlocked == set(TO_FILL["values"])
    (rule,) = page.data_validations.dataValidation
    assert "sin dato" in rule.formula1
    assert book["Desagregaciones"].max_row == 3


def test_filled_in_and_brought_back_it_is_kept(reporting, taken):
    path = taken(
        cells={
            ("values", "number", 2): 90.5,
            ("values", "comment", 2): "Cierre",
            ("values", "value_type", 3): "sin dato",
            ("values", "no_data_reason", 3): "No se midió",
            ("parts", "number", 2): 60,
        }
    )
    assert len(bring(reporting, path)) == 2
    people = IndicatorEntry.objects.get(indicator=reporting.people)
    assert (people.number, people.comment, people.parts.get().number) == (Decimal("90.5"), "Cierre", 60)
    assert IndicatorEntry.objects.get(indicator=reporting.rate).no_data_reason == "No se midió"


def test_brought_back_untouched_it_changes_nothing(reporting, taken, give):
    ObtainedValue.objects.create(indicator=reporting.rate, period="2024-S2", number=80)
    give("90.5", comment="x", breakdown={(reporting.category("M"), None): Decimal(60)})
    path = taken()
    give(91, revision=1)
    assert bring(reporting, path) == []
    assert IndicatorEntry.objects.get().number == 91


def test_executed_amounts_come_in_too(reporting, taken):
    cells = {
        ("amounts", "physical", 2): 5,
        ("amounts", "financial", 2): 50.25,
        ("amounts", "no_data_reason", 3): "Huelga",
    }
    assert len(bring(reporting, taken(reporting.post, cells=cells), reporting.post)) == 2
    july, august = ActivityEntry.objects.order_by("month")
    assert (july.month, july.physical, july.financial) == (7, 5, Decimal("50.25"))
    assert (august.physical, august.no_data_reason) == (None, "Huelga")


def test_what_is_counted_from_tasks_stays_locked(reporting, taken):
    OperationalActivity.objects.filter(pk=reporting.activity.pk).update(execution_source="tasks")
    page = openpyxl.load_workbook(taken(reporting.post))["Actividades"]
    assert page[place("amounts", "physical", 2)].protection.locked
    assert not page[place("amounts", "financial", 2)].protection.locked


def test_emptied_in_the_sheet_it_is_emptied(reporting, taken, give, execute):
    give(90)
    bring(reporting, taken(cells={("values", "number", 2): None}))
    assert not IndicatorEntry.objects.exists()
    execute(7, 5)
    bring(reporting, taken(reporting.post, cells={("amounts", "physical", 2): None}), reporting.post)
    assert not ActivityEntry.objects.exists()


def test_all_its_faults_are_told_at_their_cells_and_nothing_is_kept(reporting, taken):
    path = taken(
        cells={
            ("values", "number", 2): 90,
            ("values", "number", 3): "ochenta",
            ("parts", "number", 2): -1,
            ("parts", "category", 3): "X",
        }
    )
    faults = faults_of(reporting, path)
    assert faults["Valores", place("values", "number", 3)].code == "workbook.not_number"
    assert faults["Desagregaciones", place("parts", "number", 2)].code == "workbook.negative"
    assert faults["Desagregaciones", place("parts", "category", 3)].code == "collection.sheet.unknown_row"
    assert reporting.submission().state == "owed"


def test_a_value_that_its_unit_does_not_admit_is_told_at_its_cell(reporting, taken):
    path = taken(cells={("values", "number", 2): 90, ("values", "number", 3): 150})
    (fault,) = faults_of(reporting, path).values()
    assert fault.cell == place("values", "number", 3)
    assert "no es admisible" in fault.reason


def test_a_changed_code_is_told(reporting, taken):
    path = taken(cells={("values", "indicator", 2): "OTRO", ("values", "number", 2): 90})
    assert faults_of(reporting, path)["Valores", "A2"].code == "collection.sheet.unknown_row"


def test_a_changed_control_is_told(reporting, taken):
    path = taken(cells={("values", "control", 2): "7", ("values", "number", 2): 90})
    (fault,) = faults_of(reporting, path).values()
    assert fault.code == "collection.sheet.control"


def test_the_sheet_of_another_centre_is_refused_before_anything_else(reporting, taken):
    path = taken(reporting.post, cells={("amounts", "physical", 2): "x"})
    (fault,) = faults_of(reporting, path).values()
    assert (fault.code, fault.sheet, fault.value) == ("collection.sheet.foreign", "Planilla", "P1")


def test_what_somebody_changed_since_is_told_with_their_value(reporting, taken, give):
    path = taken(cells={("values", "number", 2): 90})
    give(77, actor=reporting.planner)
    (fault,) = faults_of(reporting, path).values()
    assert (fault.code, fault.sheet) == ("collection.conflict", "Valores")
    assert "planificadora" in fault.reason
    assert "77" in fault.reason
    assert IndicatorEntry.objects.get().number == 77


def test_an_own_workbook_is_no_such_sheet(reporting, tmp_path):
    with pytest.raises((UnreadableWorkbookError, RefusedWorkbookError)):
        bring(reporting, fictional_book(tmp_path / "libro.xlsx"))


def test_a_file_that_is_no_workbook_is_told_as_such(reporting, tmp_path):
    path = tmp_path / "planilla.xlsx"
    path.write_bytes(b"no")
    with pytest.raises(UnreadableWorkbookError):
        bring(reporting, path)


def test_once_sent_no_sheet_comes_in(reporting, taken, fill_unit):
    path = taken(cells={("values", "number", 2): 91})
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    with pytest.raises(NotWritableError):
        bring(reporting, path)


def _without(path, sheet, column=None):
    """The file with a whole sheet or one of its columns left out."""
    book = openpyxl.load_workbook(path)
    page = book[SHEETS[sheet].label]
    if column is None:
        book.remove(page)
    else:
        page.delete_cols([item.name for item in SHEETS[sheet].columns].index(column) + 1)
    book.save(path)
    return path


def test_a_column_left_out_is_told(reporting, taken):
    (fault,) = faults_of(reporting, _without(taken(), "values", "number")).values()
    assert (fault.sheet, fault.code) == ("Valores", "workbook.missing_column")
    assert "«Valor»" in fault.reason


def test_a_sheet_left_out_is_told(reporting, taken):
    (fault,) = faults_of(reporting, _without(taken(reporting.post), "amounts"), reporting.post).values()
    assert fault.reason == "no está la hoja «Actividades»."


def test_a_wrong_month_or_period_is_told_at_its_own_cell(reporting, taken):
    path = taken(reporting.post, cells={("amounts", "month", 2): 3})
    assert set(faults_of(reporting, path, reporting.post)) == {("Actividades", place("amounts", "month", 2))}
    path = taken(cells={("values", "period", 2): "2023"})
    assert ("Valores", place("values", "period", 2)) in faults_of(reporting, path)


def test_what_the_plan_holds_is_not_emptied_by_a_sheet(reporting, taken):
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    (fault,) = faults_of(reporting, taken(cells={("values", "number", 2): None})).values()
    assert (fault.code, fault.cell) == ("collection.emptied", place("values", "number", 2))
    reporting.activity.amounts.create(phase="executed", month=7, physical=5, financial=50)
    path = taken(reporting.post, cells={("amounts", "financial", 2): None})
    (fault,) = faults_of(reporting, path, reporting.post).values()
    assert fault.cell == place("amounts", "financial", 2)
    cells = {("amounts", name, 2): None for name in ("physical", "financial")}
    path = taken(reporting.post, cells={**cells, ("amounts", "no_data_reason", 2): "Error"})
    assert len(bring(reporting, path, reporting.post)) == 1
