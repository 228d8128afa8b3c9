"""Files of each kind as typed passages, and those that give no text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import fixtures

from quipu.documents import MOST_BYTES, UnreadableDocumentError, read_document
from quipu.documents.reading import DOCX, HTML, PDF, PLAIN

SAMPLES = {
    "pdf": fixtures.press_note_pdf("Los ministros se reunieron hoy."),
    "docx": fixtures.press_note_docx(),
    "html": fixtures.PAGE.encode(),
}


def told(content: bytes, name: str = "nota.bin") -> list[tuple[str, str]]:
    return [(item.kind.value, item.text) for item in read_document(content, name).passages]


def test_a_pdf_is_read_whole_and_without_what_its_pages_repeat() -> None:
    assert told(fixtures.press_note_pdf()) == [
        ("paragraph", "Nota de prensa 123-24"),
        ("heading", "Reunión de consultas políticas"),
        ("paragraph", "Lima, 3 de mayo de 2024"),
        ("paragraph", f"{fixtures.PARAGRAPH} Primero."),
        ("paragraph", f"{fixtures.PARAGRAPH} Segundo."),
        ("paragraph", f"{fixtures.PARAGRAPH} Tercero."),
        ("list_item", "primer punto acordado"),
        ("list_item", "segundo punto acordado"),
        ("table_row", "País | Total"),
        ("table_row", "Brasil | 17 268"),
        ("caption", "Figura 1: Firma del acta"),
        ("paragraph", "Se atendió a 17 268¹ personas."),
        ("note", "¹Cifra preliminar."),
    ]


def test_a_pdf_says_what_it_is() -> None:
    read = read_document(fixtures.press_note_pdf(), "nota.pdf")
    assert (read.media_type, read.title, read.language) == (PDF, "Reunión de consultas políticas", "es")
    assert read.reader.startswith("pdfium ")
    assert read.reader.endswith(", quipu 1")
    assert read.text.split("\n\n") == [item.text for item in read.passages]


def test_the_title_that_a_pdf_declares_stands_when_its_text_has_none() -> None:
    content = fixtures.press_note_pdf('#set document(title: "Declaración conjunta")\nLos ministros se reunieron hoy.')
    assert read_document(content, "nota.pdf").title == "Declaración conjunta"


def test_a_word_document_is_read_as_it_shows() -> None:
    assert told(fixtures.press_note_docx()) == [
        ("heading", "Acta de la VI Comisión Mixta"),
        ("paragraph", "Las delegaciones se reunieron en Lima y acordaron tres puntos."),
        ("list_item", "Movilidad"),
        ("list_item", "Cultura"),
        ("table_row", "País | Total"),
        ("table_row", "Brasil | 17 268"),
        ("caption", "Fotografía de la firma"),
    ]
    read = read_document(fixtures.press_note_docx(), "acta.docx")
    assert (read.media_type, read.title, read.language) == (DOCX, "Acta de la VI Comisión Mixta", "es")


def test_a_page_gives_what_it_shows_and_nothing_of_it_is_run() -> None:
    assert told(fixtures.PAGE.encode()) == [
        ("heading", "Visita del canciller"),
        ("paragraph", "El canciller visitó Brasilia el 3 de mayo."),
        ("paragraph", "Texto suelto"),
        ("paragraph", "Otro párrafo."),
        ("paragraph", "cola suelta"),
        ("list_item", "uno"),
        ("list_item", "dos"),
        ("caption", "Cuadro"),
        ("table_row", "País | Total"),
        ("table_row", "Brasil | 17 268"),
        ("paragraph", "Primera línea"),
        ("paragraph", "Segunda línea con complementos"),
    ]
    read = read_document(fixtures.PAGE.encode(), "nota.html")
    assert (read.media_type, read.title, read.language) == (HTML, "Visita del canciller", "es")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_in_the_encodings_that_people_have(encoding) -> None:
    text = "La señora embajadora presentó sus cartas en la ciudad de Asunción."
    assert told(text.encode(encoding)) == [("paragraph", text)]


def test_a_page_in_the_encoding_that_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Año</p></body></html>'
    assert told(page.encode("latin-1")) == [("paragraph", "Año")]


def test_markdown_and_lines_that_were_wrapped() -> None:
    text = (
        "# Comunicado franco-peruano\r\n\r\n"
        "El Gobierno expresa su reconoci-\r\nmiento a los dos países del acuerdo franco-\r\n"
        "peruano. El acuerdo rige.\r\n- uno\r\n- dos que\r\n  sigue\r\n\r\n"
        "| País | Total |\r\n|---|---|\r\n| Perú | 3 |\r\n"
    )
    assert told(text.encode()) == [
        ("heading", "Comunicado franco-peruano"),
        (
            "paragraph",
            "El Gobierno expresa su reconocimiento a los dos países del acuerdo franco-peruano. El acuerdo rige.",
        ),
        ("list_item", "uno"),
        ("list_item", "dos que sigue"),
        ("table_row", "País | Total"),
        ("table_row", "Perú | 3"),
    ]
    assert read_document(text.encode(), "a.md").media_type == PLAIN


def test_lines_too_long_to_be_wrapped_are_paragraphs() -> None:
    one, other = "Una frase larga de prueba. " * 8, "Otra frase."
    assert told(f"{one}\n{other}\n".encode()) == [("paragraph", one.strip()), ("paragraph", other)]


def test_characters_are_composed_and_spaces_are_single() -> None:
    decomposed = unicodedata.normalize("NFD", "Reunión")
    text = f"{decomposed}\N{NO-BREAK SPACE} de\ttrabajo\N{ZERO WIDTH SPACE} en coo\N{SOFT HYPHEN}peración"
    assert told(text.encode()) == [("paragraph", "Reunión de trabajo en cooperación")]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("nota.docx", fixtures.press_note_pdf("Hola, buenos días."), PDF),
        ("nota.pdf", fixtures.press_note_docx(), DOCX),
        ("nota.pdf", b"<p>Hola</p>", HTML),
        ("nota.html", b"Solo un texto", PLAIN),
    ],
)
def test_the_type_is_what_the_content_is_whatever_the_name_says(name, content, media_type) -> None:
    assert read_document(content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.empty"),
        (b" \r\n\t \n", "documents.empty"),
        (b"\x00" * 50, "documents.empty"),
        (b"x" * (MOST_BYTES + 1), "documents.too_large"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x01", "documents.unknown_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "documents.encrypted"),
        (b"%PDF-1.7\nnothing else", "documents.damaged"),
        (b"PK\x03\x04 cut short", "documents.damaged"),
        (b"<html><body><script>alert(1)</script></body></html>", "documents.no_text"),
        (b"<!-- -->\n<html></html>", "documents.no_text"),
        (b"---\n\n***", "documents.no_text"),
    ],
)
def test_a_file_that_gives_no_text_says_why_and_what_to_do(content, code) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(content, "nota.pdf")
    assert caught.value.code == code
    assert caught.value.where == "nota.pdf"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("make", "code", "word"),
    [
        (fixtures.scanned_pdf, "documents.no_text", "OCR"),
        (fixtures.locked_pdf, "documents.encrypted", "contraseña"),
        (fixtures.spreadsheet, "documents.unknown_type", "Word"),
        (fixtures.broken_docx, "documents.damaged", "Word"),
        (fixtures.zip_bomb, "documents.expands", "expande"),
    ],
)
def test_a_file_that_cannot_be_opened_says_so(make, code, word) -> None:
    with pytest.raises(UnreadableDocumentError, match=word) as caught:
        read_document(make(), "acta.docx")
    assert caught.value.code == code


def test_entities_of_a_word_document_are_not_expanded() -> None:
    import io
    import zipfile

    kept = zipfile.ZipFile(io.BytesIO(fixtures.press_note_docx()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in kept.infolist():
            content = kept.read(part)
            if part.filename == "word/document.xml":
                head, body = content.split(b"?>", 1)
                doctype = b'?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
                content = head + doctype + body.replace(b"Movilidad", b"&secret;")
            archive.writestr(part, content)
    try:
        text = read_document(target.getvalue(), "acta.docx").text
    except UnreadableDocumentError:
        return
    assert "root:" not in text


def test_a_page_that_begins_with_many_comments_is_told_apart_at_once() -> None:
    assert read_document(b"<!-- -->" * 5_000 + b"texto", "a.html").media_type == PLAIN
    assert read_document(b"<!-- -->" * 5_000 + b"<p>texto</p>", "a.html").text == "texto"


@given(st.binary(max_size=80), st.integers(0, 10_000), st.sampled_from(("pdf", "docx", "html")))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused_but_never_breaks(noise, where, kind) -> None:
    whole = SAMPLES[kind]
    place = where % len(whole)
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    try:
        read_document(damaged, "nota")
    except UnreadableDocumentError as error:
        assert error.remedy


def test_a_page_of_any_depth_is_read() -> None:
    deep = "<div>" * 3_000 + "hondo" + "</div>" * 3_000
    try:
        told(f"<html><body><p>arriba</p>{deep}</body></html>".encode())
    except UnreadableDocumentError as error:
        assert error.code == "documents.no_text"
