"""The charts of the product as Vega-Lite specifications, the same for the screen and for the report.

A builder takes exact values and gives a `Chart`: specification, text alternative and data table. Missing values are
gaps, never zeros. Series differ by shape and dash, levels by shape and word, so that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import altair as alt

from quipu.language import NumberStyle, format_number, format_percent, term
from quipu.reports.tables import Chart, Column, Table
from quipu.reports.wording import wording

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")
WIDTH = 560


@dataclass(frozen=True)
class Palette:
    """Colours of a chart; the level colours differ in lightness too, so that they read in grey.

    Attributes:
        primary: obtained values, bars.
        secondary: expected values.
        low: level low.
        medium: level medium.
        high: level high.
        ink: text.
        rule: grid and axes.
    """

    primary: str = "#9B1C2E"
    secondary: str = "#1F4E79"
    low: str = "#B3261E"
    medium: str = "#E0A100"
    high: str = "#1B7F4B"
    ink: str = "#222222"
    rule: str = "#D9D9D9"

    def of_level(self, level: Level) -> str:
        """The colour of a level."""
        return {"low": self.low, "medium": self.medium, "high": self.high}[level]


LEVEL_SHAPES: Mapping[Level, str] = {"low": "triangle-down", "medium": "square", "high": "circle"}


@dataclass(frozen=True)
class YearValue:
    """One year of a series; None where there is no fact."""

    year: int
    obtained: Decimal | None
    expected: Decimal | None


@dataclass(frozen=True)
class ElementProgress:
    """One element's progress in percent, with its level; None where it could not be computed."""

    code: str
    progress: Decimal | None
    level: Level | None
    name: str = ""


@dataclass(frozen=True)
class LevelCounts:
    """How many elements of each level an objective has, and how many without level."""

    code: str
    low: int
    medium: int
    high: int
    without: int = 0


def _inline(rows: list[dict[str, Any]]) -> Any:
    return alt.InlineData(values=rows)


