"""Both reports of both institutions, opened: complete, numbered, the same figures in every format."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from tests.apps.publishing.opened import Page, figures_in, footnotes, pdf_text, plain, texts, told_figures
from tests.loaded import FICTIONAL, version_of

from quipu.apps.collection.models import ReportingPeriod, Submission
from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.organisation.models import CostCentre
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.publishing.making import make_report
from quipu.apps.publishing.models import Narrative
from quipu.reports import DocumentError

pytestmark = pytest.mark.django_db
DATED = date(2025, 4, 30)
BOTH = [("mre", "evaluation"), ("mre", "monitoring"), (FICTIONAL, "evaluation"), (FICTIONAL, "monitoring")]
SECTIONS = [
    "1. Resumen ejecutivo",
    "2. Prioridades de la política institucional",
    "2.1. Misión",
    "2.2. Ruta estratégica",
    "3. Objetivos, preguntas, alcance y criterios de la evaluación",
    "4. Metodología de la evaluación",
    "4.1. Estrategia cuantitativa",
    "4.2. Estrategia cualitativa",
    "5. Análisis del logro de los objetivos estratégicos institucionales",
    "5.1. Valoración del desempeño del plan",
    "5.2. Análisis de los objetivos priorizados",
    "6. Análisis de la implementación de las acciones estratégicas institucionales",
    "6.1. Estado de las acciones",
    "6.2. Análisis de las acciones priorizadas",
    "6.3. Recomendaciones del periodo anterior",
    "7. Conclusiones",
    "8. Recomendaciones",
    "9. Bibliografía",
    "10. Anexos",
    "Anexo 1. Reporte de seguimiento del PEI",
    "Anexo 2. Reporte de seguimiento del POI",
    "Anexo 3. Puntajes de priorización calculados y publicados",
    "Anexo 4. Fichas de entrevistas",
    "Anexo 5. Datos de los gráficos",
    "Anexo 6. Trazabilidad de las cifras",
]
"""The order of an institutional evaluation report, with its numbers."""


def made(slug, report, period="2024"):
    return make_report(compute_evaluation(version=version_of(slug), period=period), report, dated=DATED)


@pytest.fixture(scope="module")
def reports(institutions, django_db_blocker, django_db_setup):
    """Every report of 2024, made once."""
    with django_db_blocker.unblock():
        return {(slug, report): made(slug, report) for slug, report in BOTH}


@pytest.fixture(scope="module")
def read(reports):
    """The text of every report in the three formats."""
    return {key: texts(dict(report.files)) for key, report in reports.items()}


def headings(page):
    """The headings after the index, numbered as they print."""
    titles = [(level, plain(re.sub(r"\s+", " ", title)).strip(), below) for level, title, below in page.outline]
    first = next(place for place, (_, title, _) in enumerate(titles) if title.startswith("1. "))
    return titles[first:]


def test_each_report_has_its_formats(reports):
    for (_, report), found in reports.items():
        formats = ["html", "docx", "pdf", *(["xlsx"] if report == "monitoring" else [])]
        assert list(found.files) == formats
        assert all(found.files.values())
        assert found.warnings == ()


@pytest.mark.parametrize("slug", ["mre", FICTIONAL])
def test_the_evaluation_has_its_ten_sections_numbered_and_in_order(reports, read, slug):
    titles = [title for _, title, _ in headings(Page(reports[slug, "evaluation"].files["html"]))]
    assert [title for title in titles if title in SECTIONS] == SECTIONS
    for name, text in read[slug, "evaluation"].items():
        flat = re.sub(r"\s+", " ", text)
        places = [flat.rindex(section) for section in SECTIONS[:-1]]
        assert places == sorted(places), name


@pytest.mark.parametrize(("slug", "report"), BOTH)
def test_no_section_is_left_empty(reports, slug, report):
    found = headings(Page(reports[slug, report].files["html"]))
    following = [level for level, _, _ in found[1:]] + [0]
    for (level, title, below), after in zip(found, following, strict=True):
        assert below.strip() or after > level, title


def test_an_evaluation_without_anything_written_says_so_in_every_section(institutions):
    report = made("mre", "evaluation", period="2022")
    found = headings(Page(report.files["html"]))
    following = [level for level, _, _ in found[1:]] + [0]
    for (level, title, below), after in zip(found, following, strict=True):
        assert below.strip() or after > level, title
    below = {title: text for _, title, text in found}
    assert "Esta sección aún no tiene texto." in below["7. Conclusiones"]
    assert "No se registraron recomendaciones para este periodo." in below["8. Recomendaciones"]
    assert "No se registraron referencias bibliográficas." in below["9. Bibliografía"]
    assert "No se registraron entrevistas." in below["Anexo 4. Fichas de entrevistas"]
    assert len(report.warnings) == 12


@pytest.mark.parametrize(("slug", "report"), BOTH)
def test_the_three_formats_tell_the_same_figures(read, slug, report):
    html, docx, pdf = (told_figures(text) for text in read[slug, report].values())
    assert len(html) > 5
    assert html == docx
    assert not html - pdf, html - pdf


@pytest.mark.parametrize(("slug", "report"), BOTH)
def test_every_live_figure_stands_in_every_format(reports, read, slug, report):
    for text in read[slug, report].values():
        flat = re.sub(r"\s+", " ", text)
        for figure in reports[slug, report].figures:
            places = [place for place in figure.places if place.line]
            assert flat.count(plain(figure.printed)) >= len(places), figure


@pytest.mark.parametrize(("slug", "report"), BOTH)
def test_nothing_dangles_and_no_mark_of_the_template_is_left(reports, read, slug, report):
    page = Page(reports[slug, report].files["html"])
    assert page.links
    assert page.links <= set(page.identifiers)
    assert len(page.identifiers) == len(set(page.identifiers))
    for name, text in read[slug, report].items():
        left = re.findall(r"\[\[|\]\]|@(?:tbl|fig|sec|anx)|\{\{|\{%|None|Decimal\(|[\ue000-\ue00f]", text)
        assert not left, (name, left)


def test_the_fictional_one_says_so_in_every_format_and_the_real_one_does_not(reports, read):
    for (slug, report), found in read.items():
        for name, text in found.items():
            assert ("Datos ficticios" in text) is (slug == FICTIONAL), (slug, report, name)
    for slug in ("mre", FICTIONAL):
        book = openpyxl.load_workbook(io.BytesIO(reports[slug, "monitoring"].files["xlsx"]))
        for sheet in book:
            said = any("Datos ficticios" in str(cell.value) for row in sheet.iter_rows() for cell in row)
            assert said is (slug == FICTIONAL), sheet.title


def test_an_adjusted_progress_has_its_footnote(reports, read):
    reason = "El informe analiza este indicador con la fórmula del sentido ascendente"
    files = reports["mre", "evaluation"].files
    notes = "".join(node.text or "" for node in footnotes(files["docx"]).iter() if node.text)
    assert reason in plain(notes)
    page = Page(files["html"])
    (note,) = [identifier for identifier in page.identifiers if identifier.startswith("fn1")]
    assert note in page.links
    for name, text in read["mre", "evaluation"].items():
        flat = re.sub(r"\s+", " ", text)
        assert "En esta acción se usa un avance ajustado: el sentido ascendente" in flat, name
        assert flat.count(reason) >= 2, name  # under the table of actions, and as a footnote
        assert "AEI.05.04 (a)" in flat, name


def test_what_cannot_be_computed_is_told_with_its_reason(read):
    for name, text in read["mre", "evaluation"].items():
        flat = re.sub(r"\s+", " ", text)
        assert "Resultados que no pudieron calcularse" in flat, name
        assert "El informe publica el avance, no el valor obtenido." in flat, name
        assert "Cifras publicadas que no se reproducen" in flat, name


def test_the_spreadsheet_holds_exact_values_and_every_period(reports):
    book = openpyxl.load_workbook(io.BytesIO(reports["mre", "monitoring"].files["xlsx"]))
    assert book.sheetnames == ["Seguimiento PEI", "Alertas", "No calculados", "POI por centro de costo"]
    sheet = book["Seguimiento PEI"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    groups, titles = rows[2], rows[3]
    columns, group = {}, None
    for place, title in enumerate(titles):
        group = groups[place] or group
        columns[group, title] = place
    (row,) = [row for row in rows if row[0] == "OEI.05"]
    told = [row[columns[group, "2024"]] for group in ("Logro esperado", "Valor obtenido", "Avance (%)")]
    assert told == [19030, 17268, 90.74]
    assert [row[columns[group, "2024-S1"]] for group in ("Logro esperado", "Valor obtenido")] == [None, None]
    assert {title for (group, title) in columns if group == "Valor obtenido"} >= {"2020", "2020-S2", "2024"}


def test_changing_a_value_changes_it_everywhere_it_stands(institutions, read):
    ObtainedValue.objects.filter(indicator__code="IND.OEI.01", period="2024").update(number=97)
    after = {report: texts(dict(made("mre", report).files)) for report in ("evaluation", "monitoring")}
    for report, found in after.items():
        for name, text in found.items():
            old, new = figures_in(read["mre", report][name]), figures_in(text)
            assert old["116"] > 0, (report, name)
            assert (new["116"], new["97"] - old["97"]) == (0, old["116"]), (report, name)
            for before, now in (("214.8 %", "179.6 %"), ("214.81", "179.63"), ("214.8", "179.6")):
                assert (new[before], new[now]) == (0, old[before] + old[now]), (report, name, before)
            assert new["203.5"] == old["203.5"], (report, name)


def test_a_part_of_the_year_has_its_reports_too(institutions):
    for report in ("evaluation", "monitoring"):
        text = plain(pdf_text(made(FICTIONAL, report, period="2024-S1").files["pdf"]))
        assert "primer semestre de 2024" in text
        assert "105.9" in text  # AEI.01.02: 18 of 17 in the semester


def test_every_fault_of_the_narratives_is_told_at_once_with_its_place(institutions):
    bodies = {"resumen": "Bien.\n\nMal: [[OEI.99:avance]] y\nmal: [[OEI.01:avanse]].", "ruta": "Véase la @tbl:nada."}
    for section, body in bodies.items():
        Narrative.objects.filter(plan=version_of("mre").plan, report="evaluation", section=section).update(body=body)
    with pytest.raises(DocumentError) as refused:
        made("mre", "evaluation")
    told = [(fault.code, fault.place.source, fault.place.line, fault.place.column) for fault in refused.value.faults]
    assert [(code, line, column) for code, _, line, column in told if code.startswith("unknown")][:2] == [
        ("unknown_element", 3, 6),
        ("unknown_measure", 4, 6),
    ]
    assert len(told) == 3
    assert all("narrativa" in source for _, source, _, _ in told)


def test_what_units_reported_stands_in_its_tables_and_the_text_names_them(institutions):
    version = version_of(FICTIONAL)
    centre = CostCentre.objects.filter(executing_unit__institution=version.plan.institution).first()
    period = ReportingPeriod.objects.create(version=version, period="2024-S2")
    words = {"achievements": "Se abrieron dos oficinas.", "limitations": "Faltó *personal*."}
    Submission.objects.create(
        reporting_period=period, cost_centre=centre, level="unit", state="approved", measures="", **words
    )
    page = Page(made(FICTIONAL, "monitoring").files["html"]).text
    assert "Se abrieron dos oficinas." in page
    assert "Faltó *personal*." in page
    assert "@tbl" not in page
    assert re.search(r"(?i)la tabla\s\d+ reúne lo que reportó cada unidad y misión", page)
