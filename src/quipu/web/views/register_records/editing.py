"""Writing records: a new one, changing one, choosing between two people's versions, undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.drafts import RecordDraft, warnings_of
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError, RecordStateError
from quipu.apps.register.models import Kind, Mechanism, Record, Status
from quipu.apps.register.queries.reach import Reach, units_of
from quipu.apps.register.services.records import change_record, create_record, undo_record
from quipu.web.policy import in_institution
from quipu.web.record_conflicts import Conflict, asked_again, conflict_of, resolved, written_in
from quipu.web.record_effects import Standing, standing_of, tell_effects
from quipu.web.record_fields import Offered
from quipu.web.record_forms import RecordEditing
from quipu.web.record_kinds import KIND_GROUPS, fields_of
from quipu.web.views.register_records.finding import editable_record
from quipu.web.workplace import Workplace


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def new_record(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Asks what kind of act it is; then shows the form of that kind."""
    kind = request.GET.get("clase", "")
    if kind not in Kind.values:
        return render(request, "register_records/kinds.html", {"page": "register", "groups": KIND_GROUPS})
    return _form(request, place, None, _begun(request, place, kind))


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def edit_record(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """The form of a record as it stands; who saves over a newer one chooses between both."""
    record = editable_record(place, code)
    if record.merged_into is not None:
        messages.error(request, _("It was merged into another record, which is the one to change."))
        return redirect(place.address("record", code=code))
    if "mine" in request.POST:
        return _resolve(request, place, record)
    return _form(request, place, record, RecordDraft.of(record))


@in_institution(Action.RECORD)
@require_POST
def undo(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """Puts a record back as it was before its last edit."""
    record = editable_record(place, code)
    seen = request.POST.get("seen", "")
    try:
        undo_record(record=record, actor=request.user, seen_revision=int(seen) if seen.isdecimal() else None)
    except (RecordStateError, RecordRefusedError, RecordConflictError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The last change was undone. Undo again to put it back."))
    return redirect(place.address("record", code=code) + "#history")


def _form(request: HttpRequest, place: Workplace, record: Record | None, standing: RecordDraft) -> HttpResponse:
    reach = units_of(place.bound_to)
    shown = fields_of(standing.kind, standing)
    offered = Offered.to(place.institution, reach, standing.kind, shown)
    if request.method != "POST":
        editing = RecordEditing(standing, shown, offered, place.numbers)
        editing.see(record.revision if record else 0)
        return _page(request, record, editing, status=200)
    more = request.POST.get("add", "")
    if more:
        editing = RecordEditing(standing, shown, offered, place.numbers, typed=request.POST, more=more)
        return _page(request, record, editing, status=200, more=more)
    editing = RecordEditing(standing, shown, offered, place.numbers, data=request.POST)
    draft = editing.draft()
    if draft is None or not _within(draft, offered, editing):
        return _page(request, record, editing, status=422)
    return _save(request, place, record, draft, editing)


def _save(
    request: HttpRequest, place: Workplace, record: Record | None, draft: RecordDraft, editing: RecordEditing
) -> HttpResponse:
    why = editing.why.cleaned_data
    before = standing_of(record)
    try:
        if record is None:
            saved = create_record(institution=place.institution, draft=draft, actor=request.user, reason=why["reason"])
        else:
            saved = change_record(
                record=record,
                draft=draft,
                seen_revision=why["seen"] or 0,
                actor=request.user,
                reason=why["reason"],
            )
    except RecordRefusedError as refused:
        editing.refuse(refused.faults)
        return _page(request, record, editing, status=422)
    except RecordConflictError as conflicting:
        return _conflict(request, place, conflicting.where, draft, why["seen"] or 0, why["reason"])
    return _saved(request, place, saved, draft, before)


def _saved(
    request: HttpRequest, place: Workplace, saved: Record, draft: RecordDraft, before: Standing | None
) -> HttpResponse:
    messages.success(request, _("The record %(code)s was saved.") % {"code": saved.code})
    tell_effects(request, saved, before)
    for warning in warnings_of(draft, place.institution, record=saved):
        messages.warning(request, warning.reason)
    return redirect(place.address("record", code=saved.code))


def _resolve(request: HttpRequest, place: Workplace, record: Record) -> HttpResponse:
    """What somebody chose of two versions, saved."""
    written, text = written_in(record, request.POST["mine"]), request.POST.get("seen", "")
    if written is None or not text.isdecimal():
        raise Http404
    reason = request.POST.get("reason", "")
    if int(text) != record.revision:
        return _conflict(request, place, record.code, written.draft, int(text), reason)
    draft = resolved(written, RecordDraft.of(record), request.POST)
    if draft is None:
        again = asked_again(record, written, request.POST, place.numbers)
        return _choose(request, record, again, reason, status=422)
    return _kept(request, place, record, draft, reason)


def _kept(request: HttpRequest, place: Workplace, record: Record, draft: RecordDraft, reason: str) -> HttpResponse:
    """What two versions make together, saved; with faults, its form."""
    seen, before = record.revision, standing_of(record)
    offered = Offered.to(place.institution, units_of(place.bound_to), record.kind, ())
    if not _may_hold(draft, offered):
        raise Http404
    try:
        saved = change_record(record=record, draft=draft, seen_revision=seen, actor=request.user, reason=reason)
    except RecordConflictError:
        return _conflict(request, place, record.code, draft, seen, reason)
    except RecordRefusedError as refused:
        shown = fields_of(draft.kind, draft)
        offered = Offered.to(place.institution, units_of(place.bound_to), draft.kind, shown)
        editing = RecordEditing(draft, shown, offered, place.numbers)
        editing.see(seen)
        editing.general += [str(fault) for fault in refused.faults]
        return _page(request, record, editing, status=422)
    return _saved(request, place, saved, draft, before)


def _conflict(
    request: HttpRequest, place: Workplace, code: str, draft: RecordDraft, seen: int, reason: str
) -> HttpResponse:
    """What only one of both changed is kept; what both did is asked, and where there is nothing to ask it is saved."""
    record = editable_record(place, code)
    found = conflict_of(record, draft, seen, place.numbers)
    if found.rows:
        return _choose(request, record, found, reason, status=409)
    if found.taken:
        told = _("The record had changed while you edited it. What was changed there stays too: %(fields)s.")
        messages.info(request, told % {"fields": ", ".join(row.label for row in found.taken)})
    return _kept(request, place, record, found.draft, reason)


def _choose(request: HttpRequest, record: Record, conflict: Conflict, reason: str, *, status: int) -> HttpResponse:
    last = record.revisions.select_related("by").first()
    by = last.by if last else None
    context = {
        "page": "register",
        "record": record,
        "conflict": conflict,
        "by": by,
        "oneself": by is not None and by.pk == request.user.pk,
        "missing": status == 422,
        "reason": reason,
    }
    return render(request, "register_records/conflict.html", context, status=status)


def _within(draft: RecordDraft, offered: Offered, editing: RecordEditing) -> bool:
    """Whether whoever writes it answers for the unit or mission that it is of; else its field says so."""
    if _may_hold(draft, offered):
        return True
    editing.form.add_error("unit", _("Choose a unit or a mission that you are responsible for."))
    return False


def _may_hold(draft: RecordDraft, offered: Offered) -> bool:
    units, missions = {row.code for row in offered.units}, {row.code for row in offered.missions}
    return not offered.bound or draft.unit in units or draft.mission in missions


def _page(
    request: HttpRequest, record: Record | None, editing: RecordEditing, *, status: int, more: str = ""
) -> HttpResponse:
    context = {
        "page": "register",
        "record": record,
        "kind": editing.standing.kind,
        "editing": editing,
        "offered": editing.offered,
        "more": more,
    }
    return render(request, "register_records/form.html", context, status=status)


def _begun(request: HttpRequest, place: Workplace, kind: str) -> RecordDraft:
    """An empty draft, with what the link that led here already knows."""
    reach = units_of(place.bound_to)
    known: Mapping[str, str] = request.GET
    mechanism = place.institution.mechanisms.select_related("organisation", "unit")
    found = mechanism.filter(code=known.get("mecanismo", "")).first() if "mecanismo" in known else None
    ordinal = known.get("sesion", "")
    status = known.get("estado", Status.DONE.value)
    return RecordDraft(
        kind=kind,
        title="",
        status=status if status in Status.values else Status.DONE.value,
        ordinal=int(ordinal) if ordinal.isdecimal() else None,
        parent=known.get("parte-de", ""),
        unit=_usual_unit(place, reach, found),
        **_of_mechanism(found, known),
    )


def _of_mechanism(found: Mechanism | None, known: Mapping[str, str]) -> dict[str, Any]:
    country = known.get("pais", "")
    if found is None:
        return {"counterparts": (country,) if country else ()}
    party = found.country or (found.organisation.code if found.organisation else "")
    return {"mechanism": found.code, "counterparts": (party,)}


def _usual_unit(place: Workplace, reach: Reach | None, mechanism: Mechanism | None) -> str:
    if mechanism is not None and mechanism.unit is not None:
        return mechanism.unit.code
    if reach is None or len(reach.units) != 1:
        return ""
    return place.institution.units.get(pk__in=reach.units).code
