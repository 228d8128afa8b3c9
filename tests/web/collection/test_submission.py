"""The page of a submission: who sees it, what it shows, when it may be filled in, and its files."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.web.planting import SLUG

from quipu.apps.accounts.models import Assignment
from quipu.apps.collection.models import ReportingLevel, Submission


@pytest.fixture
def level(submission):
    return ReportingLevel.objects.get(reporting_period=submission.reporting_period, level=submission.level)


@pytest.mark.parametrize(
    ("role", "status"), [("planner", 200), ("focal_point", 200), ("evaluator", 200), ("reader", 404)]
)
def test_who_sees_it(role, status, as_role, address, submission):
    assert as_role(role).get(address()).status_code == status


@pytest.mark.parametrize("step", ["", "save", "row", "send", "sheet", "upload", "evidence"])
def test_a_focal_point_finds_only_what_is_assigned(step, as_role, planted, address, submission):
    Assignment.objects.all().delete()
    client = as_role("focal_point")
    answer = client.get(address(step)) if step in ("", "sheet") else client.post(address(step))
    assert answer.status_code == 404


def test_a_submission_that_does_not_exist_is_not_found(as_role, planted, submission):
    nowhere = reverse("submission", kwargs={"slug": SLUG, "period": "2024-S1", "unit": "000000", "centre": "X"})
    assert as_role("planner").get(nowhere).status_code == 404


def test_an_evaluator_reads_and_writes_nothing(as_role, address, submission):
    page = as_role("evaluator").get(address()).content.decode()
    assert "Guardar borrador" not in page
    assert "<script" not in page
    assert as_role("evaluator").post(address("save")).status_code == 404


def test_it_says_what_is_owed_by_whom_and_until_when(as_role, address, submission, value):
    page = as_role("focal_point").get(address()).content.decode()
    assert value.name in page
    assert "Empezar a llenar" in page and "focal_point" in page
    assert "en 10 días" in page


def test_late_is_said_in_words(as_role, address, submission, level):
    level.due_on = timezone.localdate() - timedelta(days=3)
    level.save()
    assert "3 días de atraso" in as_role("focal_point").get(address()).content.decode()


@pytest.mark.parametrize(
    ("state", "calendar", "editable"),
    [
        ("owed", "open", True),
        ("draft", "open", True),
        ("returned", "open", True),
        ("submitted", "open", False),
        ("approved", "open", False),
        ("draft", "closed", False),
        ("returned", "closed", True),
        ("returned", "locked", False),
    ],
)
def test_when_it_may_be_filled_in(state, calendar, editable, as_role, address, submission, level):
    Submission.objects.filter(pk=submission.pk).update(state=state)
    ReportingLevel.objects.filter(pk=level.pk).update(state=calendar)
    page = as_role("focal_point").get(address()).content.decode()
    assert ("Guardar borrador" in page) is editable


def test_before_its_day_nothing_is_filled_in(as_role, address, submission, level):
    level.opens_on = timezone.localdate() + timedelta(days=1)
    level.save()
    assert "Guardar borrador" not in as_role("focal_point").get(address()).content.decode()


def test_many_months_come_in_parts_and_what_is_missing_leads_to_its_part(as_role, address, submission, monkeypatch):
    monkeypatch.setattr("quipu.web.draft.MOST_MONTHS", 6)
    client = as_role("focal_point")
    first, second = (client.get(address(), {"parte": part}).content.decode() for part in (1, 2))
    keys = [set(re.findall(r'<tr id="(a\d+-\d\d)"', page)) for page in (first, second)]
    assert keys[0] and keys[1] and not keys[0] & keys[1]
    assert f'href="?parte=2#{min(keys[1])}-' in first
    assert client.get(address(), {"parte": "999"}).status_code == 200


def test_a_unit_with_thirty_activities_stays_light(as_role, address, submission, planted):
    assert len(as_role("focal_point").get(address()).content) < 200_000


def test_the_sheet_goes_and_comes_back(as_role, address, submission, value, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = as_role("focal_point")
    sheet = client.get(address("sheet"))
    assert sheet["Content-Disposition"].startswith("attachment")
    back = SimpleUploadedFile("planilla.xlsx", sheet.content)
    assert client.post(address("upload"), {"sheet": back}).status_code == 302


def test_a_sheet_that_cannot_be_read_is_told(as_role, address, submission):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = as_role("focal_point").post(address("upload"), {"sheet": SimpleUploadedFile("x.xlsx", b"nada")})
    assert answer.status_code == 422
    assert "Hay un problema" in answer.content.decode()


def test_evidence_is_added_read_as_a_file_and_removed(as_role, address, submission, paper, planted):
    client = as_role("focal_point")
    client.post(address("evidence"), {"title": "Acta de junio", "file": paper})
    made = submission.evidence.get(title="Acta de junio")
    read = reverse("evidence-file", kwargs={**_parts(submission), "item": made.pk})
    answer = client.get(read)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    client.post(reverse("evidence-remove", kwargs={**_parts(submission), "item": made.pk}))
    assert not submission.evidence.filter(pk=made.pk).exists()


def test_evidence_is_a_file_or_a_link(as_role, address, submission, paper):
    answer = as_role("focal_point").post(address("evidence"), {"title": "Nada"})
    assert answer.status_code == 422
    assert "Dé un archivo o un enlace" in answer.content.decode()


def test_a_fault_of_evidence_stands_at_its_field(as_role, address, submission):
    bad = SimpleUploadedFile("acta.exe", b"MZ")
    answer = as_role("focal_point").post(address("evidence"), {"title": "Acta", "file": bad})
    assert answer.status_code == 422
    assert "No se admiten archivos" in answer.context["evidence_form"].errors["file"][0]


def test_evidence_of_a_value_waits_for_the_value(as_role, address, submission, value):
    sent = {"title": "Acta", "link": "https://example.org/a", "entry": value.key}
    answer = as_role("focal_point").post(address("evidence"), sent)
    assert answer.status_code == 422
    assert "Llene primero el valor" in answer.content.decode()


def _parts(submission):
    centre = submission.cost_centre
    period = submission.reporting_period.period
    return {"slug": SLUG, "period": period, "unit": centre.executing_unit.code, "centre": centre.code}


def test_a_sheet_brought_back_says_in_spanish_what_it_did(as_role, address, submission, value):
    client = as_role("focal_point")
    taken = client.get(address("sheet")).content
    page = client.post(address("upload"), {"sheet": SimpleUploadedFile("a.xlsx", taken)}, follow=True).content.decode()
    assert "no cambia nada" in page
    book = load_workbook(io.BytesIO(taken))
    lines = [
        line for line in book["Valores"].iter_rows() if (line[0].value, line[1].value) == (value.code, value.period)
    ]
    headings = [cell.value for cell in book["Valores"][1]]
    lines[0][headings.index("Valor")].value = 12
    filled = io.BytesIO()
    book.save(filled)
    sent = {"sheet": SimpleUploadedFile("a.xlsx", filled.getvalue())}
    assert "1 fila. Revísela y envíela." in client.post(address("upload"), sent, follow=True).content.decode()
