"""A submission as the rows of the sheet that is filled in without a connection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.filling import ActivityRow, MonthRow, SubmissionForm, ValueRow
from quipu.apps.evaluation.facts import Fact, TextValue
from quipu.apps.plans.models.fields import ValueType
from quipu.method import NoData, write_number
from quipu.workbook.columns import Value
from quipu.workbook.reporting_sheet import AMOUNTS, IDENTITY, PARTS, TO_FILL, VALUES, control_of

Rows = dict[str, list[dict[str, Value]]]
Closed = set[tuple[str, int, str]]


def identity_of(submission: Submission) -> dict[str, Value]:
    """What tells a sheet from that of another submission."""
    period, centre = submission.reporting_period, submission.cost_centre
    plan = period.version.plan
    return {
        "institution": plan.institution.slug,
        "plan": plan.code,
        "version": period.version.number,
        "reporting_period": period.period,
        "executing_unit": centre.executing_unit.code,
        "cost_centre": centre.code,
    }


def rows_of(form: SubmissionForm) -> tuple[Rows, Closed]:
    """The rows of each sheet, and the cells of filled columns that stay locked: what is counted from tasks."""
    rows: Rows = {IDENTITY.name: [identity_of(form.submission)], VALUES.name: [], PARTS.name: [], AMOUNTS.name: []}
    for value in form.values:
        parts = list(_part_rows(value))
        rows[PARTS.name] += parts
        rows[VALUES.name].append(_value_row(value, parts))
    closed: Closed = set()
    for activity in form.activities:
        for month in activity.months:
            if not activity.asks_physical:
                closed.add((AMOUNTS.name, len(rows[AMOUNTS.name]), "physical"))
            rows[AMOUNTS.name].append(_amount_row(activity, month))
    return rows, closed


def _value_row(row: ValueRow, parts: list[dict[str, Value]]) -> dict[str, Value]:
    value = row.value
    said: dict[str, Any] = dict.fromkeys(TO_FILL[VALUES.name])
    said["value_type"] = ValueType.ORDINAL.value if row.choices else ValueType.NUMBER.value
    if value is not None:
        said |= {name: getattr(value, name) for name in ("number", "numerator", "denominator")}
        said |= {name: getattr(value, name) or None for name in ("value_type", "text", "no_data_reason")}
        said["ordinal"] = value.ordinal.position if value.ordinal else None
    said |= {"comment": row.comment or None, "source": row.source or None}
    told = [{name: part[name] for name in (*PARTS.key, "number")} for part in parts if part["number"] is not None]
    return {
        "indicator": row.code,
        "period": row.period,
        "name": row.name,
        "unit": row.unit_of_measure or None,
        "target": _target(row.target),
        "scale": "; ".join(f"{point.position} = {point.label}" for point in row.choices) or None,
        **said,
        "control": control_of(row.revision, said, told),
    }


def _target(target: Fact) -> str | None:
    if isinstance(target, TextValue):
        return target.text
    if target is None or isinstance(target, NoData):
        return None
    return write_number(target) if isinstance(target, Decimal | Fraction) else str(target)


def _part_rows(row: ValueRow) -> Iterator[dict[str, Value]]:
    for way in row.breakdowns:
        named: dict[str, Value] = {
            "indicator": row.code,
            "period": row.period,
            "disaggregation": way.disaggregation.code,
        }
        for category, number in way.cells:
            crossed: dict[str, Value] = {"crossed_disaggregation": None, "crossed_category": None}
            yield named | {"category": category.code, **crossed, "label": category.label, "number": number}
        for category, other, number in way.crossed:
            yield named | {
                "category": category.code,
                "crossed_disaggregation": other.disaggregation.code,
                "crossed_category": other.code,
                "label": f"{category.label} × {other.label}",
                "number": number,
            }


def _amount_row(activity: ActivityRow, month: MonthRow) -> dict[str, Value]:
    said: dict[str, Value] = {
        "physical": month.physical if activity.asks_physical else None,
        "financial": month.financial,
        "no_data_reason": month.reason or None,
    }
    return {
        "activity": activity.code,
        "month": month.month,
        "name": activity.name,
        "unit": activity.unit_of_measure or None,
        "programmed_physical": month.programmed[0],
        "programmed_financial": month.programmed[1],
        **said,
        "control": control_of(month.revision, said),
    }
