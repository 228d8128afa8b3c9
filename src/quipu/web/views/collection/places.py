"""What an address of collection names, for who may see it; anything else is not found."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from quipu.apps.collection.models import ReportingPeriod, Submission
from quipu.apps.collection.queries.finding import find_period, find_submission
from quipu.web.workplace import Workplace

PAGE = "collection"


def period_at(place: Workplace, period: str) -> ReportingPeriod:
    """The reporting period of an address; `version` in the query tells which plan version, when several ask for it."""
    found = find_period(place.institution, period, place.version if place.query else None)
    if found is None:
        raise Http404
    return found


def submission_at(place: Workplace, period: str, unit: str, centre: str) -> Submission:
    """The submission of an address, if its cost centre is of this person's concern."""
    found = find_submission(place.institution, period, (unit, centre), place.version if place.query else None)
    if found is None or not place.reaches(found.cost_centre_id):
        raise Http404
    return found


def address_of(place: Workplace, submission: Submission, page: str = "submission", **parts: object) -> str:
    """The address of a page of a submission."""
    named = {
        "slug": place.institution.slug,
        "period": submission.reporting_period.period,
        "unit": submission.cost_centre.executing_unit.code,
        "centre": submission.cost_centre.code,
    }
    return reverse(page, kwargs={**named, **parts}) + _version(place)


def addresses_of(place: Workplace, submission: Submission) -> dict[str, str]:
    """The addresses of what is done with a submission, by the name of the page without `submission-`."""
    return {name: address_of(place, submission, f"submission-{name}") for name in _STEPS}


_STEPS = (
    "row",
    "save",
    "undo",
    "send",
    "approve",
    "return",
    "reopen",
    "remind",
    "sheet",
    "upload",
    "evidence",
)


def board_address(place: Workplace, reporting_period: ReportingPeriod) -> str:
    """The address of the board of a reporting period."""
    named = {"slug": place.institution.slug, "period": reporting_period.period}
    return reverse("reporting-period", kwargs=named) + _version(place)


def _version(place: Workplace) -> str:
    return f"?version={place.version_name}" if place.query else ""
