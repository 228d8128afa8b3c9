"""Bringing files in: sending them, seeing what they would change, answering what they ask, confirming."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.imports.models import Upload, Workbook
from quipu.apps.imports.queries.uploads import import_before, imports_of, pending_uploads, upload_in, workbook_in
from quipu.apps.imports.questions import NAME, SAME
from quipu.apps.imports.services import uploads
from quipu.errors import QuipuError
from quipu.web.import_forms import UploadForm
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.spreadsheets import table_response
from quipu.web.upload_page import ALL_NAMES, QUESTION, faults_shown, sheets_shown
from quipu.web.workplace import Workplace

PAGE = "imports"


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
@never_cache
def imports(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The form to send files, what is on its way, and everything that came in."""
    return _page(request, place, _form(place))


@in_institution(Action.IMPORT_WORKBOOK)
@require_POST
def receive(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Keeps the files, asks the worker to look at them and goes to their page."""
    form = _form(place, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    said = form.cleaned_data
    try:
        upload = uploads.receive_upload(
            institution=place.institution,
            files=[(file.name, file.read()) for file in said["files"]],
            mode=said["mode"],
            version=next((item for item in place.versions if str(item.pk) == said["version"]), None),
            year=said["year"],
            actor=request.user,
        )
    except QuipuError as error:
        form.add_error("files", str(error))
        return _page(request, place, form, status=422)
    return redirect(place.address("upload", upload_id=upload.pk))


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
@never_cache
def upload(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """One upload: how far it is, what it would change, its faults and its questions, or what it did."""
    found = _found(place, upload_id)
    listing = read_listing(request, ("hoja", "buscar"), {}, "")
    faults = faults_shown(found, listing.values)
    context = {
        **_state(found),
        "listing": listing,
        "rows": page_of(faults, request),
        "fault_sheets": list(dict.fromkeys(fault["sheet"] for fault in found.found.get("faults", []))),
        "sheets": sheets_shown(found),
        "earlier": import_before(found.workbook) if found.workbook else None,
    }
    return render(request, "imports/upload.html", context)


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
@never_cache
def progress(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """The part of the page that says how far an upload is; when it ends, the whole page is asked for again."""
    context = _state(_found(place, upload_id))
    response = render(request, "imports/progress.html", context)
    if not context["running"]:
        response["HX-Refresh"] = "true"
    return response


@in_institution(Action.IMPORT_WORKBOOK)
@require_POST
def answer(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """Keeps the answers and looks at the files again."""
    found = _found(place, upload_id)
    given = {name.removeprefix(QUESTION): value for name, value in request.POST.items() if name.startswith(QUESTION)}
    if request.POST.get(ALL_NAMES):
        names = [item["key"] for item in found.found.get("questions", []) if item["kind"] == NAME]
        given |= {key: SAME for key in names if not given.get(key)}
    return _done(request, place, found, lambda: uploads.answer(upload=found, answers=given, actor=request.user))


@in_institution(Action.IMPORT_WORKBOOK)
@require_POST
def confirm(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """Asks the worker to import what was seen."""
    found = _found(place, upload_id)
    return _done(request, place, found, lambda: uploads.confirm(upload=found, actor=request.user))


@in_institution(Action.IMPORT_WORKBOOK)
@require_POST
def withdraw(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """Leaves the files out."""
    found = _found(place, upload_id)
    return _done(request, place, found, lambda: uploads.withdraw(upload=found))


@in_institution(Action.IMPORT_WORKBOOK)
@require_POST
def resume(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponse:
    """Gives files that a stopped worker left to another one."""
    found = _found(place, upload_id)
    return _done(request, place, found, lambda: uploads.resume(upload=found))


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
def faults(request: HttpRequest, place: Workplace, upload_id: int, format: str) -> HttpResponse:
    """Every fault of an upload, to keep."""
    found = _found(place, upload_id)
    header = [_("Sheet of the file"), _("Cell"), _("It says"), _("What is wrong"), _("What to do"), _("Code")]
    columns = ("sheet", "cell", "value", "reason", "remedy", "code")
    rows = ([fault[column] for column in columns] for fault in found.found.get("faults", []))
    return table_response(f"{place.institution.slug}-{_('faults')}-{found.pk}", format, header, rows)


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
def original(request: HttpRequest, place: Workplace, upload_id: int) -> HttpResponseBase:
    """The files of an upload as they were sent."""
    return _as_sent(_found(place, upload_id))


@in_institution(Action.IMPORT_WORKBOOK)
@require_GET
def imported_original(request: HttpRequest, place: Workplace, workbook_id: int) -> HttpResponseBase:
    """The files of an import as they came."""
    found = workbook_in(place.institution, workbook_id)
    if found is None:
        raise Http404
    return _as_sent(found)


def _as_sent(found: Upload | Workbook) -> HttpResponseBase:
    kept = found.original
    if not kept or not kept.storage.exists(kept.name):
        raise Http404
    ending = f".{kept.name.rpartition('.')[2]}"
    name = found.name if found.name.lower().endswith(ending) else f"{found.name[:80]}{ending}"
    return FileResponse(kept.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def _done(request: HttpRequest, place: Workplace, found: Upload, work: Any) -> HttpResponse:
    try:
        work()
    except QuipuError as error:
        messages.error(request, str(error))
    return redirect(place.address("upload", upload_id=found.pk))


def _form(place: Workplace, *data: Any) -> UploadForm:
    versions = [(str(item.pk), f"{item.plan.code} {place.name_of(item).rpartition(':')[2]}") for item in place.versions]
    return UploadForm(*data, versions=versions)


def _page(request: HttpRequest, place: Workplace, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {
        "page": PAGE,
        "form": form,
        "pending": pending_uploads(place.institution),
        "rows": page_of(imports_of(place.institution), request),
        "listing": read_listing(request, (), {}, ""),
    }
    return render(request, "imports/list.html", context, status=status)


def _found(place: Workplace, upload_id: int) -> Upload:
    found = upload_in(place.institution, upload_id)
    if found is None:
        raise Http404
    return found


def _state(found: Upload) -> Mapping[str, Any]:
    state, abandoned = Upload.State, uploads.is_abandoned(found)
    working = found.state in (state.WAITING, state.READING, state.CONFIRMED, state.IMPORTING)
    return {
        "page": PAGE,
        "upload": found,
        "abandoned": abandoned,
        "running": working and not abandoned,
        "may_resume": uploads.may_resume(found),
    }
