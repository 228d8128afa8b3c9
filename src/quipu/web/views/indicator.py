"""One indicator: its sheet, its series, the trace of each figure and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from quipu.apps.history.services import key_text
from quipu.apps.plans.models import ObtainedValue, Target
from quipu.apps.plans.series import IndicatorRecord, PeriodRow, indicator_record
from quipu.apps.register.queries.feeding import counts_by_period
from quipu.method import NoData, round_half_up
from quipu.reports.charts import YearValue, series_over_years
from quipu.web.charts import PageChart, page_chart
from quipu.web.count_pages import count_cell
from quipu.web.policy import in_institution
from quipu.web.templatetags.names import of_element, of_indicator
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
    years = (place.version.start_year, place.version.end_year)
    record = replace(record, rows=[row for row in record.rows if _belongs(row, years)])
    counts = counts_by_period(record.sheet.indicator, years=years)
    context = {
        "page": "plan",
        "record": record,
        "sheet": record.sheet,
        "rows": [
            (
                row,
                [item for item in results if item.evaluation.period == row.period],
                count_cell(row, counts, record.sheet),
            )
            for row in _with_counted_years(record.rows, counts)
        ],
        "counted_now": any(row.period == place.period and row.used and row.used == row.counted for row in record.rows),
        "now": [item for item in results if item.evaluation.period == place.period],
        "here": _place_in_series(place.period, record.rows),
        "sources": [row for row in reversed(record.rows) if row.reported or of_indicator(row.published)],
        "others": [item for row in reversed(record.rows) for item in of_element(row.published)],
        "key_of_values": key_text((place.version.plan.code, code, "")),
        "chart": _chart(place, record, results),
        "changes": _changes(place, code) if place.may(Action.VIEW_HISTORY) else None,
    }
    return render(request, "indicator.html", context)


def _belongs(row: PeriodRow, years: tuple[int, int]) -> bool:
    """Whether a period is of the plan: the register goes on counting after it, and that says nothing of the plan."""
    within = years[0] <= int(row.period[:4]) <= years[1]
    return within or any((row.target, row.reported, row.corrected, row.published))


def _place_in_series(period: str, rows: Sequence[PeriodRow]) -> str:
    """Where the page shows a period's facts; a value computed from the parts of a year has no row of its own."""
    return f"#p-{period}" if any(row.period == period for row in rows) else "#series"


def _with_counted_years(rows: Sequence[PeriodRow], counts: Mapping[str, Decimal]) -> list[PeriodRow]:
    """The periods of which something is known, and the whole years of which there is only a count."""
    known = {row.period for row in rows}
    counted = [PeriodRow(period) for period in counts if period.isdigit() and period not in known]
    return sorted([*rows, *counted], key=lambda row: row.period)


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
