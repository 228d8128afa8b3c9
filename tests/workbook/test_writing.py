"""What is written: helpful to fill in, safe to open, and the same when read back."""

import csv

import openpyxl
import pytest
from tests.factories.workbooks import completed, fictional_rows

from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS
from quipu.workbook.writing import LONGEST_LIST, UnwritableWorkbookError, write_folder, write_workbook


def named(name):
    rows = fictional_rows()
    rows["plans"][0]["name"] = name
    return rows


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_written_is_read_back(tmp_path, form):
    path = tmp_path / ("libro.xlsx" if form == "xlsx" else "carpeta")
    (write_workbook if form == "xlsx" else write_folder)(fictional_rows(), path)
    read = read_workbook(path)
    assert read.faults == []
    assert read.rows_by_sheet == completed(fictional_rows())


def test_the_template_has_every_sheet_with_notes_lists_and_frozen_headings(tmp_path):
    write_workbook({}, tmp_path / "libro.xlsx", template=True)
    book = openpyxl.load_workbook(tmp_path / "libro.xlsx")
    assert book.sheetnames == ["Léame", *(sheet.label for sheet in SHEETS)]
    page = book["Indicadores"]
    assert page.freeze_panes == "A2"
    assert "Opciones: ascendente" in page["F1"].comment.text
    assert any("ascendente" in rule.formula1 for rule in page.data_validations.dataValidation)
    assert read_workbook(tmp_path / "libro.xlsx").faults == []


def test_a_list_too_long_for_a_rule_of_excel_stands_in_the_first_sheet(tmp_path):
    write_workbook({}, tmp_path / "libro.xlsx", template=True)
    book = openpyxl.load_workbook(tmp_path / "libro.xlsx")
    rules = [rule for page in book for rule in page.data_validations.dataValidation]
    assert rules
    assert all(len(rule.formula1.strip('"')) <= LONGEST_LIST for rule in rules)
    kinds = next(rule.formula1 for rule in book["Registros"].data_validations.dataValidation if "$" in rule.formula1)
    cells = book["Léame"][kinds.partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in cells] == list(SHEET_BY_NAME["records"].column("kind").choices.values())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=HYPERLINK(0)"])
def test_no_text_becomes_a_formula(tmp_path, text):
    write_workbook(named(text), tmp_path / "libro.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "libro.xlsx")["Planes"]["B2"]
    assert (cell.data_type, cell.value) == ("s", text)
    write_folder(named(text), tmp_path / "carpeta")
    with (tmp_path / "carpeta" / "planes.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))[1][1]
    assert written.startswith("'")
    for path in (tmp_path / "libro.xlsx", tmp_path / "carpeta"):
        assert read_workbook(path).rows_by_sheet["plans"][0]["name"] == text


def test_a_text_longer_than_a_cell_is_refused_with_its_place_and_fits_a_folder(tmp_path):
    rows = fictional_rows()
    rows["narratives"][0]["body"] = "á" * 32_768
    with pytest.raises(UnwritableWorkbookError) as caught:
        write_workbook(rows, tmp_path / "libro.xlsx")
    assert "hoja «Narrativa», celda E2" in str(caught.value)
    assert not (tmp_path / "libro.xlsx").exists()
    write_folder(rows, tmp_path / "carpeta")
    assert read_workbook(tmp_path / "carpeta").rows_by_sheet["narratives"][0]["body"] == "á" * 32_768


def test_choices_and_flags_are_written_in_spanish(tmp_path):
    write_folder(fictional_rows(), tmp_path)
    assert ",máximo permisible," in (tmp_path / "indicadores.csv").read_text(encoding="utf-8")
    assert ",sí," in (tmp_path / "institucion.csv").read_text(encoding="utf-8")


def test_no_half_written_file_is_left(tmp_path):
    write_folder(fictional_rows(), tmp_path)
    assert not list(tmp_path.glob(".*"))
