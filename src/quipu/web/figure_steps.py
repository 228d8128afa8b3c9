"""A printed figure in words, and the pages of the step before it: its indicator, its activity, its evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quipu.apps.plans.models import IndicatorSheet, OperationalActivity
from quipu.apps.plans.series import PeriodRow, indicator_record
from quipu.apps.publishing.counted import COUNTED, MEASURES
from quipu.apps.publishing.figures import ELEMENT_MEASURES, PLAN_ELEMENT
from quipu.apps.publishing.models import Build, ReportFigure
from quipu.reports import parse_reference
from quipu.reports.figures import UnreadableReferenceError
from quipu.web.record_words import say_country
from quipu.web.workplace import Workplace

_WORDS = {
    "value": _("Obtained value"),
    "target": _("Expected achievement"),
    "progress": _("Progress"),
    "progress_raw": _("Progress without a cap"),
    "progress_capped": _("Progress with a cap"),
    "progress_declared": _("Progress by the declared direction"),
    "level": _("Level"),
    "baseline": _("Baseline"),
    "published": _("Published progress"),
    "mean_of_actions": _("Mean progress of its actions"),
    "counted": _("Counted from the register"),
    "reported": _("Reported value"),
    "difference": _("Counted less reported"),
    "difference_size": _("How far counted and reported are apart"),
}


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
    try:
        asked = parse_reference(figure.reference)
    except UnreadableReferenceError:
        return None
    measure = asked.measure.lower()
    canonical = ELEMENT_MEASURES.get(measure) or MEASURES.get(measure) or measure
    period = asked.period or build.period
    words = _in_words(place, canonical)
    indicator = asked.indicator or _first_indicator(build, asked.element)
    if indicator:
        address = f"{_address(place, build, 'indicator', period, code=indicator)}#p-{period}"
        return FigureSteps(
            asked.element, words, period, address, indicator, _facts(build, canonical, indicator, period)
        )
    if asked.element != PLAN_ELEMENT and _is_activity(build, asked.element):
        address = _address(place, build, "activity", period, code=asked.element)
        return FigureSteps(asked.element, words, period, address, asked.element)
    address = _address(place, build, "evaluation", period)
    return FigureSteps(asked.element, words, period, address, gettext("Evaluation"))


def _in_words(place: Workplace, measure: str) -> str:
    name, _hyphen, category = measure.partition("-")
    if name in ("contado", COUNTED) and category:
        region = place.institution.regions.filter(code=category).values_list("name", flat=True).first()
        return f"{_WORDS[COUNTED]}: {region or say_country(category.upper())}"
    return str(_WORDS.get(measure, measure.replace("_", " ").capitalize()))


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
