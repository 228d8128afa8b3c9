"""Programs with a key of each role, on the institution of the pages' tests with a semester open to report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.factories.register_room import furnish
from tests.web.planting import SLUG, Planted

from quipu.apps.accounts.models import Membership, User
from quipu.apps.accounts.permissions import PROGRAM_ACTIONS, allows
from quipu.apps.accounts.queries import memberships_of
from quipu.apps.accounts.services import assign_cost_centres, make_token
from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.filling import ActivityRow, ValueRow, form_of
from quipu.apps.collection.services.periods import open_period
from quipu.apps.plans.models import Disaggregation, DisaggregationCategory, Indicator, ObtainedValue

HERE = f"/institutions/{SLUG}"
ASKED = "2024"
"""The period that is reported."""


class Program:
    """A program that brings a key, or something else, in every request."""

    def __init__(self, key: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {key}"} if key else {}, raise_request_exception=False)

    def get(self, path: str, **query: object) -> HttpResponse:
        return self._client.get(f"/api/v1{path}", query)

    def send(self, method: str, path: str, body: object, **more: Any) -> HttpResponse:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self._client.generic(method, f"/api/v1{path}", text, content_type="application/json", **more)


@pytest.fixture
def program(planted, db) -> Callable[..., Program]:
    """A program with a new key of somebody: `program("reader")`, `program("planner", actions=[...])`."""

    def of(username: str, actions: list[str] | None = None, key: str = "") -> Program:
        return Program(key_of(username, actions) if username else key)

    return of


def key_of(username: str, actions: list[str] | None = None) -> str:
    """A new key of somebody, for everything that their role lets a program do."""
    (membership,) = memberships_of(User.objects.get(username=username))
    allowed = [action.value for action in PROGRAM_ACTIONS if allows(membership.role, action)]
    return make_token(membership=membership, name="prueba", actions=actions or allowed, days=1)[1]


@pytest.fixture
def version_path(planted) -> str:
    """The address of the version that is looked at."""
    return f"{HERE}/plans/{planted.version.plan.code}/versions/{planted.version.number}"


@dataclass(frozen=True)
class Collected:
    """A submission that owes values and amounts, and another cost centre's."""

    submission: Submission
    other: Submission
    value: ValueRow
    activity: ActivityRow
    category: DisaggregationCategory

    @property
    def path(self) -> str:
        """The address of the submission."""
        return path_of(self.submission)

    @property
    def value_path(self) -> str:
        """The address of one of its values."""
        return f"{self.path}/values/{self.value.code}/{self.value.period}"

    @property
    def month_path(self) -> str:
        """The address of a month of one of its activities."""
        return f"{self.path}/activities/{self.activity.code}/months/{self.activity.months[0].month}"


def path_of(submission: Submission) -> str:
    """The address of a submission."""
    centre = submission.cost_centre
    return f"{HERE}/reporting-periods/{ASKED}/submissions/{centre.executing_unit.code}/{centre.code}"


def number(amount: object, revision: int = 0) -> Mapping[str, object]:
    """What is sent to write a number."""
    return {"value": {"value_type": "number", "number": amount}, "revision": revision}


@pytest.fixture
def collected(planted, db) -> Collected:
    """A year open to report; the focal point answers for the first cost centre that owes values and amounts."""
    return collect(planted)


def collect(planted: Planted) -> Collected:
    """Open the year of which the plan holds no value yet, and assign a cost centre that owes both kinds."""
    ObtainedValue.objects.filter(indicator__plan=planted.version.plan, period__startswith=ASKED).delete()
    today = timezone.localdate()
    dates = (today - timedelta(days=3), today + timedelta(days=10))
    period = open_period(
        version=planted.version, period=ASKED, levels={"unit": dates, "post": dates}, message="", actor=None
    )
    found = list(period.submissions.select_related("cost_centre__executing_unit").order_by("pk"))
    forms = {item.pk: form_of(item) for item in found}
    mine = next(item for item in found if _numeric(forms[item.pk].values) and forms[item.pk].activities)
    other = next(item for item in found if item.pk != mine.pk)
    membership = Membership.objects.get(user__username="focal_point", institution=planted.institution)
    assign_cost_centres(membership=membership, cost_centres=[mine.cost_centre], actor=None)
    value = _numeric(forms[mine.pk].values)[0]
    way = Disaggregation.objects.create(indicator_id=value.indicator_id, code="prueba", name="Prueba")
    category = DisaggregationCategory.objects.create(disaggregation=way, code="A", label="A")
    indicator = Indicator.objects.get(plan=planted.version.plan, code=planted.indicator)
    furnish(planted.institution, indicator, mine.cost_centre.unit)
    return Collected(mine, other, value, forms[mine.pk].activities[0], category)


def _numeric(values: Any) -> list[ValueRow]:
    return [row for row in values if row.owed.sheet.ordinal_scale_id is None]
