"""From a figure of the PDF to the records behind it: its page, and the rows that the register counts today."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader
from tests.web.planting import SLUG

from quipu.apps.publishing.counted import MEASURES as COUNTED
from quipu.apps.publishing.figures import ELEMENT_MEASURES, PLAN_COUNTS, PLAN_COVERAGES, PLAN_EXECUTIONS
from quipu.apps.publishing.models import ReportFigure
from quipu.apps.publishing.services import build_report
from quipu.apps.register.models import Region
from quipu.web.figure_measures import measure_words

PUBLIC = "https://quipu.example.org"


@pytest.fixture
def build(planted, settings):
    settings.PUBLIC_URL = PUBLIC
    return build_report(version=planted.version, period="2024", report="evaluation")


def addresses_in(content):
    found = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for reference in page.get("/Annots") or ():
            found.add((reference.get_object().get("/A") or {}).get("/URI"))
    return found


def test_from_the_pdf_to_the_rows_in_two_clicks(build, as_role):
    client = as_role("reader")
    figure = build.figures.filter(reference__contains=":contado-").exclude(exact="").first()
    address = f"{PUBLIC}{reverse('published-figure', args=[SLUG, build.pk, figure.number])}"
    assert address in addresses_in(build.files.get(format="pdf").content.read())
    page = client.get(urlsplit(address).path).content.decode()
    assert figure.printed in page
    for row in figure.rows["rows"]:
        assert reverse("record", args=[SLUG, row["code"]]) in page
    code = figure.rows["indicator"]
    link = re.search(rf'href="({re.escape(reverse("count-rows", args=[SLUG, code]))}\?[^"]*)"', page)
    assert link
    rows = client.get(link[1].replace("&amp;", "&"))
    assert rows.status_code == 200
    assert rows.context["figure"].category == figure.rows["category"]
    assert {row.code for row in rows.context["rows"]} == {row["code"] for row in figure.rows["rows"]}


def figure_of(planted, **given):
    usual = {"build": planted.build, "reference": "X:valor", "printed": "7", "exact": "7", "trace": "Siete."}
    return ReportFigure.objects.create(**usual | given)


MEASURES = {*ELEMENT_MEASURES.values(), *COUNTED.values(), *PLAN_COUNTS, *PLAN_EXECUTIONS, *PLAN_COVERAGES}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_measure_has_words(language):
    with translation.override(language):
        said = {measure: measure_words(measure, {}) for measure in MEASURES}
    assert all("_" not in words for words in said.values())
    assert len(set(said.values())) == len({PLAN_COUNTS.get(measure, measure) for measure in MEASURES})
    unaccented = re.compile(r"\b(ejecucion|fisica|razon|linea|periodo de la accion|estrategicas)\b", re.IGNORECASE)
    assert not any(unaccented.search(words) for words in said.values())
    if language == "en":
        assert not any(re.search(r"ejecuci|evaluables|objetivos|acciones", words) for words in said.values())


def test_the_list_says_what_a_figure_is_in_words(planted, as_role):
    figure_of(planted, number=2, reference=f"OEI.02#{planted.indicator}@2023:avance_bruto|0.0 ?? —")
    page = as_role("reader").get(reverse("published-figures", args=[SLUG, planted.build.pk])).content.decode()
    assert "Avance sin tope" in page
    assert f"{planted.indicator}, 2023" in page
    assert "avance_bruto" not in page
    assert "??" not in page
    one = as_role("reader").get(reverse("published-figure", args=[SLUG, planted.build.pk, 2])).content.decode()
    assert "avance_bruto|0.0 ?? —" in one


@pytest.mark.parametrize("words", ["oei.02", "ejecución", "EJECUCION", "fisica", "oei.02 ochenta", "81.5"])
def test_the_list_is_searched_by_code_and_by_words(planted, as_role, words):
    figure_of(planted, number=2, reference="OEI.02:ejecucion_fisica", printed="81.5", trace="Son ochenta y uno.")
    address = reverse("published-figures", args=[SLUG, planted.build.pk])
    found = as_role("reader").get(address, {"q": words})
    assert [row.number for row in found.context["rows"]] == [2]
    assert f'value="{words}"' in found.content.decode()
    assert not as_role("reader").get(address, {"q": "oei.02 nada"}).context["rows"]


def test_figures_that_print_a_dash_are_left_out_unless_asked_for(planted, as_role):
    figure_of(planted, number=2, printed="—", exact="")
    address = reverse("published-figures", args=[SLUG, planted.build.pk])
    assert [row.number for row in as_role("reader").get(address).context["rows"]] == [1]
    assert [row.number for row in as_role("reader").get(address, {"vacias": "si"}).context["rows"]] == [1, 2]


def test_what_is_written_in_spanish_is_marked_so_on_an_english_page(planted, as_role):
    client = as_role("reader")
    client.post(reverse("language"), {"language": "en"})
    for name, parts in (("published-figures", ()), ("published-figure", (1,))):
        page = client.get(reverse(name, args=[SLUG, planted.build.pk, *parts])).content.decode()
        assert re.search(r'lang="es">Objetivos del plan: tres\.', page)


def test_the_list_of_figures_becomes_cards_on_a_narrow_screen(planted, as_role):
    page = as_role("reader").get(reverse("published-figures", args=[SLUG, planted.build.pk])).content.decode()
    assert '<table class="compact cards stacked" role="table">' in page
    assert page.count('role="cell"') == page.count("data-label=")


def test_the_list_of_figures_can_be_narrowed_to_what_is_counted(planted, as_role):
    kept = {"indicator": "NADA", "period": "2024", "dimension": "", "category": "", "total": 0, "of": "", "rows": []}
    figure_of(planted, number=2, rows=kept)
    address = reverse("published-figures", args=[SLUG, planted.build.pk])
    client = as_role("reader")
    assert [row.number for row in client.get(address).context["rows"]] == [1, 2]
    assert [row.number for row in client.get(address, {"solo": "contadas"}).context["rows"]] == [2]


def test_where_it_was_counted_is_said_by_its_name(planted, as_role):
    Region.objects.get_or_create(institution=planted.institution, code="polo-sur", defaults={"name": "Polo Sur"})
    client = as_role("reader")
    for number, (asked, name) in enumerate({"polo-sur": "Polo Sur", "DEU": "Alemania"}.items(), start=2):
        figure_of(planted, number=number, reference=f"OEI.01:contado-{asked}")
        page = client.get(reverse("published-figure", args=[SLUG, planted.build.pk, number])).content.decode()
        assert f"Contado del registro: {name}" in page


def test_a_counted_figure_whose_rule_is_gone_keeps_its_rows(planted, as_role):
    row = {"code": "R-1", "title": "Reunión <b>", "kind": "visit", "from": "2024-05-20", "to": "", "precision": "day"}
    kept = {"indicator": "NADA", "period": "2024", "dimension": "", "category": "", "total": 1, "of": ""}
    figure_of(planted, number=3, rows={**kept, "rows": [{**row, "countries": ["FRA"]}]})
    page = as_role("reader").get(reverse("published-figure", args=[SLUG, planted.build.pk, 3])).content.decode()
    assert "Reunión &lt;b&gt;" in page
    assert "Francia" in page
    assert "El registro cuenta hoy" not in page


def test_a_figure_that_is_not_counted_is_compared_when_asked(planted, as_role):
    address = reverse("published-figure", args=[SLUG, planted.build.pk, 1])
    figure_of(planted, number=4, reference="PEI:objetivos")
    client = as_role("reader")
    assert "comparar=1" in client.get(address).content.decode()
    assert "Hoy se imprime igual" in client.get(address, {"comparar": "1"}).content.decode()
    other = reverse("published-figure", args=[SLUG, planted.build.pk, 4])
    assert "Los datos de hoy dan 3" in client.get(other, {"comparar": "1"}).content.decode()


@pytest.mark.parametrize("name", ["published-figure", "published-figures"])
def test_what_does_not_exist_is_not_found(planted, as_role, name):
    parts = [SLUG, 999_999, 1] if name == "published-figure" else [SLUG, 999_999]
    assert as_role("reader").get(reverse(name, args=parts)).status_code == 404


@pytest.mark.parametrize(
    ("measure", "page", "rows"),
    [
        ("ejecucion_fisica", "activities", None),
        ("ejecucion_financiera_evaluables", "activities", None),
        ("actividades_no_programadas", "activities", {"resultado": "not_programmed"}),
        ("objetivos", "evaluation", {"tipo": "objective"}),
        ("acciones_alto", "evaluation", {"tipo": "strategic_action", "nivel": "high"}),
    ],
)
def test_a_figure_of_the_plan_leads_to_what_it_counts(planted, as_role, measure, page, rows):
    client = as_role("reader")
    figure_of(planted, number=2, reference=f"PEI:{measure}")
    steps = client.get(reverse("published-figure", args=[SLUG, planted.build.pk, 2])).context["steps"]
    answer = client.get(steps.address)
    assert answer.resolver_match.url_name == page
    assert {name: value for name, value in answer.context["listing"].values.items() if value} == (rows or {})


def test_a_published_progress_leads_to_its_source(planted, as_role):
    element = planted.version.sheets.get(indicator__code=planted.indicator)
    code = (element.objective or element.strategic_action).code
    figure_of(planted, number=2, reference=f"{code}:publicado")
    steps = as_role("reader").get(reverse("published-figure", args=[SLUG, planted.build.pk, 2])).context["steps"]
    assert steps.address.endswith("#sources")
