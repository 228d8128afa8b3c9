"""What is written reads as what was given: layouts, unknown columns, amounts, texts that look like formulas."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbook.ceplan.examples import annual, records, separate, write_separate_examples

from quipu.workbook.ceplan.columns import FAMILIES, KNOWN
from quipu.workbook.ceplan.layouts import DATA_SHEET, default_annual, default_separate
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.writing import write_annual, write_separate
from quipu.workbook.writing import UnwritableWorkbookError

AMOUNTS = st.one_of(st.none(), st.decimals(min_value=0, max_value=Decimal("99999999999"), places=4))


def same(first, second):
    assert second.rows == first.rows
    assert [[cell or "" for cell in row.cells] for row in second.rows] == [
        [cell or "" for cell in row.cells] for row in first.rows
    ]
    assert [sheet.headings for sheet in second.layout.sheets] == [sheet.headings for sheet in first.layout.sheets]
    assert second.layout.kind == first.layout.kind


@pytest.mark.parametrize("sheet", ["POI_Por_ActividadOperativaAnual", DATA_SHEET])
@pytest.mark.parametrize("header_row", [1, 5])
def test_an_annual_export_comes_back_as_it_was(tmp_path, sheet, header_row):
    example = annual(4, sheet=sheet, header_row=header_row, places=2)
    example.put(0, "code", "'" + example.rows[0][example.fields["code"]])
    example.rename("stage", "ETAPA ")
    example.rows[0][1] = date(2024, 5, 1)
    example.rows[1][1] = True
    first = read_ceplan(example.write(tmp_path / "a.xlsx"))
    write_annual(tmp_path / "b.xlsx", first.layout, first.rows)
    second = read_ceplan(tmp_path / "b.xlsx")
    same(first, second)
    assert second.layout.sheets == (type(first.layout.sheets[0])(**vars_of(first, "b.xlsx")),)


def vars_of(files, name):
    sheet = files.layout.sheets[0]
    return {field: getattr(sheet, field) for field in sheet.__dataclass_fields__} | {"file": name}


def test_new_amounts_are_written_and_the_rest_is_left(tmp_path):
    first = read_ceplan(annual(2).write(tmp_path / "a.xlsx"))
    first.rows[0]["financial_executed_03"] = Decimal("123456.78")
    write_annual(tmp_path / "b.xlsx", first.layout, first.rows)
    second = read_ceplan(tmp_path / "b.xlsx")
    assert second.rows == first.rows
    changed = [i for i, cell in enumerate(first.rows[0].cells) if second.rows[0].cells[i] != cell]
    assert changed == [first.layout.sheets[0].fields["financial_executed_03"]]


@pytest.mark.parametrize("text", ["=1+1", "+51 1", "-x", "@SUM(A1)", "\tx", '=HYPERLINK("http://a")'])
def test_a_text_never_becomes_a_formula(tmp_path, text):
    example = annual(1)
    example.put(0, "name", text)
    example.rows[0][1] = text
    first = read_ceplan(example.write(tmp_path / "a.xlsx"))
    write_annual(tmp_path / "b.xlsx", first.layout, first.rows)
    page = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    cell = page.cell(2, example.fields["name"] + 1)
    assert (cell.value.strip(), cell.data_type == "f") == (text.strip(), False) or cell.data_type in "s"
    assert b"<f>" not in _xml(tmp_path / "b.xlsx")


def _xml(path):
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_texts_in_csv_are_neutral_too(tmp_path):
    examples = separate(1)
    examples[next(iter(examples))].put(0, "name", "=1+1")
    first = read_ceplan(write_separate_examples(tmp_path / "a", examples))
    sheets = tuple(
        type(sheet)(**{f: getattr(sheet, f) for f in sheet.__dataclass_fields__} | {"file": f"{sheet.kind}.csv"})
        for sheet in first.layout.sheets
    )
    write_separate(tmp_path / "b", type(first.layout)("separate", sheets), first.rows)
    assert "'=1+1" in (tmp_path / "b" / "relation.csv").read_text()
    assert read_ceplan(tmp_path / "b").rows == first.rows


def test_the_separate_files_come_back_as_they_were(tmp_path):
    first = read_ceplan(write_separate_examples(tmp_path / "a", separate(5)))
    write_separate(tmp_path / "b", first.layout, first.rows)
    same(first, read_ceplan(tmp_path / "b"))
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == [f"reporte {n}.xlsx" for n in range(1, 6)]


def test_an_accrual_that_changed_is_written_in_one_row(tmp_path):
    first = read_ceplan(write_separate_examples(tmp_path / "a", separate(2)))
    first.rows[0]["financial_executed_01"] = Decimal("5.5")
    write_separate(tmp_path / "b", first.layout, first.rows)
    second = read_ceplan(tmp_path / "b")
    assert second.rows[0]["financial_executed_01"] == Decimal("5.5")
    assert [len(parts) for parts in second.rows[0].parts.values()][-1] == 1
    assert [len(parts) for parts in second.rows[1].parts.values()][-1] == 2


def test_the_default_layout_has_only_the_known_columns(tmp_path):
    rows = [{name: D(value) for name, value in row.items()} for row in records(2)]
    write_annual(tmp_path / "a.xlsx", default_annual(), rows)
    files = read_ceplan(tmp_path / "a.xlsx")
    assert files.faults == [] and len(files.layout.sheets[0].headings) == len(KNOWN)
    assert [row["physical_executed_07"] for row in files.rows] == [row["physical_executed_07"] for row in rows]
    write_annual(tmp_path / "b.xlsx", default_annual(DATA_SHEET), rows)
    assert read_ceplan(tmp_path / "b.xlsx").layout.kind == "data"


def D(value):  # noqa: N802 - short on purpose
    return Decimal(repr(value)) if isinstance(value, (int, float)) else value


def test_the_default_separate_files(tmp_path):
    rows = [{name: D(value) for name, value in row.items() if name != "accumulated"} for row in records(2)]
    write_separate(tmp_path / "a", default_separate(), rows)
    files = read_ceplan(tmp_path / "a")
    assert files.faults == [] and len(files.rows) == 2
    assert [row["financial_executed_12"] for row in files.rows] == [row["financial_executed_12"] for row in rows]


@pytest.mark.parametrize(("text", "code"), [("x" * 40_000, "text_too_long"), ("a\x01b", "control_character")])
def test_texts_that_a_cell_cannot_hold(tmp_path, text, code):
    first = read_ceplan(annual(1).write(tmp_path / "a.xlsx"))
    first.rows[0]["name"] = text
    with pytest.raises(UnwritableWorkbookError) as caught:
        write_annual(tmp_path / "b.xlsx", first.layout, first.rows)
    assert caught.value.code == f"workbook.{code}"
    assert not (tmp_path / "b.xlsx").exists()


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNTS, min_size=72, max_size=72))
def test_any_amounts_read_as_they_were_written(amounts):
    fields = [name for family in FAMILIES for name in family.months]
    row = {**records(1)[0], **dict(zip(fields, amounts, strict=True))}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_annual(path, default_annual(), [row])
        [again] = read_ceplan(path).rows
        assert [again[name] for name in fields] == amounts
        write_separate(Path(folder) / "b", default_separate(), [row])
        [merged] = read_ceplan(Path(folder) / "b").rows
        for family in FAMILIES:
            if any(row[name] is not None for name in family.months):
                assert [merged[name] for name in family.months] == [row[name] for name in family.months]
