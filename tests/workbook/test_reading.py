"""Sheets, headings and rows: what is accepted, and every fault at once with its place."""

from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from tests.factories.workbooks import book_with, fictional_book

from quipu.workbook.reading import read_workbook


def write_csv(folder, **sheets):
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def found(read):
    return [(fault.sheet, fault.cell, fault.code) for fault in read.faults]


def test_headings_in_spanish_or_english_whatever_their_case_accents_and_order(tmp_path):
    read = read_workbook(write_csv(tmp_path, planes="NOMBRE,code\nPlan,P\n"))
    assert read.faults == []
    assert read.rows_by_sheet == {"plans": [{"code": "P", "name": "Plan"}]}


def test_a_file_may_have_the_english_name_and_a_byte_order_mark_and_semicolons(tmp_path):
    (tmp_path / "plans.csv").write_text("Código;Nombre\nP;Plan, con coma\n", encoding="utf-8-sig")
    assert read_workbook(tmp_path).rows_by_sheet["plans"] == [{"code": "P", "name": "Plan, con coma"}]


def test_months_that_a_spreadsheet_turned_into_numbers(tmp_path):
    heading = "Plan,Versión,Unidad ejecutora,Año,Código,Fase,Medida,1,12"
    row = "P,1,000901,2024,AOI00000000001,ejecutado,física,3,4"
    read = read_workbook(write_csv(tmp_path, programacion_y_ejecucion=f"{heading}\n{row}\n"))
    assert read.faults == []
    assert (read.rows_by_sheet["amounts"][0]["m01"], read.rows_by_sheet["amounts"][0]["m12"]) == (3, 4)


def test_a_column_left_out_says_nothing(tmp_path):
    read = read_workbook(write_csv(tmp_path, unidades_organicas="Código,Nombre\nU,Unidad\n"))
    assert "parent" not in read.rows_by_sheet["units"][0]


def test_blank_rows_are_skipped_and_places_stay_right(tmp_path):
    read = read_workbook(write_csv(tmp_path, planes="Código,Nombre\n\n,\nP,\n"))
    assert found(read) == [("Planes", "B4", "workbook.required")]


def test_every_fault_at_once(tmp_path):
    text = "Código,Nombre,Colr\nP,Uno,x\nP,,x\n"
    read = read_workbook(write_csv(tmp_path, planes=text, objetivo="x\n", versiones="Plan,Versión\nP,uno\n"))
    codes = [code for _, _, code in found(read)]
    assert codes.count("workbook.missing_column") == 4
    assert {"workbook.unknown_sheet", "workbook.unknown_column", "workbook.required", "workbook.duplicate"} <= {*codes}
    assert "workbook.not_number" in codes
    assert "workbook.outside" not in codes


def test_a_duplicate_names_both_rows(tmp_path):
    read = read_workbook(write_csv(tmp_path, planes="Código,Nombre\nP,Uno\nQ,Dos\nP,Tres\n"))
    (fault,) = read.faults
    assert fault.cell == "A4"
    assert "la fila 4 repite la fila 2" in fault.reason


def test_near_names_are_suggested(tmp_path):
    read = read_workbook(write_csv(tmp_path, planes="Código,Nombr\nP,x\n", objetivo="Código\nx\n"))
    remedies = " ".join(fault.remedy for fault in read.faults)
    assert "¿Quiso decir «Nombre»?" in remedies
    assert "¿Quiso decir «Objetivos»?" in remedies


def test_a_sheet_and_a_column_given_twice(tmp_path):
    text = "Código,Nombre\nP,x\n"
    read = read_workbook(write_csv(tmp_path, planes=text, plans="Código,Código,Nombre\nP,P,x\n"))
    assert ("Planes", "", "workbook.sheet_twice") in found(read)


def test_cells_beyond_the_headings(tmp_path):
    read = read_workbook(write_csv(tmp_path, planes="Código,Nombre\nP,Uno,dos\n"))
    assert found(read) == [("Planes", "C2", "workbook.outside")]


def test_text_in_a_number_reads_as_a_sentence_with_its_place(tmp_path):
    read = read_workbook(book_with(tmp_path / "libro.xlsx", "targets", {("number", 2): "abc"}))
    (fault,) = read.faults
    assert str(fault).startswith("Hoja «Logros esperados», celda F2: «abc» no es un número. Escriba solo dígitos")


def test_a_cell_that_shows_an_error_is_not_an_empty_cell(tmp_path):
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Planes")
        page.write_row(0, 0, ["Código", "Nombre"])
        page.write_row(1, 0, ["P"])
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    (fault,) = read_workbook(path).faults
    assert (fault.cell, fault.code) == ("B2", "workbook.excel_error")
    assert "#DIV/0!" in fault.reason


def test_formulas_are_read_as_their_values(tmp_path):
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Planes")
        page.write_row(0, 0, ["Código", "Nombre"])
        page.write_row(1, 0, ["P"])
        page.write_formula(1, 1, '="Plan "&2024', None, "Plan 2024")
    assert read_workbook(path).rows_by_sheet["plans"] == [{"code": "P", "name": "Plan 2024"}]


def test_a_sheet_without_headings(tmp_path):
    fictional_book(tmp_path / "libro.xlsx")
    book = openpyxl.load_workbook(tmp_path / "libro.xlsx")
    book["Planes"].delete_rows(1, 10)
    book.save(tmp_path / "libro.xlsx")
    assert ("Planes", "A1", "workbook.no_heading") in found(read_workbook(tmp_path / "libro.xlsx"))


def test_the_same_folder_gives_the_same_hash(tmp_path):
    folder = write_csv(tmp_path, planes="Código,Nombre\nP,Uno\n")
    first = read_workbook(folder)
    (folder / "planes.csv").touch()
    assert read_workbook(folder).sha256 == first.sha256
    write_csv(folder, planes="Código,Nombre\nP,Dos\n")
    assert read_workbook(folder).sha256 != first.sha256


@pytest.mark.parametrize("value", [0.1, 12345678901.1234, 0.0001])
def test_numbers_are_exact(tmp_path, value):
    read = read_workbook(book_with(tmp_path / "libro.xlsx", "targets", {("number", 2): value}))
    assert read.rows_by_sheet["targets"][0]["number"] == Decimal(repr(value))
