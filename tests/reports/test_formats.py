"""The same report in three formats: numbers, numbering, structure, reproducibility."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import docx
from pypdf import PdfReader

from quipu.reports import BuiltReport, build

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CAPTION = re.compile(r"(Tabla|Gráfico)\s(\d+)\.\s+(\S+)")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]+", " ", text)


def docx_part(built: BuiltReport, name: str) -> ElementTree.Element:
    assert built.docx
    with zipfile.ZipFile(io.BytesIO(built.docx)) as package:
        return ElementTree.fromstring(package.read(name))  # noqa: S314 - our own file


def docx_text(built: BuiltReport) -> str:
    body = docx_part(built, "word/document.xml")
    notes = docx_part(built, "word/footnotes.xml")
    paragraphs = [*body.iter(f"{W}p"), *notes.iter(f"{W}p")]
    return squeezed("\n".join("".join(node.text or "" for node in p.iter(f"{W}t")) for p in paragraphs))


def html_text(built: BuiltReport) -> str:
    assert built.html
    text = re.sub(r"<style>.*?</style>", "", built.html, flags=re.S)
    text = re.sub(r"<[^>]+>", "", text)
    return squeezed(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def pdf_text(built: BuiltReport) -> str:
    assert built.pdf
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(built.pdf)).pages))


TEXTS: list[Callable[[BuiltReport], str]] = [html_text, docx_text, pdf_text]


def test_every_figure_prints_the_same_in_the_three_formats(built: BuiltReport) -> None:
    assert len(built.figures) == 7
    for figure in built.figures:
        counts = [text(built).count(squeezed(figure.printed)) for text in TEXTS]
        assert min(counts) >= len(figure.places), (figure.printed, counts)


def test_changing_a_value_changes_it_everywhere(example: ModuleType, built: BuiltReport, workdir: Path) -> None:
    facts = {**example.FACTS, ("OEI.05", "avance", "2024"): example.Decimal("41.27")}
    changed = build(
        example.source(), example.data(), example.ExampleResolver(facts), details=example.DETAILS,
        branding=example.BRANDING, workdir=workdir, narratives=example.NARRATIVES,
    )  # fmt: skip
    uses = sum(len(figure.places) for figure in changed.figures if figure.key == "OEI.05:avance@2024")
    for text in TEXTS:
        assert "41.27 %" in text(changed)
        assert text(changed).count("41.3 %") >= uses - 1
        before = text(built).count("90.7 %")
        assert before - text(changed).count("90.7 %") >= uses - 1


def test_captions_and_headings_have_the_same_numbers(built: BuiltReport) -> None:
    expected = [table.caption.full_text for table in built.document.tables if table.caption]
    expected += [chart.caption.full_text for chart in built.document.charts]
    assert [CAPTION.match(text).group(0) for text in expected] == [  # type: ignore[union-attr]
        "Tabla 1. Términos", "Tabla 2. Avance", "Gráfico 1. Avance", "Gráfico 2. Acciones", "Gráfico 3. Personas",
    ]  # fmt: skip
    headings = [heading.full_text for heading in built.document.headings]
    assert headings[0] == "1. Resumen ejecutivo"
    assert headings[-3:] == [
        "Anexo 1. Ficha del indicador",
        "Anexo 2. Datos de los gráficos",
        "Anexo 3. Trazabilidad de las cifras",
    ]
    for text in TEXTS:
        whole = text(built)
        for line in [*expected, *headings]:
            assert whole.count(squeezed(line)) >= (1 if line.startswith("3.2.2.1") else 2), (text.__name__, line)


def test_data_with_markup_reads_as_it_stands(example: ModuleType, built: BuiltReport) -> None:
    name = example.NASTY_NAME.replace(" ", "")
    for text in TEXTS:
        assert text(built).replace(" ", "").count(name) >= 3
    assert built.html and "<b>y</b>" not in built.html


def test_the_html_has_no_script_and_the_fragment_no_inline_style(built: BuiltReport) -> None:
    assert built.html and built.fragment
    assert "<script" not in built.html
    assert 'lang="es-PE"' in built.html
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", built.fragment)


def test_html_links_lead_somewhere(built: BuiltReport) -> None:
    assert built.html
    identifiers = re.findall(r'\sid="([^"]+)"', built.html)
    assert len(identifiers) == len(set(identifiers))
    targets = set(re.findall(r'href="#([^"]+)"', built.html))
    assert targets <= set(identifiers)
    assert re.search(r'<a href="#traza-2" class="figure"\s+title="avance de OEI.05 en 2024: 90.7366"', built.html)


def test_html_charts_have_words_and_data(built: BuiltReport) -> None:
    assert built.html
    assert built.html.count("<details") == 3
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', built.html)
    assert len(alts) == 3
    assert any("2022: valor obtenido sin dato" in alt for alt in alts)


def test_docx_has_styles_captions_fields_and_lists(built: BuiltReport) -> None:
    assert built.docx
    document = docx.Document(io.BytesIO(built.docx))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "toc 1", "table of figures", "Chart"):
        assert name in styles, name
    instructions = [node.text or "" for node in docx_part(built, "word/document.xml").iter(f"{W}instrText")]
    assert sum("SEQ Tabla" in text for text in instructions) == 2
    assert sum("SEQ Gráfico" in text for text in instructions) == 3
    assert sum(text.startswith(" TOC ") for text in instructions) == 3
    assert document.core_properties.title == "Informe de evaluación institucional"
    assert document.core_properties.author == "Ministerio de Asuntos de Ejemplo"
    assert document.styles.element.find(f".//{W}lang").get(f"{W}val") == "es-PE"


def test_docx_fields_and_links_point_at_bookmarks(built: BuiltReport) -> None:
    body, notes = docx_part(built, "word/document.xml"), docx_part(built, "word/footnotes.xml")
    names = [node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    parts = [*body.iter(), *notes.iter()]
    fields = [node.text or "" for node in parts if node.tag == f"{W}instrText"]
    wanted = {text.split()[1] for text in fields if text.split()[0] in ("REF", "PAGEREF")}
    wanted |= {node.get(f"{W}anchor", "") for node in parts if node.tag == f"{W}hyperlink"}
    assert len(wanted) > 15
    assert wanted <= set(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in wanted)


def test_docx_fields_open_and_close(built: BuiltReport) -> None:
    depth = 0
    for node in docx_part(built, "word/document.xml").iter(f"{W}fldChar"):
        kind = node.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        assert 0 <= depth <= 2
    assert depth == 0


def test_docx_lists_are_prefilled_with_pages(built: BuiltReport) -> None:
    assert built.docx
    document = docx.Document(io.BytesIO(built.docx))
    entries = [
        "".join(node.text or "" for node in p._p.iter(f"{W}t"))
        for p in document.paragraphs
        if p.style.name.startswith("toc")
    ]
    assert len(entries) == sum(heading.level <= 3 for heading in built.document.headings)
    assert all(re.search(r"\d$", entry) for entry in entries)
    assert entries[0] == "1. Resumen ejecutivo3"


def test_docx_tables_repeat_their_header_and_pictures_have_words(built: BuiltReport) -> None:
    body = docx_part(built, "word/document.xml")
    tables = list(body.iter(f"{W}tbl"))
    assert tables and all(table.find(f".//{W}tblHeader") is not None for table in tables)
    pictures = [node for node in body.iter() if node.tag.endswith("}docPr")]
    assert len(pictures) == 3
    assert all(len(node.get("descr", "")) > 20 for node in pictures)


def test_the_pdf_is_tagged_outlined_and_in_spanish(built: BuiltReport) -> None:
    assert built.pdf
    reader = PdfReader(io.BytesIO(built.pdf))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert str(catalog["/Lang"]).lower() == "es-pe"
    assert reader.metadata and reader.metadata.title == "Informe de evaluación institucional"

    def titles(items: Any) -> list[str]:
        return [title for item in items for title in (titles(item) if isinstance(item, list) else [str(item.title)])]

    assert [squeezed(title) for title in titles(reader.outline)] == [
        squeezed(heading.full_text) for heading in built.document.headings
    ]
    fonts = {str(font) for page in reader.pages for font in page["/Resources"].get("/Font", {})}
    assert fonts


def test_the_same_input_gives_the_same_bytes(example: ModuleType, built: BuiltReport, tmp_path: Path) -> None:
    again = build(
        example.source(), example.data(), example.ExampleResolver(), details=example.DETAILS, branding=example.BRANDING,
        workdir=tmp_path, narratives=example.NARRATIVES, formats=["html", "fragment", "docx", "pdf"],
    )  # fmt: skip
    assert again.html == built.html
    assert again.pdf == built.pdf
    assert again.docx == built.docx


def test_only_the_formats_asked_for_are_built_and_progress_is_told(example: ModuleType, workdir: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = build(
        example.source("# Uno\n\nHola."), {}, example.ExampleResolver(), branding=example.BRANDING, workdir=workdir,
        details=replace(example.DETAILS, orientation="landscape", cover=False), formats=["pdf"],
        progress=lambda *event: told.append(event),
    )  # fmt: skip
    assert made.html is None and made.docx is None and made.pdf
    box = PdfReader(io.BytesIO(made.pdf)).pages[0].mediabox
    assert box.width > box.height
    assert told[0] == ("text", 0, 1)
    assert told[-1] == ("files", 1, 1)


def test_a_row_of_the_docx_stays_on_one_page_and_its_figures_on_one_line(built: BuiltReport) -> None:
    rows = list(docx_part(built, "word/document.xml").iter(f"{W}tr"))
    assert rows
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    unbroken = [cell for row in rows for cell in row.iter(f"{W}tc") if cell.find(f"{W}tcPr/{W}noWrap") is not None]
    assert unbroken
    for cell in unbroken:
        assert re.fullmatch(r"[\d.,\s%—-]+", "".join(node.text or "" for node in cell.iter(f"{W}t")))


def test_the_trace_tells_a_reference_without_its_marks(built: BuiltReport) -> None:
    for text in TEXTS:
        assert "OEI.05 · avance" in text(built)
        assert "|0" not in text(built)
