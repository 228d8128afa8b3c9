"""`quipu evidence`: documents from the command line, one by one, with what stands in the way of each."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.documents import fixtures
from tests.factories.register import CitationFactory, RecordFactory
from tests.loaded import FICTIONAL, loaded, run

from quipu.apps.evidence.models import Document
from quipu.apps.organisation.queries import find_institution
from quipu.cli.evidence import KINDS

pytestmark = pytest.mark.django_db
OF = ("--institution", FICTIONAL)


@pytest.fixture(scope="module", autouse=True)
def institution(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small fictional institution."""
    with loaded(django_db_blocker, tmp_path_factory.mktemp("evidence"), FICTIONAL):
        yield


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "nota.pdf"
    path.write_bytes(fixtures.press_note_pdf())
    return path


def test_a_file_is_added_and_what_its_text_says_is_told(capsys, note):
    done = run(capsys, "evidence", "add", note, *OF, "--issuer", "Cancillería")
    assert (done.code, done.error) == (0, "")
    assert "«Reunión de consultas políticas»." in done.output
    assert "Su texto dice: número 123-24, fecha 2024-05-03; con --from-text se guarda." in done.output
    made = Document.objects.get(original_name="nota.pdf")
    assert (made.kind, made.issuer, made.number, made.dated_on) == ("press_note", "Cancillería", "", None)


def test_what_the_text_says_is_kept_when_asked_for(capsys, note):
    done = run(capsys, "evidence", "add", note, *OF, "--from-text", "--kind", "minutes", "--date", "2024-05-04")
    assert "Su texto dice: número 123-24; se guardó." in done.output
    made = Document.objects.get(original_name="nota.pdf")
    assert (made.number, made.dated_on) == ("123-24", date(2024, 5, 4))


def test_a_bad_file_does_not_hold_back_the_others(capsys, note, tmp_path):
    empty, copy = tmp_path / "vacio.txt", tmp_path / "copia.pdf"
    empty.write_bytes(b"")
    copy.write_bytes(note.read_bytes())
    done = run(capsys, "evidence", "add", note, empty, copy, *OF)
    assert done.code == 2
    assert "[evidence.refused] vacio.txt: " in done.error
    assert "[evidence.exists] copia.pdf: El mismo archivo ya está" in done.error
    assert "No se agregaron 2 de 3." in done.error
    assert Document.objects.filter(original_name="nota.pdf").count() == 1


def test_a_reference_without_a_file(capsys):
    done = run(capsys, "evidence", "add", *OF, "--title", "Acta de 1998", "--url", "https://example.org/acta")
    assert "Agregado np-acta-de-1998: «Acta de 1998»." in done.output
    assert "Falta el título" in run(capsys, "evidence", "add", *OF).error


def test_what_is_of_one_file_and_files_that_are_not(capsys, note, tmp_path):
    done = run(capsys, "evidence", "add", note, note, *OF, "--title", "Una", "--number", "1")
    assert (done.code, "--title, --number: es de un solo archivo." in done.error) == (2, True)
    missing = run(capsys, "evidence", "add", note, tmp_path / "no-hay.pdf", *OF)
    assert (missing.code, "no-hay.pdf" in missing.error) == (2, True)
    assert not Document.objects.filter(original_name="nota.pdf").exists()


def test_the_list_tells_how_many_records_each_proves(capsys):
    institution = find_institution(FICTIONAL)
    citation = CitationFactory(record=RecordFactory(institution=institution), document__title="Acta de Brasilia")
    listed = run(capsys, "evidence", "list", *OF, "--words", "brasília").output
    assert re.search(rf"{citation.document.code} +2024-05-20 +nota de prensa +Acta de Brasilia +1\n", listed)


def test_the_kinds_are_those_of_documents():
    assert tuple(Document.Kind.values) == KINDS
