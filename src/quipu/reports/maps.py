"""The world by country as a Vega-Lite specification: few classes, each with its words in the legend.

The outlines are Natural Earth's at 1:110 million (`geometry/`), in which the smallest States are not drawn: those are
in the data table only, and `undrawn` names them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from quipu.language import NumberStyle, country_codes, country_name, format_number, numeric_code
from quipu.reports.charts import Palette
from quipu.reports.tables import Chart, Column, Table
from quipu.reports.wording import wording

MAP_WIDTH = 760
MAP_HEIGHT = 372
_GEOMETRY = Path(__file__).parent / "geometry" / "countries-110m.json"
_ANTARCTICA = "010"
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_MOST_CLASSES = 5
_NOTHING = "#E4E8EB"
_BORDER = "#FFFFFF"
_NAMED = 12
"""Countries that the text alternative names; the table has them all."""


@dataclass(frozen=True)
class CountryValue:
    """A country by its alpha-3 code, and a count of something."""

    country: str
    count: int


@dataclass(frozen=True)
class _Class:
    """From one count to another, both within it; None has no upper end."""

    first: int
    last: int | None

    def holds(self, count: int) -> bool:
        return count >= self.first and (self.last is None or count <= self.last)


def world_map(
    values: Sequence[CountryValue],
    *,
    subject: str,
    palette: Palette | None = None,
    language: str = "es",
    style: NumberStyle | None = None,
) -> Chart:
    """The countries of the world shaded by a count.

    Args:
        values: a count for each country; one without a value has none, and is drawn as nothing.
        subject: what is counted.
        palette: its primary colour is that of the highest class.
        language: of the names and the legend.
        style: separators.
    """
    palette = palette or Palette()
    counted = sorted((item for item in values if item.count > 0), key=lambda item: (-item.count, item.country))
    classes = _classes([item.count for item in counted])
    words = [wording("none", language), *(_words(item, language, style) for item in classes)]
    rows = [{"id": numeric_code(item.country), "class": words[1 + _class_of(item.count, classes)]} for item in counted]
    spec = _spec(rows, words, _shades(palette.primary, len(classes)))
    columns = [Column(wording("country", language)), Column(wording("count", language), "number", 0)]
    data = Table.of("", subject, columns, [[country_name(item.country, language), item.count] for item in counted])
    return Chart(spec, _alternative(counted, subject, language, style), data)


def undrawn(countries: Sequence[str]) -> list[str]:
    """Those of some countries (alpha-3) that the map is too coarse to draw."""
    return [code for code in countries if code not in drawn_countries()]


@cache
def drawn_countries() -> frozenset[str]:
    """The countries that have an outline, by alpha-3 code."""
    shapes = {item.get("id") for item in _topology()["objects"]["countries"]["geometries"]}
    return frozenset(code for code in country_codes() if numeric_code(code) in shapes)


@cache
def _topology() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_GEOMETRY.read_text(encoding="utf-8"))
    return read


def _classes(counts: Sequence[int]) -> list[_Class]:
    """At most five classes that begin at round numbers, each with some country in it."""
    if not counts:
        return []
    starts = [step for step in _STEPS if step <= max(counts)]
    ends: list[int | None] = [start - 1 for start in starts[1:]]
    held = [_Class(first, last) for first, last in zip(starts, [*ends, None], strict=True)]
    held = [item for item in held if any(item.holds(count) for count in counts)]
    while len(held) > _MOST_CLASSES:
        held = _with_smallest_joined(held, counts)
    return [_Class(item.first, after.first - 1) for item, after in pairwise(held)] + held[-1:]


def _with_smallest_joined(classes: Sequence[_Class], counts: Sequence[int]) -> list[_Class]:
    """The two neighbours that together hold the fewest countries become one."""
    sizes = [sum(item.holds(count) for count in counts) for item in classes]
    at = min(range(len(classes) - 1), key=lambda place: (sizes[place] + sizes[place + 1], place))
    return [*classes[:at], _Class(classes[at].first, classes[at + 1].last), *classes[at + 2 :]]


def _class_of(count: int, classes: Sequence[_Class]) -> int:
    return max(place for place, item in enumerate(classes) if count >= item.first)


def _words(item: _Class, language: str, style: NumberStyle | None) -> str:
    first = format_number(item.first, 0, style=style)
    if item.last is None:
        return wording("or_more", language).format(first=first)
    if item.last == item.first:
        return first
    return wording("from_to", language).format(first=first, last=format_number(item.last, 0, style=style))


def _shades(colour: str, number: int) -> list[str]:
    """From a light to the whole colour, in steps that read in grey too."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    shares = [1.0] if number == 1 else [0.28 + 0.72 * step / (number - 1) for step in range(number)]
    return [
        "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in (red, green, blue)) for share in shares
    ]


def _spec(rows: Sequence[Mapping[str, str]], words: Sequence[str], shades: Sequence[str]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
        "data": {"values": _topology(), "format": {"type": "topojson", "feature": "countries"}},
        "transform": [
            {"filter": f"datum.id !== '{_ANTARCTICA}'"},
            {"lookup": "id", "from": {"data": {"values": list(rows)}, "key": "id", "fields": ["class"]}},
            {"calculate": f"datum.class || {json.dumps(words[0])}", "as": "class"},
        ],
        "projection": {"type": "equalEarth"},
        "mark": {"type": "geoshape", "stroke": _BORDER, "strokeWidth": 0.6},
        "encoding": {
            "color": {
                "field": "class",
                "type": "nominal",
                "scale": {"domain": list(words), "range": [_NOTHING, *shades]},
                "legend": {"symbolType": "square", "symbolSize": 180, "columnPadding": 18},
            }
        },
    }


def _alternative(
    counted: Sequence[CountryValue], subject: str, language: str, style: NumberStyle | None
) -> str:  # fmt: skip
    if not counted:
        return f"{subject}. {wording('no_data', language).capitalize()}."
    named = "; ".join(
        f"{country_name(item.country, language)}: {format_number(item.count, 0, style=style)}"
        for item in counted[:_NAMED]
    )
    others = len(counted) - _NAMED
    more = "; " + wording("other_countries", language).format(number=others) if others > 0 else ""
    return f"{subject}. {named}{more}."
