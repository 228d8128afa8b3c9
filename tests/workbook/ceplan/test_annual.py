"""The annual export: both variants, headings wherever they are, and every fault at its cell."""

from datetime import date
from decimal import Decimal

import pytest
from tests.workbook.ceplan.examples import UNKNOWN, WIDTH, activity_code, annual, write_xlsx

from quipu.workbook.ceplan.columns import KNOWN, column_of, heading_key
from quipu.workbook.ceplan.layouts import CeplanLayout, layout_from
from quipu.workbook.ceplan.naming import Place, names_seen
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.translating import as_workbook
from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.rows import column_letter


def read(example, tmp_path, **answers):
    return read_ceplan(example.write(tmp_path / "poi.xlsx"), **answers)


def found(files):
    return [(fault.cell, fault.code) for fault in files.faults]


def test_there_are_123_known_columns_of_277():
    assert len(KNOWN) == 123
    assert len({heading_key(column.label) for column in KNOWN}) == 123
    assert all(column.meaning for column in KNOWN)
    assert len(annual().headings) == WIDTH == 277


@pytest.mark.parametrize("header_row", range(1, 9))
@pytest.mark.parametrize(("sheet", "kind"), [("POI_Por_ActividadOperativaAnual", "annual"), ("DATA", "data")])
def test_both_variants_with_the_headings_on_any_of_the_first_eight_rows(tmp_path, sheet, kind, header_row):
    files = read(annual(sheet=sheet, header_row=header_row), tmp_path)
    assert (files.faults, files.warnings, files.questions) == ([], [], [])
    assert (files.layout.kind, files.layout.sheets[0].header_row) == (kind, header_row)
    assert [row.code for row in files.rows] == [activity_code(1), activity_code(2), activity_code(3)]
    assert len(files.layout.sheets[0].headings) == WIDTH


def test_headings_on_the_ninth_row_are_not_looked_for(tmp_path):
    with pytest.raises(UnreadableWorkbookError) as caught:
        read(annual(header_row=9), tmp_path)
    assert caught.value.code == "workbook.foreign"


def test_amounts_are_exact_and_an_empty_cell_is_not_zero(tmp_path):
    example = annual()
    example.put(0, "financial_executed_01", 17268.74)
    example.put(0, "financial_executed_02", None)
    example.put(0, "financial_executed_03", "0.10")
    example.put(0, "financial_executed_04", 0)
    row = read(example, tmp_path).rows[0]
    months = [row[f"financial_executed_{month:02d}"] for month in range(1, 5)]
    assert months == [Decimal("17268.74"), None, Decimal("0.10"), Decimal(0)]


@pytest.mark.parametrize("mark", ["'", "’", "  '", "`"])
def test_apostrophes_before_codes_are_dropped(tmp_path, mark):
    example = annual()
    for field, code in {"code": activity_code(1), "executing_unit": "000901", "action": "AEI.02.02"}.items():
        example.put(0, field, mark + code)
    files = read(example, tmp_path)
    assert files.faults == []
    assert (files.rows[0].code, files.rows[0]["executing_unit"]) == (activity_code(1), "000901")


@pytest.mark.parametrize(
    "heading", ["f(cs) 01", "F (CS)  01", "F(CS)_01", "F(CS) 1", "F(CS) Ene", "f(cs) enero", "F(CS)01."]
)
def test_headings_drift_in_case_accents_spaces_and_punctuation(heading):
    assert column_of(heading).name == "physical_consistent_01"


@pytest.mark.parametrize("heading", ["F(CS) 13", "F(CS) 00", "F(SC) 01", "F(CS)", "Fm(CS) 01", "F(CS) O1", ""])
def test_a_month_is_never_matched_by_likeness(tmp_path, heading):
    example = annual()
    example.rename("physical_consistent_01", heading)
    files = read(example, tmp_path)
    assert [code for _, code in found(files)] == ["workbook.ceplan.missing_column"]
    assert "F(CS) 01" in files.faults[0].reason
    assert files.questions == []


