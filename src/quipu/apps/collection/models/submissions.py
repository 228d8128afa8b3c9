"""What one cost centre sends in a reporting period, each step it goes through, and the reminders of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from quipu.apps.collection.models.periods import Level, ReportingPeriod


class Submission(models.Model):
    """What a cost centre owes and sends in a reporting period, with its words.

    `level` is kept as it was when the period opened. `revision` counts the changes of its words and of its state.
    """

    class State(models.TextChoices):
        OWED = "owed"
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"

    reporting_period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="submissions")
    cost_centre = models.ForeignKey("organisation.CostCentre", on_delete=models.PROTECT, related_name="submissions")
    level = models.CharField(max_length=5, choices=Level.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    achievements = models.TextField(blank=True)
    limitations = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cost_centre__code"]
        constraints = [
            models.UniqueConstraint(fields=["reporting_period", "cost_centre"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "draft", "submitted", "returned", "approved"]), name="submission_state"
            ),
            models.CheckConstraint(condition=Q(level__in=["post", "unit"]), name="submission_level"),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre_id} {self.reporting_period_id} {self.state}"


class SubmissionStep(models.Model):
    """One step of a submission, with the words that went with it; from these the time to approve is measured."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        STARTED = "started"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        APPROVED = "approved"
        REOPENED = "reopened"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="returned") | ~Q(comment=""), name="return_needs_comment")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}"


class Reminder(models.Model):
    """A reminder of what is owed: shown on the page from its day on, and sent by mail where there is an address."""

    class Kind(models.TextChoices):
        BEFORE = "before"
        DUE = "due"
        LATE = "late"
        ASKED = "asked"

    class Mail(models.TextChoices):
        NONE = "none"
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    on = models.DateField()
    addresses = models.JSONField(default=list)
    mail = models.CharField(max_length=7, choices=Mail.choices, default=Mail.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["submission", "kind", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind} {self.on}"
