"""Records of the register: found, read, made and changed under the rules of the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.organisation.models import Mission, OrganisationalUnit
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.errors import RecordConflictError
from quipu.apps.register.models import Record
from quipu.apps.register.queries.looking import records_matching
from quipu.apps.register.queries.reach import may_edit
from quipu.apps.register.services.records import change_record as change
from quipu.apps.register.services.records import create_record as make_record
from quipu.web.api.paging import page_of
from quipu.web.api.problems import MissingError, RecordChangedError
from quipu.web.api.reading import Asked
from quipu.web.api.record_rows import record_detail, record_row, told_with
from quipu.web.api.schemas.records import (
    ChangedRecordSent,
    NewRecordSent,
    RecordDetail,
    RecordPlace,
    RecordQuery,
    RecordRow,
    RecordSent,
)
from quipu.web.api.schemas.shared import InstitutionPlace, Page
from quipu.web.api.tokens import Caller, taking

router = Router(tags=["register"])
_RECORDS = "/institutions/{slug}/register/records"
_OF_WRITING = (400, 409, 413)


@router.get(_RECORDS, summary="Records, filtered", **taking(Action.VIEW_REGISTER, Page[RecordRow]))
def records(request: HttpRequest, place: Path[InstitutionPlace], asked: Asked[RecordQuery]) -> Any:
    """The latest first; those merged into another are left out."""
    found = records_matching(request.auth.institution, asked.filters).order_by(*Record._meta.ordering, "pk")
    return page_of(told_with(found), asked, record_row)


@router.get(f"{_RECORDS}/{{record}}", summary="One record", **taking(Action.VIEW_REGISTER, RecordDetail))
def record(request: HttpRequest, place: Path[RecordPlace]) -> Any:
    """With its counterparts, officials, figures, legal side, commitments and evidence."""
    return record_detail(_found(request.auth, place.record))


@router.post(_RECORDS, summary="Make a record", **taking(Action.RECORD, RecordDetail, *_OF_WRITING))
def create_record(request: HttpRequest, place: Path[InstitutionPlace], sent: NewRecordSent) -> Any:
    """Refused with everything that is wrong; where its unit has a chain of approval, it waits for it."""
    caller: Caller = request.auth
    draft = _draft(sent, code=sent.code)
    if not _reaches(caller, draft):
        raise MissingError
    made = make_record(institution=caller.institution, draft=draft, actor=caller.membership.user, reason=sent.reason)
    return record_detail(_found(caller, made.code))


@router.put(f"{_RECORDS}/{{record}}", summary="Change a record", **taking(Action.RECORD, RecordDetail, *_OF_WRITING))
def change_record(request: HttpRequest, place: Path[RecordPlace], sent: ChangedRecordSent) -> Any:
    """The whole record as it should stand. 409 answers with what somebody else saved since the revision sent."""
    caller: Caller = request.auth
    target = _found(caller, place.record)
    draft = _draft(sent, code=target.code, synthetic=target.synthetic)
    if not (may_edit(target, caller.reach) and _reaches(caller, draft)):
        raise MissingError
    try:
        changed = change(
            record=target, draft=draft, seen_revision=sent.revision, actor=caller.membership.user, reason=sent.reason
        )
    except RecordConflictError as conflict:
        theirs = record_detail(_found(caller, target.code))
        raise RecordChangedError(conflict, theirs) from conflict
    return record_detail(_found(caller, changed.code))


def _found(caller: Caller, code: str) -> Record:
    found = told_with(Record.objects.filter(institution=caller.institution, code=code)).first()
    if found is None:
        raise MissingError
    return found


def _draft(sent: RecordSent, **own: Any) -> RecordDraft:
    """What was sent as a draft, which is read from the same JSON."""
    told = _as_json(sent.model_dump(exclude={"reason", "revision", "code"}))
    for commitment in told["commitments"]:
        commitment["number"] = commitment["number"] or 0
    return RecordDraft.from_json(told | own)


def _as_json(value: Any) -> Any:
    """Days and amounts, which were read already, as JSON writes them."""
    if isinstance(value, dict):
        return {name: _as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


def _reaches(caller: Caller, draft: RecordDraft) -> bool:
    """Whether the record would lie within what the person answers for."""
    if caller.reach is None:
        return True
    unit = OrganisationalUnit.objects.filter(institution=caller.institution, code=draft.unit).first()
    mission = Mission.objects.filter(institution=caller.institution, code=draft.mission).first()
    return caller.reach.holds(unit and unit.pk, mission and mission.pk)
