"""The planning authority's files from the command line."""

from __future__ import annotations

import json
import zipfile

import pytest
from tests.databases import Installation
from tests.factories.ceplan import ceplan_rows
from tests.workbook.ceplan.examples import activity_code, annual, separate, write_separate_examples

from quipu.workbook.writing import write_folder


@pytest.fixture(scope="module")
def planned(tmp_path_factory, aurora):
    """An installation with the plan that the example files fit, for others to start as copies of it."""
    made = Installation.make(tmp_path_factory.mktemp("planned") / "installation", aurora.server)
    write_folder(ceplan_rows(), made.folder / "plan")
    done = made.run("import", "plan")
    assert (done.returncode, done.stderr) == (0, "")
    return made


@pytest.fixture
def ministry(tmp_path, planned):
    """An installation of one's own with that plan."""
    return Installation.make(tmp_path / "installation", planned.server, planned)


def _without_sequences(dump):
    return {name: rows for name, rows in dump.items() if not name.startswith("sqlite_")}


def test_an_export_comes_in_is_compared_and_goes_out(ministry):
    folder = ministry.folder
    annual(5).write(folder / "uno.xlsx")
    dry = ministry.run("import", "uno.xlsx", "--mode", "replace", "--dry-run")
    assert "Plan operativo de 2024, PEI versión 1." in dry.stdout
    assert "Prueba, sin escribir nada" in dry.stdout
    done = ministry.run("import", "uno.xlsx", "--mode", "replace")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Actividades: 5 agregadas, 0 cambiadas, 0 quitadas" in done.stdout
    example = annual(4)
    example.put(0, "physical_executed_01", 77.0)
    example.write(folder / "dos.xlsx")
    again = ministry.run("import", "dos.xlsx", "--mode", "replace")
    assert "Actividades: 0 agregadas, 0 cambiadas, 1 quitada" in again.stdout
    options = ("--institution", "aurora", "--year", "2024")
    assert "v2: dos.xlsx, Seguimiento, 4 filas" in ministry.run("versions", "poi", *options).stdout
    compared = ministry.run("versions", "poi", "1", "2", *options).stdout
    assert f"{activity_code(5)} Atender informes 5: solo en la v1" in compared
    assert "F(SE)" in compared
    assert "Total" in ministry.run("versions", "poi", "2", *options).stdout
    for form, name in (("ceplan", "a.xlsx"), ("ceplan-data", "b.xlsx"), ("ceplan-separate", "cinco")):
        written = ministry.run("export", *options, "--format", form, "--output", name)
        assert (written.returncode, written.stdout) == (0, f"4 filas en {name}\n")
        back = ministry.run("import", name, "--mode", "replace", "--year", "2024", "--dry-run")
        assert "todo está ya así" in back.stdout, back.stderr


