"""A small institution that reports: two posts and a unit, what each owes, and the people who answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from tests.factories.organisation import CostCentreFactory, ExecutingUnitFactory, InstitutionFactory
from tests.factories.plans import (
    ActionFactory,
    IndicatorFactory,
    ObjectiveFactory,
    PlanFactory,
    SheetFactory,
    TargetFactory,
    VersionFactory,
)

from quipu.apps.accounts.models import Assignment, Membership, User
from quipu.apps.collection.models import ReportingLevel, ReportingPeriod, Submission
from quipu.apps.collection.services.periods import open_period
from quipu.apps.organisation.models import CostCentre, Institution, Mission
from quipu.apps.plans.models import (
    ActivityAmount,
    Disaggregation,
    DisaggregationCategory,
    Indicator,
    IndicatorSheet,
    OperationalActivity,
    OperationalPlan,
    PlanVersion,
    SheetResponsible,
)

PERIOD = "2024-S2"


@dataclass
class Reporting:
    """The institution with its period open; the attributes name what tests ask about most.

    Attributes:
        unit: a unit that owes the yearly `people` (by sex) and the half-yearly `rate`, and nothing else.
        post: a mission that owes `activity`: 10 and 100 in each month of the second semester.
        other: another mission, which owes an activity of the same size.
    """

    institution: Institution
    version: PlanVersion
    unit: CostCentre
    post: CostCentre
    other: CostCentre
    people: Indicator
    rate: Indicator
    activity: OperationalActivity
    period: ReportingPeriod
    planner: User
    focal_point: User

    def submission(self, centre: CostCentre | None = None) -> Submission:
        """What a cost centre sends, as it stands now; the unit's when none is named."""
        return Submission.objects.get(reporting_period=self.period, cost_centre=centre or self.unit)

    def level(self, level: str = "unit") -> ReportingLevel:
        """The calendar of a level, as it stands now."""
        return self.period.levels.get(level=level)

    def category(self, code: str) -> int:
        """A category of the people, by its code."""
        return DisaggregationCategory.objects.get(disaggregation__indicator=self.people, code=code).pk


def make_reporting(*, period: str = PERIOD, due_in: int = 10) -> Reporting:
    """The institution with a period open since yesterday and due in some days."""
    institution = InstitutionFactory()
    version = VersionFactory(plan=PlanFactory(institution=institution))
    executing = ExecutingUnitFactory(institution=institution)
    unit = CostCentreFactory(executing_unit=executing, code="U1", name="Unidad")
    post, other = (make_post(executing, code) for code in ("P1", "P2"))
    people, rate = _indicators(version, unit)
    activity = make_activity(version, post, 1)
    make_activity(version, other, 2)
    planner = _person("planificadora", institution, "planner")
    focal_point = _person("focal", institution, "focal_point", unit, post)
    return Reporting(
        institution,
        version,
        unit,
        post,
        other,
        people,
        rate,
        activity,
        open_period(version=version, period=period, levels=both_levels(due_in), message="Reporten", actor=planner),
        planner,
        focal_point,
    )


def both_levels(due_in: int) -> dict[str, tuple[date, date]]:
    """Both levels open since long ago and due in some days (before today when negative)."""
    today = timezone.localdate()
    return {level: (today - timedelta(days=60), today + timedelta(days=due_in)) for level in ("post", "unit")}


def make_post(executing_unit, code: str) -> CostCentre:
    """A mission abroad with its cost centre."""
    mission = Mission.objects.create(
        institution=executing_unit.institution, code=code, name=f"Embajada {code}", kind="embassy", country="XAU"
    )
    return CostCentreFactory(executing_unit=executing_unit, code=code, name=f"Embajada {code}", mission=mission)


def make_activity(version: PlanVersion, centre: CostCentre, number: int, **fields) -> OperationalActivity:
    """An activity of 2024 that programmed 10 and 100 in every month."""
    plan, _ = OperationalPlan.objects.get_or_create(version=version, executing_unit=centre.executing_unit, year=2024)
    action = version.actions.first() or ActionFactory(objective=version.objectives.first())
    made = OperationalActivity.objects.create(
        operational_plan=plan,
        strategic_action=action,
        cost_centre=centre,
        code=f"AOI{number:011d}",
        name=f"Actividad {number}",
        **fields,
    )
    ActivityAmount.objects.bulk_create(
        ActivityAmount(activity=made, phase="reprogrammed", month=month, physical=Decimal(10), financial=Decimal(100))
        for month in range(1, 13)
    )
    return made


def make_sheet(version: PlanVersion, centre: CostCentre, code: str, **fields) -> IndicatorSheet:
    """An indicator that a cost centre answers for, with a target of 100 for 2024."""
    objective = version.objectives.first() or ObjectiveFactory(version=version)
    indicator = IndicatorFactory(plan=version.plan, code=code)
    sheet = SheetFactory(objective=objective, indicator=indicator, **fields)
    SheetResponsible.objects.create(sheet=sheet, cost_centre=centre)
    TargetFactory(sheet=sheet, period="2024")
    return sheet


def _indicators(version: PlanVersion, unit: CostCentre) -> tuple[Indicator, Indicator]:
    people = make_sheet(version, unit, "PERSONAS", name="Personas asistidas").indicator
    by_sex = Disaggregation.objects.create(indicator=people, code="sexo", name="Sexo")
    for code in ("M", "H"):
        DisaggregationCategory.objects.create(disaggregation=by_sex, code=code, label=code)
    rate = make_sheet(version, unit, "TASA", name="Atención", unit_kind="percentage", periodicity="semester").indicator
    return people, rate


def _person(username: str, institution: Institution, role: str, *centres: CostCentre) -> User:
    person = User.objects.create(username=username, email=f"{username}@example.org")
    membership = Membership.objects.create(user=person, institution=institution, role=role)
    for centre in centres:
        Assignment.objects.create(membership=membership, cost_centre=centre)
    return person


class ReportingPeriodFactory(DjangoModelFactory):
    """The first semester of 2024."""

    class Meta:
        model = ReportingPeriod

    version = factory.SubFactory(VersionFactory)
    period = "2024-S1"


class SubmissionFactory(DjangoModelFactory):
    """What a unit at headquarters owes."""

    class Meta:
        model = Submission

    reporting_period = factory.SubFactory(ReportingPeriodFactory)
    cost_centre = factory.LazyAttribute(
        lambda made: CostCentreFactory(executing_unit__institution=made.reporting_period.version.plan.institution)
    )
    level = "unit"