def test_a_typo_is_asked_and_the_answer_is_remembered(tmp_path):
    example = annual()
    example.rename("unit_of_measure", "Unidad de Medidda")
    files = read(example, tmp_path)
    [question] = files.questions
    assert (question.kind, question.subject, question.proposed) == ("heading", "Unidad de Medidda", "unit_of_measure")
    assert question.cell.endswith("1") and question.score >= 90
    assert "unit_of_measure" not in files.rows[0]
    translated = as_workbook(files, plan="P", version=1, year=2024)
    assert [fault.code for fault in translated.faults] == ["workbook.ceplan.unanswered"]
    answered = read(example, tmp_path, aliases={"unidad de medidda": "unit_of_measure"})
    assert (answered.questions, answered.faults) == ([], [])
    assert answered.rows[0]["unit_of_measure"] == "Trámites"
    kept_apart = read(example, tmp_path, aliases={"Unidad de Medidda": ""})
    assert (kept_apart.questions, kept_apart.faults) == ([], [])
    assert "unit_of_measure" not in kept_apart.rows[0]


def test_a_required_column_that_is_asked_about_is_not_also_missing(tmp_path):
    example = annual()
    example.rename("executing_unit", "UE  I.D")
    assert read(example, tmp_path).questions == []
    example.rename("name", "Actividad Operatva")
    files = read(example, tmp_path)
    assert [question.proposed for question in files.questions] == ["name"]
    assert files.faults == []


def test_a_required_column_that_is_missing_names_the_nearest(tmp_path):
    example = annual()
    example.rename("action", "Acc Estr")
    files = read(example, tmp_path)
    assert found(files) == [("A1", "workbook.ceplan.missing_column")]
    assert "AEI" in files.faults[0].reason


def test_two_headings_for_one_column(tmp_path):
    example = annual()
    example.rename("tracer", "UNIDAD  DE MEDIDA.")
    files = read(example, tmp_path)
    assert found(files) == [(f"{column_letter(example.fields['tracer'])}1", "workbook.ceplan.column_twice")]


def test_unknown_columns_are_carried_in_their_place(tmp_path):
    example = annual()
    files = read(example, tmp_path)
    index = example.headings.index(UNKNOWN[10])
    assert files.layout.sheets[0].headings[index] == UNKNOWN[10]
    assert [row.cells[index] for row in files.rows] == [row[index] or "" for row in example.rows]


SPOILT = [
    ("physical_executed_03", "1,234", "workbook.not_number"),
    ("physical_executed_03", "1.234,50", "workbook.not_number"),
    ("physical_executed_03", "1 234", "workbook.not_number"),
    ("physical_executed_03", "12,5", "workbook.not_number"),
    ("physical_executed_03", -4, "workbook.negative"),
    ("physical_executed_03", "-4", "workbook.negative"),
    ("physical_executed_03", "doce", "workbook.not_number"),
    ("physical_executed_03", "NaN", "workbook.not_number"),
    ("physical_executed_03", date(2024, 3, 1), "workbook.not_number"),
    ("physical_executed_03", True, "workbook.not_number"),
    ("physical_executed_03", 0.123456, "workbook.decimals"),
    ("financial_executed_12", 1e12, "workbook.too_large"),
    ("code", "AOI123", "workbook.code_shape"),
    ("code", 90100001, "workbook.code_shape"),
    ("code", None, "workbook.required"),
    ("executing_unit", 901, "workbook.code_shape"),
    ("executing_unit", "901", "workbook.code_shape"),
    ("action", "AEI.1.1", "workbook.code_shape"),
    ("action", None, "workbook.required"),
    ("objective", 1, "workbook.code_shape"),
    ("name", "", "workbook.required"),
    ("name", "con \x02 dentro", "workbook.control_character"),
    ("active", "quizá", "workbook.not_flag"),
    ("responsible_centre", 3.1, "workbook.code_shape"),
]


