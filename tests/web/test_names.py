"""Every kind of fact that the history may tell of has a name that people read."""

import pytest

from quipu.web.templatetags.names import FACT_KINDS
from quipu.workbook.schema import SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_has_a_name_in_the_history(sheet):
    assert sheet.name in FACT_KINDS
