"""Values: what was obtained, how it breaks down, and what somebody printed."""

from __future__ import annotations

from django.conf import settings
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


class OrdinalScale(models.Model):
    """A named ladder of categories, for indicators that grade and do not count."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="ordinal_scales")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="ordinal_scale_code")]

    def __str__(self) -> str:
        return self.name


class OrdinalPoint(models.Model):
    """One rung of an ordinal scale; `position` orders it."""

    scale = models.ForeignKey(OrdinalScale, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=100)

    class Meta:
        ordering = ["scale", "position"]
        constraints = [models.UniqueConstraint(fields=["scale", "position"], name="ordinal_point_position")]

    def __str__(self) -> str:
        return self.label


class ObtainedValue(TypedValue):
    """The value obtained in a period (VO): as reported, as counted from the register, or as corrected with a reason.

    They are different facts. In computation the corrected one goes before the counted one, which goes before the
    reported one.
    """

    class Stage(models.TextChoices):
        REPORTED = "reported"
        COUNTED = "counted"
        CORRECTED = "corrected"

    indicator = models.ForeignKey("plans.Indicator", on_delete=models.CASCADE, related_name="values")
    period = PeriodField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.REPORTED)
    reason = models.TextField(blank=True)
    source = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["period", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "stage"], name="value_once_per_stage"),
            models.CheckConstraint(condition=~Q(stage="corrected") | ~Q(reason=""), name="correction_needs_reason"),
            period_shape("value"),
            value_has_its_parts("value"),
            value_not_negative("value"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.stage}"


class Disaggregation(models.Model):
    """A way an indicator breaks down: by sex, by region, by country."""

    indicator = models.ForeignKey("plans.Indicator", on_delete=models.CASCADE, related_name="disaggregations")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["indicator", "code"], name="disaggregation_code")]

    def __str__(self) -> str:
        return self.name


class DisaggregationCategory(models.Model):
    """One category of a disaggregation; retired when no longer used, and never deleted while values name it."""

    disaggregation = models.ForeignKey(Disaggregation, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=150)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["disaggregation", "code"], name="category_code")]

    def __str__(self) -> str:
        return self.label


class DisaggregatedValue(models.Model):
    """The part of an obtained value that falls in a category, or where two categories cross."""

    value = models.ForeignKey(ObtainedValue, on_delete=models.CASCADE, related_name="parts")
    category = models.ForeignKey(DisaggregationCategory, on_delete=models.PROTECT, related_name="parts")
    crossed_with = models.ForeignKey(
        DisaggregationCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="crossed_parts"
    )
    number = AmountField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "category"], condition=Q(crossed_with__isnull=True), name="part_once"
            ),
            models.UniqueConstraint(
                fields=["value", "category", "crossed_with"],
                condition=Q(crossed_with__isnull=False),
                name="crossed_part_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="part_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.number}"


class PublishedFigure(models.Model):
    """A figure as somebody printed it: compared with what is computed, never used to compute.

    `kind` and `code` name the element (`plan`, `objective`, `strategic_action`, `operational_activity`); `direction` is
    given where the source says by which one it was computed; `printed` keeps the digits, so that reproducing it is
    judged to the last digit printed.
    """

    class Kind(models.TextChoices):
        PLAN = "plan"
        OBJECTIVE = "objective"
        STRATEGIC_ACTION = "strategic_action"
        OPERATIONAL_ACTIVITY = "operational_activity"

    plan = models.ForeignKey("plans.StrategicPlan", on_delete=models.CASCADE, related_name="published_figures")
    period = PeriodField()
    kind = models.CharField(max_length=25, choices=Kind.choices)
    code = models.CharField(max_length=30)
    measure = models.CharField(max_length=40)
    direction = models.CharField(max_length=20, blank=True)
    printed = models.CharField(max_length=60)
    source = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "code", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period", "kind", "code", "measure", "direction"], name="published_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["plan", "objective", "strategic_action", "operational_activity"]),
                name="published_figure_kind",
            ),
            period_shape("published_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.measure} {self.printed}"
