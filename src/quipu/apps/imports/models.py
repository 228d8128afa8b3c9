"""What came in, kept as it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Workbook(models.Model):
    """One applied import: its original file, its hash, its mode and what it changed."""

    class Mode(models.TextChoices):
        ADD = "add"
        UPDATE = "update"
        REPLACE = "replace"

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="workbooks")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    original = models.FileField(upload_to="workbooks/%Y/%m")
    sha256 = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
