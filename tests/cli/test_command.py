"""The command as a person runs it: in a process of its own, on a database of its own."""

import json
import re
import stat
import time

import pytest
from tests.factories.workbooks import book_with, fictional_book


def test_help_is_quick_and_lists_every_verb(installation):
    started = time.perf_counter()
    done = installation.run("--help")
    assert done.returncode == 0
    assert {"init", "import", "export", "template", "people", "versions"} <= set(done.stdout.split())
    assert time.perf_counter() - started < 2


def test_from_nothing_to_a_round_trip(installation):
    assert installation.run("template", "--output", "blanco.xlsx").returncode == 0
    fictional_book(installation.folder / "libro.xlsx")
    dry = installation.run("import", "libro.xlsx", "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "Prueba, sin escribir nada" in dry.stdout
    done = installation.run("import", "libro.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Logros esperados: 3 agregadas" in done.stdout
    assert installation.run("export", "--institution", "aurora", "--output", "carpeta").returncode == 0
    again = installation.run("import", "carpeta", "--mode", "replace")
    assert "todo está ya así" in again.stdout


def test_a_bad_workbook_exits_with_2_and_leaves_the_database_as_it_was(imported):
    before = imported.dump()
    book_with(imported.folder / "malo.xlsx", "targets", {("number", 2): "abc", ("period", 3): "2031"})
    done = imported.run("import", "malo.xlsx", "--mode", "update")
    assert done.returncode == 2
    assert "Hoja «Logros esperados», celda F2: «abc» no es un número." in done.stderr
    assert "celda D3" in done.stderr
    assert "Traceback" not in done.stderr
    assert imported.dump() == before
    told = json.loads(imported.run("import", "malo.xlsx", "--mode", "update", "--format", "json").stdout)
    assert [fault["cell"] for fault in told["faults"]] == ["F2", "D3"]
    assert told["applied"] is False


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
main(["import", "otro.xlsx", "--mode", "update"])
"""
MOMENTS = {
    "half of the rows": ("applying", "Applier._write_amounts"),
    "all but the history": ("services.workbooks", "_record"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_in_the_middle_leaves_the_database_as_it_was(imported, moment):
    before = imported.dump()
    book_with(imported.folder / "otro.xlsx", "targets", {("number", 2): 20000})
    module, name = MOMENTS[moment]
    process = imported.start(KILLED.format(module=module, name=name))
    try:
        assert process.stdout.readline().strip() == "here"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert imported.dump() == before
    done = imported.run("import", "otro.xlsx", "--mode", "update")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Logros esperados: 0 agregadas, 1 cambiada" in done.stdout
    originals = list((imported.folder / "data" / "files" / "workbooks").rglob("*.*"))
    assert len(originals) == 2


def test_init_writes_a_key_once_that_only_its_owner_reads(installation):
    assert installation.run("init").returncode == 0
    path = installation.folder / ".env"
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"QUIPU_SECRET_KEY=[\w-]{50,}", line)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert installation.run("init").returncode == 0
    assert path.read_text(encoding="utf-8").splitlines() == [line]


def test_settings_name_every_variable(installation):
    from quipu.web.configuration import SETTINGS

    told = installation.run("settings").stdout
    assert all(f"{setting.name}=" in told and setting.meaning in told for setting in SETTINGS)


def test_people_are_added_with_a_password_shown_once(imported):
    options = ("--institution", "aurora", "--role", "planner")
    done = imported.run("people", "add", "rosa", *options)
    assert done.stdout.startswith("rosa: planificador en ")
    assert "Contraseña, que no se mostrará otra vez: " in done.stdout
    again = imported.run("people", "add", "rosa", *options)
    assert "Contraseña" not in again.stdout
    weak = imported.run("people", "add", "luis", *options, "--ask", stdin="corta\ncorta\n")
    assert weak.returncode == 2
    assert "No se agregó a «luis»" in weak.stderr


def test_an_unknown_institution_names_the_known_ones(imported):
    done = imported.run("export", "--institution", "arora", "--output", "x.xlsx")
    assert done.returncode == 2
    assert "Hay: aurora" in done.stderr


def test_a_database_of_another_version_is_not_touched(imported):
    program = (
        "from quipu.cli.database import start_django; start_django()\n"
        "from django.db import connection\n"
        "connection.cursor().execute(\"DELETE FROM django_migrations WHERE app = 'imports'\")\n"
    )
    assert imported.start(program).wait() == 0
    fictional_book(imported.folder / "libro.xlsx")
    done = imported.run("import", "libro.xlsx")
    assert done.returncode == 2
    assert "quipu migrate" in done.stderr


def test_a_database_that_does_not_answer(installation):
    installation.environment["DATABASE_URL"] = "postgresql://nadie@127.0.0.1:1/nada"
    done = installation.run("export", "--institution", "aurora", "--output", "x.xlsx")
    assert done.returncode == 2
    assert "La base de datos no responde" in done.stderr
    assert "Traceback" not in done.stderr


def test_versions_are_compared(imported):
    options = ("--institution", "aurora", "--plan", "PEI")
    assert "iguales" in imported.run("versions", "compare", "1", "1", *options).stdout
    done = imported.run("versions", "compare", "1", "7", *options)
    assert done.returncode == 2
    assert "no tiene una versión 7" in done.stderr
