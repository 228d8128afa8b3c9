"""What comes in goes out again, whole: rows of every sheet, by both forms of the workbook."""

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from tests.apps.imports.rows_strategy import institutions
from tests.factories.workbooks import by_key, completed, fictional_rows

from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import apply_import, plan_import
from quipu.apps.organisation.queries import find_institution
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder, write_workbook

FORMS = {"libro.xlsx": write_workbook, "carpeta": write_folder}


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_the_fictional_institution_comes_back(tmp_path, form):
    FORMS[form](fictional_rows(), tmp_path / form)
    apply_import(read=read_workbook(tmp_path / form), mode="add")
    stored = current_rows(find_institution("aurora"))
    assert by_key(stored) == by_key(completed(fictional_rows()))
    FORMS[form](stored, tmp_path / f"otra-{form}")
    again = read_workbook(tmp_path / f"otra-{form}")
    assert plan_import(again, "replace").is_empty
    assert by_key(again.rows_by_sheet) == by_key(stored)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rows=institutions())
@pytest.mark.parametrize("form", FORMS)
def test_any_institution_comes_back(form, rows):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / form
        FORMS[form](rows, path)
        read = read_workbook(path)
        difference = plan_import(read, "add")
        assert [str(fault) for fault in difference.faults] == []
        apply_import(read=read, mode="add")
        stored = current_rows(find_institution("azar"))
        assert by_key(stored) == by_key(completed(rows))
        FORMS[form](stored, path.with_name(f"otra-{form}"))
        assert plan_import(read_workbook(path.with_name(f"otra-{form}")), "replace").is_empty
        transaction.set_rollback(True)
