"""Two records of one act made into one, and two again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.drafts import drafts_of
from quipu.apps.register.models import Merge, Record
from quipu.apps.register.queries.duplicates import candidates_of
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.apps.register.services.merging import (
    MergeRefusedError,
    merge_records,
    obstacles_of,
    undo_merge,
)
from quipu.web.policy import in_institution
from quipu.web.record_differences import differences
from quipu.web.record_names import names_in
from quipu.web.views.register_records.finding import editable_record, record_of
from quipu.web.workplace import Workplace


@in_institution(Action.MERGE_RECORDS)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Chooses the other record; then both side by side, the one that stays, and why they are the same."""
    record = editable_record(place, code)
    asked = (request.POST.get("otro") or request.GET.get("otro", "")).strip()
    other = _other(place, record, asked) if asked else None
    if other is None:
        context = {
            "page": "register",
            "record": record,
            "candidates": candidates_of(record),
            "asked": asked,
        }
        return render(request, "register_records/merge_choose.html", context, status=422 if asked else 200)
    ways = {record.code: obstacles_of(record, other), other.code: obstacles_of(other, record)}
    stays = request.POST.get("kept") or (other.code if ways[record.code] and not ways[other.code] else record.code)
    kept, merged = (other, record) if stays == other.code else (record, other)
    reason, faults = request.POST.get("reason", "").strip(), []
    if request.method == "POST":
        faults = _merged(request, place, kept, merged, reason)
        if not faults:
            messages.success(request, _("They are one record now. The merge can be undone from the other one's page."))
            return redirect(place.address("record", code=kept.code))
    one, another = (draft.as_json() for draft in drafts_of([record, other]))
    context = {
        "page": "register",
        "record": record,
        "other": other,
        "both": (record, other),
        "kept": kept,
        "rows": differences(one, another, place.numbers, names=names_in(place.institution, one, another)),
        "reason": reason,
        "faults": faults,
        "obstacles": ways[kept.code] if all(ways.values()) else [],
    }
    return render(request, "register_records/merge.html", context, status=422 if faults else 200)


@in_institution(Action.MERGE_RECORDS)
@require_POST
def undo(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Makes two records of one again."""
    record = editable_record(place, code)
    found = Merge.objects.select_related("kept", "merged").filter(merged=record, undone_at=None).first()
    if found is None:
        messages.error(request, _("There is no merge to undo."))
        return redirect(place.address("record", code=code))
    try:
        undo_merge(merge=found, actor=request.user)
    except MergeRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are two records again."))
    return redirect(place.address("record", code=code))


def _other(place: Workplace, record: Record, code: str) -> Record | None:
    """The other record, when it exists, is another and is of the person's concern too."""
    if code == record.code:
        return None
    try:
        other = record_of(place, code)
    except Http404:
        return None
    return other if may_edit(other, units_of(place.bound_to)) else None


def _merged(request: HttpRequest, place: Workplace, kept: Record, merged: Record, reason: str) -> list[str]:
    """Merge them; what keeps them from being one, when something does."""
    if not reason:
        return [*obstacles_of(kept, merged), _("Say why they are the same act.")]
    try:
        merge_records(kept=kept, merged=merged, actor=request.user, reason=reason)
    except MergeRefusedError as refused:
        return list(refused.differences) or [str(refused)]
    return []
