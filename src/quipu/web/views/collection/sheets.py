"""The pre-filled sheet of a submission: taking it along, and bringing it back filled in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services.sheets import read_sheet, sheet_for
from quipu.errors import QuipuError
from quipu.web.collection_forms import SheetForm
from quipu.web.draft import page_of_form
from quipu.web.policy import in_institution
from quipu.web.views.collection.places import address_of, submission_at
from quipu.web.views.collection.submission import submission_page
from quipu.web.workplace import Workplace
from quipu.workbook.faults import RefusedWorkbookError

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@in_institution(Action.VIEW_COLLECTION)
@require_GET
def download(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """What is owed, as a sheet to fill in without a connection."""
    found = submission_at(place, period, unit, centre)
    response = HttpResponse(sheet_for(found), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_name(found)}"'
    return response


@in_institution(Action.REPORT_VALUES)
@require_POST
def upload(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Reads a filled-in sheet: all of it, or nothing and every fault with its cell."""
    found = submission_at(place, period, unit, centre)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, found, sheet_form=form)
    try:
        count = _read(found, form.cleaned_data["sheet"], request)
    except RefusedWorkbookError as refused:
        return _page(request, place, found, sheet_faults=refused.faults)
    except QuipuError as fault:
        return _page(request, place, found, refused=str(fault))
    _tell_read(request, count)
    return redirect(address_of(place, found))


def _read(found: Submission, sent: UploadedFile, request: HttpRequest) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planilla.xlsx"
        with path.open("wb") as kept:
            for chunk in sent.chunks():
                kept.write(chunk)
        return len(read_sheet(submission=found, path=path, actor=request.user))


def _tell_read(request: HttpRequest, count: int) -> None:
    if not count:
        messages.warning(request, gettext("The sheet was read and changes nothing: no cell was filled in."))
        return
    told = ngettext("The sheet was read: %(count)s row.", "The sheet was read: %(count)s rows.", count)
    what_next = gettext("Review it and send it.")
    messages.success(request, f"{told % {'count': count}} {what_next}")


def _name(found: Submission) -> str:
    centre = found.cost_centre
    told = f"{found.reporting_period.period}-{centre.executing_unit.code}-{centre.code}"
    return "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in told) + ".xlsx"


def _page(request: HttpRequest, place: Workplace, found: Submission, **told: object) -> HttpResponse:
    page = page_of_form(form_of(found), place.numbers)
    return submission_page(request, place, page, status=422, **told)
