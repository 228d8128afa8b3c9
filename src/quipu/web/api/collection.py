"""What is being collected: read by whoever may see it, written as drafts. Approving is for people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.models import ReportingPeriod, Submission
from quipu.apps.collection.queries.board import board_of, reporting_periods_of
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.queries.finding import find_period, find_submission
from quipu.apps.collection.services.entries import save_amounts, save_value
from quipu.apps.collection.services.flow import submit
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.queries import find_plan, find_version
from quipu.apps.plans.rows import find_activity, find_indicator
from quipu.web.api import drafts
from quipu.web.api.paging import page_of
from quipu.web.api.problems import MissingError
from quipu.web.api.reading import Asked
from quipu.web.api.schemas.collection import (
    AmountsPlace,
    AmountsRow,
    AmountsSent,
    EntryRow,
    EntrySent,
    OwedActivityRow,
    OwedValueRow,
    PeriodPlace,
    PlanQuery,
    ReportingPeriodRow,
    SubmissionDetail,
    SubmissionPlace,
    SubmissionQuery,
    SubmissionRow,
    SubmitSent,
    ValuePlace,
)
from quipu.web.api.schemas.shared import InstitutionPlace, Page, Window
from quipu.web.api.tokens import Caller, taking

router = Router(tags=["collection"])
_PERIOD = "/institutions/{slug}/reporting-periods/{period}"
_SUBMISSION = f"{_PERIOD}/submissions/{{unit}}/{{centre}}"
_OF_WRITING = (400, 409, 413)


@router.get(
    "/institutions/{slug}/reporting-periods",
    summary="Reporting periods and their dates",
    **taking(Action.VIEW_COLLECTION, Page[ReportingPeriodRow]),
)
def reporting_periods(request: HttpRequest, place: Path[InstitutionPlace], window: Asked[Window]) -> Any:
    """The newest first."""
    return page_of(reporting_periods_of(request.auth.institution), window, drafts.period_row)


@router.get(
    f"{_PERIOD}/submissions",
    summary="Who has reported and who has not",
    **taking(Action.VIEW_COLLECTION, Page[SubmissionRow]),
)
def submissions(request: HttpRequest, place: Path[PeriodPlace], asked: Asked[SubmissionQuery]) -> Any:
    """Posts and then units, by code. A focal point finds only the cost centres assigned to them."""
    board = board_of(_period(request.auth, place, asked), timezone.localdate())
    reached = [row for row in board.rows if request.auth.reaches(row.cost_centre.pk)]
    return page_of(reached, asked, drafts.submission_row)


@router.get(_SUBMISSION, summary="One submission", **taking(Action.VIEW_COLLECTION, SubmissionDetail))
def submission(request: HttpRequest, place: Path[SubmissionPlace], asked: Asked[PlanQuery]) -> Any:
    """Its state, its words and everything that is still missing."""
    return drafts.submission_detail(form_of(_submission(request.auth, place, asked)))


@router.get(
    f"{_SUBMISSION}/values",
    summary="Values that a submission owes",
    **taking(Action.VIEW_COLLECTION, Page[OwedValueRow]),
)
def owed_values(request: HttpRequest, place: Path[SubmissionPlace], asked: Asked[SubmissionQuery]) -> Any:
    """By indicator and period, each with its draft or, without one, with what the plan holds."""
    return page_of(form_of(_submission(request.auth, place, asked)).values, asked, drafts.value_row)


@router.get(
    f"{_SUBMISSION}/activities",
    summary="Monthly amounts that a submission owes",
    **taking(Action.VIEW_COLLECTION, Page[OwedActivityRow]),
)
def owed_activities(request: HttpRequest, place: Path[SubmissionPlace], asked: Asked[SubmissionQuery]) -> Any:
    """By activity, each month with what was programmed and what is there."""
    return page_of(form_of(_submission(request.auth, place, asked)).activities, asked, drafts.activity_row)


@router.put(
    f"{_SUBMISSION}/values/{{indicator}}/{{of}}",
    summary="Write the draft of a value",
    **taking(Action.REPORT_VALUES, EntryRow, *_OF_WRITING),
)
def write_value(request: HttpRequest, place: Path[ValuePlace], asked: Asked[PlanQuery], sent: EntrySent) -> Any:
    """Send back the revision that was read: 409 answers with what somebody else saved since."""
    target = _submission(request.auth, place, asked)
    indicator = find_indicator(target.reporting_period.version.plan, place.indicator)
    if indicator is None:
        raise MissingError
    entry = save_value(
        submission=target,
        indicator=indicator,
        period=place.of,
        parts=drafts.value_parts(sent.value, indicator, target),
        breakdown=drafts.breakdown_of(sent.breakdown, indicator),
        comment=sent.comment,
        source=sent.source,
        revision=sent.revision,
        actor=request.auth.membership.user,
    )
    return drafts.entry_row(entry)


@router.put(
    f"{_SUBMISSION}/activities/{{activity}}/months/{{month}}",
    summary="Write the draft of a month's amounts",
    **taking(Action.REPORT_VALUES, AmountsRow, *_OF_WRITING),
)
def write_amounts(request: HttpRequest, place: Path[AmountsPlace], asked: Asked[PlanQuery], sent: AmountsSent) -> Any:
    """What was executed, or why nothing was. Everything empty takes the draft away."""
    target = _submission(request.auth, place, asked)
    activity = find_activity(target.reporting_period.version, target.cost_centre, place.activity)
    if activity is None:
        raise MissingError
    entry = save_amounts(
        submission=target,
        activity=activity,
        month=place.month,
        **sent.model_dump(),
        actor=request.auth.membership.user,
    )
    return drafts.amounts_row(entry)


@router.post(
    f"{_SUBMISSION}/submit",
    summary="Send a submission to be approved",
    **taking(Action.REPORT_VALUES, SubmissionDetail, *_OF_WRITING),
)
def send(request: HttpRequest, place: Path[SubmissionPlace], asked: Asked[PlanQuery], sent: SubmitSent) -> Any:
    """Refused with everything that is missing. A person approves it or returns it."""
    target = _submission(request.auth, place, asked)
    submit(submission=target, revision=sent.revision, actor=request.auth.membership.user)
    return drafts.submission_detail(form_of(target))


def _period(caller: Caller, place: PeriodPlace, asked: PlanQuery) -> ReportingPeriod:
    found = find_period(caller.institution, place.period, _version(caller, asked))
    if found is None:
        raise MissingError
    return found


def _submission(caller: Caller, place: SubmissionPlace, asked: PlanQuery) -> Submission:
    """The submission of an address, if its cost centre is of this person's concern."""
    centre = (place.unit, place.centre)
    found = find_submission(caller.institution, place.period, centre, _version(caller, asked))
    if found is None or not caller.reaches(found.cost_centre_id):
        raise MissingError
    return found


def _version(caller: Caller, asked: PlanQuery) -> PlanVersion | None:
    """The plan version that a query names; half a name is none."""
    if not (asked.plan or asked.version):
        return None
    if not (asked.plan and asked.version):
        raise MissingError
    return find_version(find_plan(caller.institution.slug, asked.plan), asked.version)
