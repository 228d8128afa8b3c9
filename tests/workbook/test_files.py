"""Files that cannot be opened, or must not be."""

import io
import struct
import zipfile

import openpyxl
import pytest
from tests.factories.workbooks import fictional_book

from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.reading import read_workbook


def refused(path, code):
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_workbook(path)
    assert caught.value.code == code
    assert caught.value.remedy
    return str(caught.value)


def test_absent(tmp_path):
    refused(tmp_path / "no.xlsx", "workbook.absent")


@pytest.mark.parametrize("ending", [".xls", ".ods", ".pdf", ".csv", ""])
def test_wrong_extension(tmp_path, ending):
    path = tmp_path / f"libro{ending}"
    path.write_bytes(b"PK\x03\x04")
    assert ".xlsx" in refused(path, "workbook.extension")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hola"])
def test_not_a_workbook(tmp_path, content):
    path = tmp_path / "libro.xlsx"
    path.write_bytes(content)
    refused(path, "workbook.not_xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04 cortado", b"PK"])
def test_damaged(tmp_path, content):
    path = tmp_path / "libro.xlsx"
    path.write_bytes(content)
    refused(path, "workbook.damaged")


def test_cut_in_half(tmp_path):
    path = fictional_book(tmp_path / "libro.xlsx")
    path.write_bytes(path.read_bytes()[:5000])
    refused(path, "workbook.damaged")


def test_password(tmp_path):
    path = tmp_path / "libro.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert "contraseña" in refused(path, "workbook.password")


def test_old_excel_with_another_name(tmp_path):
    path = tmp_path / "libro.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    refused(path, "workbook.not_xlsx")


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "libro.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hola.txt", "hola")
    refused(path, "workbook.damaged")


def test_bomb_by_ratio(tmp_path):
    path = tmp_path / "libro.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    refused(path, "workbook.bomb")


def test_bomb_by_number_of_entries(tmp_path):
    path = tmp_path / "libro.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1_500):
            archive.writestr(f"{number}.xml", b"")
    refused(path, "workbook.bomb")


def test_bomb_that_lies_about_its_size(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5_000_000)
    content = bytearray(target.getvalue())
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 24, 1000)
    path = tmp_path / "libro.xlsx"
    path.write_bytes(content)
    refused(path, "workbook.bomb")


def test_an_area_too_wide_to_hold(tmp_path):
    path = tmp_path / "libro.xlsx"
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    book.save(path)
    assert "XFD1048576" in refused(path, "workbook.bomb")


def test_foreign_workbook(tmp_path):
    path = tmp_path / "libro.xlsx"
    openpyxl.Workbook().save(path)
    assert "quipu template" in refused(path, "workbook.foreign")


def test_folder_without_csv(tmp_path):
    refused(tmp_path, "workbook.foreign")


def test_csv_in_another_encoding(tmp_path):
    (tmp_path / "planes.csv").write_bytes("Código,Nombre\nP,Año\n".encode("latin-1"))
    assert "línea 1" in refused(tmp_path, "workbook.not_utf8")


def test_csv_with_an_open_quote(tmp_path):
    (tmp_path / "planes.csv").write_text('Código,Nombre\nP,"abierta\n', encoding="utf-8")
    refused(tmp_path, "workbook.damaged")
