"""Figures that lead to their own page on the web, in every format, without noise."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pypdf import PdfReader

from quipu.reports import BuiltReport, build

PAGES = "https://quipu.example.org/mre/informes/7/cifras/"


@pytest.fixture(scope="module")
def linked(example: ModuleType, workdir: Path) -> BuiltReport:
    return build(
        example.source(),
        example.data(),
        example.ExampleResolver(),
        details=replace(example.DETAILS, figure_pages=PAGES),
        branding=example.BRANDING,
        workdir=workdir,
        narratives=example.NARRATIVES,
    )


def addresses_of_pdf(content: bytes) -> list[str]:
    found: list[str] = []
    for page in PdfReader(io.BytesIO(content)).pages:
        for reference in page.get("/Annots") or ():
            action: Any = reference.get_object().get("/A") or {}
            if "/URI" in action:
                found.append(str(action["/URI"]))
    return found


def pages_of(figures: Any) -> set[str]:
    return {f"{PAGES}{figure.number}/" for figure in figures}


def test_each_figure_of_the_pdf_is_a_link_to_its_page(linked: BuiltReport) -> None:
    found = [address for address in addresses_of_pdf(linked.pdf or b"") if address.startswith(PAGES)]
    assert set(found) == pages_of(linked.figures)
    assert len(found) >= sum(len(figure.places) for figure in linked.figures)


def test_each_figure_of_the_html_is_a_link_to_its_page(linked: BuiltReport) -> None:
    found = re.findall(rf'href="({PAGES}\d+/)"[^>]*class="figure"', linked.html or "")
    assert set(found) == pages_of(linked.figures)


def test_each_figure_of_the_docx_is_a_link_to_its_page_in_the_letters_of_the_text(linked: BuiltReport) -> None:
    with zipfile.ZipFile(io.BytesIO(linked.docx or b"")) as package:
        text = package.read("word/document.xml").decode()
    look = r'<w:rStyle w:val="LiveFigure" ?/></w:rPr><w:instrText xml:space="preserve">'
    found = re.findall(rf'{look} HYPERLINK "({PAGES}\d+/)"', text.replace("&quot;", '"'))
    assert set(found) == pages_of(linked.figures)


def test_without_pages_a_figure_leads_to_its_trace(built: BuiltReport) -> None:
    assert not [address for address in addresses_of_pdf(built.pdf or b"") if "/cifras/" in address]
    assert 'href="#traza-1"' in (built.html or "")
