"""One indicator: its sheet, its series, the trace of each figure and its history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.facts import TextValue, fact_of
from quipu.apps.evaluation.models import Result
from quipu.apps.evaluation.queries import indicator_results
from quipu.apps.history.models import Change
from quipu.apps.history.queries import changes_of_indicator
from quipu.apps.plans.models import ObtainedValue, Target
from quipu.apps.plans.series import IndicatorRecord, indicator_record
from quipu.method import NoData, round_half_up
from quipu.reports.charts import YearValue, series_over_years
from quipu.web.charts import PageChart, page_chart
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

STORED_PLACES = 4


@in_institution(Action.VIEW_PLAN)
@require_GET
def indicator(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """An indicator of the version looked at."""
    record = indicator_record(place.version, code) if place.version else None
    if record is None:
        raise Http404
    in_force = [item.pk for item in place.evaluations if item.version_id == place.version.pk]
    results = indicator_results(in_force, code)
    context = {
        "page": "plan",
        "record": record,
        "sheet": record.sheet,
        "rows": [(row, [item for item in results if item.evaluation.period == row.period]) for row in record.rows],
        "now": [item for item in results if item.evaluation.period == place.period],
        "chart": _chart(place, record, results),
        "changes": _changes(place, code) if place.may(Action.VIEW_HISTORY) else None,
    }
    return render(request, "indicator.html", context)


def _changes(place: Workplace, code: str) -> Sequence[Change]:
    version = place.version
    return changes_of_indicator(place.institution, plan=version.plan.code, version=version.number, indicator=code)


def _chart(place: Workplace, record: IndicatorRecord, results: Sequence[Result]) -> PageChart | None:
    """The yearly series; a year's value may come from its parts, and then the evaluation has it."""
    computed = {item.evaluation.period: item for item in results}
    unit_kind = record.sheet.unit_kind
    years = sorted({row.period[:4] for row in record.rows})
    rows = {row.period: row for row in record.rows}
    values = []
    for year in years:
        row, result = rows.get(year), computed.get(year)
        obtained = _drawn(row.used, unit_kind) if row and row.used else (result.value if result else None)
        expected = _drawn(row.target, unit_kind) if row and row.target else (result.target if result else None)
        values.append(YearValue(int(year), obtained, expected))
    if not any(item.obtained is not None or item.expected is not None for item in values):
        return None
    subject = gettext("Series of %(code)s: obtained and expected values") % {"code": record.sheet.indicator.code}
    unit = record.sheet.unit_of_measure
    return page_chart(place, series_over_years, values, subject=subject, unit=unit, style=place.numbers)


def _drawn(row: ObtainedValue | Target, unit_kind: str) -> Decimal | None:
    fact = fact_of(row, unit_kind)
    return None if fact is None or isinstance(fact, NoData | TextValue) else round_half_up(fact, STORED_PLACES)
