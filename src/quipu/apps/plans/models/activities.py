"""The operational plan (POI): activities, their monthly amounts and their phases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quipu.apps.plans.models.fields import AmountField
from quipu.apps.plans.models.indicators import Accumulation


class OperationalPlan(models.Model):
    """One executing unit's operational plan for one year, derived from one version of the strategic plan."""

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="operational_plans")
    executing_unit = models.ForeignKey(
        "organisation.ExecutingUnit", on_delete=models.PROTECT, related_name="operational_plans"
    )
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["year", "executing_unit"]
        constraints = [
            models.UniqueConstraint(fields=["version", "executing_unit", "year"], name="operational_plan_once")
        ]

    def __str__(self) -> str:
        return f"POI {self.year} {self.executing_unit_id}"


class OperationalActivity(models.Model):
    """An operational activity (AOI) of one year, under one strategic action.

    `code` follows `AOI` and eleven digits; a suffix (`.2`) tells apart activities to which a source gives one code, and
    the code of the source is kept as a `CodeAlias`.
    """

    class ExecutionSource(models.TextChoices):
        """Where its executed physical amounts come from: typed by whoever reports, or counted from its done tasks."""

        REPORTED = "reported"
        TASKS = "tasks"

    operational_plan = models.ForeignKey(OperationalPlan, on_delete=models.CASCADE, related_name="activities")
    strategic_action = models.ForeignKey("plans.StrategicAction", on_delete=models.PROTECT, related_name="activities")
    cost_centre = models.ForeignKey(
        "organisation.CostCentre", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    code = models.CharField(max_length=20)
    name = models.TextField()
    unit_of_measure = models.CharField(max_length=100, blank=True)
    accumulation = models.CharField(max_length=10, choices=Accumulation.choices, default=Accumulation.SUM)
    execution_source = models.CharField(
        max_length=10, choices=ExecutionSource.choices, default=ExecutionSource.REPORTED, db_default="reported"
    )
    active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["operational_plan", "code"], name="activity_code"),
            models.CheckConstraint(condition=Q(code__regex=r"^AOI\d{11}(\.\d+)?$"), name="activity_code_shape"),
            models.CheckConstraint(condition=Q(accumulation__in=Accumulation.values), name="activity_accumulation"),
            models.CheckConstraint(condition=Q(execution_source__in=["reported", "tasks"]), name="activity_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ActivityAmount(models.Model):
    """The physical and financial amount of an activity in a phase and month.

    `month` is empty for an annual amount that its source does not split. `consistent` is the opening budget's (PIA),
    `reprogrammed` the current one (PIM), `executed` what was done (physical) and accrued (financial). A blank amount is
    the absence of the fact.
    """

    class Phase(models.TextChoices):
        CONSISTENT = "consistent"
        REPROGRAMMED = "reprogrammed"
        EXECUTED = "executed"

    activity = models.ForeignKey(OperationalActivity, on_delete=models.CASCADE, related_name="amounts")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    physical = AmountField(null=True, blank=True)
    financial = AmountField(null=True, blank=True)

    class Meta:
        ordering = ["activity", "phase", "month"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "phase", "month"], name="amount_once_per_month"),
            models.UniqueConstraint(
                fields=["activity", "phase"], condition=Q(month__isnull=True), name="amount_once_per_year"
            ),
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="amount_month"),
            models.CheckConstraint(
                condition=(Q(physical__isnull=True) | Q(physical__gte=0))
                & (Q(financial__isnull=True) | Q(financial__gte=0)),
                name="amount_sign",
            ),
            models.CheckConstraint(
                condition=Q(physical__isnull=False) | Q(financial__isnull=False), name="amount_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.phase} {self.month}"


class ActivityTask(models.Model):
    """A task of an activity's plan of work: who does what, by when, and how much of the physical target it is worth."""

    class State(models.TextChoices):
        PLANNED = "planned"
        UNDER_WAY = "under_way"
        DONE = "done"
        CANCELLED = "cancelled"

    activity = models.ForeignKey(OperationalActivity, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    name = models.TextField()
    responsible = models.CharField(max_length=150)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(null=True, blank=True)
    quantity = AmountField(default=1, db_default=1)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="task_number"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "under_way", "done", "cancelled"]), name="task_state"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="task_done_on",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=models.F("due_on")), name="task_dates"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="task_quantity"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(note=""), name="task_cancelled_why"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
