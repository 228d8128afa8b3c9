"""Every change, once, and never altered."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Change(models.Model):
    """One fact added, changed or removed.

    `action` is a dotted code (`plans.value.corrected`); `kind` and `key` name the fact as the own workbook does, so
    that the history of a fact outlives the row that held it. `before` and `after` are its fields as text.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="changes")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    workbook = models.ForeignKey(
        "imports.Workbook", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["institution", "kind", "key"], name="change_of_fact"),
            models.Index(fields=["institution", "at", "kind"], name="change_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
