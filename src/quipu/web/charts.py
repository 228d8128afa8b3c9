"""Charts on pages: built and drawn by `reports`, kept by content, and shown with their words and data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from quipu.reports.chart_images import ChartRenderer
from quipu.reports.charts import Palette
from quipu.reports.tables import Chart
from quipu.web.colours import readable_on_white
from quipu.web.workplace import Workplace

_WEEK = 7 * 24 * 3600


@dataclass(frozen=True)
class PageChart:
    """A drawn chart: the key of its picture, its size, its words, and its data as printed cells."""

    key: str
    width: int
    height: int
    subject: str
    alt: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


def page_chart(place: Workplace, build: Callable[..., Chart], values: Sequence[Any], **options: Any) -> PageChart:
    """Build and draw a chart, or find it where the same values were drawn before.

    Args:
        place: gives the institution's colours and separators.
        build: a builder of `quipu.reports.charts`.
        values: what it draws.
        options: what else the builder takes.
    """
    options = {"palette": _palette(place), "language": (get_language() or "es")[:2], **options}
    content = repr((build.__name__, values, options, place.numbers, place.institution.slug))
    name = "chart-" + hashlib.sha256(content.encode()).hexdigest()
    known = cache.get(name)
    if known is None or not picture(place, known.key).exists():
        known = _draw(place, build(values, **options), options["subject"])
        cache.set(name, known, timeout=_WEEK)
    return known


def picture(place: Workplace, key: str) -> Path:
    """Where the picture of a chart is kept."""
    return _folder(place) / f"{key}.svg"


def _folder(place: Workplace) -> Path:
    return Path(settings.CHARTS_DIR) / place.institution.slug


def _draw(place: Workplace, chart: Chart, subject: str) -> PageChart:
    image = ChartRenderer(_folder(place), place.numbers).draw(chart)
    columns = chart.data.columns
    return PageChart(
        key=image.key,
        width=image.width,
        height=image.height,
        subject=subject,
        alt=chart.alt,
        columns=[(column.title, column.alignment) for column in columns],
        rows=[
            [column.show(cell, place.numbers) for column, cell in zip(columns, row, strict=True)]
            for row in chart.data.rows
        ],
    )


def _palette(place: Workplace) -> Palette:
    return Palette(
        primary=readable_on_white(place.institution.primary_colour),
        secondary=readable_on_white(place.institution.secondary_colour),
    )
