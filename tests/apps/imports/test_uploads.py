"""Uploads: looked at, asked about, confirmed and imported by the worker, or left out; nothing in halves."""

from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.databases import dump_django
from tests.factories.ceplan import ceplan_rows
from tests.workbook.ceplan.examples import activity_code, annual, separate, write_separate_examples

from quipu.apps.imports import originals
from quipu.apps.imports.applying import Applier
from quipu.apps.imports.models import HeadingAlias, Upload, Workbook
from quipu.apps.imports.questions import AnswersError
from quipu.apps.imports.rooms import NoRoomError
from quipu.apps.imports.services import uploads
from quipu.apps.plans.models import OperationalActivity
from quipu.workbook.writing import write_workbook

pytestmark = pytest.mark.django_db


def sent(version, *paths, mode="replace", **options):
    files = [(path.name, path.read_bytes()) for path in paths]
    return uploads.receive_upload(institution=version.plan.institution, files=files, mode=mode, **options)


def seen(version, *paths, **options):
    upload = sent(version, *paths, **options)
    uploads.look_at(upload)
    return upload


def done(upload):
    uploads.confirm(upload=upload)
    uploads.import_upload(upload)
    return upload


def test_from_sending_to_imported(version, tmp_path):
    upload = seen(version, annual(5).write(tmp_path / "poi.xlsx"))
    assert (upload.state, upload.kind, upload.found["year"]) == ("ready", "ceplan_annual", 2024)
    assert upload.found["counts"]["activities"] == [5, 0, 0]
    assert not OperationalActivity.objects.exists()
    done(upload)
    assert upload.state == "done"
    assert upload.workbook.sha256 == upload.sha256
    assert OperationalActivity.objects.count() == 5


def test_an_own_workbook_too(version, tmp_path):
    rows = {"institution": ceplan_rows()["institution"], "units": [{"code": "NU", "name": "Nueva"}]}
    write_workbook(rows, tmp_path / "libro.xlsx")
    upload = done(seen(version, tmp_path / "libro.xlsx", mode="add"))
    assert (upload.state, upload.kind, upload.workbook.added) == ("done", "own", 1)


def test_a_workbook_of_another_institution_is_refused(version, tmp_path):
    write_workbook({"institution": ceplan_rows("boreal")["institution"]}, tmp_path / "libro.xlsx")
    upload = seen(version, tmp_path / "libro.xlsx")
    assert [fault["code"] for fault in upload.found["faults"]] == ["imports.other_institution"]


def test_the_original_of_an_import_can_be_sent_again(version, tmp_path):
    folder = write_separate_examples(tmp_path / "cinco", separate(3))
    upload = done(seen(version, *sorted(folder.iterdir()), year=2024))
    assert (upload.state, upload.kind) == ("done", "ceplan_separate")
    again = tmp_path / "original.zip"
    again.write_bytes(upload.workbook.original.read())
    assert seen(version, again, year=2024).found["empty"]


def test_faults_are_kept_with_their_way_out(version, tmp_path):
    example = annual(3)
    cell = example.put(1, "action", "AEI.99.09")
    upload = seen(version, example.write(tmp_path / "poi.xlsx"))
    assert upload.state == "refused"
    (fault,) = upload.found["faults"]
    assert (fault["cell"], fault["value"]) == (cell, "AEI.99.09")
    assert fault["remedy"]
    with pytest.raises(uploads.UploadError):
        uploads.confirm(upload=upload)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"<html>"])
