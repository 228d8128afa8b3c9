"""`quipu report`, `report-template`, `publish` and `drift`, as a person uses them and as they fail."""

from __future__ import annotations

import re
import signal

import pytest
from tests.databases import dump_django
from tests.loaded import MRE, loaded, run

from quipu.apps.plans.models import ObtainedValue
from quipu.apps.publishing.models import Build, Publication, ReportFile

MONITORING = ("report", "monitoring", "--institution", "mre", "--period", "2024")
EVALUATION = ("report", "evaluation", "--institution", "mre", "--period", "2024")


@pytest.fixture(scope="module")
def mre(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo institution, imported once."""
    with loaded(django_db_blocker, tmp_path_factory.mktemp("mre"), "mre"):
        yield


@pytest.fixture
def template(mre, db, capsys, tmp_path):
    """The evaluation report's own template in a file, to edit: a function of what to put in place of a line."""
    path = tmp_path / "mi plantilla.md"
    assert run(capsys, "report-template", "evaluation", "--output", path).code == 0
    lines = path.read_text(encoding="utf-8").splitlines()

    def edit(text: str, line: int = 4):
        path.write_text("\n".join([*lines[: line - 1], text, *lines[line:]]), encoding="utf-8")
        return path

    return edit


def test_from_a_report_to_its_publication_and_its_drift(mre, db, capsys, tmp_path):
    ran = run(capsys, *MONITORING, "--output", tmp_path / "out")
    assert (ran.code, ran.error) == (0, "")
    *paths, last = ran.output.splitlines()
    copies = tmp_path / "out" / "mre"
    assert paths == [str(copies / f"monitoring-2024.{kind}") for kind in ("docx", "html", "pdf", "xlsx")]
    build = Build.objects.get()
    for file in ReportFile.objects.filter(build=build):
        copied = copies / f"monitoring-2024.{file.format}"
        with file.content.open() as kept:
            assert copied.read_bytes() == kept.read()
    assert last == f"Generación {build.pk}. Para publicarla: quipu publish {build.pk}"

    assert run(capsys, "publish", build.pk).code == 0
    publication = Publication.objects.get()
    assert run(capsys, "drift", publication.pk).output == "Ninguna cifra ha cambiado desde la publicación.\n"
    ObtainedValue.objects.filter(indicator__code="IND.OEI.05").update(number=18078)
    told = run(capsys, "drift", publication.pk).output.replace("\u00a0", " ")
    rows = [re.split(r"\s{2,}", line.strip()) for line in told.splitlines()[2:]]
    assert [(row[-2], row[-1]) for row in rows] == [("17,268", "18,078"), ("90.7 %", "95.0 %")]

    again = run(capsys, "publish", build.pk)
    assert again.code == 2
    assert "publishing.already_published" in again.error


def test_the_template_is_given_to_edit(mre, db, capsys, tmp_path):
    printed = run(capsys, "report-template", "evaluation").output
    path = tmp_path / "nueva" / "plantilla.md"
    assert run(capsys, "report-template", "evaluation", "--output", path).output == f"{path}\n"
    assert path.read_text(encoding="utf-8") == printed.removesuffix("\n")
    assert "{{ narrative(" in printed


def test_an_edited_template_is_used(template, capsys, tmp_path):
    path = template("Texto propio: [[OEI.05:valor]] de [[OEI.05:meta]] personas.")
    ran = run(capsys, *EVALUATION, "--template", path, "--output", tmp_path)
    assert ran.code == 0, ran.error
    page = (tmp_path / "mre" / "evaluation-2024.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert "Texto propio: 17,268 de 19,030 personas." in text
    assert "La narrativa «resumen» no se usa en la plantilla." in ran.error


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mal: [[OEI.99:avance]].", ["línea 4, columna 6", "[[OEI.99:avance]]", "¿Quiso decir"]),
        ("Mal: [[OEI.05:avanse]].", ["línea 4, columna 6", "«avance»"]),
        ("Mal: [[OEI.02:valor]].", ["línea 4, columna 6", "?? no reportado"]),
        ("Véase la @tbl:ninguna.", ["línea 4, columna 10", "@tbl:ninguna"]),
        ("{{ inexistente }}", ["línea 4", "'inexistente'"]),
        ("{{ tables.inexistente.rows }}", ["línea 4", "inexistente"]),
        ("{% if period %}sin cerrar", ["línea"]),
        ("{{ period | raro }}", ["línea 4", "raro"]),
        ("{{ period + 1 }}", ["línea 4"]),
        ("{{ ''.__class__.__mro__ }}", ["línea 4"]),
        ('{{ table("x", caption="y", columns=["a"], rows=[[1, 2]]) }}', ["línea 4", "2 celdas"]),
    ],
)
def test_a_wrong_template_is_told_with_its_place_and_leaves_no_trace(template, capsys, tmp_path, text, words):
    path = template(text)
    before = dump_django()
    ran = run(capsys, *EVALUATION, "--template", path, "--output", tmp_path / "out")
    assert (ran.code, ran.output) == (2, "")
    assert all(word in ran.error for word in ["mi plantilla.md", *words]), ran.error
    assert "Traceback" not in ran.error
    assert dump_django() == before
    assert not (tmp_path / "out" / "mre").exists()


