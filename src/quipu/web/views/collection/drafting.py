"""Keeping a draft: one row at a time as it changes, or every row of the page at once; and undoing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quipu.apps.accounts.models import User
from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.errors import CollectionError
from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services.entries import undo_amounts, undo_value
from quipu.web.draft import Draft, MonthDraft, Page, ValueDraft, page_of_form, typed
from quipu.web.draft_saving import save_rows
from quipu.web.policy import in_institution
from quipu.web.views.collection.places import PAGE, address_of, addresses_of, submission_at
from quipu.web.views.collection.submission import is_editable, part_asked, standing_of, submission_page
from quipu.web.workplace import Workplace

MINE, THEIRS = "mine", "theirs"


@in_institution(Action.REPORT_VALUES)
@require_POST
def save_row(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Saves the rows sent that were touched, and answers with what there is to say of each; what was typed stays."""
    found = submission_at(place, period, unit, centre)
    left = request.POST.get(THEIRS, "")
    if left:
        page = page_of_form(form_of(found), place.numbers)
        return _drawn(request, place, page, _row(page, left))
    page, _saved = keep_typed(request, place, found, while_typing=True)
    touched = [row for row in page.rows if row.saved or row.faults or row.conflict or row.half]
    after = page_of_form(form_of(found), place.numbers)
    rows = [_merged(row, _row(after, row.key)) for row in touched]
    activities = {row.activity.code: row.activity for row in rows if isinstance(row, MonthDraft)}
    context = _context(place, after) | {"rows": [(row, _kind(row)) for row in rows]}
    context["activities"] = list(activities.values())
    return render(request, "collection/parts/saved_rows.html", context)


@in_institution(Action.REPORT_VALUES)
@require_POST
def save_draft(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Saves every row that was touched; those that could not be come back as they were typed."""
    found = submission_at(place, period, unit, centre)
    page, saved = keep_typed(request, place, found)
    if page.faulty:
        return submission_page(request, place, page, status=422)
    told = ngettext("The draft was saved: %(count)s row.", "The draft was saved: %(count)s rows.", saved)
    messages.success(request, told % {"count": saved} if saved else _("The draft was saved already."))
    return redirect(_back(request, place, found))


@in_institution(Action.REPORT_VALUES)
@require_POST
def undo(request: HttpRequest, place: Workplace, period: str, unit: str, centre: str) -> HttpResponse:
    """Takes back the last change of a row; without JavaScript, the other rows of the page are saved before."""
    found = submission_at(place, period, unit, centre)
    key = request.POST.get("undo", "")
    partial = bool(request.headers.get("HX-Request"))
    if not partial:
        page, _saved = keep_typed(request, place, found, but=key)
        if page.faulty:
            return submission_page(request, place, page, status=422)
    row = _row(page_of_form(form_of(found), place.numbers), key)
    if not isinstance(row, ValueDraft | MonthDraft):
        raise Http404
    fault = _undone(found, row, request.user)
    if not partial:
        messages.error(request, fault) if fault else messages.success(request, _("The last change was undone."))
        return redirect(f"{_back(request, place, found)}#{key}")
    after = page_of_form(form_of(found), place.numbers)
    fresh = _row(after, key)
    if fault:
        fresh.faults[""] = fault
    return _drawn(request, place, after, fresh)


def keep_typed(
    request: HttpRequest, place: Workplace, found: Submission, *, but: str = "", while_typing: bool = False
) -> tuple[Page, int]:
    """Saves every touched row of those that a form holds.

    Args:
        request: with the form.
        place: where.
        found: what is filled in.
        but: the key of a row to leave alone.
        while_typing: whether a value that is half typed waits, and is not refused.

    Returns:
        The page, whose rows keep what was typed where it could not be saved; and how many were saved.
    """
    page = page_of_form(form_of(found), place.numbers)
    left = request.POST.get(THEIRS, "")
    sent = [row for row in page.rows if f"{row.key}-seen" in request.POST and row.key not in (but, left)]
    rows = [typed(row, request.POST) for row in sent]
    saved = save_rows(page, rows, place.numbers, request.user, while_typing=while_typing)
    return page, saved


def _back(request: HttpRequest, place: Workplace, found: Submission) -> str:
    """The page again, in the part of the activities that was looked at."""
    address, part = address_of(place, found), part_asked(request)
    return address if part == 1 else f"{address}{'&' if '?' in address else '?'}parte={part}"


def _undone(found: Submission, row: ValueDraft | MonthDraft, actor: User) -> str:
    """Takes the last change of a row back; why it could not be, or an empty text."""
    of_row = {"submission": found, "revision": row.revision, "actor": actor}
    try:
        if isinstance(row, ValueDraft):
            undo_value(**of_row, indicator=row.row.owed.sheet.indicator, period=row.row.period)
        else:
            undo_amounts(**of_row, activity=row.activity.owed.activity, month=row.row.month)
    except CollectionError as fault:
        return str(fault)
    return ""


def _merged(row: Draft, fresh: Draft) -> Draft:
    """The row as it is stored now, with the mark and the texts of what stands in the browser."""
    if row.saved:
        fresh.texts, fresh.mark, fresh.saved = row.texts, "", True
        return fresh
    fresh.texts, fresh.mark, fresh.revision = row.texts, row.mark, row.revision
    fresh.faults, fresh.conflict, fresh.half = row.faults, row.conflict, row.half
    return fresh


def _row(page: Page, key: str) -> Draft:
    found = page.row(key)
    if found is None:
        raise Http404
    return found


def _drawn(request: HttpRequest, place: Workplace, page: Page, row: Draft) -> HttpResponse:
    """The whole row again, fields and all."""
    context = _context(place, page) | {"row": row, "kind": _kind(row)}
    context["activities"] = [row.activity] if isinstance(row, MonthDraft) else []
    response = render(request, "collection/parts/whole_row.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = f"#{row.key}", "outerHTML"
    return response


def _kind(row: Draft) -> str:
    return {ValueDraft: "value", MonthDraft: "month"}.get(type(row), "words")


def _context(place: Workplace, page: Page) -> dict[str, object]:
    return {
        "page": PAGE,
        "draft": page,
        "form": page.form,
        "submission": page.form.submission,
        "calendar": page.form.level,
        "editable": is_editable(place, page.form),
        "to": addresses_of(place, page.form.submission),
        **standing_of(page.form),
        "part_of": page.part_of,
        "partial": True,
    }
