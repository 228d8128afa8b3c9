"""Reporting periods: when what was done is asked for, and until when it may change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quipu.apps.plans.models.fields import PeriodField, period_shape


class Level(models.TextChoices):
    """Who reports: posts abroad go first, then the units at headquarters that read what the posts sent."""

    POST = "post"
    UNIT = "unit"


class ReportingPeriod(models.Model):
    """A period of a plan version for which units and posts are asked to report."""

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="reporting_periods")
    period = PeriodField()
    message = models.TextField(blank=True, help_text="What the planner tells everybody who reports.")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-period", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "period"], name="reporting_period_once"),
            period_shape("reporting_period"),
        ]

    def __str__(self) -> str:
        return self.period


class ReportingLevel(models.Model):
    """One level's calendar in a reporting period.

    `open`: those who report write and send. `closed`: nothing new is sent, what was sent is still returned and
    approved. `locked`: nothing changes; from then on a value changes only by a correction with its reason.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        LOCKED = "locked"

    reporting_period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(max_length=5, choices=Level.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    opens_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["reporting_period", "level"]
        constraints = [
            models.UniqueConstraint(fields=["reporting_period", "level"], name="reporting_level_once"),
            models.CheckConstraint(condition=Q(level__in=["post", "unit"]), name="reporting_level_level"),
            models.CheckConstraint(condition=Q(state__in=["open", "closed", "locked"]), name="reporting_level_state"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="reporting_level_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.reporting_period_id} {self.level} {self.state}"
