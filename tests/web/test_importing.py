"""Bringing files in by the browser, and the versions of the operational plan."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.factories.ceplan import plan_for_ceplan
from tests.web.planting import PASSWORD, SLUG
from tests.workbook.ceplan.examples import activity_code, annual, separate, write_separate_examples

from quipu.apps.accounts.services import add_person
from quipu.apps.imports.models import Upload, Workbook
from quipu.apps.imports.services import uploads
from quipu.apps.imports.services.ceplan import apply_ceplan_import, read_files
from quipu.apps.plans.models import ActivityAmount, OperationalActivity
from quipu.apps.publishing.models import Build
from quipu.apps.publishing.services import SILENCE

MINISTRY = "aurora"


def _address(name, slug=MINISTRY, **parts):
    return reverse(name, kwargs={"slug": slug, **parts})


@pytest.fixture
def ministry(db, tmp_path):
    """The version of the plan that the example files fit, with a planner and a reader."""
    version = plan_for_ceplan(tmp_path)
    for role in ("planner", "reader"):
        add_person(username=f"{role}-aurora", institution=version.plan.institution, role=role, password=PASSWORD)
    return version


@pytest.fixture
def planner(ministry, client):
    """The planner's browser."""
    assert client.login(username="planner-aurora", password=PASSWORD)
    return client


def _send(client, *paths, mode="replace", **fields):
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return client.post(_address("receive-upload"), {"files": files, "mode": mode, **fields})


def _looked_at(client, *paths, **fields):
    answer = _send(client, *paths, **fields)
    upload = Upload.objects.latest("pk")
    assert answer["Location"] == _address("upload", upload_id=upload.pk)
    uploads.look_at(upload)
    return upload


def _page(client, upload, query=""):
    return client.get(_address("upload", upload_id=upload.pk) + query).content.decode()


def test_from_the_form_to_the_history(planner, tmp_path):
    path = annual(4).write(tmp_path / "poi.xlsx")
    assert 'enctype="multipart/form-data"' in planner.get(_address("imports")).content.decode()
    answer = _send(planner, path)
    waiting = planner.get(answer["Location"]).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert '<progress id="stage">' in waiting
    upload = Upload.objects.get()
    assert (upload.uploaded_by.username, upload.name) == ("planner-aurora", "poi.xlsx")
    progress = _address("upload-progress", upload_id=upload.pk)
    assert "HX-Refresh" not in planner.get(progress).headers
    uploads.look_at(upload)
    assert planner.get(progress)["HX-Refresh"] == "true"
    page = _page(planner, upload)
    assert _address("confirm-upload", upload_id=upload.pk) in page
    assert activity_code(1) in page
    planner.post(_address("confirm-upload", upload_id=upload.pk))
    upload.refresh_from_db()
    assert (upload.state, upload.confirmed_by.username) == ("confirmed", "planner-aurora")
    uploads.import_upload(upload)
    page = _page(planner, upload)
    assert _address("history") in page
    assert _address("workbook-original", workbook_id=upload.workbook_id) not in page
    assert "poi.xlsx" in planner.get(_address("imports")).content.decode()
    assert "planner-aurora" in planner.get(_address("history")).content.decode()


def test_before_and_after_are_shown(planner, ministry, tmp_path):
    files = read_files(annual(2).write(tmp_path / "uno.xlsx"), institution=ministry.plan.institution)
    apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    example = annual(1)
    example.put(0, "unit_of_measure", "Unidad nueva")
    page = _page(planner, _looked_at(planner, example.write(tmp_path / "dos.xlsx")))
    assert "<del>Trámites</del> → <ins>Unidad nueva</ins>" in page
    assert activity_code(2) in page


def test_what_came_before_is_offered_to_bring_it_back(planner, ministry, tmp_path):
    files = read_files(annual(2).write(tmp_path / "uno.xlsx"), institution=ministry.plan.institution)
    earlier = apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    upload = _looked_at(planner, annual(1).write(tmp_path / "dos.xlsx"))
    uploads.confirm(upload=upload)
    uploads.import_upload(upload)
    address = _address("workbook-original", workbook_id=earlier.pk)
    assert address in _page(planner, upload)
    assert b"".join(planner.get(address).streaming_content) == (tmp_path / "uno.xlsx").read_bytes()


def _faulty(folder):
    example = annual(60)
    cells = [example.put(row, "physical_executed_03", "=1+1 mil") for row in range(60)]
    return example.write(folder / "malo.xlsx"), cells


def test_every_fault_is_listed_filtered_and_kept(planner, tmp_path):
    path, cells = _faulty(tmp_path)
    upload = _looked_at(planner, path)
    first, second = _page(planner, upload), _page(planner, upload, "?pagina=2")
    assert all(f">{cell}</th>" in first + second for cell in cells)
    assert "pagina=2" in first
    assert _address("confirm-upload", upload_id=upload.pk) not in first
    found = _page(planner, upload, f"?buscar={cells[7]}")
    assert f">{cells[7]}</th>" in found
    assert f">{cells[8]}</th>" not in found
    kept = planner.get(_address("upload-faults", upload_id=upload.pk, format="csv")).content.decode()
    assert all(cell in kept for cell in cells)
    assert ",=1+1" not in kept
    assert ",'=1+1" in kept


