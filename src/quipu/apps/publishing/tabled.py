"""The figures that a report prints in its tables and charts, kept with those of its text so that a change shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from quipu.apps.evaluation.judgement import SERIES_YEARS
from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents.monitoring import printed_periods
from quipu.apps.publishing.figures import PlanFigures
from quipu.apps.publishing.models import Report
from quipu.language import NumberStyle
from quipu.method import Period
from quipu.reports import Place, UsedFigure
from quipu.reports.figures import FigureLedger

_EACH_PERIOD = ("valor", "meta", "avance_bruto")
_OWN_PERIOD = ("linea_base", "nivel", "publicado")
_OF_ACTIVITIES = ("valor", "meta", "avance_bruto", "publicado")
_PLACE = Place("cuadros y gráficos")


def tabled_figures(
    computation: Computation, report: str, data: Mapping[str, Any], figures: PlanFigures, style: NumberStyle
) -> tuple[UsedFigure, ...]:
    """The figures of a report's tables and charts, numbered from 1.

    Args:
        computation: the plan in the report's period.
        report: `evaluation` or `monitoring`.
        data: what the report's template saw.
        figures: the resolver that answered the references of the text.
        style: separators.
    """
    ledger = FigureLedger(figures, style)
    for reference in _references(computation, report, data):
        ledger.use(f"{reference} ?? —", _PLACE)
    return ledger.figures()


def joined(text: tuple[UsedFigure, ...], tables: tuple[UsedFigure, ...]) -> tuple[UsedFigure, ...]:
    """The figures of the text and, numbered after them, those that stand in tables only."""
    told = {(figure.key, figure.printed) for figure in text}
    rest = (figure for figure in tables if (figure.key, figure.printed) not in told)
    return (*text, *(replace(figure, number=number) for number, figure in enumerate(rest, start=len(text) + 1)))


def _references(computation: Computation, report: str, data: Mapping[str, Any]) -> Iterator[str]:
    own = computation.period
    for sheet in computation.facts.sheets:
        element = f"{sheet.code}#{sheet.indicator_code}"
        known = {period[:4] for period in (*sheet.targets, *sheet.values)}
        for period in _periods(computation, report):
            if period == own or str(period.year) in known:
                yield from (f"{element}@{period}:{measure}" for measure in _EACH_PERIOD)
        yield from (f"{element}:{measure}" for measure in _OWN_PERIOD)
    for action in data.get("prioritised_actions", ()):
        for code, *_ in action["activities"].rows:
            yield from (f"{code}:{measure}" for measure in _OF_ACTIVITIES)


def _periods(computation: Computation, report: str) -> list[Period]:
    """The periods that the tables and charts of a report show."""
    if report == Report.MONITORING:
        return printed_periods(computation)
    last = computation.period.year
    return list({Period(year): None for year in range(last - SERIES_YEARS + 1, last + 1)} | {computation.period: None})
