"""Correcting values, making versions, comparing them."""

from decimal import Decimal

import pytest
from tests.factories.plans import ValueFactory
from tests.factories.workbooks import fictional_rows

from quipu.apps.history.queries import history_of
from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import apply_import, plan_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import Indicator, PlanVersion
from quipu.apps.plans.queries import compare_versions
from quipu.apps.plans.services import (
    ValueConflictError,
    ValueParts,
    ValueRefusedError,
    VersionRefusedError,
    correct_value,
    create_version,
    last_correction,
    undo_correction,
)
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def aurora(tmp_path):
    write_folder(fictional_rows(), tmp_path / "libro")
    apply_import(read=read_workbook(tmp_path / "libro"), mode="add")
    return PlanVersion.objects.get()


def test_a_correction_is_a_new_fact_beside_the_reported_one():
    reported = ValueFactory(number=Decimal(90))
    indicator = reported.indicator
    corrected = correct_value(indicator=indicator, period="2024", value=Decimal("91.5"), reason="Acta 3", actor=None)
    assert indicator.values.get(stage="reported").number == 90
    assert (corrected.stage, corrected.number, corrected.reason) == ("corrected", Decimal("91.5"), "Acta 3")
    key = (indicator.plan.code, indicator.code, "2024", "corrected")
    change = history_of(indicator.plan.institution, "values", key).get()
    assert (change.action, change.before, change.after["number"]) == ("plans.value.corrected", None, "91.5")
    assert change.reason == "Acta 3"


def test_correcting_again_keeps_both_in_the_history():
    indicator = ValueFactory().indicator
    for number in (1, 2):
        correct_value(indicator=indicator, period="2024", value=Decimal(number), reason=f"Motivo {number}", actor=None)
    key = (indicator.plan.code, indicator.code, "2024", "corrected")
    latest, first = history_of(indicator.plan.institution, "values", key)
    assert (latest.before["number"], latest.after["number"], first.after["number"]) == ("1", "2", "1")
    assert indicator.values.count() == 2


def test_a_correction_may_be_that_there_is_no_data():
    indicator = ValueFactory().indicator
    parts = ValueParts("no_data", no_data_reason="No se midió")
    assert correct_value(indicator=indicator, period="2024", value=parts, reason="Acta", actor=None).number is None


@pytest.mark.parametrize(
    ("period", "value", "reason", "code"),
    [
        ("2024", Decimal(1), "  ", "plans.value.no_reason"),
        ("2025", Decimal(1), "Acta", "plans.value.nothing_reported"),
        ("2024", Decimal(-1), "Acta", "plans.value.refused"),
        ("2024", Decimal("0.12345"), "Acta", "plans.value.refused"),
        ("2024", ValueParts("no_data"), "Acta", "plans.value.refused"),
    ],
)
def test_corrections_that_cannot_stand(period, value, reason, code):
    indicator = ValueFactory().indicator
    with pytest.raises(ValueRefusedError) as caught:
        correct_value(indicator=indicator, period=period, value=value, reason=reason, actor=None)
    assert caught.value.code == code
    assert indicator.values.count() == 1


def test_a_new_version_copies_everything_planned(aurora):
    made = create_version(based_on=aurora, kind="extended", start_year=2023, end_year=2026, reason="Ampliación")
    assert (made.number, made.state) == (2, "registration_started")
    assert compare_versions(aurora, made) == []
    assert Indicator.objects.count() == 3
    rows = current_rows(find_institution("aurora"))
    for name in ("objectives", "alignments", "actions", "indicators", "responsibles", "targets"):
        assert sum(row["version"] == 2 for row in rows[name]) == sum(row["version"] == 1 for row in rows[name]) > 0


def test_a_version_that_was_made_passes_the_checks_of_an_import(aurora, tmp_path):
    create_version(based_on=aurora, kind="extended", start_year=2023, end_year=2026, reason="Ampliación")
    write_folder(current_rows(find_institution("aurora")), tmp_path / "otro")
    difference = plan_import(read_workbook(tmp_path / "otro"), "replace")
    assert (difference.faults, difference.is_empty) == ([], True)


