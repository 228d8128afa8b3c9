"""The text before it forks: references, labels, narratives, what a template may not do."""

from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from quipu.reports import Document, DocumentError, TemplateError, UnreadableReferenceError, assemble, parse_reference
from quipu.reports.captioned import with_mark_kept
from quipu.reports.syntax import plain_text
from quipu.reports.tables import Column, Table, column_weights


def assembled(example: ModuleType, text: str, *, narratives: dict[str, str] | None = None, **data: Any) -> Document:
    return assemble(
        example.source(text), data, example.ExampleResolver(), branding=example.BRANDING, narratives=narratives
    )


def printed(document: Document) -> str:
    return plain_text(document.blocks)


def test_every_fault_of_the_document_comes_at_once_with_its_place(example: ModuleType) -> None:
    text = (
        "# Uno {#sec:uno}\n\nEl avance [[OEI.50:avance]] y [[OEI.05:avanze]].\n\n"
        "Además [[OEI.05@1999:valor]], [[AEI.05.04#IND.70:valor]], [[OEI.05:avance|0,0]] y [[OEI.02:valor]].\n\n"
        "Véase la @sec:dos. [[OEI.05]]\n\n## Otra {#sec:uno}\n\n{{ narrative('n') }}\n"
    )
    with pytest.raises(DocumentError) as caught:
        assembled(example, text, narratives={"n": "Hola.\n\nUna [[ZZZ:avance]] y [[OEI.05:avance"})
    faults = [(str(fault.place), fault.code, fault.subject) for fault in caught.value.faults]
    assert faults == [
        ("evaluacion.md, línea 3, columna 11", "unknown_element", "[[OEI.50:avance]]"),
        ("evaluacion.md, línea 3, columna 31", "unknown_measure", "[[OEI.05:avanze]]"),
        ("evaluacion.md, línea 5, columna 8", "unknown_period", "[[OEI.05@1999:valor]]"),
        ("evaluacion.md, línea 5, columna 31", "unknown_indicator", "[[AEI.05.04#IND.70:valor]]"),
        ("evaluacion.md, línea 5, columna 59", "unreadable", "[[OEI.05:avance|0,0]]"),
        ("evaluacion.md, línea 5, columna 83", "missing_value", "[[OEI.02:valor]]"),
        ("evaluacion.md, línea 7, columna 10", "reference", "@sec:dos"),
        ("evaluacion.md, línea 7, columna 20", "unreadable", "[[OEI.05]]"),
        ("evaluacion.md, línea 9", "duplicated_label", "sec:uno"),
        ("narrativa «n», línea 3, columna 5", "unknown_element", "[[ZZZ:avance]]"),
        ("narrativa «n», línea 3, columna 22", "reference", "[[OEI.05:avance"),
    ]
    message = str(caught.value)
    assert "¿Quiso decir «OEI.05»," in message
    assert "¿Quiso decir «avance» o" in message
    assert "?? no reportado" in message


def test_a_place_survives_a_loop_and_a_block_tag(example: ModuleType) -> None:
    text = "{% for code in codes %}\n{% if true %}\nAvance: [[{{ code }}:avance]].\n{% endif %}\n\n{% endfor %}"
    with pytest.raises(DocumentError) as caught:
        assembled(example, text, codes=["OEI.05", "OEI.99"])
    assert next(str(fault) for fault in caught.value.faults).startswith(
        "evaluacion.md, línea 3, columna 9: «[[OEI.99:avance]]»"
    )


def test_brackets_inside_an_expression_are_not_references(example: ModuleType) -> None:
    text = "{{ table('a', caption='A', columns=['x'], rows=[['1'], ['2']]) }}\n\n@tbl:a"
    assert len(assembled(example, text).tables) == 1