@pytest.mark.parametrize(("field", "value", "code"), SPOILT)
def test_each_fault_is_told_at_its_cell_with_a_way_out(tmp_path, field, value, code):
    example = annual(header_row=3)
    place = example.put(1, field, value)
    files = read(example, tmp_path)
    assert found(files) == [(place, code)]
    assert files.faults[0].remedy and files.faults[0].sheet == example.sheet


def test_codes_that_lost_their_zeros_say_how_to_keep_them(tmp_path):
    example = annual()
    example.put(0, "executing_unit", 901)
    assert "ceros" in read(example, tmp_path).faults[0].remedy


def test_an_excel_error_is_not_an_absence(tmp_path):
    import openpyxl

    path = annual().write(tmp_path / "poi.xlsx")
    book = openpyxl.load_workbook(path)
    place = annual().put(0, "physical_executed_01", 1)
    book.active[place] = "#DIV/0!"
    book.save(path)
    assert found(read_ceplan(path)) == [(place, "workbook.excel_error")]


def test_all_faults_at_once(tmp_path):
    example = annual()
    places = [
        example.put(row, field, value) for row, (field, value, _) in enumerate([SPOILT[0], SPOILT[4], SPOILT[12]])
    ]
    assert [cell for cell, _ in found(read(example, tmp_path))] == places


def test_blank_rows_are_skipped_and_places_stay_right(tmp_path):
    example = annual()
    example.rows.insert(1, [None] * WIDTH)
    place = example.put(2, "code", "x")
    assert found(read(example, tmp_path)) == [(place, "workbook.code_shape")]
    assert place.endswith("4")


@pytest.mark.parametrize("field", ["code", "name", "poi"])
def test_a_row_of_totals_is_skipped_with_a_warning(tmp_path, field):
    example = annual()
    total = [None] * WIDTH
    total[example.fields[field]] = "TOTAL GENERAL"
    total[example.fields["physical_executed_01"]] = 99
    example.rows.append(total)
    files = read(example, tmp_path)
    assert (files.faults, len(files.rows)) == ([], 3)
    assert [(warning.cell, warning.code) for warning in files.warnings] == [("A5", "workbook.ceplan.totals_row")]


def test_a_printed_total_that_is_not_the_sum_is_a_warning(tmp_path):
    example = annual()
    place = example.put(0, "financial_executed_total", 1)
    files = read(example, tmp_path)
    assert files.faults == []
    assert [(warning.cell, warning.code) for warning in files.warnings] == [(place, "workbook.ceplan.total_differs")]


def test_the_code_may_be_in_the_other_column(tmp_path):
    example = annual()
    for row in range(3):
        example.put(row, "activity_id", activity_code(row + 1))
        example.put(row, "code", row + 70)
    files = read(example, tmp_path)
    assert files.faults == []
    assert (files.rows[0].code, files.rows[0]["activity_id"]) == (activity_code(1), "70")


def test_places_of_one_activity_are_added_up(tmp_path):
    example = annual(1, places=3)
    for row, value in enumerate([2.5, None, 4]):
        example.put(row, "physical_executed_01", value)
        example.put(row, "physical_executed_total", None)
        example.put(row, "physical_executed_02", None)
    files = read(example, tmp_path)
    assert (files.faults, files.warnings, len(files.rows)) == ([], [], 3)
    amounts = as_workbook(files, plan="P", version=1, year=2024).rows_by_sheet["amounts"]
    [executed] = [row for row in amounts if (row["phase"], row["measure"]) == ("executed", "physical")]
    assert (executed["m01"], executed["m02"]) == (Decimal("6.5"), None)


