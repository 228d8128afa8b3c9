"""Correcting a value with its reason, and taking the last correction back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.plans.models import OrdinalPoint
from quipu.apps.plans.queries import ordinal_points_of
from quipu.apps.plans.series import IndicatorRecord, PeriodRow, indicator_record
from quipu.apps.plans.services import (
    ValueConflictError,
    ValueRefusedError,
    correct_value,
    last_correction,
    undo_correction,
)
from quipu.web.collection_forms import CorrectionForm
from quipu.web.policy import in_institution
from quipu.web.typed_fields import ValueFields, kinds_of, read_value, texts_of, typed_texts
from quipu.web.workplace import Workplace

PREFIX = "value"


@in_institution(Action.CORRECT_VALUE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, place: Workplace, code: str, period: str) -> HttpResponse:
    """The value that counts, to be corrected; what was reported stays as it was reported."""
    record, row = _found(place, code, period)
    points = ordinal_points_of(record.sheet)
    seen = last_correction(record.sheet.indicator, period)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial={"seen": seen})
    if request.method != "POST":
        return _page(request, record, row, form, _fields(record, row, points, texts_of(row.used, place.numbers)))
    texts = typed_texts(request.POST, PREFIX)
    read = read_value(texts, points, place.numbers)
    faults = dict(read.faults)
    if read.parts is None and not faults:
        faults[_first_field(record, row)] = gettext("Fill in the corrected value, or why there is no data.")
    if form.is_valid() and not faults:
        try:
            correct_value(
                indicator=record.sheet.indicator,
                period=period,
                value=read.parts,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.user,
            )
        except ValueConflictError as fault:
            record, row = _found(place, code, period)
            form.saw(last_correction(record.sheet.indicator, period))
            form.add_error(None, str(fault))
            return _page(request, record, row, form, _fields(record, row, points, texts), status=409)
        except ValueRefusedError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, gettext("The value was corrected. Compute the period again to see its progress."))
            return redirect(f"{place.address('indicator', code=code)}#p-{period}")
    return _page(request, record, row, form, _fields(record, row, points, texts, faults))


@in_institution(Action.CORRECT_VALUE)
@require_POST
def undo(request: HttpRequest, place: Workplace, code: str, period: str) -> HttpResponse:
    """Takes the last correction back."""
    record, _row = _found(place, code, period)
    try:
        standing = undo_correction(indicator=record.sheet.indicator, period=period, actor=request.user)
    except ValueRefusedError as fault:
        messages.error(request, str(fault))
    else:
        told = gettext("The correction was undone: the one before it counts again.")
        alone = gettext("The correction was undone: the reported value counts again.")
        messages.success(request, told if standing else alone)
    return redirect(f"{place.address('indicator', code=code)}#p-{period}")


def _found(place: Workplace, code: str, period: str) -> tuple[IndicatorRecord, PeriodRow]:
    """The indicator and the period of it, when something was reported or counted there."""
    version = place.version
    record = indicator_record(version, code) if version else None
    row = next((item for item in record.rows if item.period == period), None) if record else None
    if version is None or record is None or row is None or not (row.reported or row.counted):
        raise Http404
    record.sheet.indicator.plan = version.plan  # loaded already, with its institution
    return record, row


def _fields(
    record: IndicatorRecord,
    row: PeriodRow,
    points: Sequence[OrdinalPoint],
    texts: dict[str, str],
    faults: dict[str, str] | None = None,
) -> ValueFields:
    kinds = kinds_of(record.sheet, row.used.value_type if row.used else "")
    return ValueFields(PREFIX, kinds, points, texts, faults or {})


def _first_field(record: IndicatorRecord, row: PeriodRow) -> str:
    kind = kinds_of(record.sheet, row.used.value_type if row.used else "")[0]
    return "numerator" if kind == "ratio" else kind


def _page(
    request: HttpRequest, record: IndicatorRecord, row: PeriodRow, form: Any, fields: ValueFields, status: int = 0
) -> HttpResponse:
    context = {"page": "plan", "record": record, "sheet": record.sheet, "row": row, "form": form, "fields": fields}
    status = status or (422 if form.errors or fields.faults else 200)
    return render(request, "correction.html", context, status=status)
