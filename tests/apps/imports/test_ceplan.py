"""The planning authority's files: every fault at once or all of them in, within their scope, and asked only once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.databases import dump_django
from tests.factories.ceplan import plan_for_ceplan
from tests.workbook.ceplan.examples import UNIT, activity_code, annual, separate, write_separate_examples

from quipu.apps.history.models import Change
from quipu.apps.imports.kinds import kind_of, read_any
from quipu.apps.imports.models import HeadingAlias, NameAlias, PoiRow, PoiVersion
from quipu.apps.imports.queries.ceplan_export import export_ceplan
from quipu.apps.imports.questions import AnswersError
from quipu.apps.imports.services import ImportNotAppliedError
from quipu.apps.imports.services.ceplan import apply_ceplan_import, plan_ceplan_import, read_files, year_of
from quipu.apps.organisation.models import CostCentre, ExecutingUnit
from quipu.apps.plans.models import ActivityAmount, OperationalActivity, OperationalPlan, StrategicAction
from quipu.workbook.faults import RefusedWorkbookError, UnreadableWorkbookError
from quipu.workbook.writing import write_workbook

pytestmark = pytest.mark.django_db

YEAR = 2024


def planned(version, path, mode="replace", answers=None):
    files = read_files(path, institution=version.plan.institution, answers=answers)
    return plan_ceplan_import(files, version=version, year=YEAR, mode=mode, answers=answers)


def imported(version, path, mode="replace", answers=None):
    files = read_files(path, institution=version.plan.institution, answers=answers)
    return apply_ceplan_import(files, version=version, year=YEAR, mode=mode, answers=answers)


def _spoilt(example):
    """Twenty faults, each with the cell it was planted in."""
    cells = [example.put(row, "physical_executed_03", f"{row} mil") for row in range(0, 18, 3)]
    cells += [example.put(40 + number, "action", "AEI.99.01") for number in range(5)]
    cells += [example.put(60 + number, "code", "AOI12") for number in range(4)]
    cells += [example.put(80 + number, "financial_consistent_07", -1.0) for number in range(3)]
    return [*cells, example.put(90, "executing_unit", "9"), example.put(91, "name", None)]


def test_twenty_faults_are_told_at_their_cells_and_nothing_changes(version, tmp_path):
    example = annual(441)
    cells = _spoilt(example)
    path = example.write(tmp_path / "malo.xlsx")
    before = dump_django()
    with pytest.raises(RefusedWorkbookError) as refused:
        imported(version, path)
    assert sorted(fault.cell for fault in refused.value.faults) == sorted(cells)
    assert len(cells) == 20
    assert all(fault.reason and fault.remedy and fault.sheet == example.sheet for fault in refused.value.faults)
    assert dump_django() == before


@pytest.mark.parametrize("sheet", ["POI_Por_ActividadOperativaAnual", "DATA"])
def test_what_comes_in_goes_out_and_reads_back_the_same(version, tmp_path, sheet):
    example = annual(441, sheet=sheet, header_row=4)
    path = example.write(tmp_path / "poi.xlsx")
    workbook = imported(version, path)
    assert OperationalActivity.objects.count() == 441
    assert (workbook.changed, workbook.removed) == (0, 0)
    layout = "annual" if sheet != "DATA" else "data"
    export_ceplan(version=version, year=YEAR, layout=layout).write(tmp_path / "vuelta.xlsx")
    came, went = (read_any(name, institution=None) for name in (path, tmp_path / "vuelta.xlsx"))
    assert [row.cells for row in went.rows] == [row.cells for row in came.rows]
    assert went.layout.sheets[0].headings == came.layout.sheets[0].headings
    assert went.layout.sheets[0].header_row == 4
    assert planned(version, tmp_path / "vuelta.xlsx").difference.is_empty


def test_five_files_come_in_and_go_out(version, tmp_path):
    folder = write_separate_examples(tmp_path / "cinco", separate(30))
    imported(version, folder)
    assert OperationalActivity.objects.count() == 30
    export_ceplan(version=version, year=YEAR, layout="separate").write(tmp_path / "otra")
    assert {path.name for path in (tmp_path / "otra").iterdir()} == {path.name for path in folder.iterdir()}
    assert planned(version, tmp_path / "otra").difference.is_empty
    came, went = (read_any(path, institution=None) for path in (folder, tmp_path / "otra"))
    assert [part.cells for row in went.rows for several in row.parts.values() for part in several] == [
        part.cells for row in came.rows for several in row.parts.values() for part in several
    ]


def test_an_annual_export_can_be_written_as_five_files_and_back(version, tmp_path):
    imported(version, annual(12).write(tmp_path / "poi.xlsx"))
    export_ceplan(version=version, year=YEAR, layout="separate").write(tmp_path / "cinco")
    assert planned(version, tmp_path / "cinco").difference.is_empty


def test_amounts_of_today_go_out(version, tmp_path):
    imported(version, annual(3).write(tmp_path / "poi.xlsx"))
    amount = ActivityAmount.objects.get(activity__code=activity_code(1), phase="executed", month=4)
    ActivityAmount.objects.filter(pk=amount.pk).update(physical=amount.physical + 7)
    found = export_ceplan(version=version, year=YEAR, layout="annual").rows
    row = next(row for row in found if row["code"] == activity_code(1))
    assert row["physical_executed_04"] == amount.physical + 7
    assert row["physical_executed_total"] == sum(row[f"physical_executed_{month:02d}"] for month in range(1, 13))


def test_what_it_is_shows_from_what_it_holds(version, tmp_path):
    annual(2).write(tmp_path / "institucion.xlsx")
    write_workbook({"units": [{"code": "X", "name": "Unidad"}]}, tmp_path / "POI_Por_ActividadOperativaAnual.xlsx")
    write_separate_examples(tmp_path / "carpeta", separate(2))
    kinds = [
        kind_of(read_any(tmp_path / name, institution=version.plan.institution))
        for name in ("institucion.xlsx", "POI_Por_ActividadOperativaAnual.xlsx", "carpeta")
    ]
    assert kinds == ["ceplan_annual", "own", "ceplan_separate"]


def test_what_is_neither_is_refused_naming_both(tmp_path):
    write_workbook({}, tmp_path / "vacio.xlsx")
    with pytest.raises(UnreadableWorkbookError, match=r"no es un libro de Quipu ni una exportación de Ceplan V\.01"):
        read_any(tmp_path / "vacio.xlsx", institution=None)


def test_replacing_touches_only_its_executing_unit_and_year(version, tmp_path):
    imported(version, annual(6).write(tmp_path / "seis.xlsx"))
    other = ExecutingUnit.objects.create(institution=version.plan.institution, code="000902", name="Otra")
    CostCentre.objects.create(executing_unit=other, code="99", name="Centro ajeno")
    action = StrategicAction.objects.first()
    for unit, year in ((other, YEAR), (ExecutingUnit.objects.get(code=UNIT), 2023)):
        plan = OperationalPlan.objects.create(version=version, executing_unit=unit, year=year)
        kept = OperationalActivity.objects.create(
            operational_plan=plan, strategic_action=action, code=activity_code(77), name="Ajena"
        )
        ActivityAmount.objects.create(activity=kept, phase="executed", month=1, physical=1)
    ActivityAmount.objects.filter(activity__code=activity_code(3)).update(physical=1000)
    centres = set(CostCentre.objects.values_list("code", flat=True))
    workbook = imported(version, annual(4).write(tmp_path / "cuatro.xlsx"))
    codes = OperationalActivity.objects.filter(operational_plan__year=YEAR).values_list("code", flat=True)
    assert sorted(codes) == [*(activity_code(number) for number in range(1, 5)), activity_code(77)]
    assert OperationalActivity.objects.filter(operational_plan__year=2023).count() == 1
    assert ActivityAmount.objects.filter(activity__code=activity_code(77)).count() == 2
    assert set(CostCentre.objects.values_list("code", flat=True)) == centres
    assert workbook.removed == 2 + 2 * 6
    assert workbook.changed == 3


def test_amounts_that_the_file_does_not_bring_stay(version, tmp_path):
    imported(version, annual(3).write(tmp_path / "todo.xlsx"))
    example = annual(3)
    gone = sorted(
        (index for name, index in example.fields.items() if name.startswith("financial_executed")), reverse=True
    )
    for index in gone:
        del example.headings[index]
        for row in example.rows:
            del row[index]
    assert planned(version, example.write(tmp_path / "sin.xlsx")).difference.is_empty


def test_names_that_differ_are_asked_once_and_change_nothing_alone(version, tmp_path):
    imported(version, annual(3).write(tmp_path / "uno.xlsx"))
    example = annual(3)
    example.put(0, "name", "Otro nombre")
    example.put(0, "objective_name", "Proteger más")
    path = example.write(tmp_path / "dos.xlsx")
    found = planned(version, path)
    assert found.difference.is_empty
    assert {question.kind for question in found.questions} == {"name"}
    objective, activity = sorted(found.questions, key=lambda question: question.subject, reverse=True)
    assert "«Proteger más»" in objective.text
    taken = imported(version, path, answers={objective.key: "same", activity.key: "take"})
    assert taken.changed == 1
    assert OperationalActivity.objects.get(code=activity_code(1)).name == "Otro nombre"
    assert NameAlias.objects.get().name == "Proteger más"
    assert planned(version, path).questions == ()


def test_case_and_accents_are_no_other_name(version, tmp_path):
    imported(version, annual(2).write(tmp_path / "uno.xlsx"))
    example = annual(2)
    example.put(0, "name", example.rows[0][example.fields["name"]].upper())
    found = planned(version, example.write(tmp_path / "dos.xlsx"))
    assert (found.questions, found.difference.is_empty) == ((), True)


def test_a_drifting_heading_of_a_required_column_stops_until_it_is_answered(version, tmp_path):
    example = annual(2)
    example.rename("name", "Actividad Operatva")
    path = example.write(tmp_path / "poi.xlsx")
    found = planned(version, path)
    (question,) = [item for item in found.questions if item.kind == "heading"]
    assert question.stops
    assert "workbook.ceplan.unanswered" in {fault.code for fault in found.difference.faults}
    imported(version, path, answers={question.key: "name"})
    assert HeadingAlias.objects.get().field == "name"
    again = planned(version, path)
    assert (again.questions, again.difference.faults) == ((), [])


def test_a_drifting_heading_of_another_column_stops_nothing(version, tmp_path):
    example = annual(2)
    example.rename("unit_of_measure", "Unidad Medida")
    found = planned(version, example.write(tmp_path / "poi.xlsx"))
    assert [question.stops for question in found.questions] == [False]
    assert found.difference.faults == []


def _rising(example):
    for month in range(1, 13):
        example.put(0, f"physical_reprogrammed_{month:02d}", float(month))
    example.put(0, "physical_reprogrammed_total", 12.0)
    return example


def test_running_totals_are_asked_and_the_answer_is_kept(version, tmp_path):
    path = _rising(annual(2)).write(tmp_path / "poi.xlsx")
    found = planned(version, path)
    (question,) = found.open_accumulations
    assert (question.subject, question.proposed) == (activity_code(1), "sum")
    imported(version, path, answers={question.key: "last"})
    assert OperationalActivity.objects.get(code=activity_code(1)).accumulation == "last"
    again = planned(version, path)
    assert (again.questions, again.difference.is_empty) == ((), True)


def test_a_confirmed_proposal_about_running_totals_is_not_asked_again(version, tmp_path):
    path = _rising(annual(2)).write(tmp_path / "poi.xlsx")
    imported(version, path)
    assert PoiVersion.objects.get().accumulations == {activity_code(1): "sum"}
    assert planned(version, path).questions == ()


def test_what_an_activity_declared_before_is_proposed(version, tmp_path):
    imported(version, annual(1).write(tmp_path / "uno.xlsx"))
    OperationalPlan.objects.update(year=2023)
    OperationalActivity.objects.update(accumulation="maximum")
    found = planned(version, _rising(annual(1)).write(tmp_path / "dos.xlsx"))
    assert [question.proposed for question in found.open_accumulations] == ["maximum"]


def test_every_version_is_kept_with_all_its_cells(version, tmp_path):
    path = annual(2, places=2).write(tmp_path / "poi.xlsx")
    imported(version, path)
    imported(version, path)
    assert list(PoiVersion.objects.order_by("number").values_list("number", "year", "stage")) == [
        (1, YEAR, "Seguimiento"),
        (2, YEAR, "Seguimiento"),
    ]
    rows = PoiRow.objects.filter(poi_version__number=1)
    assert [len(row.cells) for row in rows] == [277] * 4
    assert {row.place for row in rows} == {"Valle Alto / Piedra Azul", "Costa Clara / Puerto Nuevo"}


def test_the_history_names_the_import(version, tmp_path):
    workbook = imported(version, annual(2).write(tmp_path / "poi.xlsx"))
    assert Change.objects.filter(workbook=workbook).count() == workbook.added


def test_a_unit_that_the_institution_does_not_have_is_a_warning(version, tmp_path):
    ExecutingUnit.objects.update(code="000111")
    found = planned(version, annual(1).write(tmp_path / "poi.xlsx"))
    assert "imports.ceplan.new_unit" in {fault.code for fault in found.difference.warnings}


def test_adding_what_exists_otherwise_is_refused(version, tmp_path):
    imported(version, annual(1).write(tmp_path / "uno.xlsx"))
    example = annual(1)
    cell = example.put(0, "physical_executed_01", 999.0)
    found = planned(version, example.write(tmp_path / "dos.xlsx"), mode="add")
    assert [(fault.code, fault.cell) for fault in found.difference.faults] == [("imports.exists", cell)]


def test_a_file_without_activities_takes_nothing_away(version, tmp_path):
    imported(version, annual(2).write(tmp_path / "uno.xlsx"))
    found = planned(version, annual(0).write(tmp_path / "vacio.xlsx"))
    assert [fault.code for fault in found.difference.faults] == ["workbook.ceplan.no_rows"]


def test_the_year_is_the_files_own_or_has_to_be_said(version, tmp_path):
    assert year_of(read_any(annual(1).write(tmp_path / "uno.xlsx"), institution=None), None) == YEAR
    folder = write_separate_examples(tmp_path / "cinco", separate(1))
    with pytest.raises(ImportNotAppliedError, match="no dicen de qué año"):
        year_of(read_any(folder, institution=None), None)


def test_answers_that_are_none_are_all_named(version, tmp_path):
    path = annual(1).write(tmp_path / "poi.xlsx")
    with pytest.raises(AnswersError, match=r"«color».*«accumulation:X»"):
        planned(version, path, answers={"color": "rojo", "accumulation:X": "doble"})


def test_the_dry_run_takes_a_fixed_number_of_queries(version, tmp_path, django_assert_max_num_queries):
    path = annual(3).write(tmp_path / "poi.xlsx")
    imported(version, path)
    files = read_files(path, institution=version.plan.institution)
    with django_assert_max_num_queries(30):
        plan_ceplan_import(files, version=version, year=YEAR, mode="replace")


def test_only_the_year_of_the_file_is_read(version, tmp_path):
    for year in (2023, 2024):
        files = read_files(annual(4).write(tmp_path / "poi.xlsx"), institution=version.plan.institution)
        apply_ceplan_import(files, version=version, year=year, mode="replace")
    found = planned(version, annual(2).write(tmp_path / "dos.xlsx"))
    assert len(found.planned.outcome.before["activities"]) == 4
    assert {key[3] for key in found.planned.outcome.before["amounts"]} == {YEAR}
    assert len(found.difference.removed) == 2 + 2 * 6


def test_two_institutions_do_not_share_answers(version, tmp_path):
    other = plan_for_ceplan(tmp_path, "boreal")
    example = annual(1)
    example.rename("name", "Actividad Operatva")
    path = example.write(tmp_path / "poi.xlsx")
    imported(version, path, answers={"heading:actividadoperatva": "name"})
    assert planned(version, path).questions == ()
    assert len(planned(other, path).questions) == 1


def test_amounts_are_exact(version, tmp_path):
    example = annual(1)
    example.put(0, "financial_executed_01", "1234567.8901")
    imported(version, example.write(tmp_path / "poi.xlsx"))
    stored = ActivityAmount.objects.get(phase="executed", month=1)
    assert stored.financial == Decimal("1234567.8901")
