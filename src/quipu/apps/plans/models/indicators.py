"""Indicators: the lasting identity, and the technical sheet of each version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quipu.apps.plans.models.fields import (
    AmountField,
    PeriodField,
    TypedValue,
    period_shape,
    value_has_its_parts,
    value_not_negative,
)


class Direction(models.TextChoices):
    """The expected direction (*sentido esperado*)."""

    ASCENDING = "ascending"
    DESCENDING = "descending"
    MAXIMUM_PERMISSIBLE = "maximum_permissible"
    MINIMUM_PERMISSIBLE = "minimum_permissible"


class Accumulation(models.TextChoices):
    """How the values of the parts of a period make the value of the period."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MAXIMUM = "maximum"


class Indicator(models.Model):
    """What is measured, the same through every version of the plan; obtained values hang from it."""

    plan = models.ForeignKey("plans.StrategicPlan", on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=30)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="indicator_code")]

    def __str__(self) -> str:
        return self.code


class IndicatorSheet(models.Model):
    """The technical sheet (*ficha técnica*) of an indicator in one version, under one objective or one action."""

    class UnitKind(models.TextChoices):
        QUANTITY = "quantity"
        NUMBER = "number"
        PERCENTAGE = "percentage"
        RATIO = "ratio"
        RATE = "rate"
        INDEX = "index"
        RATE_OF_CHANGE = "rate_of_change"

    class ResultsLevel(models.TextChoices):
        INPUT = "input"
        ACTIVITY = "activity"
        PRODUCT = "product"
        OUTCOME = "outcome"

    class Relevance(models.IntegerChoices):
        VERY_RELEVANT = 1
        RELEVANT = 2
        LESS_RELEVANT = 3

    class Periodicity(models.TextChoices):
        YEAR = "year"
        SEMESTER = "semester"
        QUARTER = "quarter"
        MONTH = "month"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="sheets")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="sheets")
    objective = models.ForeignKey(
        "plans.Objective", null=True, blank=True, on_delete=models.CASCADE, related_name="sheets"
    )
    strategic_action = models.ForeignKey(
        "plans.StrategicAction", null=True, blank=True, on_delete=models.CASCADE, related_name="sheets"
    )
    name = models.TextField()
    justification = models.TextField(blank=True)
    limitations = models.TextField(blank=True)
    calculation_method = models.TextField(blank=True)
    formula = models.TextField(blank=True)
    collection_process = models.TextField(blank=True)
    source = models.TextField(blank=True)
    database = models.TextField(blank=True)
    assumptions = models.TextField(blank=True)
    relevance = models.PositiveSmallIntegerField(choices=Relevance.choices, null=True, blank=True)
    direction = models.CharField(max_length=20, choices=Direction.choices)
    direction_change_reason = models.TextField(blank=True)
    aggregable = models.BooleanField(default=True, help_text="Whether values of parts may be aggregated.")
    accumulation = models.CharField(max_length=10, choices=Accumulation.choices, default=Accumulation.SUM)
    unit_kind = models.CharField(max_length=20, choices=UnitKind.choices, default=UnitKind.NUMBER)
    unit_of_measure = models.CharField(max_length=100, blank=True)
    periodicity = models.CharField(max_length=10, choices=Periodicity.choices, default=Periodicity.YEAR)
    results_level = models.CharField(max_length=10, choices=ResultsLevel.choices, blank=True)
    ordinal_scale = models.ForeignKey("plans.OrdinalScale", null=True, blank=True, on_delete=models.PROTECT)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["indicator__code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "indicator"], name="sheet_once_per_version"),
            models.CheckConstraint(
                condition=Q(objective__isnull=False, strategic_action__isnull=True)
                | Q(objective__isnull=True, strategic_action__isnull=False),
                name="sheet_measures_one_element",
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="sheet_direction"),
            models.CheckConstraint(condition=Q(accumulation__in=Accumulation.values), name="sheet_accumulation"),
        ]

    def __str__(self) -> str:
        return self.name


class SheetResponsible(models.Model):
    """One of those who answer for an indicator: an executing unit and a cost centre of it."""

    sheet = models.ForeignKey(IndicatorSheet, on_delete=models.CASCADE, related_name="responsibles")
    cost_centre = models.ForeignKey("organisation.CostCentre", on_delete=models.PROTECT, related_name="sheets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "cost_centre"], name="sheet_responsible_once")]

    def __str__(self) -> str:
        return str(self.cost_centre)


class Baseline(models.Model):
    """The value an indicator started from (LB)."""

    sheet = models.OneToOneField(IndicatorSheet, on_delete=models.CASCADE, related_name="baseline")
    year = models.PositiveSmallIntegerField()
    number = AmountField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=0), name="baseline_sign")]

    def __str__(self) -> str:
        return f"{self.number} ({self.year})"


class Target(TypedValue):
    """The expected achievement (LE) of a period; *no data* when a source does not give it."""

    sheet = models.ForeignKey(IndicatorSheet, on_delete=models.CASCADE, related_name="targets")
    period = PeriodField()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "period"], name="target_once"),
            period_shape("target"),
            value_has_its_parts("target"),
            value_not_negative("target"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.period}"


class DirectionOverride(models.Model):
    """A direction used for one period beside the declared one (*avance ajustado*); reports show the reason."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="overrides")
    period = PeriodField()
    direction = models.CharField(max_length=20, choices=Direction.choices)
    reason = models.TextField()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "direction"], name="override_once"),
            period_shape("override"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_needs_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.direction}"