def test_a_shorter_version_leaves_out_the_targets_of_other_years(aurora):
    made = create_version(based_on=aurora, kind="updated", start_year=2025, end_year=2027, reason="Nuevo ciclo")
    assert not made.sheets.filter(targets__isnull=False).exists()


@pytest.mark.parametrize(
    ("kind", "years", "reason"),
    [
        ("new", (2023, 2026), "x"),
        ("extended", (2023, 2025), "x"),
        ("extended", (2024, 2026), "x"),
        ("updated", (2026, 2025), "x"),
        ("updated", (2023, 2026), " "),
    ],
)
def test_versions_that_cannot_be_made(aurora, kind, years, reason):
    with pytest.raises(VersionRefusedError):
        create_version(based_on=aurora, kind=kind, start_year=years[0], end_year=years[1], reason=reason)
    assert PlanVersion.objects.count() == 1


def test_versions_side_by_side(aurora):
    made = create_version(based_on=aurora, kind="updated", start_year=2023, end_year=2025, reason="Revisión")
    made.objectives.filter(code="OEI.01").update(name="Proteger mejor")
    made.sheets.get(indicator__code="I1").targets.update(number=Decimal(5))
    made.objectives.get(code="OEI.02").delete()
    found = {(row.sheet, row.key): (row.before, row.after) for row in compare_versions(aurora, made)}
    assert found[("objectives", ("OEI.01",))] == ({"name": "Proteger"}, {"name": "Proteger mejor"})
    assert found[("targets", ("I1", "2024"))] == ({"number": Decimal(19030)}, {"number": Decimal(5)})
    assert found[("objectives", ("OEI.02",))][1] is None
    assert found[("indicators", ("I3",))][1] is None


def test_undoing_a_correction_brings_back_the_one_before_and_then_what_was_reported():
    indicator = ValueFactory(number=Decimal(90)).indicator
    for number in ("91.5", "92"):
        correct_value(indicator=indicator, period="2024", value=Decimal(number), reason=f"Acta {number}", actor=None)
    restored = undo_correction(indicator=indicator, period="2024", actor=None)
    assert (restored.number, restored.reason) == (Decimal("91.5"), "Acta 91.5")
    assert undo_correction(indicator=indicator, period="2024", actor=None) is None
    assert [value.stage for value in indicator.values.all()] == ["reported"]
    key = (indicator.plan.code, indicator.code, "2024", "corrected")
    actions = [change.action for change in history_of(indicator.plan.institution, "values", key)]
    assert actions == ["plans.value.correction_undone"] * 2 + ["plans.value.corrected"] * 2
    with pytest.raises(ValueRefusedError) as refused:
        undo_correction(indicator=indicator, period="2024", actor=None)
    assert refused.value.code == "plans.value.nothing_to_undo"


def test_undoing_returns_a_value_without_data_whole():
    indicator = ValueFactory().indicator
    absent = ValueParts("no_data", no_data_reason="No se midió")
    correct_value(indicator=indicator, period="2024", value=absent, reason="Acta", actor=None)
    correct_value(indicator=indicator, period="2024", value=Decimal(3), reason="Acta 2", actor=None)
    restored = undo_correction(indicator=indicator, period="2024", actor=None)
    assert (restored.value_type, restored.number, restored.no_data_reason) == ("no_data", None, "No se midió")


def test_a_correction_that_was_not_seen_is_not_written_over():
    indicator = ValueFactory(number=Decimal(90)).indicator
    seen = last_correction(indicator, "2024")
    correct_value(indicator=indicator, period="2024", value=Decimal(91), reason="Acta 1", seen=seen, actor=None)
    with pytest.raises(ValueConflictError) as conflict:
        correct_value(indicator=indicator, period="2024", value=Decimal(92), reason="Acta 2", seen=seen, actor=None)
    assert (conflict.value.change.after["number"], conflict.value.change.reason) == ("91", "Acta 1")
    assert indicator.values.get(stage="corrected").number == 91
    now = last_correction(indicator, "2024")
    correct_value(indicator=indicator, period="2024", value=Decimal(92), reason="Acta 2", seen=now, actor=None)
    assert indicator.values.get(stage="corrected").number == 92
