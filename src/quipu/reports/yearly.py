"""Counts by year as bars, each with its number written over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from quipu.language import NumberStyle, format_number
from quipu.reports.charts import WIDTH, Palette
from quipu.reports.tables import Chart, Column, Table
from quipu.reports.wording import wording


@dataclass(frozen=True)
class YearCount:
    """How many in a year; zero is a fact."""

    year: int
    count: int


def counts_by_year(
    values: Sequence[YearCount],
    *,
    subject: str,
    palette: Palette | None = None,
    language: str = "es",
    style: NumberStyle | None = None,
) -> Chart:
    """Bars by year.

    Args:
        values: in order of year.
        subject: what is counted.
        palette: its primary colour is that of the bars.
        language: of the labels.
        style: separators.
    """
    palette = palette or Palette()
    rows = [
        {"year": str(item.year), "count": item.count, "said": format_number(item.count, 0, style=style)}
        for item in values
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    bars = base.mark_bar(size=34, color=palette.primary, opacity=0.9)
    labels = base.mark_text(dy=-8, color=palette.ink).encode(text="said:N")
    spec = alt.layer(bars, labels).properties(width=WIDTH, height=140).to_dict()
    columns = [Column(wording("year", language), "year"), Column(wording("count", language), "number", 0)]
    said = "; ".join(f"{item.year}: {row['said']}" for item, row in zip(values, rows, strict=True))
    return Chart(spec, f"{subject}. {said}.", Table.of("", subject, columns, [[v.year, v.count] for v in values]))
