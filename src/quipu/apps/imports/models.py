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


class Upload(models.Model):
    """A file on its way in: looked at, asked about, and then imported by the worker or withdrawn.

    `kind` says what it was recognised as. `answers` holds what a person answered to the questions of the dry run, by
    the question's key. Nothing is written into the plan until somebody confirms.
    """

    class Kind(models.TextChoices):
        OWN = "own"
        CEPLAN_ANNUAL = "ceplan_annual"
        CEPLAN_SEPARATE = "ceplan_separate"

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        READY = "ready"
        REFUSED = "refused"
        CONFIRMED = "confirmed"
        IMPORTING = "importing"
        DONE = "done"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="uploads")
    version = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices, blank=True)
    mode = models.CharField(max_length=10, choices=Workbook.Mode.choices)
    name = models.CharField(max_length=255)
    original = models.FileField(upload_to="uploads", max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=60, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True, help_text="When the worker last said how far it is.")
    answers = models.JSONField(default=dict)
    found = models.JSONField(default=dict, help_text="What the dry run found: counts, faults, warnings, questions.")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    workbook = models.OneToOneField(Workbook, null=True, blank=True, on_delete=models.SET_NULL, related_name="upload")

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class HeadingAlias(models.Model):
    """A heading as some file writes it and the column that a person said it is; remembered for the next file."""

    institution = models.ForeignKey(
        "organisation.Institution", on_delete=models.CASCADE, related_name="heading_aliases"
    )
    heading = models.CharField(max_length=200, help_text="In plain letters.")
    field = models.CharField(max_length=60, help_text="The column's name; empty when it is none that Quipu reads.")
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["heading"]
        constraints = [models.UniqueConstraint(fields=["institution", "heading"], name="heading_alias_once")]

    def __str__(self) -> str:
        return f"{self.heading} = {self.field}"


class NameAlias(models.Model):
    """Another name under which files write an element of the plan, accepted once and not asked again."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="name_aliases")
    kind = models.CharField(max_length=25)
    code = models.CharField(max_length=30)
    name = models.TextField()
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["kind", "code", "id"]
        constraints = [models.UniqueConstraint(fields=["institution", "kind", "code", "name"], name="name_alias_once")]

    def __str__(self) -> str:
        return f"{self.code} = {self.name}"


class PoiVersion(models.Model):
    """An operational plan as one file of the planning authority's application gave it; every one is kept.

    `layout` is how the file was laid out, so that it can be written back the same way.
    """

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="poi_versions")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="poi_versions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=100, blank=True, help_text="The stage that the file says it is in.")
    workbook = models.OneToOneField(Workbook, on_delete=models.PROTECT, related_name="poi_version")
    layout = models.JSONField()
    accumulations = models.JSONField(
        default=dict, help_text="What a person answered about running totals, by the activity's code."
    )

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "year", "number"], name="poi_version_number"),
        ]

    def __str__(self) -> str:
        return f"POI {self.year} v{self.number}"


class PoiRow(models.Model):
    """One row of a version of an operational plan: an activity in one place, its amounts, and its cells as read."""

    poi_version = models.ForeignKey(PoiVersion, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    executing_unit = models.CharField(max_length=6)
    code = models.CharField(max_length=20)
    place = models.CharField(max_length=150, blank=True)
    fields = models.JSONField(help_text="The recognised columns by name, amounts as text.")
    cells = models.JSONField(help_text="Every cell as it came, in the order of the layout's headings.")

    class Meta:
        ordering = ["poi_version", "position"]
        constraints = [models.UniqueConstraint(fields=["poi_version", "position"], name="poi_row_position")]
        indexes = [models.Index(fields=["poi_version", "code"], name="poi_row_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
