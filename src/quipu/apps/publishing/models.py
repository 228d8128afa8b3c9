"""What people write, what is built from it, and what is published for good."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from quipu.apps.plans.models.fields import PeriodField, period_shape


class Report(models.TextChoices):
    """The reports that Quipu makes."""

    MONITORING = "monitoring"
    EVALUATION = "evaluation"


class Narrative(models.Model):
    """The words of one section of one report: Markdown, with references to figures in double brackets."""

    plan = models.ForeignKey("plans.StrategicPlan", on_delete=models.CASCADE, related_name="narratives")
    period = PeriodField()
    report = models.CharField(max_length=15, choices=Report.choices)
    section = models.CharField(max_length=60)
    body = models.TextField()

    class Meta:
        ordering = ["report", "section"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "report", "section"], name="narrative_section"),
            period_shape("narrative"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.period} {self.section}"


class Build(models.Model):
    """One making of a report: its progress while it runs, its files when it is done, or its faults."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="builds")
    period = PeriodField()
    report = models.CharField(max_length=15, choices=Report.choices)
    evaluation = models.ForeignKey(
        "evaluation.Evaluation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="builds",
        help_text="The stored results that its figures were taken from.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True, help_text="When the worker last said how far it is.")

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [period_shape("build")]

    def __str__(self) -> str:
        return f"{self.report} {self.period} {self.state}"


class ReportFile(models.Model):
    """One file of a build, by its content's hash."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=5)
    content = models.FileField(upload_to="reports/%Y/%m", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["format"]
        constraints = [models.UniqueConstraint(fields=["build", "format"], name="report_file_format")]

    def __str__(self) -> str:
        return f"{self.build_id}.{self.format}"


class ReportFigure(models.Model):
    """One figure as it stands in a build: where, how it is printed, its exact value and its trace."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=150)
    printed = models.TextField()
    exact = models.TextField(blank=True)
    trace = models.TextField(blank=True)
    rows = models.JSONField(
        default=dict,
        blank=True,
        help_text="The records behind a counted figure, as they were.",
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["build", "number"], name="report_figure_number")]

    def __str__(self) -> str:
        return f"{self.reference} {self.printed}"


class Publication(models.Model):
    """A build made public: from then on its files are what is served, whatever changes afterwards."""

    build = models.OneToOneField(Build, on_delete=models.PROTECT, related_name="publication")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="withdrawal_needs_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.build} {self.published_at:%Y-%m-%d}"
