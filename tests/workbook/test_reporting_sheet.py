"""The sheet that is filled in without a connection: its controls, its locked cells, and reading it back."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.reporting_sheet import (
    AMOUNTS,
    IDENTITY,
    REPORTING_SHEETS,
    TO_FILL,
    VALUES,
    control_of,
    read_reporting_sheet,
    revision_in,
    write_reporting_sheet,
)

WHO = {"institution": "aurora", "plan": "PEI", "version": 1, "reporting_period": "2024-S2"}
WHO |= {"executing_unit": "000901", "cost_centre": "CC1"}
VALUE = {
    "indicator": "I1",
    "period": "2024",
    "value_type": "number",
    "number": Decimal("90.25"),
    "control": "0.0000000a",
}
AMOUNT = {"activity": "AOI00000000001", "month": 7, "physical": Decimal(5), "control": "2.0000000b"}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "planilla.xlsx"
    rows = {IDENTITY.name: [WHO], VALUES.name: [VALUE], AMOUNTS.name: [AMOUNT]}
    path.write_bytes(write_reporting_sheet(rows, [(AMOUNTS.name, 0, "physical")]))
    return path


def test_what_is_written_is_read_back(path):
    read = read_reporting_sheet(path)
    assert read.faults == []
    for sheet, wanted in ((IDENTITY, WHO), (VALUES, VALUE), (AMOUNTS, AMOUNT)):
        (row,) = read.rows_by_sheet[sheet.name]
        assert {name: value for name, value in row.items() if value is not None} == wanted
    assert "parts" not in read.rows_by_sheet


def test_only_the_cells_to_fill_in_are_unlocked_and_a_closed_one_is_not(path):
    book = openpyxl.load_workbook(path)
    assert all(page.protection.sheet for page in book)
    for sheet in REPORTING_SHEETS:
        if sheet.label not in book.sheetnames:
            continue
        cells = dict(zip([column.name for column in sheet.columns], book[sheet.label][2], strict=True))
        unlocked = {name for name, cell in cells.items() if not cell.protection.locked}
        assert unlocked == set(TO_FILL.get(sheet.name, ())) - ({"physical"} if sheet is AMOUNTS else set())


def test_a_control_follows_what_a_row_says_and_not_how_it_is_written():
    said = {"number": Decimal("90.50"), "comment": None}
    same = control_of(3, said, [{"category": "M", "number": Decimal(1)}])
    assert same == control_of(
        3, {"number": Decimal("90.5"), "comment": ""}, [{"category": "M", "number": Decimal("1.0")}]
    )
    others = [
        control_of(3, said),
        control_of(4, said, [{"category": "M", "number": Decimal(1)}]),
        control_of(3, said | {"comment": "x"}, [{"category": "M", "number": Decimal(1)}]),
        control_of(3, said, [{"category": "H", "number": Decimal(1)}]),
    ]
    assert same not in others
    assert revision_in(same) == 3


@pytest.mark.parametrize("text", [None, "", "3", "3.abc", "x.0000000a", "3.0000000a.1", "٣.0000000a"])
def test_what_is_no_control_names_no_revision(text):
    assert revision_in(text) is None


def test_neither_kind_of_book_is_taken_for_the_other(path):
    with pytest.raises(UnreadableWorkbookError):
        read_reporting_sheet(_own_workbook(path.parent))


def _own_workbook(folder):
    book = openpyxl.Workbook()
    book.active.title = "Institución"
    book.active.append(["Identificador"])
    book.save(folder / "libro.xlsx")
    assert read_workbook(folder / "libro.xlsx").rows_by_sheet
    return folder / "libro.xlsx"
