"""The list of records as it is seen, to keep as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.web.policy import in_institution
from quipu.web.register_export import FORMATS, exported, table_header, table_row, write_calendar, write_json
from quipu.web.register_listing import read_record_listing, record_rows, sorted_records
from quipu.web.spreadsheets import table_response
from quipu.web.workplace import Workplace

_TYPES = {"json": "application/json", "ics": "text/calendar; charset=utf-8"}


@in_institution(Action.EXPORT)
@require_GET
def records(request: HttpRequest, place: Workplace, format: str) -> HttpResponse:
    """The records that the list admits, all its pages."""
    if format not in dict(FORMATS):
        raise Http404
    listing = read_record_listing(request)
    rows = exported(sorted_records(record_rows(place, listing), listing))
    title = _("register")
    name = f"{place.institution.slug}-{title}"
    if format not in _TYPES:
        cells = (table_row(row) for row in rows)
        return table_response(name, format, table_header(), cells, sheet=title.capitalize())
    if format == "json":
        content = write_json(rows)
    else:
        content = write_calendar(place.institution, rows, lambda code: _whole_address(request, place, code))
    response = HttpResponse(content, content_type=_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


def _whole_address(request: HttpRequest, place: Workplace, code: str) -> str:
    return request.build_absolute_uri(reverse("record", kwargs={"slug": place.institution.slug, "code": code}))
