"""Between what programs send and receive of a submission, and what its services and queries take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from quipu.apps.collection.errors import EntryRefusedError
from quipu.apps.collection.models import ActivityEntry, IndicatorEntry, ReportingLevel, ReportingPeriod, Submission
from quipu.apps.collection.queries.board import BoardRow
from quipu.apps.collection.queries.breakdowns import BreakdownRow
from quipu.apps.collection.queries.filling import ActivityRow, MonthRow, SubmissionForm, ValueRow
from quipu.apps.plans.models import DisaggregationCategory, Indicator, OrdinalPoint
from quipu.apps.plans.rows import categories_of, find_point
from quipu.apps.plans.services import ValueParts
from quipu.web.api.schemas.collection import CategorySent, OrdinalSent, PartSent, ValueSent
from quipu.web.api.values import category_row, cost_centre_row, given_value, part_rows

_WAITING = (Submission.State.OWED, Submission.State.DRAFT, Submission.State.RETURNED)


def period_row(period: ReportingPeriod) -> dict[str, Any]:
    """A reporting period with the calendar of each level."""
    return {
        "period": period.period,
        "plan": period.version.plan.code,
        "version": period.version.number,
        "message": period.message,
        "levels": [
            {"level": row.level, "state": row.state, "opens_on": row.opens_on.isoformat(), "due_on": _day(row)}
            for row in sorted(period.levels.all(), key=lambda row: row.level)
        ],
    }


def submission_row(row: BoardRow) -> dict[str, Any]:
    """Where a cost centre stands."""
    return {
        "cost_centre": cost_centre_row(row.cost_centre),
        **{name: getattr(row, name) for name in ("level", "state", "late", "owed", "filled")},
        "due_on": row.due_on.isoformat(),
        "revision": row.submission.revision,
    }


def submission_detail(form: SubmissionForm) -> dict[str, Any]:
    """A submission with its words and everything that is missing."""
    found = form.submission
    return {
        "cost_centre": cost_centre_row(found.cost_centre),
        **{name: getattr(found, name) for name in ("level", "state", "revision")},
        **{name: getattr(found, name) for name in ("achievements", "limitations", "measures")},
        "due_on": _day(form.level),
        "late": found.state in _WAITING and timezone.localdate() > form.level.due_on,
        "owed": form.owed_count,
        "filled": form.filled_count,
        "submitted_at": _moment(found.submitted_at),
        "approved_at": _moment(found.approved_at),
        "returned_because": form.returned_because,
        "missing": [str(item) for item in form.missing],
    }


def value_row(row: ValueRow) -> dict[str, Any]:
    """A value that is owed, with what is there now."""
    parts = [part for breakdown in row.breakdowns for part in _breakdown_parts(breakdown)]
    return {
        "indicator": row.code,
        "name": row.name,
        "element": row.element_code,
        **{name: getattr(row, name) for name in ("unit_kind", "unit_of_measure", "period")},
        "value": row.value and given_value(row.value),
        "drafted": row.entry is not None,
        **{name: getattr(row, name) for name in ("comment", "source", "revision")},
        "breakdown": parts,
    }


def _breakdown_parts(row: BreakdownRow) -> list[dict[str, Any]]:
    alone = [
        {**category_row(category), "crossed_with": None, "number": number}
        for category, number in row.cells
        if number is not None
    ]
    crossed = [
        {**category_row(first), "crossed_with": category_row(second), "number": number}
        for first, second, number in row.crossed
    ]
    return [*alone, *crossed]


def activity_row(row: ActivityRow) -> dict[str, Any]:
    """An activity with its months."""
    return {
        "activity": row.code,
        "name": row.name,
        "unit_of_measure": row.unit_of_measure,
        "physical_is_counted": not row.asks_physical,
        "months": [_month(month) for month in row.months],
    }


def _month(row: MonthRow) -> dict[str, Any]:
    programmed_physical, programmed_financial = row.programmed
    return {
        **{name: getattr(row, name) for name in ("month", "physical", "financial", "revision")},
        "owed": list(row.owed),
        "programmed_physical": programmed_physical,
        "programmed_financial": programmed_financial,
        "no_data_reason": row.reason,
    }


def entry_row(entry: IndicatorEntry) -> dict[str, Any]:
    """A value's draft as it was kept; two queries."""
    parts = entry.parts.select_related("category__disaggregation", "crossed_with__disaggregation")
    return {
        "value": given_value(entry),
        **{name: getattr(entry, name) for name in ("comment", "source", "revision")},
        "breakdown": part_rows(parts),
    }


def amounts_row(entry: ActivityEntry | None) -> dict[str, Any]:
    """A month's draft as it was kept, or that there is none."""
    names = ("physical", "financial", "no_data_reason", "revision")
    if entry is None:
        return dict(zip(names, (None, None, "", 0), strict=True))
    return {name: getattr(entry, name) for name in names}


def value_parts(sent: ValueSent, indicator: Indicator, submission: Submission) -> ValueParts:
    """A sent value as the services take it.

    Raises:
        EntryRefusedError: the indicator has no such position in a scale.
    """
    if not isinstance(sent, OrdinalSent):
        return ValueParts(**sent.model_dump())
    return ValueParts(value_type=sent.value_type, ordinal=_point(sent.ordinal, indicator, submission))


def _point(position: int, indicator: Indicator, submission: Submission) -> OrdinalPoint:
    point = find_point(submission.reporting_period.version, indicator, position)
    if point is None:
        what = f"«{indicator.code}» no tiene un grado {position}."
        raise EntryRefusedError(what, faults={"ordinal": what}, remedy="Use un grado de su escala.")
    return point


def breakdown_of(
    sent: Sequence[PartSent] | None, indicator: Indicator
) -> Mapping[tuple[int, int | None], Decimal] | None:
    """The parts of a sent value by the identifiers of their categories; None when nothing was said of them.

    Raises:
        EntryRefusedError: with every category that the indicator does not have, and every part that comes twice.
    """
    if sent is None:
        return None
    known = categories_of(indicator) if sent else {}
    faults = [
        f"«{item.disaggregation}: {item.category}» no es una categoría de «{indicator.code}»."
        for part in sent
        for item in (part, part.crossed_with)
        if item is not None and _name(item) not in known
    ]
    keys = [] if faults else [_key(part, known) for part in sent]
    if len(set(keys)) < len(keys):
        faults.append("Una misma parte viene dos veces.")
    if faults:
        told = " ".join(dict.fromkeys(faults))
        raise EntryRefusedError(told, faults={"breakdown": told}, remedy="Revise los códigos de la desagregación.")
    return dict(zip(keys, (part.number for part in sent), strict=True))


def _key(part: PartSent, known: Mapping[tuple[str, str], DisaggregationCategory]) -> tuple[int, int | None]:
    crossed = part.crossed_with and known[_name(part.crossed_with)].pk
    return known[_name(part)].pk, crossed


def _name(item: CategorySent) -> tuple[str, str]:
    return item.disaggregation, item.category


def _day(level: ReportingLevel) -> str:
    return level.due_on.isoformat()


def _moment(at: datetime | None) -> str | None:
    return at and at.isoformat()
