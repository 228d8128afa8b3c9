"""Values counted from the register: beside what was reported, in its place where one is used, and in the history."""

from decimal import Decimal

import pytest
from tests.factories.plans import SheetFactory, ValueFactory
from tests.factories.workbooks import fictional_rows

from quipu.apps.history.models import Change
from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import DisaggregatedValue, Disaggregation, Indicator, ObtainedValue
from quipu.apps.plans.rows import period_rows, periods_known
from quipu.apps.plans.series import indicator_record
from quipu.apps.plans.services import ValueRefusedError, correct_value, set_counted_values, undo_correction
from quipu.workbook.faults import RefusedWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return SheetFactory()


def _set(indicator, numbers, **options):
    values = {period: Decimal(number) for period, number in numbers.items()}
    return set_counted_values(indicator=indicator, values=values, **options)


def _counted(indicator):
    return dict(indicator.values.filter(stage="counted").values_list("period", "number"))


def test_counted_values_come_change_and_go_each_with_its_change(sheet):
    indicator = sheet.indicator
    assert _set(indicator, {"2024": 5, "2023": 1}) == 2
    assert _set(indicator, {"2024": "6.5"}, reason="Llegó un acta") == 2
    assert _counted(indicator) == {"2024": Decimal("6.5")}
    told = Change.objects.filter(kind="values", reason="Llegó un acta").order_by("key")
    assert [(change.action, change.before, change.after) for change in told] == [
        ("plans.value.counted", {"value_type": "number", "number": "1"}, None),
        ("plans.value.counted", {"value_type": "number", "number": "5"}, {"value_type": "number", "number": "6.5"}),
    ]
    assert told[0].key == f"{indicator.plan.code} · {indicator.code} · 2023 · counted"


def test_the_same_values_again_are_no_change(sheet):
    _set(sheet.indicator, {"2024": 5})
    assert _set(sheet.indicator, {"2024": 5}) == 0
    assert Change.objects.filter(kind="values").count() == 1


def test_only_the_periods_looked_at_change(sheet):
    _set(sheet.indicator, {"2024": 5, "2023": 1, "2022": 3})
    assert _set(sheet.indicator, {"2024": 6}, periods=["2024", "2023"]) == 2
    assert _counted(sheet.indicator) == {"2024": 6, "2022": 3}


def test_reported_and_corrected_values_stay_as_they_are(sheet):
    ValueFactory(indicator=sheet.indicator)
    ValueFactory(indicator=sheet.indicator, stage="corrected", reason="Acta")
    _set(sheet.indicator, {"2024": 5})
    _set(sheet.indicator, {})
    assert set(sheet.indicator.values.values_list("stage", flat=True)) == {"reported", "corrected"}


def test_the_corrected_value_goes_before_the_counted_one_and_this_before_the_reported_one(sheet):
    def used():
        (row,) = indicator_record(sheet.version, sheet.indicator.code).rows
        return row.used.stage

    ValueFactory(indicator=sheet.indicator)
    assert used() == "reported"
    _set(sheet.indicator, {"2024": 5})
    assert used() == "counted"
    correct_value(indicator=sheet.indicator, period="2024", value=Decimal(4), reason="Acta", actor=None)
    assert used() == "corrected"
    (row,) = period_rows(sheet.indicator, periods_known(sheet.indicator))
    assert (row.reported.number, row.counted.number, row.corrected.number) == (90, 5, 4)


def test_a_counted_value_may_be_corrected_when_nothing_was_reported(sheet):
    with pytest.raises(ValueRefusedError, match="ni contado"):
        correct_value(indicator=sheet.indicator, period="2024", value=Decimal(4), reason="Acta", actor=None)
    _set(sheet.indicator, {"2024": 5})
    correct_value(indicator=sheet.indicator, period="2024", value=Decimal(4), reason="Acta", actor=None)
    assert undo_correction(indicator=sheet.indicator, period="2024", actor=None) is None
    assert _counted(sheet.indicator) == {"2024": 5}


def test_the_parts_of_the_reported_value_stay_in_sight(sheet):
    reported = ValueFactory(indicator=sheet.indicator)
    by_sex = Disaggregation.objects.create(indicator=sheet.indicator, code="SEXO", name="Sexo")
    women = by_sex.categories.create(code="M", label="Mujeres")
    DisaggregatedValue.objects.create(value=reported, category=women, number=50)
    _set(sheet.indicator, {"2024": 5, "2025": 1})
    (table,) = indicator_record(sheet.version, sheet.indicator.code).parts
    assert table.rows == [(women, [50])]


def test_counted_values_are_not_of_the_workbook_and_no_import_touches_them(tmp_path):
    write_folder(fictional_rows(), tmp_path / "libro")
    apply_import(read=read_workbook(tmp_path / "libro"), mode="add")
    institution = find_institution("aurora")
    indicator = Indicator.objects.filter(plan__institution=institution).first()
    before = current_rows(institution)["values"]
    _set(indicator, {"2024": 5, "2019": 2})
    assert current_rows(institution)["values"] == before
    apply_import(read=read_workbook(tmp_path / "libro"), mode="replace")
    assert _counted(indicator) == {"2024": 5, "2019": 2}


def test_a_workbook_may_not_bring_a_counted_value(tmp_path):
    rows = fictional_rows()
    rows["values"] = [{**rows["values"][0], "stage": "counted"}]
    write_folder(rows, tmp_path / "libro")
    with pytest.raises(RefusedWorkbookError):
        apply_import(read=read_workbook(tmp_path / "libro"), mode="add")
    assert not ObtainedValue.objects.exists()
