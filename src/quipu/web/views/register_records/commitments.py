"""Commitments: what is due, what is overdue, and how each one stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError, RecordStateError
from quipu.apps.register.models import Commitment, CommitmentStatus, Record
from quipu.apps.register.queries.instruments import commitments_of, counts_of, in_situation
from quipu.apps.register.services.commitments import update_commitment
from quipu.language import find_country
from quipu.web.lists import page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.register_choices import chosen, country_choices
from quipu.web.task_forms import DayInput
from quipu.web.views.register_records.finding import editable_record
from quipu.web.workplace import Workplace

SITUATIONS = ("overdue", "due", "undated", "fulfilled", "abandoned")


class CommitmentForm(forms.Form):
    """How a commitment stands."""

    status = chosen(gettext_lazy("Current status"), "commitment_status", CommitmentStatus.values)
    score = forms.ChoiceField(
        label=gettext_lazy("Score"),
        required=False,
        choices=[
            ("", gettext_lazy("not scored")),
            ("1", gettext_lazy("+1, fulfilled")),
            ("0", gettext_lazy("0, partly")),
            ("-1", gettext_lazy("−1, not fulfilled")),
        ],
    )
    due_on = forms.DateField(label=gettext_lazy("Due on"), required=False, widget=DayInput())
    note = forms.CharField(
        label=gettext_lazy("What was done, or why it stands so"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(row: Commitment, record: Record) -> dict[str, Any]:
        """What stands."""
        score = "" if row.score is None else str(row.score)
        return {
            "status": row.status,
            "score": score,
            "due_on": row.due_on,
            "note": row.note,
            "seen": record.revision,
        }


@in_institution(Action.VIEW_REGISTER)
@require_safe
def commitments(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Commitments by when they are due, of a unit or with a country."""
    listing = read_listing(request, ("estado", "unidad", "pais"), {}, "")
    asked, today = listing.values, timezone.localdate()
    country = (find_country(asked["pais"]) or asked["pais"]) if asked["pais"] else ""
    found = commitments_of(place.institution, unit=asked["unidad"], country=country)
    counts = counts_of(found, today)
    narrowed = in_situation(found, asked["estado"] if asked["estado"] in SITUATIONS else "", today)
    context = {
        "page": "register",
        "tab": "commitments",
        "listing": listing,
        "rows": page_of(narrowed, request),
        "situations": [(name, counts[name]) for name in SITUATIONS],
        "units": list(place.institution.units.order_by("code")),
        "countries": country_choices(),
        "today": today,
    }
    return render(request, "register_records/commitments.html", context)


@in_institution(Action.RECORD)
@require_http_methods(["GET", "POST"])
def commitment(request: HttpRequest, place: Workplace, code: str, number: int) -> HttpResponse:
    """How one commitment stands, to change it."""
    record = editable_record(place, code)
    row = record.commitments.select_related("unit").filter(number=number).first()
    if row is None:
        raise Http404
    form = CommitmentForm(request.POST or None, initial=CommitmentForm.initial_of(row, record))
    status = 200
    if request.method == "POST":
        status = _save(request, record, row, form)
        if status == 302:
            messages.success(request, _("The commitment was saved."))
            return redirect(f"{place.address('record', code=code)}#compromiso-{number}")
    context = {"page": "register", "tab": "commitments", "record": record, "row": row, "form": form}
    return render(request, "register_records/commitment.html", context, status=status)


def _save(request: HttpRequest, record: Record, row: Commitment, form: CommitmentForm) -> int:
    """Save it as an edit of its record; 302 when it was saved."""
    if not form.is_valid():
        return 422
    given = form.cleaned_data
    if given["seen"] != record.revision:
        return _conflict(form, record.revision, _("Somebody else changed the record. Look at how it stands, and save."))
    row.record = record
    try:
        update_commitment(
            commitment=row,
            status=given["status"],
            score=int(given["score"]) if given["score"] else None,
            due_on=given["due_on"],
            note=given["note"],
            actor=request.user,
        )
    except RecordConflictError as conflicting:
        return _conflict(form, conflicting.revision, str(conflicting))
    except (RecordRefusedError, RecordStateError) as refused:
        form.add_error(None, str(refused))
        return 422
    return 302


def _conflict(form: CommitmentForm, revision: int, told: str) -> int:
    """Say it, and let the next save go over what stands."""
    form.add_error(None, told)
    form.data = form.data.copy()
    form.data["seen"] = str(revision)
    return 409
