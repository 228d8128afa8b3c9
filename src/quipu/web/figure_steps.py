"""A printed figure in words, and the pages of the step before it: its indicator, its activity, its evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from quipu.apps.plans.models import IndicatorSheet, OperationalActivity
from quipu.apps.plans.series import PeriodRow, indicator_record
from quipu.apps.publishing.figures import PLAN_ELEMENT
from quipu.apps.publishing.models import Build, ReportFigure
from quipu.web.figure_measures import asked_figure
from quipu.web.workplace import Workplace


@dataclass(frozen=True)
class FigureSteps:
    """What a figure is of, and where what it was computed from is shown.

    Attributes:
        element: code of what it is of; `PEI` for the plan.
        measure: in words.
        period: as asked, or the report's.
        address: of the page of the step before.
        label: of that page.
        facts: value and target of the period, for a progress or a level.
    """

    element: str
    measure: str
    period: str
    address: str
    label: str
    facts: PeriodRow | None = None


def steps_of(place: Workplace, figure: ReportFigure) -> FigureSteps | None:
    """A figure in words with the step before it; None when its reference cannot be read."""
    build = figure.build
    asked = asked_figure(figure.reference, build.period, regions_of(place))
    if asked is None:
        return None
    said = (asked.element, asked.measure, asked.period)
    indicator = asked.indicator or _first_indicator(build, asked.element)
    if indicator:
        address = f"{_address(place, build, 'indicator', asked.period, code=indicator)}#p-{asked.period}"
        return FigureSteps(*said, address, indicator, _facts(build, asked.canonical, indicator, asked.period))
    if asked.element != PLAN_ELEMENT and _is_activity(build, asked.element):
        address = _address(place, build, "activity", asked.period, code=asked.element)
        return FigureSteps(*said, address, asked.element)
    return FigureSteps(*said, _address(place, build, "evaluation", asked.period), gettext("Evaluation"))


def regions_of(place: Workplace) -> dict[str, str]:
    """The names of the institution's regions, by code."""
    return dict(place.institution.regions.values_list("code", "name"))


def _first_indicator(build: Build, element: str) -> str:
    sheets = IndicatorSheet.objects.filter(version_id=build.version_id)
    found = sheets.filter(objective__code=element) | sheets.filter(strategic_action__code=element)
    return found.order_by("indicator__code").values_list("indicator__code", flat=True).first() or ""


def _is_activity(build: Build, code: str) -> bool:
    return OperationalActivity.objects.filter(strategic_action__objective__version=build.version_id, code=code).exists()


def _facts(build: Build, measure: str, indicator: str, period: str) -> PeriodRow | None:
    """Value and target, where the figure was computed from both."""
    if not measure.startswith(("progress", "level")):
        return None
    record = indicator_record(build.version, indicator)
    return next((row for row in record.rows if row.period == period), None) if record else None


def _address(place: Workplace, build: Build, page: str, period: str, **parts: str) -> str:
    query = urlencode({"periodo": period, "version": place.name_of(build.version)})
    return f"{reverse(page, kwargs={'slug': place.institution.slug, **parts})}?{query}"
