"""Citing: the words of documents that prove records, and finding them again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from tests.factories.evidence import DocumentFactory, PassageFactory
from tests.factories.register import CitationFactory, RecordFactory

from quipu.apps.evidence.queries import text_of
from quipu.apps.evidence.services import DocumentDetails, add_document
from quipu.apps.history.models import Change
from quipu.apps.register.models import Citation
from quipu.apps.register.queries.citations import (
    citation_of,
    citations_of_document,
    citations_of_record,
    records_by_document,
)
from quipu.apps.register.services.citing import (
    CitationRefusedError,
    QuoteNotFoundError,
    cite,
    fill_positions,
    find_citations_again,
    reread_document,
    uncite,
)
from quipu.documents import plain

pytestmark = pytest.mark.django_db
NOTE = (
    "# Visita a Brasilia\n\nEl canciller viajó a Brasilia con los ministros. Asistieron 15 delegados.\n\n"
    "La XIII reunión del mecanismo fue en Brasilia.\n"
)


@pytest.fixture
def record():
    return RecordFactory(code="R-1")


@pytest.fixture
def document(record):
    details = DocumentDetails(code="NP-1")
    return add_document(
        institution=record.institution, content=NOTE.encode(), name="nota.txt", details=details, actor=None
    )


def test_copied_words_are_kept_with_their_place_and_surroundings(record, document) -> None:
    citation = cite(record=record, document=document, field="city", exact="en\n Brasilia ", actor=None)
    assert text_of(document)[citation.start : citation.end] == citation.exact == "en Brasilia"
    assert citation.prefix.endswith("mecanismo fue ")
    assert (citation.number, citation.field) == (1, "city")
    change = Change.objects.get(action="register.citation.added")
    assert (change.kind, change.key, change.after["exact"]) == ("citations", "R-1 · 1", "en Brasilia")


def test_a_place_in_the_text_is_cited_by_its_offsets(record, document) -> None:
    start = text_of(document).rindex("Brasilia")
    citation = cite(record=record, document=document, start=start, end=start + 8, actor=None)
    assert (citation.exact, citation.start, citation.field) == ("Brasilia", start, "")
    assert cite(record=record, document=document, exact="Asistieron", actor=None).number == 2


def test_a_document_known_by_reference_is_cited_by_where_to_look(record) -> None:
    reference = DocumentFactory(institution=record.institution)
    citation = cite(record=record, document=reference, locator="p. 3", actor=None)
    assert (citation.exact, citation.start, citation.locator) == ("", None, "p. 3")
    quoted = cite(record=record, document=reference, exact="El canciller viajó.", actor=None)
    assert (quoted.exact, quoted.start) == ("El canciller viajó.", None)


def test_words_that_are_not_there_get_the_nearest_proposed(record, document) -> None:
    with pytest.raises(QuoteNotFoundError, match="Lo más parecido") as caught:
        cite(record=record, document=document, exact="Asistieron 16 delegados", actor=None)
    assert caught.value.suggestion == "Asistieron 15 delegados"
    with pytest.raises(QuoteNotFoundError) as caught:
        cite(record=record, document=document, exact="zzz qqq", actor=None)
    assert caught.value.suggestion == ""
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"exact": "  "}, "exact"),
        ({"start": 5, "end": 5}, "exact"),
        ({"start": 0, "end": 10_000}, "exact"),
        ({"exact": "a" * 10_001}, "exact"),
        ({"exact": "Brasilia", "field": "colour"}, "field"),
        ({"exact": "Brasilia", "locator": "p" * 201}, "locator"),
    ],
)
def test_what_cannot_be_cited_says_which_field(record, document, told, field) -> None:
    with pytest.raises(CitationRefusedError) as caught:
        cite(record=record, document=document, **told, actor=None)
    assert caught.value.field == field


def test_nothing_to_go_by_in_a_reference_is_refused(record) -> None:
    with pytest.raises(CitationRefusedError, match="dónde mirar"):
        cite(record=record, document=DocumentFactory(institution=record.institution), actor=None)


def test_a_document_of_another_institution_is_refused(document) -> None:
    with pytest.raises(CitationRefusedError, match="otra institución"):
        cite(record=RecordFactory(), document=document, exact="Brasilia", actor=None)


def test_the_same_is_cited_once(record, document) -> None:
    cite(record=record, document=document, exact="Brasilia", actor=None)
    with pytest.raises(CitationRefusedError, match="ya está"):
        cite(record=record, document=document, exact="Brasilia", actor=None)
    cite(record=record, document=document, field="city", exact="Brasilia", actor=None)
    cite(record=RecordFactory(institution=record.institution), document=document, exact="Brasilia", actor=None)


def test_taking_a_citation_back_is_told_once(record, document) -> None:
    citation = cite(record=record, document=document, exact="Brasilia", actor=None)
    uncite(citation=citation, actor=None)
    uncite(citation=citation, actor=None)
    change = Change.objects.get(action="register.citation.removed")
    assert (change.before["exact"], change.after) == ("Brasilia", None)
    assert not Citation.objects.exists()


def reread(document, monkeypatch, **replaced):
    def altered(lines, hyphened):
        text = " ".join(lines)
        for before, after in replaced.items():
            text = text.replace(before, after)
        return text

    monkeypatch.setattr(plain, "join_lines", altered)
    return reread_document(document=document, actor=None)


def test_citations_are_found_again_in_another_reading(record, document, monkeypatch) -> None:
    moved = cite(record=record, document=document, exact="en Brasilia", actor=None)
    resembling = cite(record=record, document=document, exact="La XIII reunión del mecanismo", actor=None)
    lost = cite(record=record, document=document, exact="Asistieron 15 delegados", actor=None)
    found = reread(document, monkeypatch, canciller="señor canciller", reunión="reunion", Asistieron="Vinieron unos")
    assert found.changed
    assert set(found.found) == {moved, resembling}
    assert found.lost == (lost,)
    document.refresh_from_db()
    for citation in (moved, resembling, lost):
        citation.refresh_from_db()
    text = text_of(document)
    assert text[moved.start : moved.end] == moved.exact == "en Brasilia"
    assert text[resembling.start : resembling.end] == resembling.exact == "La XIII reunion del mecanismo"
    assert (lost.start, lost.end, lost.exact) == (None, None, "Asistieron 15 delegados")
    told = Change.objects.filter(action="register.citation.found_again")
    assert sorted(change.key for change in told) == ["R-1 · 2", "R-1 · 3"]


def test_a_lost_citation_is_found_when_its_words_are_back(record, document, monkeypatch) -> None:
    lost = cite(record=record, document=document, exact="Asistieron 15 delegados", actor=None)
    reread(document, monkeypatch, Asistieron="Vinieron unos")
    monkeypatch.undo()
    again = reread_document(document=document, actor=None)
    assert again.lost == ()
    lost.refresh_from_db()
    assert lost.start == NOTE.replace("# ", "").index("Asistieron")


def test_reading_the_same_text_again_moves_nothing(record, document) -> None:
    citation = cite(record=record, document=document, exact="Brasilia", actor=None)
    again = reread_document(document=document, actor=None)
    assert (again.changed, again.found, again.lost) == (False, (citation,), ())
    assert not Change.objects.filter(action="register.citation.found_again").exists()


def test_what_an_import_brings_gets_its_place(record, document, django_assert_max_num_queries) -> None:
    second = CitationFactory(record=record, document=document, exact="Brasilia", prefix="fue en ", locator="")
    absent = CitationFactory(record=record, document=document, exact="No está", locator="")
    other = CitationFactory(document=PassageFactory().document, exact="La reunión", locator="")
    with django_assert_max_num_queries(8):
        assert fill_positions(record.institution) == 1
    for citation in (second, absent, other):
        citation.refresh_from_db()
    assert second.start == text_of(document).rindex("Brasilia")
    assert second.suffix == "."
    assert (absent.start, other.start) == (None, None)
    assert fill_positions(record.institution) == 0


def test_citations_are_asked_by_document_and_by_record(record, document, django_assert_num_queries) -> None:
    later = cite(record=record, document=document, exact="en Brasilia", actor=None)
    earlier = cite(record=record, document=document, exact="canciller", actor=None)
    whole = cite(record=record, document=document, exact="El canciller viajó", actor=None)
    placeless = CitationFactory(record=RecordFactory(institution=record.institution), document=document)
    with django_assert_num_queries(1):
        assert list(citations_of_document(document)) == [whole, earlier, later, placeless]
    with django_assert_num_queries(1):
        assert [item.document.code for item in citations_of_record(record)] == ["NP-1"] * 3
    assert records_by_document([document.pk, DocumentFactory().pk]) == {document.pk: 2}
    assert citation_of(document, later.pk) == later
    assert citation_of(DocumentFactory(), later.pk) is None


def test_a_cited_document_stays(record, document) -> None:
    cite(record=record, document=document, exact="Brasilia", actor=None)
    with pytest.raises(IntegrityError):
        document.delete()


def test_finding_again_asks_little(record, document, django_assert_max_num_queries) -> None:
    for words in ("El canciller", "Brasilia", "los ministros", "Asistieron"):
        cite(record=record, document=document, exact=words, actor=None)
    with django_assert_max_num_queries(6):
        find_citations_again(document)