def test_one_activity_twice_in_one_place_is_told_at_both_cells(tmp_path):
    example = annual()
    places = [example.put(row, "code", activity_code(1)) for row in (0, 2)]
    for field in ("name", "unit_of_measure", "action", "department", "place"):
        example.put(2, field, example.rows[0][example.fields[field]])
    files = read(example, tmp_path)
    assert found(files) == [(place, "workbook.ceplan.repeated") for place in places]
    assert places[1] in files.faults[0].reason and places[0] in files.faults[1].reason


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Otra"), ("unit_of_measure", "Otra"), ("action", "AEI.09.09"), ("executing_unit", "000902")],
)
def test_one_activity_said_in_two_ways(tmp_path, field, value):
    example = annual(1, places=2)
    place = example.put(1, field, value)
    files = read(example, tmp_path)
    assert found(files) == [(place, "workbook.ceplan.disagreement")]
    assert files.rows[0].cell(field) in files.faults[0].reason


def running(example, row, family="physical_executed"):
    for month in range(1, 13):
        example.put(row, f"{family}_{month:02d}", month * 10)
    return example.put(row, f"{family}_total", 120)


def test_running_totals_are_asked_and_the_answer_is_kept(tmp_path):
    example = annual()
    running(example, 1)
    example.put(1, "accumulated", "SI")
    files = read(example, tmp_path)
    assert (files.faults, files.warnings) == ([], [])
    [question] = files.questions
    assert (question.kind, question.subject, question.proposed) == ("accumulation", activity_code(2), "last")
    assert "«SI»" in question.evidence and question.cell == example.put(1, "physical_executed_12", 120)
    answers = {activity_code(2): "last"}
    assert read(example, tmp_path, accumulations=answers).questions == []
    translated = as_workbook(files, plan="P", version=1, year=2024, accumulations=answers)
    assert [row["accumulation"] for row in translated.rows_by_sheet["activities"]] == ["sum", "last", "sum"]


@pytest.mark.parametrize("spoil", [("physical_executed_06", 5), ("physical_executed_total", 780)])
def test_months_that_fall_or_add_up_are_not_running_totals(tmp_path, spoil):
    example = annual()
    running(example, 1)
    example.put(1, *spoil)
    assert read(example, tmp_path).questions == []


def test_a_single_month_is_not_a_running_total(tmp_path):
    example = annual()
    for month in range(1, 13):
        example.put(0, f"physical_executed_{month:02d}", 9 if month == 12 else 0)
    example.put(0, "physical_executed_total", 9)
    assert read(example, tmp_path).questions == []


def test_faults_found_later_name_the_cell_of_the_export(tmp_path):
    example = annual(sheet="DATA", header_row=2)
    files = read(example, tmp_path)
    translated = as_workbook(files, plan="PEI", version=2, year=2024)
    activity, amounts = (translated.rows_by_sheet[name][0] for name in ("activities", "amounts"))
    fault = activity.fault("action", reason="no está en el plan.", remedy="", code="x")
    assert (fault.sheet, fault.cell) == ("DATA", example.put(0, "action", "AEI.02.02"))
    assert amounts.cell("m05") == example.put(0, "physical_consistent_05", 1)
    assert (amounts["plan"], amounts["version"], amounts["year"]) == ("PEI", 2, 2024)
    assert {row.layout.sheet.name for row in translated.rows_by_sheet["amounts"]} == {"amounts"}
    assert translated.sha256 == files.sha256 and translated.original == files.original


def test_what_is_translated(tmp_path):
    example = annual(2)
    example.put(0, "active", "NO")
    rows = as_workbook(read(example, tmp_path), plan="P", version=1, year=2024).rows_by_sheet
    assert rows["executing_units"] == [{"code": "000901", "name": "Sede de Aurora"}]
    assert rows["cost_centres"][0] == {"executing_unit": "000901", "code": "03.02", "name": "Oficina 2"}
    assert [row["active"] for row in rows["activities"]] == [False, True]
    assert rows["activities"][0]["cost_centre"] == "03.02"
    assert len(rows["amounts"]) == 12


