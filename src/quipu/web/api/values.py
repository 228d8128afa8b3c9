"""An indicator's values period by period: reported, counted, corrected and published, never merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.organisation.models import CostCentre
from quipu.apps.plans.models import DisaggregationCategory, ObtainedValue, PublishedFigure
from quipu.apps.plans.models.fields import TypedValue
from quipu.apps.plans.queries import find_plan
from quipu.apps.plans.rows import find_indicator, period_rows, periods_known
from quipu.apps.plans.series import PeriodRow
from quipu.web.api.paging import page_of
from quipu.web.api.problems import MissingError
from quipu.web.api.reading import Asked
from quipu.web.api.schemas.shared import Page, Window
from quipu.web.api.schemas.values import IndicatorPlace, PeriodValues
from quipu.web.api.tokens import taking

router = Router(tags=["values"])
_TYPED = ("value_type", "number", "numerator", "denominator", "text", "no_data_reason")


@router.get(
    "/institutions/{slug}/plans/{plan}/indicators/{code}/values",
    summary="Values of an indicator, by period",
    **taking(Action.VIEW_PLAN, Page[PeriodValues]),
)
def values(request: HttpRequest, place: Path[IndicatorPlace], window: Asked[Window]) -> Any:
    """By period. The corrected value wins in computations, then the counted one; the reported one stays as it was."""
    indicator = find_indicator(find_plan(place.slug, place.plan), place.code)
    if indicator is None:
        raise MissingError
    page = page_of(periods_known(indicator), window, str)
    return page | {"items": [_period(row) for row in period_rows(indicator, page["items"])]}


def given_value(value: TypedValue) -> dict[str, Any]:
    """A typed value, with the position where it is of a scale."""
    return {name: getattr(value, name) for name in _TYPED} | {"ordinal": value.ordinal and value.ordinal.position}


def cost_centre_row(centre: CostCentre) -> dict[str, str]:
    """A cost centre by the codes that name it."""
    return {"executing_unit": centre.executing_unit.code, "code": centre.code, "name": centre.name}


def part_rows(parts: Iterable[Any]) -> list[dict[str, Any]]:
    """The parts of a value by the codes of their categories."""
    return [
        {
            **category_row(part.category),
            "crossed_with": part.crossed_with and category_row(part.crossed_with),
            "number": part.number,
        }
        for part in parts
    ]


def category_row(category: DisaggregationCategory) -> dict[str, str]:
    """A category by the codes that name it."""
    return {"disaggregation": category.disaggregation.code, "category": category.code}


def _period(row: PeriodRow) -> dict[str, Any]:
    return {
        "period": row.period,
        "reported": row.reported and _obtained(row.reported),
        "counted": row.counted and _obtained(row.counted),
        "corrected": row.corrected and _obtained(row.corrected),
        "published": [_published(figure) for figure in row.published],
    }


def _obtained(value: ObtainedValue) -> dict[str, Any]:
    return {
        **given_value(value),
        **{name: getattr(value, name) for name in ("reason", "source", "synthetic")},
        "recorded_at": value.recorded_at.isoformat(),
        "parts": part_rows(value.parts.all()),
    }


def _published(figure: PublishedFigure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in ("code", "measure", "direction", "printed", "source", "note")}
