"""What the reader below would not survive, or would hide, is seen before it is asked."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbook.ceplan.broken import Case, Page, Raw, archive_of
from tests.workbook.ceplan.examples import annual

from quipu.workbook import archives
from quipu.workbook.archives import MOST_CELLS, scan_sheet
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.rows import column_letter


def sheet(rows):
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


FAR = [
    '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
    '<row r="1"><c r="A1"/><c r="XFD1048576"/><c r="B1"/></row>',
    '<row r="1"><c r="A1"/><c r = "XFD1048576"/></row>',
    '<row r="1"><c r="A1"/><c r="xfd1048576"/></row>',
    "<row r='1'><c r='A1'/><c r='XFD1048576'/></row>",
    '<x:row r="1"><x:c r="A1"/><x:c s="1" r="XFD1048576"/></x:row>',
    '<row r="1"><c r="A1"/><c s=">" r="XFD1048576"/></row>',
    '<row r="1048576"><c/></row><row r="2"><c r="XFD2"/><c r="A2"/></row>',
    '<row r="1">' + "<c/>" * 9_000 + "</row>" + "<row/>" * 9_000 + "<row><c/></row>",
]


@pytest.mark.parametrize("rows", FAR)
def test_an_area_too_large_however_it_is_written(rows):
    with pytest.raises(UnreadableWorkbookError) as caught:
        scan_sheet(sheet(rows), "Hoja1", "libro.xlsx")
    assert caught.value.code == "workbook.bomb"


@pytest.mark.parametrize("place", ["&#88;FD1", "", "1A", "A", "AAAA1", "A99999999"])
def test_a_place_that_cannot_be_told(place):
    with pytest.raises(UnreadableWorkbookError) as caught:
        scan_sheet(sheet(f'<row r="1"><c r="A1"/><c r="{place}"/></row>'), "Hoja1", "libro.xlsx")
    assert caught.value.code == "workbook.damaged"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 3000)), min_size=1, max_size=60))
def test_the_glance_and_the_walk_agree(places):
    cells = "".join(f'<row r="{row}"><c r="{column_letter(column)}{row}"/></row>' for column, row in places)
    xml = sheet(cells)
    walked = archives._ends(xml, "libro.xlsx")
    assert walked == (max(column for column, _ in places) + 1, max(row for _, row in places))
    assert archives._ends_at_a_glance(xml) == walked


def test_a_glance_that_misses_the_ends_gives_up():
    middle = '<row r="5"><c r="ZZ5"/></row>'
    row = '<row r="9"><c r="B9"/></row>'
    filling = row * (archives._HEAD // len(row) + 1)
    xml = sheet(filling + middle + filling)
    assert archives._ends_at_a_glance(xml) is None
    assert archives._ends(xml, "libro.xlsx") == (702, 9)
    assert MOST_CELLS > 702 * 9


@pytest.mark.parametrize("number", ["NaN", "inf", "-inf"])
def test_a_number_that_does_not_exist_is_a_fault_in_both_readers(tmp_path, number):
    cell = Raw(f"<c{{r}}><v>{number}</v></c>")
    own = Page("Programación y ejecución", [["Plan", "01"], [cell, cell]])
    (tmp_path / "own.xlsx").write_bytes(archive_of(Case(None, [own])))
    faults = [fault for fault in read_workbook(tmp_path / "own.xlsx").faults if fault.cell in ("A2", "B2")]
    assert [fault.code for fault in faults] == ["workbook.not_number"] * 2
    example = annual(1)
    place = example.put(0, "physical_executed_01", cell)
    (tmp_path / "poi.xlsx").write_bytes(archive_of(Case(None, [Page("DATA", [example.headings, *example.rows])])))
    assert [(f.cell, f.code) for f in read_ceplan(tmp_path / "poi.xlsx").faults] == [(place, "workbook.not_number")]


def refused(path):
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_ceplan(path)
    assert caught.value.remedy
    return caught.value.code


def test_a_zip_that_is_none_and_a_bomb(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"hola")
    assert refused(tmp_path / "a.zip") == "workbook.damaged"
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", bytes(2_000_000))
    assert refused(tmp_path / "b.zip") == "workbook.bomb"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.bin", bytes(2_000_000))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("poi.xlsx", inner.getvalue())
    assert refused(tmp_path / "c.zip") == "workbook.bomb"


def test_a_password_and_a_cut_file(tmp_path):
    path = tmp_path / "poi.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path) == "workbook.password"
    annual(1).write(path)
    path.write_bytes(path.read_bytes()[:4000])
    assert refused(path) == "workbook.damaged"


def test_an_annual_export_as_csv(tmp_path):
    text = "UE ID,AEI,Codigo AO,Actividad Operativa,F(CS) Total\n000901,AEI.01.01,AOI00090100001,Atender,5\n"
    (tmp_path / "poi.csv").write_text(text, encoding="utf-8")
    files = read_ceplan(tmp_path / "poi.csv")
    assert (files.faults, files.layout.kind, files.rows[0]["physical_consistent_total"]) == ([], "annual", 5)