def test_every_fault_of_a_template_is_told_at_once(template, capsys):
    path = template("[[OEI.99:avance]] @tbl:ninguna [[OEI.05:avanse]]")
    error = run(capsys, *EVALUATION, "--template", path).error
    assert "3 fallas" in error
    assert [f"columna {column}" in error for column in (1, 19, 32)] == [True] * 3


def test_a_file_that_is_no_template_is_refused(mre, db, capsys, tmp_path):
    binary = tmp_path / "imagen.md"
    binary.write_bytes(b"\xff\xfe\x00")
    before = dump_django()
    for path in (binary, tmp_path / "no-existe.md", tmp_path):
        ran = run(capsys, *EVALUATION, "--template", path)
        assert ran.code == 2
        assert "cli.template_file" in ran.error
        assert path.name in ran.error
    assert dump_django() == before


def test_a_folder_that_cannot_be_written_is_told_before_any_work(mre, db, capsys, tmp_path):
    taken = tmp_path / "ocupado"
    taken.write_text("", encoding="utf-8")
    before = dump_django()
    for arguments in ((*MONITORING, "--output", taken), ("demo", "--output", taken / "dentro")):
        ran = run(capsys, *arguments)
        assert ran.code == 2
        assert "cli.output" in ran.error
        assert "ocupado" in ran.error
    assert run(capsys, "report-template", "monitoring", "--output", tmp_path).code == 2
    assert dump_django() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "evaluation", "--institution", "otra", "--period", "2024"), "«otra»"),
        (("report", "evaluation", "--institution", "mre", "--period", "2031"), "2031"),
        (("report", "evaluation", "--institution", "mre", "--period", "abril"), "abril"),
        (("report", "balance", "--institution", "mre", "--period", "2024"), "balance"),
        (("publish", "999"), "No hay una generación 999"),
        (("drift", "999"), "No hay una publicación 999"),
    ],
)
def test_what_does_not_exist_is_told_and_leaves_no_trace(mre, db, capsys, arguments, words):
    before = dump_django()
    ran = run(capsys, *arguments)
    assert ran.code == 2
    assert words in ran.error
    assert "Traceback" not in ran.error
    assert dump_django() == before


KILLED = """
import os, signal
from quipu.cli.database import start_django
start_django()
from quipu.apps.publishing import files, services
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
{moment} = die
from quipu.cli.main import main
main({arguments!r})
"""
MOMENTS = {
    "half of a file": "files.os.fsync",
    "files kept, nothing stored": "services.store_evaluation",
    "half of the rows": "services.ReportFile.objects.bulk_create",
    "all but the figures": "services.ReportFigure.objects.bulk_create",
}


def killed(installation, moment, arguments):
    """Run a verb that dies at a moment, and say how it ended."""
    process = installation.start(KILLED.format(moment=moment, arguments=list(arguments)))
    process.communicate(timeout=120)
    return process.returncode


def test_a_kill_in_the_middle_leaves_the_database_as_it_was(installation):
    assert installation.run("import", MRE, "--mode", "replace").returncode == 0
    before = installation.dump()
    for name, moment in MOMENTS.items():
        assert killed(installation, moment, MONITORING) == -signal.SIGKILL, name
        assert installation.dump() == before, name

    built = installation.run(*MONITORING)
    assert built.returncode == 0
    (number,) = re.findall(r"quipu publish (\d+)", built.stdout)
    after = installation.dump()
    assert after != before
    assert killed(installation, "services.record_changes", ("publish", number)) == -signal.SIGKILL
    assert installation.dump() == after
    published = installation.run("publish", number)
    assert published.returncode == 0
    (number,) = re.findall(r"Publicación (\d+)", published.stdout)
    assert installation.run("drift", number).stdout.startswith("Ninguna cifra ha cambiado")
