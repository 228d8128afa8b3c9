"""Draft values of a submission: they are facts of the plan only once the submission is approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from quipu.apps.collection.models.submissions import Submission
from quipu.apps.plans.models.fields import (
    AmountField,
    PeriodField,
    TypedValue,
    period_shape,
    value_has_its_parts,
    value_not_negative,
)


class IndicatorEntry(TypedValue):
    """The value that a submission gives an indicator in a period; `revision` tells whether somebody else changed it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="indicator_entries")
    indicator = models.ForeignKey("plans.Indicator", on_delete=models.PROTECT, related_name="entries")
    period = PeriodField()
    comment = models.TextField(blank=True)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["indicator__code", "period"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "indicator", "period"], name="indicator_entry_once"),
            period_shape("indicator_entry"),
            value_has_its_parts("indicator_entry"),
            value_not_negative("indicator_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


class EntryPart(models.Model):
    """The part of an entry that falls in a category, or where two categories cross."""

    entry = models.ForeignKey(IndicatorEntry, on_delete=models.CASCADE, related_name="parts")
    category = models.ForeignKey("plans.DisaggregationCategory", on_delete=models.PROTECT, related_name="entry_parts")
    crossed_with = models.ForeignKey(
        "plans.DisaggregationCategory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="crossed_entry_parts",
    )
    number = AmountField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "category"], condition=Q(crossed_with__isnull=True), name="entry_part_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "category", "crossed_with"],
                condition=Q(crossed_with__isnull=False),
                name="entry_crossed_part_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="entry_part_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.number}"


class ActivityEntry(models.Model):
    """What a submission says was executed of an activity in a month; nothing executed for a reason is said as such."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="activity_entries")
    activity = models.ForeignKey("plans.OperationalActivity", on_delete=models.PROTECT, related_name="entries")
    month = models.PositiveSmallIntegerField()
    physical = AmountField(null=True, blank=True)
    financial = AmountField(null=True, blank=True)
    no_data_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["activity__code", "month"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "activity", "month"], name="activity_entry_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="activity_entry_month"),
            models.CheckConstraint(
                condition=(Q(physical__isnull=True) | Q(physical__gte=0))
                & (Q(financial__isnull=True) | Q(financial__gte=0)),
                name="activity_entry_sign",
            ),
            models.CheckConstraint(
                condition=Q(physical__isnull=False) | Q(financial__isnull=False) | ~Q(no_data_reason=""),
                name="activity_entry_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.month}"


class Evidence(models.Model):
    """What shows that a value is true: a file kept under its hash, or a link; of an entry or of all of them."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    entry = models.ForeignKey(IndicatorEntry, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    content = models.FileField(upload_to="evidence/%Y/%m", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(content="")) | (~Q(link="") & Q(content="")), name="evidence_file_or_link"
            )
        ]

    def __str__(self) -> str:
        return self.title
