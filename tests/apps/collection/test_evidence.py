"""Evidence: what may be kept, whatever its name says, and what becomes of its file."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from quipu.apps.collection.errors import EvidenceRefusedError
from quipu.apps.collection.models import Evidence
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.access import NotWritableError
from quipu.apps.collection.services.evidence import MOST_BYTES, add_file, add_link, remove
from quipu.apps.history.models import Change

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj"


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def office(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", *members):
            archive.writestr(name, "x")
    return target.getvalue()


def open_document(kind="application/vnd.oasis.opendocument.text"):
    return zipped(mimetype=kind)


def add(reporting, name, content, **more):
    upload = SimpleUploadedFile(name, content)
    more = {"entry": None, "title": "", "actor": reporting.focal_point} | more
    return add_file(submission=reporting.submission(), upload=upload, **more)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("acta.pdf", PDF),
        ("ACTA.PDF", PDF),
        ("informe.docx", office("word/document.xml")),
        ("cuadro.xlsx", office("xl/workbook.xml")),
        ("informe.odt", open_document()),
        ("foto.png", b"\x89PNG\r\n\x1a\nxx"),
        ("foto.jpg", b"\xff\xd8\xff\xe0"),
        ("nota.txt", "Atención a 90 personas".encode()),
        ("nota.txt", "Atención".encode("cp1252")),
        ("datos.csv", b"\xef\xbb\xbfa;b\r\n1;2\r\n"),
    ],
)
def test_what_is_what_its_name_says_is_kept_under_its_hash(reporting, name, content):
    made = add(reporting, name, content, title="Acta")
    assert made.content.read() == content
    assert made.content.name.startswith(f"evidence/{made.sha256[:2]}/{made.sha256}.")
    assert (made.size, made.title, made.added_by) == (len(content), "Acta", reporting.focal_point)
    change = Change.objects.get(action="collection.evidence.added")
    assert change.after["sha256"] == made.sha256
    assert reporting.submission().state == "draft"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("programa.exe", b"MZ"),
        ("pagina.html", b"<script>"),
        ("dibujo.svg", b"<svg/>"),
        ("sin_nombre", PDF),
        ("acta.pdf", b"MZ\x90"),
        ("acta.pdf", b""),
        ("informe.docx", office("xl/workbook.xml")),
        ("informe.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("informe.docx", b"PK\x03\x04broken"),
        ("informe.odt", open_document("application/vnd.oasis.opendocument.spreadsheet")),
        ("foto.png", b"\xff\xd8\xff"),
        ("nota.txt", b"a\x00b"),
        ("nota.txt", PDF + b"\x00\x01"),
    ],
)
def test_what_is_not_is_refused_and_leaves_nothing(reporting, name, content):
    with pytest.raises(EvidenceRefusedError) as refused:
        add(reporting, name, content)
    assert refused.value.field == "file"
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_refused(reporting):
    with pytest.raises(EvidenceRefusedError):
        add(reporting, "acta.pdf", PDF + b"0" * MOST_BYTES)


def test_a_name_with_folders_is_only_a_name(reporting):
    assert add(reporting, "../../etc/acta.pdf", PDF).title == "acta.pdf"


def test_evidence_hangs_from_its_value_or_from_all(reporting, give):
    entry = give(90)
    assert add(reporting, "acta.pdf", PDF, entry=entry).entry == entry
    other = reporting.submission(reporting.post)
    with pytest.raises(EvidenceRefusedError):
        add_link(submission=other, entry=entry, title="", link="https://example.org", actor=None)


def link(reporting, address):
    return add_link(submission=reporting.submission(), entry=None, title="", link=address, actor=None)


def test_a_link_is_kept_as_it_is(reporting):
    made = link(reporting, " https://example.org/acta?n=1 ")
    assert (made.link, made.title, made.content.name) == ("https://example.org/acta?n=1",) * 2 + ("",)


@pytest.mark.parametrize(
    "address", ["", "acta", "javascript:alert(1)", "ftp://example.org/a", "https://e.org/" + "a" * 600]
)
def test_what_is_no_web_address_is_refused(reporting, address):
    with pytest.raises(EvidenceRefusedError) as refused:
        link(reporting, address)
    assert refused.value.field == "link"


def test_taken_back_its_file_goes_with_the_last_that_names_it(reporting, django_capture_on_commit_callbacks):
    first, second = add(reporting, "acta.pdf", PDF), add(reporting, "copia.pdf", PDF)
    name = first.content.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(evidence=first, actor=None)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        remove(evidence=second, actor=None)
    assert not default_storage.exists(name)
    assert Change.objects.filter(action="collection.evidence.removed").count() == 2


def test_what_was_sent_keeps_its_evidence(reporting, fill_unit):
    made = add(reporting, "acta.pdf", PDF)
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    for step in (lambda: remove(evidence=made, actor=None), lambda: add(reporting, "otra.pdf", PDF)):
        with pytest.raises(NotWritableError):
            step()
