"""The five files: recognised by their headings, put together by activity, and what does not match."""

import zipfile
from decimal import Decimal

import pytest
from tests.workbook.ceplan.examples import activity_code, separate, write_separate_examples

from quipu.workbook.ceplan.layouts import Kind
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.translating import as_workbook
from quipu.workbook.faults import UnreadableWorkbookError

RELATION, SIAF = Kind.RELATION, Kind.FINANCIAL_EXECUTION


def read(examples, folder):
    return read_ceplan(write_separate_examples(folder, examples))


def found(files):
    return [(fault.sheet, fault.cell, fault.code) for fault in files.faults]


def test_the_five_files_whatever_their_names(tmp_path):
    files = read(separate(), tmp_path / "a")
    assert (files.faults, files.warnings, files.questions) == ([], [], [])
    assert (files.layout.kind, files.ending, len(files.rows)) == ("separate", ".zip", 3)
    assert [sheet.kind for sheet in files.layout.sheets] == list(separate())


@pytest.mark.parametrize("header_row", [1, 5, 8])
def test_headings_on_any_of_the_first_eight_rows(tmp_path, header_row):
    examples = separate()
    for example in examples.values():
        example.header_row = header_row
    files = read(examples, tmp_path)
    assert files.faults == [] and {sheet.header_row for sheet in files.layout.sheets} == {header_row}


def test_a_folder_a_list_and_a_zip_say_the_same(tmp_path):
    folder = write_separate_examples(tmp_path / "a", separate())
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"dentro/{path.name}")
        archive.writestr("__MACOSX/._x.xlsx", b"x")
    rows = read_ceplan(folder).rows
    assert read_ceplan(sorted(folder.iterdir())).rows == rows
    assert read_ceplan(tmp_path / "a.zip").rows == rows


def test_accruals_of_several_generics_are_summed(tmp_path):
    examples = separate(1)
    examples[SIAF].put(0, "financial_executed_01", 10.1)
    examples[SIAF].put(1, "financial_executed_01", 0.2)
    [row] = read(examples, tmp_path).rows
    assert row["financial_executed_01"] == Decimal("10.3")


def test_the_code_of_the_financial_system_may_carry_the_name(tmp_path):
    examples = separate(1)
    examples[SIAF].put(0, "code", f"{activity_code(1)} - Atender trámites")
    assert read(examples, tmp_path).faults == []


def test_the_same_accrual_twice(tmp_path):
    examples = separate(1)
    examples[SIAF].rows.append(list(examples[SIAF].rows[0]))
    files = read(examples, tmp_path)
    assert [(cell, code) for _, cell, code in found(files)] == [
        ("A2", "workbook.ceplan.repeated"),
        ("A4", "workbook.ceplan.repeated"),
    ]


def test_an_activity_without_relation_is_a_fault_in_each_file(tmp_path):
    examples = separate()
    del examples[RELATION].rows[1]
    files = read(examples, tmp_path)
    assert {(cell, code) for _, cell, code in found(files)} == {
        ("A3", "workbook.ceplan.not_related"),
        ("A4", "workbook.ceplan.not_related"),
    }
    assert len(files.faults) == 4


def test_a_relation_without_amounts_is_a_warning(tmp_path):
    examples = separate()
    del examples[Kind.PHYSICAL_EXECUTION].rows[2]
    files = read(examples, tmp_path)
    assert files.faults == []
    [warning] = files.warnings
    assert (warning.cell, warning.code) == ("A4", "workbook.ceplan.without_amounts")
    assert "ejecución física" in warning.reason


@pytest.mark.parametrize("kind", list(Kind)[1:])
def test_a_missing_file_is_told(tmp_path, kind):
    examples = separate()
    del examples[kind]
    assert "workbook.ceplan.missing_file" in [code for _, _, code in found(read(examples, tmp_path))]


def test_the_same_file_twice(tmp_path):
    folder = write_separate_examples(tmp_path / "a", separate())
    (folder / "zz.xlsx").write_bytes((folder / "reporte 2.xlsx").read_bytes())
    assert found(read_ceplan(folder)) == [("zz.xlsx: Hoja1", "", "workbook.ceplan.file_twice")]


def test_what_is_not_a_file_of_ours_is_a_warning(tmp_path):
    folder = write_separate_examples(tmp_path / "a", separate())
    (folder / "leeme.txt").write_text("hola")
    files = read_ceplan(folder)
    assert files.faults == [] and [warning.code for warning in files.warnings] == ["workbook.ceplan.file_ignored"]


def test_faults_name_the_file_and_the_cell(tmp_path):
    examples = separate()
    place = examples[Kind.PHYSICAL_PROGRAMMING].put(1, "physical_reprogrammed_04", "1,000")
    [fault] = read(examples, tmp_path).faults
    assert (fault.sheet, fault.cell) == ("reporte 2.xlsx: Hoja1", place)


def test_faults_found_later_name_the_file_that_brought_the_amount(tmp_path):
    files = read(separate(1), tmp_path)
    rows = as_workbook(files, plan="P", version=1, year=2024).rows_by_sheet
    labels = [row.layout.sheet.label for row in rows["amounts"]]
    assert labels == [f"reporte {n}.xlsx: Hoja1" for n in (2, 2, 4, 3, 3, 5)]
    assert rows["amounts"][-1].cell("m01") == "C2"
    assert rows["activities"][0].layout.sheet.label == "reporte 1.xlsx: Hoja1"
    assert files.rows[0].fault("financial_executed_02", reason="", remedy="", code="").cell == "D2"


def test_csv_files(tmp_path):
    text = "Codigo AO,Actividad Operativa,UE ID,AEI\n'AOI00090100001,Atender,'000901,AEI.01.01\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (tmp_path / "b.csv").write_text("ACT OPERAT.,GENERICA GASTO,DEV ENE\nAOI00090100001,2.3,10.50\n", encoding="utf-8")
    files = read_ceplan(tmp_path)
    assert files.rows[0]["name"] == "Atender"
    codes = [fault.code for fault in files.faults]
    assert codes.count("workbook.ceplan.missing_file") == 3
    assert codes.count("workbook.ceplan.missing_column") == 11


def test_a_csv_in_another_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes("Código AO,AEI\n".encode("latin-1"))
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(tmp_path)
    assert caught.value.code == "workbook.not_utf8"


def test_folders_that_cannot_be_read(tmp_path):
    with pytest.raises(UnreadableWorkbookError):
        read_ceplan(tmp_path)
    with pytest.raises(UnreadableWorkbookError):
        read_ceplan([tmp_path / "no.xlsx"])
    for number in range(21):
        (tmp_path / f"{number}.csv").write_text("x")
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(tmp_path)
    assert caught.value.code == "workbook.ceplan.too_many_files"


def test_two_files_of_one_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a/x.csv", "x")
        archive.writestr("b/x.csv", "x")
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(tmp_path / "a.zip")
    assert caught.value.code == "workbook.ceplan.same_name"
