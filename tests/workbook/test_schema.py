"""The schema keeps its own promises."""

from collections import Counter

import pytest

from quipu.workbook.names import plain_name
from quipu.workbook.schema import SHEETS

EXCEL_NAME_LENGTH = 31


def test_sheets_have_distinct_names_that_excel_admits():
    names = Counter(plain_name(name) for sheet in SHEETS for name in {sheet.name, sheet.label})
    assert [name for name, count in names.items() if count > 1] == []
    assert all(len(sheet.label) <= EXCEL_NAME_LENGTH for sheet in SHEETS)
    assert len({sheet.file_name for sheet in SHEETS}) == len(SHEETS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_headings_are_not_ambiguous(sheet):
    labels = Counter(plain_name(column.label) for column in sheet.columns)
    assert [label for label, count in labels.items() if count > 1] == []
    for column in sheet.columns:
        assert sheet.by_heading[plain_name(column.label)] is column
        named = sheet.by_heading[plain_name(column.name)]
        assert named is column


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_keys_and_choices_hold(sheet):
    for name in sheet.key:
        assert sheet.column(name)
    for column in sheet.columns:
        assert column.default is None or not column.choices or column.default in column.choices
