"""Charts (specification, words, data, cache) and spreadsheets."""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from quipu.language import NumberStyle
from quipu.reports import (
    Chart,
    ChartRenderer,
    Column,
    ElementProgress,
    LevelCounts,
    Sheet,
    SpreadsheetWriter,
    Table,
    ToolError,
    YearValue,
    level_counts,
    progress_by_element,
    series_over_years,
)

MOMENT = datetime(2025, 4, 25, tzinfo=UTC)


def years() -> list[YearValue]:
    return [
        YearValue(2022, Decimal("15000"), Decimal("16000")),
        YearValue(2023, None, Decimal("17000")),
        YearValue(2024, Decimal("0"), None),
    ]


def test_a_missing_year_is_a_gap_and_a_zero_is_a_point(tmp_path: Path) -> None:
    chart = series_over_years(years(), subject="Personas", unit="personas")
    svg = ChartRenderer(tmp_path, NumberStyle()).draw(chart).svg
    assert "2023: valor obtenido sin dato" in chart.alt
    assert "2024: valor obtenido 0, logro esperado sin dato" in chart.alt
    assert chart.data.rows[1][1] is None
    assert svg.count('aria-roledescription="point"') == 4


def test_axis_numbers_take_the_institutions_separators(tmp_path: Path) -> None:
    chart = series_over_years(years(), subject="Personas")
    assert re.search(r">\d\d,000<", ChartRenderer(tmp_path, NumberStyle()).draw(chart).svg)
    assert re.search(r">\d\d\.000<", ChartRenderer(tmp_path, NumberStyle(".", ",")).draw(chart).svg)


def test_progress_says_figure_and_level_in_words(tmp_path: Path) -> None:
    values = [ElementProgress("OEI.01", Decimal("32.05"), "low"), ElementProgress("OEI.02", None, None)]
    chart = progress_by_element(values, subject="Avance")
    svg = ChartRenderer(tmp_path, NumberStyle()).draw(chart).svg
    assert "32.1" in svg and "bajo" in svg and "sin dato" in svg
    assert svg.index(">OEI.01<") < svg.index(">OEI.02<")
    assert svg.count('aria-roledescription="point"') == 1


def test_counts_are_written_in_the_bars(tmp_path: Path) -> None:
    chart = level_counts([LevelCounts("OEI.01", 2, 0, 13)], subject="Acciones")
    svg = ChartRenderer(tmp_path, NumberStyle()).draw(chart).svg
    assert ">13<" in svg
    assert "OEI.01: 2 bajo, 0 medio, 13 alto" in chart.alt


def test_a_chart_is_drawn_once(tmp_path: Path) -> None:
    renderer = ChartRenderer(tmp_path, NumberStyle())
    chart = series_over_years(years(), subject="Personas")
    image = renderer.draw(chart)
    stored = tmp_path / f"{image.key}.svg"
    stored.write_text(image.svg.replace("<svg", "<svg data-kept='1'", 1), encoding="utf-8")
    assert "data-kept" in renderer.draw(chart).svg
    assert renderer.png(image).startswith(b"\x89PNG")


def test_a_wrong_specification_is_a_clear_error(tmp_path: Path) -> None:
    broken = Chart({"mark": {"type": "nothing"}, "data": {"values": []}}, "x", Table.of("", "", ["a"], []))
    with pytest.raises(ToolError, match="No se pudo dibujar"):
        ChartRenderer(tmp_path, NumberStyle()).draw(broken)


def sheet() -> Sheet:
    columns = [
        Column("Código"),
        Column("Nombre"),
        Column("2023", "number", group="Logro esperado"),
        Column("2024", "number", group="Logro esperado"),
        Column("Año", "year"),
        Column("Avance", "percentage"),
    ]
    rows = [
        ["OEI.01", "=HYPERLINK(\"http://x\")", Decimal("17268.5"), 10, 2024, Decimal("90.7366")],
        ["@cmd", "+1", None, Decimal("12345678901234567890"), 2024, "no reportado"],
    ]  # fmt: skip
    return Sheet("Seguimiento: PEI/2024", Table.of("a", "Seguimiento", columns, rows, note="Fuente: plan."))


def test_a_spreadsheet_keeps_values_formats_and_safe_texts(example: ModuleType) -> None:
    content = SpreadsheetWriter(example.BRANDING, MOMENT).write([sheet(), sheet()], title="Seguimiento")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(set(book.sheetnames)) == 2
    page = book.worksheets[0]
    assert page.freeze_panes == "B5"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$3:$4"
    assert "C3:D3" in {str(area) for area in page.merged_cells.ranges}
    first, second = page[5], page[6]
    assert [cell.data_type for cell in first] == ["s", "s", "n", "n", "n", "n"]
    assert first[1].value == '=HYPERLINK("http://x")'
    assert (first[2].value, first[2].number_format) == (17268.5, "#,##0.00")
    assert (first[4].value, first[4].number_format) == (2024, "0")
    assert first[5].number_format == '0.0 "%"'
    assert second[0].data_type == second[1].data_type == "s"
    assert second[2].value is None
    assert second[3].value == "12,345,678,901,234,567,890"


def test_the_same_spreadsheet_gives_the_same_bytes(example: ModuleType) -> None:
    made = [SpreadsheetWriter(example.BRANDING, MOMENT).write([sheet()], title="S") for _ in range(2)]
    assert made[0] == made[1]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 celdas"):
        Table.of("a", "A", ["x"], [["1", "2"]])
