"""Charts of what was counted, as Vega-Lite specifications like those of `quipu.reports.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from quipu.language import NumberStyle, format_number
from quipu.reports.charts import WIDTH, Palette
from quipu.reports.tables import Chart, Column, Table
from quipu.reports.wording import wording

LONGEST_LABEL = 240
_LETTER = 8
"""Pixels that a letter of a label may take, whatever face draws it."""


@dataclass(frozen=True)
class CategoryCount:
    """How much falls in a category."""

    name: str
    number: Decimal


def counts_by_category(
    values: Sequence[CategoryCount],
    *,
    subject: str,
    drawn: int | None = None,
    palette: Palette | None = None,
    language: str = "es",
    style: NumberStyle | None = None,
) -> Chart:
    """Horizontal bars in the order given, each followed by its figure.

    Args:
        values: one for each category.
        subject: what is counted, for the text alternative.
        drawn: how many of them are drawn, the first; all when None. The data hold all of them.
        palette: colours.
        language: of the labels.
        style: separators of the figures.
    """
    palette, shown = palette or Palette(), values[:drawn]
    rows = [
        {"name": item.name, "number": float(item.number), "label": format_number(item.number, style=style)}
        for item in shown
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "name:N",
            sort=[item.name for item in shown],
            title=None,
            axis=alt.Axis(ticks=False, domain=False, labelLimit=LONGEST_LABEL, minExtent=_room_for(shown)),
        )
    )
    top = max((float(item.number) for item in shown), default=1.0)
    scale = alt.Scale(domain=[0, max(top, 1.0) * 1.12], nice=False)
    bars = base.mark_bar(height={"band": 0.6}, color=palette.primary).encode(
        x=alt.X("number:Q", title=None, scale=scale, axis=alt.Axis(tickMinStep=1, tickCount=6))
    )
    written = base.mark_text(align="left", dx=6, color=palette.ink).encode(x="number:Q", text="label:N")
    spec = alt.layer(bars, written).properties(width=WIDTH - 120, height=alt.Step(26)).to_dict()
    columns = [Column(wording("element", language)), Column(wording("count", language), "number")]
    data = Table.of("", subject, columns, [[item.name, item.number] for item in values])
    said = "; ".join(f"{row['name']}: {row['label']}" for row in rows)
    return Chart(spec, f"{subject}. {said}.", data)


def _room_for(values: Sequence[CategoryCount]) -> int:
    """The room that the longest name takes, so that a wider face does not lose its first letters."""
    return min(LONGEST_LABEL, _LETTER * max((len(item.name) for item in values), default=0))
