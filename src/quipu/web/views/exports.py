"""Lists as they are seen, to keep as CSV or XLSX."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.models import Result
from quipu.apps.evaluation.queries import activity_results, filtered_results
from quipu.web.activity_table import activity_listing, activity_rows
from quipu.web.policy import in_institution
from quipu.web.result_table import result_filters, result_listing
from quipu.web.spreadsheets import Cell, table_response
from quipu.web.templatetags.quipu import reason, sentence, term
from quipu.web.workplace import Workplace


@in_institution(Action.EXPORT)
@require_GET
def activities(request: HttpRequest, place: Workplace, format: str) -> HttpResponse:
    """The activities that the list admits, all its pages."""
    if place.version is None:
        raise Http404
    rows = list(activity_rows(place, activity_listing(request)))
    found = activity_results(place.evaluation.pk if place.evaluation else None, [row.code for row in rows])
    header = [_("Code"), _("Activity"), _("Strategic action"), _("Cost centre"), _("Cost centre name")]
    header += [_("Unit of measure"), _("Accumulation"), *_result_header()]
    table = (
        [
            row.code,
            row.name,
            row.strategic_action.code,
            row.cost_centre.code if row.cost_centre else None,
            row.cost_centre.name if row.cost_centre else None,
            row.unit_of_measure,
            term(row.accumulation, "accumulation"),
            *_result_cells(found.get(row.code)),
        ]
        for row in rows
    )
    return table_response(_name(place, _("activities")), format, header, table)


@in_institution(Action.EXPORT)
@require_GET
def results(request: HttpRequest, place: Workplace, format: str) -> HttpResponse:
    """The results that the list admits, all its pages."""
    if place.evaluation is None:
        raise Http404
    header = [_("Code"), _("Name"), _("Kind"), _("Indicator code"), _("Indicator"), *_result_header()]
    found = filtered_results(place.evaluation.pk, result_filters(result_listing(request)))
    table = (
        [item.code, item.name, term(item.kind, "kind"), item.indicator_code, item.indicator, *_result_cells(item)]
        for item in found
    )
    return table_response(_name(place, _("results")), format, header, table)


def _name(place: Workplace, what: str) -> str:
    return f"{place.institution.slug}-{what}-{place.period}"


def _result_header() -> list[str]:
    return [
        _("Expected achievement"),
        _("Obtained value"),
        _("Progress"),
        _("Progress capped at 100"),
        _("Level"),
        _("Outcome"),
        _("Why it could not be computed"),
        _("Published progress"),
        _("How it was computed"),
    ]


def _result_cells(result: Result | None) -> list[Cell]:
    if result is None:
        return [None] * len(_result_header())
    return [
        result.target,
        result.value,
        result.progress_raw,
        result.progress,
        term(result.level, "level"),
        term(result.outcome, "outcome"),
        reason(result.outcome_reason),
        result.published_progress,
        sentence(result.trace),
    ]
