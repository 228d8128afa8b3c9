"""Strategic plans, their versions and the elements of each version."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class StrategicPlan(models.Model):
    """An institution's strategic plan (PEI) through all its versions."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="plans")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="plan_code")]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """One registered form of a plan. *Extended* is the same plan with years added, all else locked.

    An updated or extended version names the one it is based on, or gives the reason why that one is not recorded.
    """

    class Kind(models.TextChoices):
        NEW = "new"
        UPDATED = "updated"
        EXTENDED = "extended"

    class State(models.TextChoices):
        REGISTRATION_STARTED = "registration_started"
        REGISTERED = "registered"
        IN_IMPLEMENTATION = "in_implementation"
        FINISHED = "finished"

    plan = models.ForeignKey(StrategicPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=25, choices=State.choices)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    start_year = models.PositiveSmallIntegerField()
    end_year = models.PositiveSmallIntegerField()
    mission = models.TextField(blank=True)
    approval = models.CharField(max_length=200, blank=True, help_text="The norm that approves it.")
    reason = models.TextField(blank=True, help_text="Why this version was made.")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number"),
            models.CheckConstraint(condition=Q(end_year__gte=F("start_year")), name="version_years"),
            models.CheckConstraint(
                condition=Q(kind="new", based_on__isnull=True)
                | (~Q(kind="new") & (Q(based_on__isnull=False) | ~Q(reason=""))),
                name="version_based_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Objective(models.Model):
    """A strategic objective (OEI) in one version. `priority` is its place in the strategic route, 1 first."""

    class Kind(models.TextChoices):
        MISSION = "I"
        INTERNAL = "II"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=10)
    name = models.TextField()
    kind = models.CharField(max_length=2, choices=Kind.choices)
    priority = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="objective_code"),
            models.UniqueConstraint(fields=["version", "priority"], name="objective_priority"),
            models.CheckConstraint(condition=Q(code__regex=r"^OEI\.\d{2}$"), name="objective_code_shape"),
            models.CheckConstraint(condition=Q(priority__gte=1), name="objective_priority_first"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class StrategicAction(models.Model):
    """A strategic action (AEI): a good or service, its attribute and its users, under one objective."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="actions")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(max_length=12)
    name = models.TextField()
    product = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey(
        "organisation.OrganisationalUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="action_code"),
            models.CheckConstraint(condition=Q(code__regex=r"^AEI\.\d{2}\.\d{2}$"), name="action_code_shape"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class AlignmentTarget(models.Model):
    """What an objective may serve: a sector objective, a national objective or a national policy."""

    class Level(models.TextChoices):
        SECTOR = "sector"
        NATIONAL = "national"
        POLICY = "policy"

    institution = models.ForeignKey(
        "organisation.Institution", on_delete=models.CASCADE, related_name="alignment_targets"
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    code = models.CharField(max_length=30)
    name = models.TextField()

    class Meta:
        ordering = ["level", "code"]
        constraints = [models.UniqueConstraint(fields=["institution", "level", "code"], name="alignment_target_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Alignment(models.Model):
    """One objective serving one alignment target."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="alignments")
    target = models.ForeignKey(AlignmentTarget, on_delete=models.PROTECT, related_name="alignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objective", "target"], name="alignment_once")]

    def __str__(self) -> str:
        return f"{self.objective_id} -> {self.target}"


class CodeAlias(models.Model):
    """A code as a source writes it, where it cannot serve as ours (used twice, misprinted)."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="code_aliases")
    code = models.CharField(max_length=30, help_text="The code used here.")
    alias = models.CharField(max_length=30, help_text="The code the source uses.")
    source = models.TextField()
    reason = models.TextField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code", "alias"], name="code_alias_once")]

    def __str__(self) -> str:
        return f"{self.code} = {self.alias}"
