"""Charts as pictures: SVG and PNG by vl-convert, kept by content so that an unchanged chart is never drawn twice."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from quipu.language import NumberStyle
from quipu.reports.errors import ToolError
from quipu.reports.tables import Chart

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
PRINT_FONT = "Libertinus Serif"
PNG_SCALE = 2.0
CHART_WIDTH_CM = 15.6  # the text width of an upright page; a chart grows no larger on a lying one
_VERSION = "2"


@dataclass(frozen=True)
class ChartImage:
    """A drawn chart.

    Attributes:
        svg: as text.
        key: hash of what it was drawn from.
        width: in pixels of the SVG.
        height: in pixels of the SVG.
    """

    svg: str
    key: str
    width: int
    height: int


class ChartRenderer:
    """Draws charts with the institution's configuration.

    Args:
        folder: where drawn charts are kept between builds.
        numbers: separators on the axes.
    """

    def __init__(self, folder: Path, numbers: NumberStyle) -> None:
        self._folder, self._numbers = folder, numbers
        folder.mkdir(parents=True, exist_ok=True)

    def draw(self, chart: Chart) -> ChartImage:
        """The chart as SVG.

        Raises:
            ToolError: the specification cannot be drawn.
        """
        spec = {**chart.spec, "background": "white"}
        key = self._key(spec)
        path = self._folder / f"{key}.svg"
        if path.exists():
            svg = path.read_text(encoding="utf-8")
        else:
            svg = self._svg(spec)
            _write_whole(path, svg.encode())
        width, height = _size(svg)
        return ChartImage(svg, key, width, height)

    def png(self, image: ChartImage) -> bytes:
        """The same picture as PNG, at twice its size, for programs that draw no SVG."""
        path = self._folder / f"{image.key}.png"
        if not path.exists():
            _write_whole(path, vl_convert.svg_to_png(image.svg, scale=PNG_SCALE))
        return path.read_bytes()

    def _key(self, spec: Mapping[str, Any]) -> str:
        content = json.dumps(
            [_VERSION, version("vl-convert-python"), spec, vars(self._numbers)], sort_keys=True, ensure_ascii=False
        )
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def _svg(self, spec: Mapping[str, Any]) -> str:
        try:
            return str(
                vl_convert.vegalite_to_svg(
                    dict(spec), config=dict(_CONFIGURATION), format_locale=_locale(self._numbers), allowed_base_urls=[]
                )
            )
        except ValueError as problem:
            raise ToolError(
                "No se pudo dibujar un gráfico.", why=str(problem).split("\n")[0], remedy="Revise su especificación."
            ) from problem


def for_print(svg: str) -> str:
    """The SVG with the one font that the page setter brings along."""
    return svg.replace(FONT, PRINT_FONT)


def _locale(numbers: NumberStyle) -> dict[str, Any]:
    return {
        "decimal": numbers.decimal,
        "thousands": numbers.grouping,
        "grouping": [3],
        "currency": ["S/ ", ""],
        "percent": f"{numbers.percent_space}%",
    }


def _size(svg: str) -> tuple[int, int]:
    opening = svg[: svg.index(">")]
    width, height = (opening.split(f' {name}="', 1)[1].split('"', 1)[0] for name in ("width", "height"))
    return int(float(width)), int(float(height))


def _write_whole(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that another process never reads half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


_CONFIGURATION: Mapping[str, Any] = {
    "font": FONT,
    "numberFormat": ",.6~f",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": "#333333",
        "titleColor": "#333333",
        "gridColor": "#E3E3E3",
        "domainColor": "#8A8A8A",
        "tickColor": "#8A8A8A",
        "labelLimit": 320,
    },
    "axisY": {"domain": False, "ticks": False},
    "axisX": {"grid": False},
    "legend": {"orient": "top", "labelFontSize": 12, "symbolSize": 90, "title": None, "offset": 8, "columnPadding": 26},
    "text": {"fontSize": 12},
}
