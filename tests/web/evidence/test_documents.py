"""The pages of documents: the list, a new one, its text with what is cited, its file."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.documents import fixtures
from tests.factories.cited import DOCUMENT, NOTE, RECORD, WORDS
from tests.factories.evidence import DocumentFactory
from tests.factories.register import RecordFactory
from tests.web.planting import SLUG

from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import text_of
from quipu.apps.register.models import Citation
from quipu.apps.register.services.citing import cite


def address(name: str, **parts: object) -> str:
    return reverse(name, kwargs={"slug": SLUG, **parts})


def page_of(client, code: str = DOCUMENT, **query: str) -> str:
    return client.get(address("document", code=code), query).content.decode()


@pytest.fixture
def kept(planted, settings):
    """The planted document with its file where the test keeps files."""
    document = Document.objects.get(code=DOCUMENT)
    path = settings.MEDIA_ROOT / document.original.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(NOTE.encode())
    return document


# The list.


def test_the_list_is_searched_and_filtered_by_its_address(planted, as_role) -> None:
    DocumentFactory(
        institution=planted.institution, code="acta-1", title="Acta de Quito", kind="minutes", dated_on=None
    )
    client = as_role("reader")

    def codes(**query: str) -> list[str]:
        return [row.code for row in client.get(address("documents"), query).context["rows"]]

    assert {DOCUMENT, "acta-1"} <= set(codes())
    assert codes(q="ACTÁ quito") == ["acta-1"]
    assert codes(tipo="minutes", q="quito") == ["acta-1"]
    assert codes(emisor="Cancillería") == [DOCUMENT]
    assert codes(anio="1999") == []
    assert codes(orden="titulo", q="a")[0] == "acta-1"


def test_the_list_tells_how_many_records_cite_each(planted, as_role) -> None:
    found = as_role("reader").get(address("documents"), {"q": "Brasilia"})
    assert found.context["records"] == {planted.citation.document_id: 1}
    assert "Agregar un documento" not in found.content.decode()
    assert "Agregar un documento" in as_role("planner").get(address("documents")).content.decode()


def test_who_comes_from_a_record_keeps_it(planted, as_role) -> None:
    page = as_role("planner").get(address("documents"), {"registro": RECORD}).content.decode()
    assert f'href="{address("document", code=DOCUMENT)}?registro={RECORD}#cite"' in page
    assert f'value="{RECORD}"' in page_of(as_role("planner"), registro=RECORD)


# A new document.


def post_new(client, content: bytes | None, name: str = "nota.txt", query: str = "", **told: str):
    data = {"kind": "press_note", **told}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return client.post(address("new-document") + query, data)


def test_what_the_text_says_is_shown_to_be_confirmed(planted, as_role) -> None:
    client = as_role("planner")
    answer = post_new(client, fixtures.press_note_pdf(), "nota.pdf")
    made = Document.objects.get(original_name="nota.pdf")
    assert answer["Location"] == address("change-document", code=made.code)
    assert (made.title, made.number, made.dated_on) == ("Reunión de consultas políticas", "", None)
    shown = client.get(answer["Location"])
    form = shown.context["form"]
    assert (form["number"].value(), form["dated_on"].value().isoformat()) == ("123-24", "2024-05-03")
    told = {"title": "Consultas", "kind": "press_note", "number": "123-24", "dated_on": "2024-05-03", "language": "es"}
    saved = client.post(answer["Location"], told)
    assert saved["Location"] == address("document", code=made.code)
    made.refresh_from_db()
    assert (made.title, made.number, made.dated_on.isoformat()) == ("Consultas", "123-24", "2024-05-03")


def test_what_was_read_of_a_file_is_shown_whatever_was_told_with_the_record_in_hand(planted, as_role) -> None:
    client = as_role("planner")
    answer = post_new(
        client, b"Acta de un texto corto.", query=f"?registro={RECORD}", title="Nota", number="1", kind=""
    )
    made = Document.objects.get(title="Nota")
    assert (answer["Location"], made.kind) == (
        f"{address('change-document', code=made.code)}?registro={RECORD}",
        "other",
    )
    assert client.get(answer["Location"]).context["form"]["kind"].value() == "minutes"


def test_the_form_of_a_document_begins_with_no_kind(planted, as_role) -> None:
    form = as_role("planner").get(address("new-document")).context["form"]
    assert form["kind"].value() in (None, "")


def test_a_name_that_disagrees_with_what_the_file_holds_is_refused(planted, as_role) -> None:
    client = as_role("planner")
    page = post_new(client, b"Un texto.", "falso.docx", title="Falso").content.decode()
    assert "Se llama .docx y contiene un texto" in page
    assert not Document.objects.filter(title="Falso").exists()
    for name in ("nota.txt", "nota.md", "nota.html"):
        assert post_new(client, f"Un texto de {name}.".encode(), name, title=name).status_code == 302


def test_a_reference_needs_only_a_title(planted, as_role) -> None:
    client = as_role("planner")
    assert post_new(client, None, title="Acta de 1998", url="https://example.org/acta").status_code == 302
    made = Document.objects.get(title="Acta de 1998")
    page = page_of(client, made.code)
    assert "solo por su referencia" in page
    assert 'href="https://example.org/acta"' in page
    empty = post_new(client, None)
    assert empty.status_code == 200
    assert "id_title_error" in empty.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "nota.pdf", "vacío"),
        (b"\n \n", "nota.txt", "vacío"),
        (b"\x89PNG\r\n\x1a\n\x00", "foto.pdf", "No es un PDF"),
        (fixtures.scanned_pdf(), "escaneado.pdf", "OCR"),
        (b"PK\x03\x04", "acta.docx", "dañado"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_beside_the_field(planted, as_role, content, name, word) -> None:
    before = Document.objects.count()
    answer = post_new(as_role("planner"), content, name, title="Acta")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert word in re.search(r'id="id_file_error">(.*?)</p>', page, re.DOTALL)[1]
    assert 'value="Acta"' in page or ">\nActa</textarea>" in page
    assert Document.objects.count() == before


def test_several_faults_come_at_once(planted, as_role) -> None:
    page = post_new(
        as_role("planner"), b"", title="T" * 501, url="javascript:alert(1)", number="9" * 61
    ).content.decode()
    assert all(f"id_{name}_error" in page for name in ("file", "title", "url", "number"))


def test_the_same_file_twice_leads_to_the_one_there(planted, as_role) -> None:
    answer = post_new(as_role("planner"), NOTE.encode(), "copia.txt", title="Otra")
    page = answer.content.decode()
    assert "El mismo archivo ya está" in page
    assert f'href="{address("document", code=DOCUMENT)}"' in page
    assert Document.objects.filter(title="Otra").count() == 0


# The text, and what is cited.


def test_what_is_cited_is_marked_and_leads_both_ways(planted, as_role) -> None:
    page, pk = page_of(as_role("reader")), planted.citation.pk
    marked = re.search(r"<mark>(.*?)</mark>", page, re.DOTALL)[1]
    assert f'href="{address("record", code=RECORD)}"' in marked
    assert WORDS in marked
    assert f"(citado para {RECORD}: ciudad)" in marked
    assert f'<span id="cita-{pk}" class="anchor"></span><mark>' in page
    assert f'<a href="#registro-{pk}">' in page
    assert f'<li id="registro-{pk}">' in page
    assert f'<a href="#cita-{pk}">' in page


def test_the_record_shows_its_quotes_with_the_way_to_them(planted, as_role) -> None:
    page = as_role("reader").get(address("record", code=RECORD)).content.decode()
    assert f"«{WORDS}»" in page
    assert f'{address("document", code=DOCUMENT)}#cita-{planted.citation.pk}"' in page


def test_markup_in_a_document_is_only_text(planted, as_role) -> None:
    page = page_of(as_role("reader"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_page_of_html_gives_its_text_and_is_never_shown_as_a_page(planted, as_role) -> None:
    client = as_role("planner")
    post_new(client, fixtures.PAGE.encode(), "nota.html", title="Página", number="8")
    made = Document.objects.get(title="Página")
    assert "alert" not in text_of(made)
    assert "javascript:" not in page_of(client, made.code)
    answer = client.get(address("document-original", code=made.code))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="nota.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == fixtures.PAGE.encode()


def test_an_address_that_no_browser_may_follow_is_no_link(planted, as_role) -> None:
    DocumentFactory(institution=planted.institution, code="mala", url="javascript:alert(1)")
    assert "javascript:" not in page_of(as_role("reader"), "mala")


def test_the_original_comes_as_it_was_and_who_has_none_is_not_found(kept, as_role, planted) -> None:
    client = as_role("reader")
    answer = client.get(address("document-original", code=DOCUMENT))
    assert b"".join(answer.streaming_content) == NOTE.encode()
    assert 'filename="nota 123.txt"' in answer["Content-Disposition"]
    DocumentFactory(institution=planted.institution, code="sin-archivo")
    assert client.get(address("document-original", code="sin-archivo")).status_code == 404
    assert client.get(address("document", code="no-hay")).status_code == 404


def test_an_original_that_was_altered_says_so(kept, as_role, settings) -> None:
    (settings.MEDIA_ROOT / kept.original.name).write_bytes(b"otra cosa")
    answer = as_role("reader").get(address("document-original", code=DOCUMENT), follow=True)
    assert "ya no es el que llegó" in answer.content.decode()


def test_reading_again_says_what_came_of_it(kept, as_role) -> None:
    answer = as_role("planner").post(address("read-document-again", code=DOCUMENT), follow=True)
    assert "El texto salió igual" in answer.content.decode()


def test_words_no_longer_found_are_told_and_kept(planted, as_role) -> None:
    lost = cite(record=planted.citation.record, document=planted.citation.document, exact="su par", actor=None)
    Citation.objects.filter(pk=lost.pk).update(exact="su homóloga", start=None, end=None)
    page = page_of(as_role("planner"))
    assert "Las palabras de 1 cita ya no se encuentran en este texto" in page
    assert f'<a href="#registro-{lost.pk}">«su homóloga»</a>' in page
    assert as_role("planner").get(address("record", code=RECORD)).content.decode().count("ya no se encuentran") == 1


def test_a_reference_gets_its_file_and_its_citations_their_place(planted, as_role) -> None:
    reference = DocumentFactory(institution=planted.institution, code="ref-1", title="Nota del archivo")
    citation = cite(record=planted.citation.record, document=reference, exact="acuerdo de pesca", actor=None)
    client = as_role("planner")
    data = {"file": SimpleUploadedFile("nota.txt", b"Firmaron un acuerdo de pesca en Lima.")}
    answer = client.post(address("attach-document", code="ref-1"), data)
    assert answer.status_code == 302
    citation.refresh_from_db()
    assert citation.start == 12
    bad = client.post(address("attach-document", code="ref-1"), {"file": SimpleUploadedFile("n.txt", b"")})
    assert "ya tiene su archivo" in bad.content.decode()


def test_the_document_asks_little_however_much_is_cited(planted, as_role, django_assert_max_num_queries) -> None:
    client, document = as_role("focal_point"), planted.citation.document
    for name in ("document", "documents"):
        parts = {"code": DOCUMENT} if name == "document" else {}
        with CaptureQueriesContext(connection) as before:
            client.get(address(name, **parts))
        record = RecordFactory(institution=planted.institution)
        for words in ("El canciller", "canciller viajó", "15 delegados", "La XIII reunión", "plan de acción"):
            if name == "document":
                cite(record=record, document=document, exact=words, actor=None)
            else:
                DocumentFactory(institution=planted.institution)
        with django_assert_max_num_queries(min(15, len(before))):
            client.get(address(name, **parts))
