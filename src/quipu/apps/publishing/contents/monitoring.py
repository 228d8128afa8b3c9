"""All that the monitoring report's template sees."""

from __future__ import annotations

from typing import Any

from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents import operation_tables, plan_tables
from quipu.apps.publishing.contents.evaluation import header_data
from quipu.apps.publishing.contents.unit_words import unit_words_tables
from quipu.method import Period

PRINTED_YEARS = 3


def monitoring_data(computation: Computation) -> dict[str, Any]:
    """The data of the monitoring report, by the names that its template uses."""
    return {
        **header_data(computation),
        "tables": {
            "alerts": plan_tables.alert_table(computation),
            "monitoring": plan_tables.monitoring_table(computation, printed_periods(computation)),
            "uncomputed": plan_tables.uncomputed_table(computation),
            "cost_centres": operation_tables.cost_centre_table(computation),
            "modifications": operation_tables.modification_table(computation),
            **unit_words_tables(computation),
        },
    }


def printed_periods(computation: Computation) -> list[Period]:
    """The last years that fit a landscape page, and the computed part of the year where it is not a whole year."""
    last = computation.period.year
    years = [Period(year) for year in range(max(last - PRINTED_YEARS + 1, computation.version.start_year), last + 1)]
    return years if computation.period in years else [*years[:-1], computation.period]


def all_periods(computation: Computation) -> list[Period]:
    """Every year of the plan up to the computed one, and its semesters, for the spreadsheet."""
    last = computation.period.year
    years = [Period(year) for year in range(computation.version.start_year, last + 1)]
    return [period for year in years for period in (Period(year.year), *Period(year.year).children())]