def test_data_cannot_bring_markup(example: ModuleType) -> None:
    document = assembled(example, "# {{ name }}\n\nDice {{ name }} fin.\n\n- {{ name }}\n", name=example.NASTY_NAME)
    assert printed(document).count(example.NASTY_NAME) == 3
    assert document.figures == ()
    kinds = str(document.blocks)
    assert not any(f"'t': '{kind}'" in kinds for kind in ("Emph", "Strong", "Link", "Math", "RawInline", "Superscript"))


@pytest.mark.parametrize(
    "name", ["1. uno", "# uno", "- uno", "> uno", "a\n\n# b", "~~~", "\\# uno", ": x", "| a | b |", "@sec:x", "x^2^"]
)
def test_data_at_the_start_of_a_line_stays_text(example: ModuleType, name: str) -> None:
    document = assembled(example, "{{ name }}\n", name=name)
    assert [block["t"] for block in document.blocks] == ["Para"]
    assert printed(document) == " ".join(name.split())


def test_data_cannot_forge_a_mark(example: ModuleType) -> None:
    document = assembled(example, "{{ name }} {{ live('OEI.05:avance') }}", name="\ue0000\ue001")
    assert printed(document).startswith("0")
    assert len(document.figures) == 1


def test_a_narrative_runs_no_code_and_brings_no_raw_text(example: ModuleType) -> None:
    narrative = (
        "{{ 7*7 }} {% for x in y %} <script>alert(1)</script> \\newpage `x`{=html}\n\n<div onclick='x'>a</div>\n\n"
        "```{=html}\n<b>x</b>\n```\n\n::: {onclick=x}\nb\n:::\n\n[c]{onclick=x} $x$\n\n---\ntitle: no\n---\n"
    )
    document = assembled(example, "# Uno\n\n{{ narrative('n') }}\n\n# Dos\n", narratives={"n": narrative})
    text = printed(document)
    assert "{{ 7*7 }}" in text and "<script>alert(1)</script>" in text and "$x$" in text
    kinds = str(document.blocks)
    assert not any(f"'t': '{kind}'" in kinds for kind in ("RawInline", "RawBlock", "Div", "Span", "Math"))
    assert [heading.text for heading in document.headings][-1] == "Dos"


def test_a_narrative_brings_no_pictures_and_no_links_that_run(example: ModuleType) -> None:
    narrative = "![x](/etc/passwd) [y](javascript:alert(1)) [z](https://example.org) <file:///etc/passwd>"
    with pytest.raises(DocumentError) as caught:
        assembled(example, "{{ narrative('n') }}", narratives={"n": narrative})
    assert [fault.code for fault in caught.value.faults] == ["image", "link", "link"]
    assert all(fault.place.source == "narrativa «n»" for fault in caught.value.faults)


def test_narratives_do_not_share_footnote_names(example: ModuleType) -> None:
    narratives = {"a": "Uno[^1].\n\n[^1]: nota a", "b": "Dos[^1].\n\n[^1]: nota b"}
    document = assembled(example, "{{ narrative('a') }}\n\n{{ narrative('b') }}", narratives=narratives)
    assert "'nota'}, {'t': 'Space'}, {'t': 'Str', 'c': 'a'}" in str(document.blocks)
    assert "'nota'}, {'t': 'Space'}, {'t': 'Str', 'c': 'b'}" in str(document.blocks)


def test_a_narratives_headings_go_below_the_present_one(example: ModuleType) -> None:
    document = assembled(example, "# Uno\n\n## Dos\n\n{{ narrative('n') }}", narratives={"n": "# Tres\n\n## Cuatro"})
    assert [(heading.number, heading.level) for heading in document.headings] == [
        ("1", 1), ("1.1", 2), ("1.1.1", 3), ("1.1.1.1", 4),
    ]  # fmt: skip


