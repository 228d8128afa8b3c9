"""A printed figure in words, and the pages of the step before it: its indicator, its activity, its evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from quipu.apps.plans.models import IndicatorSheet, OperationalActivity
from quipu.apps.plans.series import PeriodRow, indicator_record
from quipu.apps.publishing.figures import PLAN_COUNTS, PLAN_COVERAGES, PLAN_ELEMENT, PLAN_EXECUTIONS
from quipu.apps.publishing.models import Build, ReportFigure
from quipu.web.figure_measures import AskedFigure, asked_figure
from quipu.web.templatetags.quipu import SHAPES
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
        part = "sources" if asked.canonical == "published" else f"p-{asked.period}"
        address = f"{_address(place, build, 'indicator', asked.period, code=indicator)}#{part}"
        return FigureSteps(*said, address, indicator, _facts(build, asked.canonical, indicator, asked.period))
    if asked.element != PLAN_ELEMENT and _is_activity(build, asked.element):
        address = _address(place, build, "activity", asked.period, code=asked.element)
        return FigureSteps(*said, address, asked.element)
    return _of_the_plan(place, build, asked)


def _of_the_plan(place: Workplace, build: Build, asked: AskedFigure) -> FigureSteps:
    """A figure of the whole plan: what it counts or adds up, activities in their list and the rest among results."""
    kind, key = PLAN_COUNTS.get(asked.canonical, ("", "total"))
    executed = asked.canonical in PLAN_EXECUTIONS or asked.canonical in PLAN_COVERAGES
    narrowed = {} if key == "total" else {"nivel" if key in SHAPES else "resultado": key}
    if executed or kind == "operational_activity":
        page, label, part = "activities", gettext("Operational activities"), ""
    else:
        page, label, part = "evaluation", gettext("Evaluation"), "#results" if kind else ""
        narrowed = {**({"tipo": kind} if kind else {}), **narrowed}
    query = f"&{urlencode(narrowed)}" if narrowed else ""
    address = f"{_address(place, build, page, asked.period)}{query}{part}"
    return FigureSteps(asked.element, asked.measure, asked.period, address, label)


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
