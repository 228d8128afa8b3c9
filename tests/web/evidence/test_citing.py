"""Citing from the page of a document, and taking it back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.factories.cited import DOCUMENT, RECORD, WORDS
from tests.factories.register import RecordFactory
from tests.web.planting import SLUG

from quipu.apps.register.models import Citation


def address(name: str, **parts: object) -> str:
    return reverse(name, kwargs={"slug": SLUG, "code": DOCUMENT, **parts})


def post(client, **told: str):
    return client.post(address("cite"), {"record": RECORD, "field": "", **told})


def fault(answer, field: str) -> str:
    return re.search(rf'id="id_{field}_error">(.*?)</p>', answer.content.decode(), re.DOTALL)[1]


def test_words_copied_from_the_page_are_cited(planted, as_role) -> None:
    answer = post(as_role("focal_point"), field="ordinal", exact="La XIII\r\n reunión")
    made = Citation.objects.get(field="ordinal")
    assert made.exact == "La XIII reunión"
    assert answer["Location"] == f"{address('document')}#cita-{made.pk}"


def test_words_that_are_not_there_get_the_nearest_proposed(planted, as_role) -> None:
    answer = post(as_role("planner"), exact="viajó a Brasilia con 16 delegados")
    assert answer.status_code == 200
    told = fault(answer, "exact")
    assert "no están en el documento" in told
    assert "viajó a Brasilia con 15 delegados" in told
    assert "viajó a Brasilia con 16 delegados" in answer.content.decode()
    assert Citation.objects.filter(document__code=DOCUMENT).count() == 1


@pytest.mark.parametrize(
    ("told", "field", "word"),
    [
        ({"record": "NO-HAY", "exact": WORDS}, "record", "NO-HAY"),
        ({"record": "", "exact": WORDS}, "record", ""),
        ({"exact": ""}, "exact", "Falta la cita"),
        ({"exact": WORDS, "field": "city"}, "exact", "ya está"),
        ({"exact": WORDS, "field": "colour"}, "field", "colour"),
    ],
)
def test_each_fault_stands_beside_its_field(planted, as_role, told, field, word) -> None:
    assert word in fault(post(as_role("planner"), **told), field)


def test_a_focal_point_cites_only_for_records_of_its_units(planted, as_role) -> None:
    RecordFactory(institution=planted.institution, code="AJENO")
    assert "otra unidad" in fault(post(as_role("focal_point"), record="AJENO", exact=WORDS), "record")
    assert post(as_role("planner"), record="AJENO", exact=WORDS).status_code == 302
    citation = Citation.objects.get(record__code="AJENO")
    assert as_role("focal_point").post(address("uncite", citation_id=citation.pk)).status_code == 404
    assert f"citas/{citation.pk}/quitar" not in as_role("focal_point").get(address("document")).content.decode()


def test_what_is_taken_back_stays_in_the_form(planted, as_role) -> None:
    client = as_role("focal_point")
    answer = client.post(address("uncite", citation_id=planted.citation.pk), follow=True)
    assert not Citation.objects.filter(pk=planted.citation.pk).exists()
    form = answer.context["citation_form"]
    assert (form["record"].value(), form["field"].value(), form["exact"].value()) == (RECORD, "city", WORDS)
    assert post(client, field="city", exact=WORDS).status_code == 302
    assert client.post(address("uncite", citation_id=planted.citation.pk)).status_code == 404


def test_a_reader_sees_no_forms(planted, as_role) -> None:
    page = as_role("reader").get(address("document")).content.decode()
    assert address("cite") not in page
    assert "evidence.js" not in page
    assert post(as_role("reader"), exact=WORDS).status_code == 404


def test_the_history_tells_documents_and_citations_in_words(planted, as_role) -> None:
    client = as_role("planner")
    history = reverse("history", kwargs={"slug": SLUG})
    cited = client.get(history, {"clave": f"{RECORD} · 1"}).content.decode()
    assert f"Documento:</span> {DOCUMENT}" in cited
    assert "Se encuentra en el texto:</span> sí" in cited
    added = client.get(history, {"clave": DOCUMENT}).content.decode()
    assert "Huella del archivo:</span>" in added
    assert "Archivo:</span> nota 123.txt" in added


def test_the_form_offers_what_the_record_says_and_nothing_else(planted, as_role) -> None:
    page = as_role("planner").get(reverse("document", kwargs={"slug": SLUG, "code": DOCUMENT}), {"registro": RECORD})
    offered = dict(page.context["citation_form"].fields["field"].choices)
    assert offered["title"] == "Título"
    assert not {"instruments", "office_criteria", "ordinal"} & set(offered)