def series_over_years(
    values: Sequence[YearValue],
    *,
    subject: str,
    unit: str = "",
    drawn: Literal["lines", "bars"] = "lines",
    palette: Palette | None = None,
    language: str = "es",
    style: NumberStyle | None = None,
) -> Chart:
    """Obtained against expected values by year.

    Args:
        values: in order of year.
        subject: what is measured, for the text alternative.
        unit: of the vertical axis.
        drawn: obtained values as a line or as bars; expected ones are a dashed line with hollow points.
        palette: colours.
        language: of the labels.
        style: separators of the text alternative.
    """
    palette = palette or Palette()
    names = [wording("obtained", language), wording("expected", language)]
    rows = [
        {"year": str(item.year), "series": name, "value": None if value is None else float(value)}
        for item in values
        for name, value in zip(names, (item.obtained, item.expected), strict=True)
    ]
    base = alt.Chart(_inline(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=unit or None, scale=alt.Scale(zero=True)),
    )
    colour = alt.Color(
        "series:N", title=None, scale=alt.Scale(domain=names, range=[palette.primary, palette.secondary])
    )
    shape = alt.Shape("series:N", title=None, scale=alt.Scale(domain=names, range=["circle", "diamond"]))
    dash = alt.StrokeDash("series:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [5, 4]]))
    layers: list[alt.Chart] = []
    lines = base if drawn == "lines" else base.transform_filter(alt.datum.series == names[1])
    if drawn == "bars":
        layers.append(
            base.transform_filter(alt.datum.series == names[0]).mark_bar(size=34, opacity=0.9).encode(color=colour)
        )
    layers.append(
        lines.mark_line(strokeWidth=2, invalid="break-paths-show-path-domains").encode(color=colour, strokeDash=dash)
    )
    layers.append(lines.mark_point(size=60, filled=True, opacity=1, invalid="filter").encode(color=colour, shape=shape))
    spec = alt.layer(*layers).properties(width=WIDTH, height=230).to_dict()
    columns = [Column(wording("year", language), "year"), *(Column(name, "number") for name in names)]
    data = Table.of("", subject, columns, [[item.year, item.obtained, item.expected] for item in values])
    return Chart(spec, _series_words(values, subject, unit, language, style), data)


def _series_words(
    values: Sequence[YearValue], subject: str, unit: str, language: str, style: NumberStyle | None
) -> str:
    def said(value: Decimal | None) -> str:
        return wording("no_data", language) if value is None else format_number(value, style=style)

    years = "; ".join(
        f"{item.year}: {wording('obtained', language).lower()} {said(item.obtained)}, "
        f"{wording('expected', language).lower()} {said(item.expected)}"
        for item in values
    )
    return f"{subject}{f' ({unit})' if unit else ''}. {years}."


def progress_by_element(
    values: Sequence[ElementProgress],
    *,
    subject: str,
    palette: Palette | None = None,
    language: str = "es",
    style: NumberStyle | None = None,
) -> Chart:
    """Horizontal bars of progress, each closed by its level's shape and followed by its figure and level in words."""
    palette = palette or Palette()
    rows = _progress_rows(values, language, style)
    words_of = [term(f"level.{level}", language) for level in LEVELS]
    colour = alt.Color(
        "level:N",
        title=None,
        legend=None,
        scale=alt.Scale(domain=words_of, range=[palette.of_level(level) for level in LEVELS]),
    )
    shape = alt.Shape(
        "level:N", legend=None, scale=alt.Scale(domain=words_of, range=[LEVEL_SHAPES[level] for level in LEVELS])
    )
    top = max((row["end"] for row in rows), default=100.0)
    base = alt.Chart(_inline(rows)).encode(
        y=alt.Y("code:N", sort=[item.code for item in values], title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    scale = alt.Scale(domain=[0, max(100.0, top) * 1.22], nice=False)
    axis = alt.Axis(values=list(range(0, int(max(100.0, top)) + 1, 20)))
    bars = base.mark_bar(height={"band": 0.55}, opacity=0.85).encode(
        x=alt.X("progress:Q", title="%", scale=scale, axis=axis), color=colour
    )
    marks = (
        base.transform_filter("datum.level != ''")
        .mark_point(size=70, filled=True, opacity=1, xOffset=10)
        .encode(x="end:Q", color=colour, shape=shape)
    )
    labels = base.mark_text(align="left", dx=20, color=palette.ink).encode(x="end:Q", text="label:N")
    spec = alt.layer(bars, marks, labels).properties(width=WIDTH, height=alt.Step(26)).to_dict()
    columns = [
        Column(wording("element", language)),
        Column(wording("progress", language), "number", 1),
        Column(wording("level", language)),
    ]
    data = Table.of(
        "", subject, columns, [[item.code, item.progress, row["level"]] for item, row in zip(values, rows, strict=True)]
    )
    return Chart(spec, f"{subject}. " + "; ".join(f"{row['code']}: {row['label']}" for row in rows) + ".", data)


def _progress_rows(values: Sequence[ElementProgress], language: str, style: NumberStyle | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for item in values:
        said = wording("no_data", language) if item.progress is None else format_percent(item.progress, style=style)
        word = term(f"level.{item.level}", language) if item.level else ""
        rows.append({
            "code": item.code,
            "progress": None if item.progress is None else float(item.progress),
            "end": 0.0 if item.progress is None else float(item.progress),
            "level": word,
            "label": f"{said}  {word}".strip(),
        })  # fmt: skip
    return rows


def level_counts(
    values: Sequence[LevelCounts],
    *,
    subject: str,
    palette: Palette | None = None,
    language: str = "es",
) -> Chart:
    """Stacked counts of low, medium and high by objective, each part with its number written in it."""
    palette = palette or Palette()
    without = wording("no_data", language)
    names = [*(term(f"level.{level}", language) for level in LEVELS), without]
    colours = [*(palette.of_level(level) for level in LEVELS), "#BDBDBD"]
    rows = [
        {"code": item.code, "level": name, "order": order, "count": count}
        for item in values
        for order, (name, count) in enumerate(zip(names, (item.low, item.medium, item.high, item.without), strict=True))
        if count
    ]
    base = alt.Chart(_inline(rows)).encode(
        y=alt.Y("code:N", sort=[item.code for item in values], title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("count:Q", title=wording("count", language), stack="zero", axis=alt.Axis(tickMinStep=1, format="d")),
        order=alt.Order("order:O"),
    )
    bars = base.mark_bar(height={"band": 0.6}, stroke="white", strokeWidth=1.5).encode(
        color=alt.Color("level:N", title=None, sort=names, scale=alt.Scale(domain=names, range=colours))
    )
    written = base.mark_text(fontWeight="bold", dx=-9).encode(
        text="count:Q",
        color=alt.condition(
            alt.FieldOneOfPredicate(field="level", oneOf=[names[1], without]),
            alt.value("#222222"),
            alt.value("#FFFFFF"),
        ),
    )
    spec = alt.layer(bars, written).properties(width=WIDTH, height=alt.Step(28)).to_dict()
    columns = [Column(wording("element", language)), *(Column(name.capitalize(), "number") for name in names)]
    table_rows = [[item.code, item.low, item.medium, item.high, item.without] for item in values]
    said = "; ".join(
        f"{item.code}: {item.low} {names[0]}, {item.medium} {names[1]}, {item.high} {names[2]}, "
        f"{item.without} {without}"
        for item in values
    )
    return Chart(spec, f"{subject}. {said}.", Table.of("", subject, columns, table_rows))