def test_warnings_name_what_is_never_mentioned_or_written(example: ModuleType) -> None:
    text = "{{ table('a', caption='A', columns=['x'], rows=[['1']]) }}\n\n{{ narrative('falta') }}"
    document = assembled(example, text, narratives={"sobra": "x"})
    assert len(document.warnings) == 3
    assert any("«Tabla 1» (@tbl:a)" in warning for warning in document.warnings)
    assert any("«falta»" in warning for warning in document.warnings)
    assert any("«sobra»" in warning for warning in document.warnings)
    assert "Esta sección aún no tiene texto." in printed(document)


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("uno\n\n{{ nada }}", "evaluacion.md, línea 3", "nada"),
        ("uno\n{% for %}", "evaluacion.md, línea 2", "no se puede leer"),
        ("{{ ''.__class__ }}", "evaluacion.md, línea 1", ""),
        ("{{ table('a', caption='A', columns=['x'], rows=[['1', '2']]) }}", "evaluacion.md, línea 1", "2 celdas"),
        ("{{ chart('a', {}, caption='A') }}", "evaluacion.md, línea 1", "gráfico"),
        ("{% include 'x' %}", "evaluacion.md, línea 1", ""),
    ],
)
def test_a_template_error_names_line_and_remedy(example: ModuleType, text: str, where: str, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        assembled(example, text)
    assert caught.value.where == where
    assert words in str(caught.value)
    assert caught.value.remedy


def test_the_template_cannot_change_the_data(example: ModuleType) -> None:
    with pytest.raises(TemplateError):
        assembled(example, "{{ rows.append(1) }}", rows=[])


def test_skipped_heading_levels_are_a_fault(example: ModuleType) -> None:
    with pytest.raises(DocumentError, match="nivel 3 debajo de uno de nivel 1"):
        assembled(example, "# Uno\n\n### Tres")


def test_a_reference_keeps_all_its_parts() -> None:
    reference = parse_reference("AEI.05.04#IND.07@2024:valor|0.00 ?? sin dato")
    assert (reference.element, reference.indicator, reference.period) == ("AEI.05.04", "IND.07", "2024")
    assert (reference.measure, reference.decimals, reference.fallback) == ("valor", 2, "sin dato")
    with pytest.raises(UnreadableReferenceError):
        parse_reference("OEI.05")


def test_figures_are_recorded_once_with_every_place(example: ModuleType) -> None:
    text = "[[OEI.05:avance]] [[OEI.05:progress]] [[OEI.05:avance|0.00]]\n"
    figures = assembled(example, text).figures
    assert [(figure.printed, len(figure.places)) for figure in figures] == [("90.7\u00a0%", 2), ("90.74\u00a0%", 1)]
    assert figures[0].value == Decimal("90.7366")
    assert figures[0].trace


def test_references_know_sections_and_annexes(example: ModuleType) -> None:
    text = "# Uno {#sec:uno}\n\n@Sec:uno, @sec:uno y @anx:dos; correo a@sec.pe\n\n# Dos {.annex #anx:dos}"
    document = assembled(example, text)
    assert document.target("Sec:uno").text == "Sección 1"
    assert document.target("sec:uno").text == "sección 1"
    assert document.target("anx:dos").text == "Anexo 1"


def test_a_level_mark_stays_with_its_word() -> None:
    assert with_mark_kept("● alto; ■ medio — fin") == "●\u00a0alto; ■\u00a0medio — fin"


def test_a_column_of_a_wide_table_is_never_narrower_than_its_longest_number() -> None:
    columns = [Column("Indicador", width=0.9), *(Column(str(year), "number") for year in range(2011, 2024))]
    row = ["Un indicador con bastante texto", *["225,080"] * 13]
    table = Table.of("t", "T", columns, [row])
    widths = column_weights(table, [row])
    assert sum(widths) == pytest.approx(1)
    assert min(widths[1:]) >= len("225,080") / 190


def test_widths_that_cannot_all_be_kept_still_fill_the_page() -> None:
    columns = [Column("Código"), *(Column(str(year), "number") for year in range(6))]
    row = ["AEI.01.01", *["1,000,000,000,000.00"] * 6]
    widths = column_weights(Table.of("t", "T", columns, [row]), [row])
    assert sum(widths) == pytest.approx(1)
    assert min(widths) > 0.05