def test_what_cannot_be_opened_is_told(version, tmp_path, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    upload = seen(version, tmp_path / "x.xlsx")
    assert upload.state == "refused"
    assert upload.found["faults"][0]["reason"]


def test_limits(version, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    institution = version.plan.institution
    for files, code in (
        ([], "imports.upload.none"),
        ([("a.exe", b"x")], "imports.upload.ending"),
        ([("a.xlsx", b"x" * 11)], "imports.upload.too_large"),
        ([(f"{number}.csv", b"x") for number in range(21)], "imports.upload.too_many"),
    ):
        with pytest.raises(uploads.UploadError) as refused:
            uploads.receive_upload(institution=institution, files=files, mode="add")
        assert refused.value.code == code
    assert not Upload.objects.exists()


def test_a_name_with_folders_writes_nowhere_else(version, tmp_path, settings):
    content = annual(1).write(tmp_path / "poi.xlsx").read_bytes()
    files = [("../../fuera.xlsx", content)]
    upload = uploads.receive_upload(institution=version.plan.institution, files=files, mode="add")
    assert upload.name == "fuera.xlsx"
    assert Path(upload.original.path).is_relative_to(Path(settings.MEDIA_ROOT))


def test_answers_are_remembered_for_the_next_file(version, tmp_path):
    example = annual(3)
    example.rename("name", "Actividad Operatva")
    path = example.write(tmp_path / "poi.xlsx")
    upload = seen(version, path)
    assert upload.state == "refused"
    (question,) = upload.found["questions"]
    uploads.answer(upload=upload, answers={question["key"]: "name", "heading:inventada": "name"})
    assert upload.state == "waiting"
    uploads.look_at(upload)
    assert (upload.state, upload.found["questions"]) == ("ready", [])
    assert [item["answer"] for item in upload.found["answered"]] == ["name"]
    assert HeadingAlias.objects.get().heading == "actividadoperatva"
    assert seen(version, path).state == "ready"


def test_an_answer_that_cannot_be_one_changes_nothing(version, tmp_path):
    example = annual(1)
    example.rename("name", "Actividad Operatva")
    upload = seen(version, example.write(tmp_path / "poi.xlsx"))
    with pytest.raises(AnswersError):
        uploads.answer(upload=upload, answers={upload.found["questions"][0]["key"]: "nada"})
    assert upload.state == "refused"


def test_what_changed_meanwhile_has_to_be_seen_again(version, tmp_path):
    upload = seen(version, annual(3).write(tmp_path / "tres.xlsx"))
    other = done(seen(version, annual(2).write(tmp_path / "dos.xlsx")))
    assert other.state == "done"
    done(upload)
    assert (upload.state, upload.found["notice"]) == ("ready", "changed")
    assert upload.found["counts"]["activities"] == [1, 0, 0]
    (question,) = upload.found["questions"]
    with pytest.raises(uploads.UploadError, match="una pregunta sin responder"):
        done(upload)
    assert OperationalActivity.objects.count() == 2
    uploads.answer(upload=upload, answers={question["key"]: "create"})
    uploads.look_at(upload)
    assert done(upload).state == "done"
    assert OperationalActivity.objects.count() == 3


def test_confirming_twice_imports_once(version, tmp_path):
    upload = done(seen(version, annual(2).write(tmp_path / "poi.xlsx")))
    uploads.import_upload(upload)
    with pytest.raises(uploads.UploadError):
        uploads.confirm(upload=upload)
    assert Workbook.objects.filter(upload=upload).count() == 1


def test_withdrawn_is_left_out(version, tmp_path):
    upload = seen(version, annual(2).write(tmp_path / "poi.xlsx"))
    uploads.withdraw(upload=upload)
    with pytest.raises(uploads.UploadError):
        uploads.confirm(upload=upload)
    assert not OperationalActivity.objects.exists()


@pytest.mark.parametrize(("left", "taken"), [("reading", "waiting"), ("importing", "confirmed")])
def test_what_a_dead_worker_left_is_offered_again(version, tmp_path, left, taken):
    upload = seen(version, annual(2).write(tmp_path / "poi.xlsx"))
    Upload.objects.filter(pk=upload.pk).update(state=left, touched_at=timezone.now())
    upload.refresh_from_db()
    assert not uploads.is_abandoned(upload)
    with pytest.raises(uploads.UploadError):
        uploads.resume(upload=upload)
    Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now() - uploads.SILENCE - timedelta(seconds=1))
    upload.refresh_from_db()
    uploads.resume(upload=upload)
    assert upload.state == taken
    work = uploads.look_at if taken == "waiting" else uploads.import_upload
    work(upload)
    assert upload.state in ("ready", "done")


def _full(*arguments, **options):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_while_receiving_keeps_nothing(version, tmp_path, monkeypatch):
    path = annual(1).write(tmp_path / "poi.xlsx")
    monkeypatch.setattr(originals, "replace_file", _full)
    with pytest.raises(NoRoomError, match="No queda espacio en el disco"):
        sent(version, path)
    assert not Upload.objects.exists()


def test_a_full_disk_while_importing_changes_nothing_and_can_be_tried_again(version, tmp_path, monkeypatch):
    upload = seen(version, annual(3).write(tmp_path / "poi.xlsx"))
    before = {name: rows for name, rows in dump_django().items() if not name.startswith(("imports_upload", "django"))}
    with monkeypatch.context() as full:
        full.setattr(Applier, "_write_amounts", _full)
        done(upload)
    after = {name: rows for name, rows in dump_django().items() if name in before}
    assert after == before
    assert upload.state == "failed"
    assert upload.found["faults"][0]["code"] == "imports.no_room"
    uploads.resume(upload=upload)
    uploads.look_at(upload)
    assert done(upload).state == "done"


def test_a_mistake_of_ours_is_kept_without_details(version, tmp_path, monkeypatch):
    upload = seen(version, annual(1).write(tmp_path / "poi.xlsx"))

    def broken(*arguments, **options):
        raise ZeroDivisionError("secreto")

    monkeypatch.setattr(Applier, "apply", broken)
    uploads.confirm(upload=upload)
    with pytest.raises(ZeroDivisionError):
        uploads.import_upload(upload)
    assert upload.state == "failed"
    assert "secreto" not in str(upload.found)
    assert "ZeroDivisionError" in upload.found["faults"][0]["reason"]
    assert not OperationalActivity.objects.filter(code=activity_code(1)).exists()
