"""Mechanisms: standing dialogues that meet in numbered sessions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quipu.apps.register.models.words import Kind, Level


class Mechanism(models.Model):
    """A standing dialogue with one counterpart: its counterpart, family and level tell it from others, never its name.

    Its sessions are the records that name it. `first_ordinal` is the first session that the register should hold;
    `every_months` how often it should meet, empty when nobody agreed on it.
    """

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="mechanisms")
    code = models.CharField(max_length=60)
    name = models.TextField()
    family = models.CharField(max_length=60, help_text="Political consultations, mixed commission, cabinet…")
    kind = models.CharField(max_length=25, choices=Kind.choices, default=Kind.MECHANISM_SESSION)
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3.")
    organisation = models.ForeignKey(
        "register.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="mechanisms"
    )
    unit = models.ForeignKey(
        "organisation.OrganisationalUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="mechanisms"
    )
    first_ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["country", "code"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="mechanism_code"),
            models.CheckConstraint(
                condition=~Q(country="") | Q(organisation__isnull=False), name="mechanism_has_counterpart"
            ),
        ]

    def __str__(self) -> str:
        return self.name
