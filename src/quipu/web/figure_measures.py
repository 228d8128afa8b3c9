"""The measures that a report's figures ask for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quipu.apps.publishing.counted import COUNTED
from quipu.apps.publishing.counted import MEASURES as COUNTED_MEASURES
from quipu.apps.publishing.figures import ELEMENT_MEASURES, PLAN_COUNTS
from quipu.reports import parse_reference
from quipu.reports.figures import UnreadableReferenceError
from quipu.web.record_words import say_country
from quipu.web.templatetags.quipu import SHAPES, term

MEASURE_WORDS = {
    "value": gettext_lazy("Obtained value"),
    "target": gettext_lazy("Expected achievement"),
    "progress": gettext_lazy("Progress"),
    "progress_raw": gettext_lazy("Progress without a cap"),
    "progress_capped": gettext_lazy("Progress with a cap"),
    "progress_declared": gettext_lazy("Progress by the declared direction"),
    "level": gettext_lazy("Level"),
    "baseline": gettext_lazy("Baseline"),
    "published": gettext_lazy("Published progress"),
    "mean_of_actions": gettext_lazy("Mean progress of its actions"),
    "counted": gettext_lazy("Counted from the register"),
    "reported": gettext_lazy("Reported value"),
    "difference": gettext_lazy("Counted less reported"),
    "difference_size": gettext_lazy("How far counted and reported are apart"),
    "ejecucion_fisica": gettext_lazy("Physical execution, mean of capped percentages"),
    "ejecucion_fisica_razon": gettext_lazy("Physical execution, ratio of sums"),
    "ejecucion_financiera": gettext_lazy("Financial execution, ratio of sums"),
    "ejecucion_fisica_evaluables": gettext_lazy("Activities in the mean of physical execution"),
    "ejecucion_fisica_razon_evaluables": gettext_lazy("Activities in the ratio of physical execution"),
    "ejecucion_financiera_evaluables": gettext_lazy("Activities in the ratio of financial execution"),
}
_COUNTED_KINDS = {
    "objective": gettext_lazy("Objectives"),
    "strategic_action": gettext_lazy("Strategic actions"),
    "operational_activity": gettext_lazy("Operational activities"),
}


@dataclass(frozen=True)
class AskedFigure:
    """What a reference asks for, in words.

    Attributes:
        element: code of what it is of; `PEI` for the plan.
        indicator: code, where the reference names one.
        measure: in words.
        canonical: the measure's own name.
        period: as asked, or the report's.
    """

    element: str
    indicator: str
    measure: str
    canonical: str
    period: str


def asked_figure(reference: str, period: str, regions: Mapping[str, str]) -> AskedFigure | None:
    """Read a reference; None when it has another form.

    Args:
        reference: as the report writes it.
        period: the report's.
        regions: names of the institution's regions by code.
    """
    try:
        asked = parse_reference(reference)
    except UnreadableReferenceError:
        return None
    measure = asked.measure.lower()
    canonical = ELEMENT_MEASURES.get(measure) or COUNTED_MEASURES.get(measure) or measure
    words = measure_words(canonical, regions)
    return AskedFigure(asked.element, asked.indicator, words, canonical, asked.period or period)


def measure_words(measure: str, regions: Mapping[str, str]) -> str:
    """A measure by its canonical name, in words."""
    name, _hyphen, category = measure.partition("-")
    if name in ("contado", COUNTED) and category:
        return f"{MEASURE_WORDS[COUNTED]}: {regions.get(category) or say_country(category.upper())}"
    if measure in PLAN_COUNTS:
        return _count_words(*PLAN_COUNTS[measure])
    return str(MEASURE_WORDS.get(measure, measure.replace("_", " ").capitalize()))


def _count_words(kind: str, key: str) -> str:
    counted = str(_COUNTED_KINDS[kind])
    if key == "total":
        return counted
    which = _("%(level)s level") % {"level": term(key, "level")} if key in SHAPES else term(key, "outcome")
    return f"{counted}: {which}"
