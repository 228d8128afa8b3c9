"""Charts of a report, from the same builders as the screen's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.facts import SheetFacts, TextValue
from quipu.apps.evaluation.judgement import SERIES_YEARS
from quipu.apps.evaluation.services import Computation
from quipu.apps.evaluation.summary import principal
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.facts import value_in
from quipu.language import NumberStyle
from quipu.method import Computed, NoData, Period, round_half_up
from quipu.reports import (
    Chart,
    ElementProgress,
    LevelCounts,
    Palette,
    YearValue,
    level_counts,
    progress_by_element,
    series_over_years,
)
from quipu.reports.charts import LEVELS, Level


def palette_of(institution: Institution) -> Palette:
    """The chart colours of an institution."""
    return Palette(primary=institution.primary_colour, secondary=institution.secondary_colour)


def number_style_of(institution: Institution) -> NumberStyle:
    """The separators of an institution."""
    return NumberStyle(decimal=institution.decimal_separator, grouping=institution.group_separator)


def indicator_series(sheet: SheetFacts, computation: Computation, institution: Institution) -> Chart | None:
    """Obtained and expected values of up to five years; None when fewer than two years have an obtained value."""
    values = yearly_values(sheet, computation)
    if sum(value.obtained is not None for value in values) < 2:
        return None
    return series_over_years(
        values,
        subject=sheet.indicator,
        unit=sheet.unit_of_measure,
        palette=palette_of(institution),
        style=number_style_of(institution),
    )


def yearly_values(sheet: SheetFacts, computation: Computation) -> list[YearValue]:
    """The years up to the computed one, from the first that has a fact."""
    last = computation.period.year
    years = []
    for year in range(last - SERIES_YEARS + 1, last + 1):
        obtained = value_in(sheet.values, Period(year), sheet.accumulation, computation.edition)[0]
        expected = value_in(sheet.targets, Period(year), sheet.accumulation, computation.edition)[0]
        years.append(YearValue(year, _drawable(obtained), _drawable(expected)))
    first = next((index for index, item in enumerate(years) if (item.obtained, item.expected) != (None, None)), 0)
    return years[first:]


def _drawable(fact: Any) -> Decimal | None:
    if fact is None or isinstance(fact, NoData | TextValue):
        return None
    return round_half_up(fact, 4)


def objective_progress(computation: Computation, institution: Institution) -> Chart | None:
    """Progress by objective; None when none was computed."""
    results = [result for result in principal(computation.results) if result.kind == "objective"]
    if not any(isinstance(result.outcome, Computed) for result in results):
        return None
    values = [
        ElementProgress(result.code, getattr(result.outcome, "raw", None), _drawn_level(result.level), result.name)
        for result in results
    ]
    return progress_by_element(
        values,
        subject="Avance por objetivo estratégico",
        palette=palette_of(institution),
        style=number_style_of(institution),
    )


def _drawn_level(level: str) -> Level | None:
    """The level where the chart has a mark for it; a scale may have steps of its own."""
    return next((drawn for drawn in LEVELS if drawn == level), None)


def action_levels(computation: Computation, institution: Institution) -> Chart | None:
    """Actions by level and objective; None when no action has an indicator."""
    counts = []
    for code, count in computation.summary["levels_by_objective"].items():
        low, medium, high = count["low"], count["medium"], count["high"]
        counts.append(LevelCounts(code, low, medium, high, count["total"] - low - medium - high))
    if not any(count.low + count.medium + count.high + count.without for count in counts):
        return None
    return level_counts(counts, subject="Acciones estratégicas por nivel", palette=palette_of(institution))