def test_an_amount_that_is_not_distributed_by_month_is_annual(tmp_path):
    example = annual(1)
    for month in range(1, 13):
        example.put(0, f"physical_reprogrammed_{month:02d}", None)
        example.put(0, f"physical_executed_{month:02d}", None)
    example.put(0, "physical_reprogrammed_total", 40)
    example.put(0, "physical_executed_total", None)
    amounts = as_workbook(read(example, tmp_path), plan="P", version=1, year=2024).rows_by_sheet["amounts"]
    physical = {row["phase"]: row for row in amounts if row["measure"] == "physical"}
    assert (physical["reprogrammed"]["annual"], physical["reprogrammed"]["m01"]) == (Decimal(40), None)
    assert "executed" not in physical


def test_names_seen_and_their_drift(tmp_path):
    example = annual(9)
    place = example.put(8, "objective_name", "Objetivo cambiado")
    files = read(example, tmp_path)
    seen = names_seen(files)
    assert seen["objective", "OEI.02"]["Objetivo cambiado"] == Place(example.sheet, place)
    assert seen["cost_centre", "000901/03.02"].keys() == {"Oficina 2"}
    assert [(warning.cell, warning.code) for warning in files.warnings] == [(place, "workbook.ceplan.several_names")]
    example.put(8, "objective_name", "OBJETIVO  2")
    assert read(example, tmp_path).warnings == []


def test_another_sheet_name_is_told_by_its_headings(tmp_path):
    assert read(annual(sheet="Hoja1"), tmp_path).layout.kind == "annual"


def test_a_workbook_of_something_else(tmp_path):
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(write_xlsx(tmp_path / "x.xlsx", "Hoja1", [["Nombre", "Edad"], ["A", 3]]))
    assert caught.value.code == "workbook.foreign" and caught.value.remedy


@pytest.mark.parametrize("ending", [".xlsm", ".xls", ".pdf"])
def test_other_endings(tmp_path, ending):
    path = annual().write(tmp_path / "poi.xlsx").rename(tmp_path / f"poi{ending}")
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(path)
    assert caught.value.code == "workbook.extension"


def test_the_layout_survives_json(tmp_path):
    import json

    layout = read(annual(header_row=3), tmp_path).layout
    again = layout_from(json.loads(json.dumps(layout.as_dict())))
    assert isinstance(again, CeplanLayout) and again == layout


def test_the_export_is_not_an_own_workbook(tmp_path):
    with pytest.raises(UnreadableWorkbookError):
        read_workbook(annual().write(tmp_path / "poi.xlsx"))


def test_an_export_without_activities(tmp_path):
    example = annual()
    example.rows.clear()
    files = read(example, tmp_path)
    assert found(files) == [("A1", "workbook.ceplan.no_rows")]
    assert as_workbook(files, plan="P", version=1, year=2024).rows_by_sheet == {}


def test_what_the_files_do_not_name_is_not_said_to_be_absent(tmp_path):
    example = annual()
    example.rename("executing_unit_name", "Otra cosa distinta")
    rows = as_workbook(read(example, tmp_path), plan="P", version=1, year=2024).rows_by_sheet
    assert list(rows) == ["cost_centres", "activities", "amounts"]


def test_totals_differ_from_a_cent_on(tmp_path):
    example = annual()
    total = example.rows[0][example.fields["financial_executed_total"]]
    example.put(0, "financial_executed_total", round(total + 0.009, 4))
    assert read(example, tmp_path).warnings == []
    example.put(0, "financial_executed_total", round(total + 0.01, 2))
    assert len(read(example, tmp_path).warnings) == 1


def test_a_total_of_quantities_may_come_of_any_accumulation_and_one_of_money_of_none_but_the_sum(tmp_path):
    example = annual(1)
    for family in ("physical_executed", "financial_executed"):
        for month in range(1, 13):
            example.put(0, f"{family}_{month:02d}", 8 if month == 6 else 2)
        example.put(0, f"{family}_total", 30)
    for total in (8, 2.5, 2):
        example.put(0, "physical_executed_total", total)
        assert read(example, tmp_path).warnings == []
    example.put(0, "physical_executed_total", 9)
    example.put(0, "financial_executed_total", 8)
    assert [w.code for w in read(example, tmp_path).warnings] == ["workbook.ceplan.total_differs"] * 2