def test_five_files_one_by_one_in_a_folder_and_in_a_zip(ministry):
    folder = write_separate_examples(ministry.folder / "cinco", separate(3))
    files = sorted(path.relative_to(ministry.folder) for path in folder.iterdir())
    with zipfile.ZipFile(ministry.folder / "cinco.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    without = ministry.run("import", "cinco", "--mode", "replace")
    assert without.returncode == 2
    assert "--year" in without.stderr
    done = ministry.run("import", *files, "--mode", "replace", "--year", "2024")
    assert "Actividades: 3 agregadas" in done.stdout, done.stderr
    for name in ("cinco", "cinco.zip"):
        assert "ya así" in ministry.run("import", name, "--mode", "replace", "--year", "2024", "--dry-run").stdout


def test_every_fault_is_told_and_the_database_stays(ministry):
    example = annual(10)
    cells = [example.put(row, "physical_executed_03", "mil") for row in range(10)]
    example.write(ministry.folder / "malo.xlsx")
    before = ministry.dump()
    done = ministry.run("import", "malo.xlsx", "--mode", "replace")
    assert done.returncode == 2
    assert all(f"celda {cell}:" in done.stderr for cell in cells)
    assert "malo.xlsx tiene 10 faltas y no se importó nada" in done.stderr
    assert ministry.dump() == before


def test_questions_wait_for_an_answer_or_for_the_proposal_to_be_accepted(ministry):
    example = annual(2)
    example.rename("unit_of_measure", "Unidad Medida")
    for month in range(1, 13):
        example.put(0, f"physical_reprogrammed_{month:02d}", float(month))
    example.put(0, "physical_reprogrammed_total", 12.0)
    example.write(ministry.folder / "poi.xlsx")
    before = ministry.dump()
    asked = ministry.run("import", "poi.xlsx")
    assert asked.returncode == 2
    assert f"Pregunta [accumulation:{activity_code(1)}]" in asked.stderr
    assert "Pregunta [heading:unidadmedida]" in asked.stderr
    assert "1 pregunta espera respuesta" in asked.stderr
    assert ministry.dump() == before
    key = f"accumulation:{activity_code(1)}"
    told = json.loads(ministry.run("import", "poi.xlsx", "--dry-run", "--format", "json").stdout)
    assert {question["key"] for question in told["questions"]} == {key, "heading:unidadmedida"}
    wrong = ministry.run("import", "poi.xlsx", "--answer", "nada")
    assert "No son respuestas: nada." in wrong.stderr
    done = ministry.run("import", "poi.xlsx", "--answer", f"{key}=last", "--accept-matches")
    assert (done.returncode, done.stderr) == (0, "")
    again = ministry.run("import", "poi.xlsx")
    assert (again.returncode, again.stderr) == (0, "")
    assert "ya así" in again.stdout


def test_one_institution_is_enough_and_two_have_to_be_told_apart(ministry):
    annual(1).write(ministry.folder / "poi.xlsx")
    write_folder(ceplan_rows("boreal"), ministry.folder / "otra")
    assert ministry.run("import", "otra").returncode == 0
    done = ministry.run("import", "poi.xlsx")
    assert done.returncode == 2
    assert "--institution" in done.stderr
    assert ministry.run("import", "poi.xlsx", "--institution", "boreal").returncode == 0


KILLED = """
import time
from quipu.cli.database import start_django
start_django()
import quipu.apps.imports.{module} as module
def wait(*arguments, **options):
    print("here", flush=True)
    time.sleep(60)
module.{name} = wait
from quipu.cli.main import main
main(["import", "poi.xlsx", "--mode", "replace"])
"""
MOMENTS = {
    "activities without amounts": ("applying", "Applier._write_amounts"),
    "all but the history": ("services.workbooks", "_record"),
    "all but the kept cells": ("services.ceplan", "keep_rows"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_in_the_middle_leaves_the_database_as_it_was(ministry, moment):
    annual(20).write(ministry.folder / "poi.xlsx")
    before = ministry.dump()
    module, name = MOMENTS[moment]
    process = ministry.start(KILLED.format(module=module, name=name))
    try:
        assert process.stdout.readline().strip() == "here"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert _without_sequences(ministry.dump()) == _without_sequences(before)
    done = ministry.run("import", "poi.xlsx", "--mode", "replace")
    assert (done.returncode, done.stderr) == (0, "")


WORKER = """
import time
from quipu.cli.database import start_django
start_django()
from pathlib import Path
from quipu.apps.imports import applying
from quipu.apps.imports.models import Upload
from quipu.apps.imports.services import uploads
from quipu.apps.organisation.models import Institution
files = [("poi.xlsx", Path("poi.xlsx").read_bytes())]
upload = uploads.receive_upload(institution=Institution.objects.get(), files=files, mode="replace")
uploads.look_at(upload)
uploads.confirm(upload=upload)
def wait(*arguments, **options):
    print("here", flush=True)
    time.sleep(60)
applying.Applier._write_amounts = wait
uploads.import_upload(upload)
"""
AFTERWARDS = """
from datetime import timedelta
from quipu.cli.database import start_django
start_django()
from django.utils import timezone
from quipu.apps.imports.models import Upload
from quipu.apps.imports.services import uploads
from quipu.apps.plans.models import OperationalActivity
upload = Upload.objects.get()
assert upload.state == "importing", upload.state
assert not OperationalActivity.objects.exists()
Upload.objects.update(touched_at=timezone.now() - timedelta(hours=1))
upload.refresh_from_db()
assert uploads.is_abandoned(upload)
uploads.resume(upload=upload)
uploads.import_upload(upload)
print(upload.state, OperationalActivity.objects.count())
"""


def test_a_worker_killed_in_the_middle_of_an_upload_is_recovered_from(ministry):
    annual(20).write(ministry.folder / "poi.xlsx")
    process = ministry.start(WORKER)
    try:
        assert process.stdout.readline().strip() == "here"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    after = ministry.start(AFTERWARDS)
    assert after.communicate()[0].strip() == "done 20"


def test_an_export_of_files_needs_its_year(ministry):
    done = ministry.run("export", "--institution", "aurora", "--format", "ceplan", "--output", "x.xlsx")
    assert done.returncode == 2
    assert "--year" in done.stderr


def _moved(ministry):
    """An activity in a centre that nobody knows, with another name; the file's name."""
    annual(2).write(ministry.folder / "uno.xlsx")
    assert ministry.run("import", "uno.xlsx").returncode == 0
    example = annual(2)
    example.put(0, "responsible_centre", "CC-ZZZ")
    example.put(1, "name", "Otro nombre")
    example.put(0, "physical_executed_01", 77.0)
    example.write(ministry.folder / "dos.xlsx")
    return "dos.xlsx"


def test_a_new_cost_centre_waits_for_its_answer_and_a_name_does_not(ministry):
    name = _moved(ministry)
    before = ministry.dump()
    asked = ministry.run("import", name, "--mode", "update")
    assert asked.returncode == 2
    assert "--answer cost_centre:000901/CC-ZZZ=VALOR: create (Es nuevo: se crea)" in asked.stderr
    assert "Detiene la importación" in asked.stderr
    assert "No detiene la importación: sin respuesta, queda el nombre del plan." in asked.stderr
    assert "1 pregunta espera respuesta" in asked.stderr
    assert ministry.dump() == before
    done = ministry.run("import", name, "--mode", "update", "--answer", "cost_centre:000901/CC-ZZZ=03.02")
    assert done.returncode == 0, done.stderr
    assert "Actividades" not in done.stdout


def test_details_show_the_first_rows_before_and_after(ministry):
    name = _moved(ministry)
    dry = ministry.run("import", name, "--mode", "update", "--dry-run", "--details")
    assert dry.returncode == 0
    assert "→ «77»" in dry.stdout
    assert "Centro de costo «03.02» → «CC-ZZZ»" in dry.stdout
    assert "000901 · CC-ZZZ: se agrega" in dry.stdout
    assert "«77»" not in ministry.run("import", name, "--mode", "update", "--dry-run").stdout


def test_each_kind_of_warning_is_told_and_the_rest_counted(ministry):
    example = annual(6)
    for row in range(5):
        for month in range(1, 13):
            example.put(row, f"physical_executed_{month:02d}", float(month))
    for row in range(5):
        example.put(row, "physical_executed_total", 999.0)
    example.put(5, "financial_executed_total", 1.0)
    example.write(ministry.folder / "poi.xlsx")
    told = ministry.run("import", "poi.xlsx", "--dry-run").stderr
    assert told.count("Aviso [imports.accumulation] Hoja") == 2
    assert "Aviso [imports.accumulation] 5 en total, 3 más" in told
    assert told.count("Aviso [workbook.ceplan.total_differs] Hoja") == 2
    assert "Aviso [workbook.ceplan.total_differs] 6 en total, 4 más" in told
