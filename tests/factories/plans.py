"""Plans, their trees and their values."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory
from tests.factories.organisation import ExecutingUnitFactory, InstitutionFactory

from quipu.apps.plans.models import (
    Indicator,
    IndicatorSheet,
    Objective,
    ObtainedValue,
    OperationalActivity,
    OperationalPlan,
    PlanVersion,
    StrategicAction,
    StrategicPlan,
    Target,
)


class PlanFactory(DjangoModelFactory):
    """A strategic plan."""

    class Meta:
        model = StrategicPlan

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"PEI-{n}")
    name = "Plan"


class VersionFactory(DjangoModelFactory):
    """A new plan of three years."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = 1
    kind = PlanVersion.Kind.NEW
    state = PlanVersion.State.IN_IMPLEMENTATION
    start_year = 2023
    end_year = 2025


class ObjectiveFactory(DjangoModelFactory):
    """An objective."""

    class Meta:
        model = Objective

    version = factory.SubFactory(VersionFactory)
    code = factory.Sequence(lambda n: f"OEI.{n % 99 + 1:02d}")
    name = "Objetivo"
    kind = Objective.Kind.MISSION
    priority = factory.Sequence(lambda n: n + 1)


class ActionFactory(DjangoModelFactory):
    """An action under an objective of its version."""

    class Meta:
        model = StrategicAction

    objective = factory.SubFactory(ObjectiveFactory)
    version = factory.SelfAttribute("objective.version")
    code = factory.LazyAttribute(lambda made: f"AEI.{made.objective.code[4:]}.01")
    name = "Acción"


class IndicatorFactory(DjangoModelFactory):
    """The identity of an indicator."""

    class Meta:
        model = Indicator

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"IND.{n}")


class SheetFactory(DjangoModelFactory):
    """The technical sheet of an indicator of an objective."""

    class Meta:
        model = IndicatorSheet

    objective = factory.SubFactory(ObjectiveFactory)
    version = factory.SelfAttribute("objective.version")
    indicator = factory.SubFactory(IndicatorFactory, plan=factory.SelfAttribute("..version.plan"))
    name = "Indicador"
    direction = "ascending"


class TargetFactory(DjangoModelFactory):
    """The target of 2024."""

    class Meta:
        model = Target

    sheet = factory.SubFactory(SheetFactory)
    period = "2024"
    number = Decimal(100)


class ValueFactory(DjangoModelFactory):
    """The value reported for 2024."""

    class Meta:
        model = ObtainedValue

    indicator = factory.SubFactory(IndicatorFactory)
    period = "2024"
    number = Decimal(90)


class OperationalPlanFactory(DjangoModelFactory):
    """The operational plan of 2024 of an executing unit."""

    class Meta:
        model = OperationalPlan

    version = factory.SubFactory(VersionFactory)
    executing_unit = factory.LazyAttribute(lambda made: ExecutingUnitFactory(institution=made.version.plan.institution))
    year = 2024


class ActivityFactory(DjangoModelFactory):
    """An activity whose months add up, under an action of its plan's version."""

    class Meta:
        model = OperationalActivity

    operational_plan = factory.SubFactory(OperationalPlanFactory)
    strategic_action = factory.LazyAttribute(
        lambda made: ActionFactory(objective__version=made.operational_plan.version)
    )
    code = factory.Sequence(lambda n: f"AOI000045{n:05d}")
    name = "Actividad"
    unit_of_measure = "acta"
