"""The page of one record: everything known of it, what proves it, what counts it, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import (
    Instrument,
    InstrumentType,
    Participant,
    Person,
    Record,
    Review,
    Status,
)
from quipu.apps.register.queries.actors import people_by_post
from quipu.apps.register.queries.citations import citations_of_record
from quipu.apps.register.queries.mechanisms import neighbours_of
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.apps.register.queries.record_counts import counts_of_record
from quipu.web.policy import in_institution
from quipu.web.record_approval import Approval, approval_of
from quipu.web.record_history import steps_of
from quipu.web.views.register_records.finding import whole_record
from quipu.web.workplace import Workplace

MOST_PARTS = 200
"""How many parts of a record are listed on its page."""


@dataclass(frozen=True)
class PersonShown:
    """An official who took part, and who it was where the post and the date say so."""

    row: Participant
    person: Person | None
    by_post: bool


@in_institution(Action.VIEW_REGISTER)
@require_safe
def record(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """One record."""
    found = whole_record(place, code)
    context = {
        "page": "register",
        "record": found,
        "today": timezone.localdate(),
        "counterparts": list(found.counterparts.select_related("organisation")),
        "participants": _participants(found),
        "figures": _held(found, "figures"),
        "criteria": _held(found, "criteria"),
        "commitments": _held(found, "commitments", "unit"),
        "parts": list(found.parts.filter(merged_into=None)[:MOST_PARTS]) if _has(found, "parts") else [],
        "citations": citations_of_record(found),
        "counts": counts_of_record(found),
        "steps": steps_of(found, place.numbers),
        "history_open": place.may(Action.VIEW_HISTORY),
        **_series(found),
        **_legal(found),
        **_what_may_be_done(place, found, request.user),
    }
    return render(request, "register_records/record.html", context)


def _has(record: Record, name: str) -> bool:
    return bool(getattr(record, f"has_{name}"))


def _held(record: Record, name: str, *with_it: str) -> list[Any]:
    """The rows of one sort that hang from a record; none are asked for where there are none."""
    rows = getattr(record, name)
    return list(rows.select_related(*with_it) if with_it else rows.all()) if _has(record, name) else []


def _participants(record: Record) -> list[PersonShown]:
    rows = _held(record, "participants", "person")
    posts = people_by_post(record, rows)
    return [PersonShown(row, row.person or posts.get(row.number), row.number in posts) for row in rows]


def _series(record: Record) -> dict[str, Any]:
    before, after = neighbours_of(record)
    return {"before": before, "after": after}


def _legal(record: Record) -> dict[str, Any]:
    legal: Instrument | None = getattr(record, "instrument", None)
    if legal is None:
        return {"legal": None}
    return {
        "legal": legal,
        "is_set": legal.type == InstrumentType.SET,
        "acts": list(legal.steps.all()) if _has(record, "steps") else [],
        "followups": list(legal.followups.all()) if _has(record, "followups") else [],
    }


def _what_may_be_done(place: Workplace, record: Record, user: Any) -> dict[str, Any]:
    reaches = place.may(Action.RECORD) and may_edit(record, units_of(place.bound_to))
    free = reaches and record.merged_into_id is None
    approval: Approval | None = None if record.review == Review.NOT_NEEDED else approval_of(place, record, user)
    return {
        "may_edit": free,
        "may_merge": free and place.may(Action.MERGE_RECORDS),
        "may_unmerge": reaches and record.merged_into_id is not None and place.may(Action.MERGE_RECORDS),
        "waits": free and record.status in (Status.PLANNED, Status.ANNOUNCED),
        "approval": approval,
    }
