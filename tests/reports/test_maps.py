"""The world map: classes in words, countries by their number, what is too small to be drawn."""

from __future__ import annotations

import pytest

from quipu.language import number_style
from quipu.reports.chart_images import ChartRenderer
from quipu.reports.maps import CountryValue, drawn_countries, undrawn, world_map
from quipu.reports.yearly import YearCount, counts_by_year


def _map(**counts):
    return world_map([CountryValue(code, many) for code, many in counts.items()], subject="Actos por país")


def _legend(chart):
    return chart.spec["encoding"]["color"]["scale"]["domain"]


def _classes(chart):
    return {row["id"]: row["class"] for row in chart.spec["transform"][1]["from"]["data"]["values"]}


def test_classes_begin_at_round_numbers_and_say_where_they_end():
    chart = _map(ARG=210, BRA=90, FRA=12, USA=44, JPN=1, ESP=2)
    assert _legend(chart) == ["ninguno", "1 a 9", "10 a 19", "20 a 49", "50 a 199", "200 o más"]
    assert _classes(chart) == {
        "032": "200 o más",
        "076": "50 a 199",
        "250": "10 a 19",
        "840": "20 a 49",
        "392": "1 a 9",
        "724": "1 a 9",
    }


@pytest.mark.parametrize("counts", [[1], [3, 3], [1, 2], [7, 10_000], list(range(1, 60)), [10**6, 1]])
def test_every_country_falls_in_one_class_and_none_is_empty(counts):
    codes = sorted(drawn_countries())
    chart = _map(**dict(zip(codes, counts, strict=False)))
    legend = _legend(chart)
    assert len(legend) <= 6
    assert len(chart.spec["encoding"]["color"]["scale"]["range"]) == len(legend)
    assert set(_classes(chart).values()) == set(legend[1:])


def test_what_counts_nothing_has_no_class_nor_row():
    chart = _map(FRA=0, PER=2)
    assert _classes(chart) == {"604": "2 o más"}
    assert [row[0] for row in chart.data.rows] == ["Perú"]


def test_no_country_at_all_is_a_map_of_nothing():
    chart = _map()
    assert _legend(chart) == ["ninguno"]
    assert chart.alt == "Actos por país. Sin dato."


def test_the_text_names_the_first_and_counts_the_rest():
    codes = sorted(drawn_countries())[:20]
    alt = _map(**dict.fromkeys(codes, 5)).alt
    assert alt.endswith("y 8 países más, en la tabla.")


def test_in_english():
    chart = world_map([CountryValue("DEU", 1200)], subject="Acts", language="en", style=number_style("en"))
    assert chart.alt == "Acts. Germany: 1,200."
    assert _legend(chart) == ["none", "1,000 or more"]


def test_the_smallest_are_told_apart():
    assert undrawn(["FRA", "MLT", "SGP", "PER"]) == ["MLT", "SGP"]
    assert len(drawn_countries()) > 170


def test_the_map_is_drawn_without_any_server(tmp_path):
    image = ChartRenderer(tmp_path, number_style("es")).draw(_map(FRA=3, PER=40))
    assert image.svg.count("<path") > 150
    assert "20 o más" in image.svg
    assert 700 < image.width < 900


def test_counts_by_year_are_written_over_their_bars(tmp_path):
    chart = counts_by_year([YearCount(2023, 0), YearCount(2024, 1234)], subject="Actos", style=number_style("es"))
    assert chart.alt == "Actos. 2023: 0; 2024: 1,234."
    assert "1,234" in ChartRenderer(tmp_path, number_style("es")).draw(chart).svg
