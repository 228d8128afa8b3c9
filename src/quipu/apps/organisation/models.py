"""The institution and its parts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Institution(models.Model):
    """A public institution (*pliego*) that plans.

    `synthetic` marks a fictional one: everything shown about it says so.
    """

    class ProgressPrinted(models.TextChoices):
        RAW = "raw"
        CAPPED = "capped"

    slug = models.SlugField(unique=True)
    code = models.CharField(max_length=10, help_text="Code in the State's budget classification.")
    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=30)
    country = models.CharField(max_length=3, help_text="ISO 3166-1 alpha-3.")
    synthetic = models.BooleanField(default=False)
    primary_colour = models.CharField(max_length=7, default="#8c1d2f")
    secondary_colour = models.CharField(max_length=7, default="#1f4e79")
    decimal_separator = models.CharField(max_length=1, default=".")
    group_separator = models.CharField(max_length=1, default=",", blank=True)
    progress_printed = models.CharField(
        max_length=6, choices=ProgressPrinted.choices, default=ProgressPrinted.RAW, db_default="raw"
    )
    source = models.TextField(blank=True, help_text="Where the facts about it come from.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(primary_colour__regex=r"^#[0-9a-f]{6}$"), name="institution_primary_colour"
            ),
            models.CheckConstraint(
                condition=Q(secondary_colour__regex=r"^#[0-9a-f]{6}$"), name="institution_secondary_colour"
            ),
            models.CheckConstraint(
                condition=~Q(decimal_separator=models.F("group_separator")), name="institution_separators"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExecutingUnit(models.Model):
    """A unit with a budget of its own (*unidad ejecutora*)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="executing_units")
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="executing_unit_code"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}$"), name="executing_unit_code_shape"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class OrganisationalUnit(models.Model):
    """An organ of the institution: a directorate, an office, a division."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="units")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="unit_code")]

    def __str__(self) -> str:
        return self.name


class Mission(models.Model):
    """A mission abroad: embassy, consulate, permanent representation, commercial office."""

    class Kind(models.TextChoices):
        EMBASSY = "embassy"
        CONSULATE = "consulate"
        PERMANENT_REPRESENTATION = "permanent_representation"
        COMMERCIAL_OFFICE = "commercial_office"

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="missions")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    country = models.CharField(max_length=3, help_text="ISO 3166-1 alpha-3 of the receiving State.")
    city = models.CharField(max_length=100, blank=True)
    unit = models.ForeignKey(
        OrganisationalUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="missions",
        help_text="The organ at headquarters that it answers to.",
    )

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="mission_code")]

    def __str__(self) -> str:
        return self.name


class CostCentre(models.Model):
    """Where money is spent and activities are answered for (*centro de costo*)."""

    executing_unit = models.ForeignKey(ExecutingUnit, on_delete=models.CASCADE, related_name="cost_centres")
    unit = models.ForeignKey(
        OrganisationalUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="cost_centres"
    )
    mission = models.ForeignKey(
        Mission,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cost_centres",
        help_text="The mission abroad that it is; empty for a unit at headquarters.",
    )
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["executing_unit", "code"], name="cost_centre_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