def test_a_fault_of_the_file_shows_as_text(planner, tmp_path):
    example = annual(1)
    example.put(0, "action", "<script>alert(1)</script>")
    page = _page(planner, _looked_at(planner, example.write(tmp_path / "x.xlsx")))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_questions_are_a_form_and_answers_are_remembered(planner, ministry, tmp_path):
    files = read_files(annual(2).write(tmp_path / "uno.xlsx"), institution=ministry.plan.institution)
    apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    example = annual(2)
    example.rename("unit_of_measure", "Unidad Medida")
    example.put(0, "name", "Otro nombre")
    upload = _looked_at(planner, example.write(tmp_path / "dos.xlsx"))
    page = _page(planner, upload)
    assert 'name="q:heading:unidadmedida"' in page
    assert 'name="all_names"' in page
    given = {"q:heading:unidadmedida": "unit_of_measure", "all_names": "1"}
    planner.post(_address("answer-upload", upload_id=upload.pk), given)
    upload.refresh_from_db()
    uploads.look_at(upload)
    assert (upload.state, upload.found["questions"]) == ("ready", [])
    assert '<option value="unit_of_measure" selected>' in _page(planner, upload)
    assert _looked_at(planner, tmp_path / "dos.xlsx").found["questions"] == []


def test_nothing_can_be_confirmed_while_a_question_stops_it(planner, ministry, tmp_path):
    files = read_files(annual(2).write(tmp_path / "uno.xlsx"), institution=ministry.plan.institution)
    apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    example = annual(2)
    example.put(0, "responsible_centre", "CC-ZZZ")
    example.put(1, "name", "Otro nombre")
    example.put(0, "physical_executed_total", 5000.0)
    upload = _looked_at(planner, example.write(tmp_path / "dos.xlsx"), mode="update")
    page, confirmed = _page(planner, upload), _address("confirm-upload", upload_id=upload.pk)
    assert upload.state == "ready"
    assert confirmed not in page
    assert "sin respuesta, queda el nombre del plan" in page
    assert "Hay una pregunta sin responder" in planner.post(confirmed, follow=True).content.decode()
    upload.refresh_from_db()
    assert upload.state == "ready"
    planner.post(_address("answer-upload", upload_id=upload.pk), {"q:cost_centre:000901/CC-ZZZ": "create"})
    upload.refresh_from_db()
    uploads.look_at(upload)
    assert confirmed in _page(planner, upload)
    uploads.confirm(upload=upload)
    uploads.import_upload(upload)
    done = _page(planner, upload)
    assert "<details open><summary>Totales impresos que no son los de sus meses: 1</summary>" in done
    assert "es 5000 y" in done


def test_a_wrong_form_says_what_is_wrong(planner, tmp_path):
    (tmp_path / "x.exe").write_bytes(b"MZ")
    for answer in (_send(planner), _send(planner, tmp_path / "x.exe"), _send(planner, tmp_path / "x.exe", mode="otro")):
        assert answer.status_code == 422
        assert "Hay un problema" in answer.content.decode()
    assert not Upload.objects.exists()


def test_files_that_are_too_large_are_not_read(planner, tmp_path, monkeypatch):
    monkeypatch.setattr("quipu.web.import_forms.MOST_BYTES", 100)
    answer = _send(planner, annual(1).write(tmp_path / "poi.xlsx"))
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_several_files_go_together(planner, tmp_path):
    folder = write_separate_examples(tmp_path / "cinco", separate(2))
    upload = _looked_at(planner, *sorted(folder.iterdir()), year="2024")
    assert (upload.kind, upload.state) == ("ceplan_separate", "ready")
    content = b"".join(planner.get(_address("upload-original", upload_id=upload.pk)).streaming_content)
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 5


def test_withdrawing(planner, tmp_path):
    upload = _looked_at(planner, annual(1).write(tmp_path / "poi.xlsx"))
    planner.post(_address("withdraw-upload", upload_id=upload.pk))
    upload.refresh_from_db()
    assert upload.state == "withdrawn"
    answer = planner.post(_address("confirm-upload", upload_id=upload.pk), follow=True)
    assert "no puede hacerse ahora" in answer.content.decode()
    assert not OperationalActivity.objects.filter(code=activity_code(1)).exists()


def test_what_a_dead_worker_left_is_offered_again(planner, tmp_path):
    upload = _looked_at(planner, annual(1).write(tmp_path / "poi.xlsx"))
    Upload.objects.filter(pk=upload.pk).update(state="importing", touched_at=timezone.now() - timedelta(hours=1))
    assert _address("resume-upload", upload_id=upload.pk) in _page(planner, upload)
    planner.post(_address("resume-upload", upload_id=upload.pk))
    upload.refresh_from_db()
    assert upload.state == "confirmed"


