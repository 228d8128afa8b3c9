"""Keeping documents: a file, a link with its copy, a reference; once each, and never altered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.documents import fixtures
from tests.factories.evidence import DocumentFactory, PassageFactory
from tests.factories.organisation import InstitutionFactory

from quipu.apps.evidence import queries
from quipu.apps.evidence.errors import DocumentExistsError, DocumentRefusedError, EvidenceError, UnknownDocumentError
from quipu.apps.evidence.models import Document, Passage
from quipu.apps.evidence.services import (
    DocumentDetails,
    add_document,
    attach_file,
    change_details,
    read_again,
    seal_texts,
)
from quipu.apps.evidence.services.originals import OriginalGoneError, content_of, sha256_of, text_sha256
from quipu.apps.history.models import Change
from quipu.documents import plain

pytestmark = pytest.mark.django_db
NOTE = (
    "# Nota de prensa 123-24\n\n# Visita a Brasilia\n\nLima, 3 de mayo de 2024\n\n"
    "El canciller viajó a Brasilia con los ministros.\n"
).encode()


@pytest.fixture
def institution():
    return InstitutionFactory()


def added(institution, content=NOTE, name="nota.txt", **told) -> Document:
    return add_document(
        institution=institution, content=content, name=name, details=DocumentDetails(**told), actor=None
    )


def test_a_file_is_kept_whole_with_its_text(institution) -> None:
    content = fixtures.press_note_pdf()
    document = added(institution, content, "C:\\notas\\nota.pdf", kind="press_note", number="123-24")
    assert content_of(document) == content
    assert (document.original_name, document.original_sha256) == ("nota.pdf", sha256_of(content))
    assert document.original.name == f"documents/{sha256_of(content)[:2]}/{sha256_of(content)}.pdf"
    assert (document.code, document.title, document.language) == ("np-123-24", "Reunión de consultas políticas", "es")
    assert document.sha256 == text_sha256(queries.text_of(document))
    assert queries.text_of(document).startswith("Nota de prensa 123-24\n\nReunión de consultas políticas\n\n")
    change = Change.objects.get(institution=institution)
    assert (change.action, change.kind, change.key) == ("evidence.document.added", "documents", "np-123-24")
    assert change.after["original_sha256"] == document.original_sha256


def test_passages_stand_where_the_text_has_them(institution) -> None:
    document = added(institution)
    text = queries.text_of(document)
    placed = queries.placed_passages(document)
    assert [text[item.start : item.end] for item in placed] == [item.text for item in placed]
    assert [item.kind for item in placed] == ["heading", "heading", "paragraph", "paragraph"]


def test_a_link_with_its_copy_and_a_reference_alone(institution) -> None:
    copy = added(institution, url="https://example.org/nota", title="Nota")
    alone = added(institution, None, "", url="https://example.org/otra", title="Otra nota", number="7")
    assert (copy.url, bool(copy.original)) == ("https://example.org/nota", True)
    assert (alone.code, bool(alone.original), queries.text_of(alone)) == ("doc-7", False, "")


def test_the_same_file_twice_names_the_one_there(institution) -> None:
    document = added(institution, title="La primera")
    with pytest.raises(DocumentExistsError, match="La primera") as caught:
        added(institution, name="copia.txt", title="La segunda")
    assert caught.value.document == document
    assert added(InstitutionFactory(), title="De otra institución").original_sha256 == document.original_sha256


def test_all_faults_are_told_at_once_and_nothing_is_kept(institution) -> None:
    with pytest.raises(DocumentRefusedError) as caught:
        added(
            institution,
            b"\x89PNG\r\n\x1a\n\x00",
            "foto.pdf",
            kind="poem",
            number="9" * 61,
            issuer="E" * 201,
            language="xx",
            url="javascript:alert(1)",
            dated_on=timezone.localdate() + timedelta(days=1),
        )
    assert set(caught.value.faults) == {"file", "kind", "number", "issuer", "language", "url", "dated_on"}
    assert not Document.objects.exists()
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("content", "told", "field"),
    [
        (b"", {"title": "Vacío"}, "file"),
        (b"   \n", {"title": "En blanco"}, "file"),
        (fixtures.scanned_pdf(), {"title": "Escaneado"}, "file"),
        (None, {}, "title"),
        (b"Una frase que acaba en punto, sin encabezado.", {}, "title"),
        (None, {"title": "T", "url": "example.org"}, "url"),
        (None, {"title": "T" * 501}, "title"),
    ],
)
def test_what_cannot_be_kept_says_which_field(institution, content, told, field) -> None:
    with pytest.raises(DocumentRefusedError) as caught:
        added(institution, content, "nota.txt", **told)
    assert list(caught.value.faults) == [field]
    assert caught.value.faults[field]


def test_a_code_of_its_own_and_codes_that_nobody_has(institution) -> None:
    first = added(institution, None, title="Declaración de Lima", kind="declaration")
    second = added(institution, None, title="Declaración de Lima", kind="declaration")
    own = added(institution, None, title="Otra", code="DL-2024")
    assert (first.code, second.code, own.code) == (
        "declaracion-declaracion-de-lima",
        "declaracion-declaracion-de-lima-2",
        "DL-2024",
    )
    with pytest.raises(DocumentRefusedError, match="DL-2024"):
        added(institution, None, title="Otra", code="DL-2024")


def test_the_text_proposes_what_nobody_told(institution) -> None:
    document = added(institution)
    assert (document.number, document.dated_on) == ("", None)
    assert queries.proposals_for(document) == {"number": "123-24", "dated_on": date(2024, 5, 3)}
    told = change_details(
        document=document,
        details=DocumentDetails(title="Visita", number="123-24", dated_on=date(2024, 5, 3)),
        actor=None,
    )
    assert queries.proposals_for(told) == {}
    change = Change.objects.filter(action="evidence.document.changed").get()
    assert change.before == {"title": "Visita a Brasilia", "number": ""}
    assert change.after == {"title": "Visita", "number": "123-24", "dated_on": "2024-05-03"}


def test_what_somebody_left_out_is_not_proposed_again(institution) -> None:
    document = added(institution)
    told = change_details(document=document, details=DocumentDetails(title="Visita", number="123-24"), actor=None)
    assert told.dated_on is None
    assert queries.proposals_for(told) == {}
    declined = Change.objects.get(action=queries.DECLINED)
    assert declined.before == {"dated_on": "2024-05-03"}


def test_mending_details_without_change_leaves_no_trace_and_refuses_faults(institution) -> None:
    document = added(institution)
    change_details(document=document, details=DocumentDetails.of(document), actor=None)
    assert not Change.objects.filter(action="evidence.document.changed").exists()
    with pytest.raises(DocumentRefusedError) as caught:
        change_details(document=document, details=DocumentDetails(url="ftp://example.org"), actor=None)
    assert set(caught.value.faults) == {"title", "url"}


def test_reading_again_with_the_same_reader_changes_nothing(institution) -> None:
    document = added(institution)
    again = read_again(document=document, actor=None)
    assert (again.changed, again.document.reading) == (False, 1)
    assert Change.objects.count() == 1


def test_another_reading_is_kept_beside_the_former(institution, monkeypatch) -> None:
    document = added(institution)
    before = list(Passage.objects.order_by("pk").values())
    monkeypatch.setattr(plain, "clean", plain.clean)
    monkeypatch.setattr(plain, "join_lines", lambda lines, hyphened: " ".join(lines).replace("ministros", "Ministros"))
    again = read_again(document=document, actor=None)
    assert (again.changed, again.document.reading) == (True, 2)
    assert queries.text_of(again.document).endswith("con los Ministros.")
    assert again.document.sha256 == text_sha256(queries.text_of(again.document))
    assert list(Passage.objects.filter(reading=1).order_by("pk").values()) == before
    change = Change.objects.filter(action="evidence.document.read_again").get()
    assert (change.before["reading"], change.after["reading"]) == (1, 2)


def test_a_passage_is_never_altered(institution) -> None:
    passage = added(institution).passages.first()
    passage.text = "Otra cosa"
    with pytest.raises(EvidenceError, match="no se cambia"):
        passage.save()


def test_a_file_that_is_gone_or_altered_says_so(institution, settings) -> None:
    document = added(institution)
    path = settings.MEDIA_ROOT / document.original.name
    path.write_bytes(b"otra cosa")
    with pytest.raises(OriginalGoneError, match="ya no es el que"):
        read_again(document=document, actor=None)
    path.unlink()
    with pytest.raises(OriginalGoneError, match="no está"):
        read_again(document=document, actor=None)
    with pytest.raises(OriginalGoneError, match="referencia"):
        read_again(document=DocumentFactory(institution=institution), actor=None)


def test_a_reference_gets_its_file_once(institution) -> None:
    document = DocumentFactory(institution=institution)
    filled = attach_file(document=document, content=NOTE, name="nota.txt", actor=None)
    assert (filled.title, filled.reading, len(queries.placed_passages(filled))) == (document.title, 1, 4)
    with pytest.raises(EvidenceError, match="ya tiene su archivo"):
        attach_file(document=filled, content=b"Otra nota.", name="otra.txt", actor=None)
    other = DocumentFactory(institution=institution)
    with pytest.raises(DocumentExistsError):
        attach_file(document=other, content=NOTE, name="nota.txt", actor=None)
    with pytest.raises(DocumentRefusedError):
        attach_file(document=other, content=b"", name="nota.txt", actor=None)


def test_a_file_beside_an_imported_text_is_another_reading(institution) -> None:
    passage = PassageFactory(document__institution=institution)
    assert seal_texts(institution) == 1
    assert seal_texts(institution) == 0
    sealed = Document.objects.get()
    assert sealed.sha256 == text_sha256(passage.text)
    filled = attach_file(document=sealed, content=NOTE, name="nota.txt", actor=None)
    assert (filled.reading, filled.passages.count()) == (2, 5)


def test_documents_are_found_whatever_their_accents(institution) -> None:
    visit = DocumentFactory(institution=institution, title="Visita a Perú", issuer="Cancillería", number="1-24")
    act = DocumentFactory(institution=institution, title="Acta", kind="minutes", dated_on=date(2023, 1, 1))
    DocumentFactory(title="Visita a Perú")
    search = queries.search_documents
    assert list(search(institution, words="visita PERU")) == [visit]
    assert list(search(institution, words="cancilleria 1-24")) == [visit]
    assert list(search(institution, words="visita ausente")) == []
    assert list(search(institution, kind="minutes")) == [act]
    assert list(search(institution, year="2023")) == [act]
    assert list(search(institution, year="nunca")) == [visit, act]
    assert list(search(institution, issuer="Cancillería")) == [visit]
    assert queries.years_of(institution) == [2024, 2023]
    assert queries.issuers_of(institution) == ["Cancillería"]
    assert queries.document_in(institution, act.code) == act
    with pytest.raises(UnknownDocumentError):
        queries.document_in(institution, "no hay")


def test_texts_of_several_are_those_of_their_readings_in_force(institution, django_assert_num_queries) -> None:
    first, second = added(institution, title="Uno"), DocumentFactory(institution=institution, reading=2)
    PassageFactory(document=second, reading=1, text="Lectura vieja")
    PassageFactory(document=second, reading=2, text="Lectura nueva")
    with django_assert_num_queries(1):
        texts = queries.texts_of([first, second])
    assert texts == {first.pk: queries.text_of(first), second.pk: "Lectura nueva"}