def test_a_report_left_by_a_dead_worker_is_offered_again(planted, as_role):
    client, address = as_role("evaluator"), _address("resume-build", SLUG, build_id=planted.running.pk)
    page = _address("build", SLUG, build_id=planted.running.pk)
    assert address not in client.get(page).content.decode()
    long_ago = timezone.now() - SILENCE - timedelta(minutes=1)
    Build.objects.filter(pk=planted.running.pk).update(touched_at=long_ago)
    assert address in client.get(page).content.decode()
    client.post(address)
    assert Build.objects.get(pk=planted.running.pk).state == "waiting"


def test_another_institution_finds_nothing(planner, planted):
    assert planner.get(_address("upload", upload_id=planted.upload.pk)).status_code == 404
    assert planner.get(_address("workbook-original", workbook_id=planted.workbook.pk)).status_code == 404
    assert planner.get(_address("poi-phases", poi_id=planted.poi.pk)).status_code == 404
    assert planner.post(_address("confirm-upload", upload_id=planted.upload.pk)).status_code == 404


@pytest.fixture
def two_versions(ministry, tmp_path):
    """Two versions of the operational plan."""
    example = annual(3)
    example.put(0, "financial_reprogrammed_05", 123456.78)
    example.put(1, "name", "Otro nombre")
    for number, several in enumerate((annual(3), example)):
        files = read_files(several.write(tmp_path / f"{number}.xlsx"), institution=ministry.plan.institution)
        apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    return ministry


def test_versions_are_listed_and_compared(two_versions, planner):
    page = planner.get(_address("poi-versions")).content.decode()
    assert "2024 v1" in page
    assert "2024 v2" in page
    assert "123456.78" not in page, "two versions are read whole only when somebody asks"
    first, second = two_versions.poi_versions.order_by("number")
    page = planner.get(_address("poi-versions") + f"?de={first.pk}&a={second.pk}").content.decode()
    assert "123456.78" in page
    assert "Otro nombre" in page
    assert activity_code(3) not in page


def test_a_reader_compares_and_exports_and_does_not_import(two_versions, client):
    assert client.login(username="reader-aurora", password=PASSWORD)
    assert client.get(_address("poi-versions")).status_code == 200
    assert client.get(_address("imports")).status_code == 404
    phases = _address("poi-phases", poi_id=two_versions.poi_versions.first().pk)
    assert activity_code(1) in client.get(phases).content.decode()


@pytest.mark.parametrize(("layout", "start"), [("annual", b"PK"), ("data", b"PK"), ("separate", b"PK")])
def test_the_plan_goes_out_and_reads_back_the_same(two_versions, planner, tmp_path, layout, start):
    answer = planner.get(_address("export-poi", year=2024, layout=layout))
    assert answer.content.startswith(start)
    ending = ".zip" if layout == "separate" else ".xlsx"
    assert answer["Content-Disposition"].endswith(f'{layout}{ending}"')
    path = Path(tmp_path / f"vuelta{ending}")
    path.write_bytes(answer.content)
    upload = _looked_at(planner, path, year="2024")
    assert upload.found["empty"], upload.found["faults"]


def test_what_cannot_be_written_is_told_by_name(ministry, planner, tmp_path):
    files = read_files(annual(2, places=2).write(tmp_path / "p.xlsx"), institution=ministry.plan.institution)
    apply_ceplan_import(files, version=ministry, year=2024, mode="replace")
    ActivityAmount.objects.filter(activity__code=activity_code(2)).update(physical=3)
    answer = planner.get(_address("export-poi", year=2024, layout="annual"), follow=True)
    assert f"{activity_code(2)}: sus montos cambiaron" in answer.content.decode()
    assert planner.get(_address("export-poi", year=2024, layout="otro")).status_code == 404


def test_no_page_takes_more_than_fifteen_queries(two_versions, planner, tmp_path, django_assert_max_num_queries):
    path, _ = _faulty(tmp_path)
    faulty, good = _looked_at(planner, path), _looked_at(planner, annual(9).write(tmp_path / "ocho.xlsx"))
    finished = _looked_at(planner, annual(2).write(tmp_path / "dos.xlsx"))
    uploads.confirm(upload=finished)
    uploads.import_upload(finished)
    pages = [_address("imports"), _address("poi-versions")]
    pages += [_address("upload", upload_id=upload.pk) for upload in (faulty, good, finished)]
    pages += [_address("upload-progress", upload_id=good.pk)]
    pages += [_address("poi-phases", poi_id=two_versions.poi_versions.first().pk)]
    for page in pages:
        with django_assert_max_num_queries(15):
            assert planner.get(page).status_code == 200
    assert Workbook.objects.filter(upload=finished).exists()
