"""What an instrument adds to its record: type, the acts of each party, negotiation; and the commitments made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quipu.apps.plans.models.fields import PeriodField, period_shape
from quipu.apps.register.models.words import CommitmentStatus, InstrumentType, Precision, Stage, Step


class Instrument(models.Model):
    """The legal side of a record of kind `instrument`.

    A set (`type` set) stands for several instruments of which a source gives the number and names some: `declared` is
    that number, its members are the records whose parent it is, and it never adds to them. Of any other type,
    `declared` is the number of projects or commitments that it is said to hold, beside those recorded.

    Communiqués, declarations, minutes, plans of action and road maps (`WITHOUT_FORCE`) never enter into force, so that
    nothing waits for them to.
    """

    class Binding(models.TextChoices):
        YES = "yes"
        NO = "no"
        UNKNOWN = "unknown"

    record = models.OneToOneField("register.Record", on_delete=models.CASCADE, related_name="instrument")
    type = models.CharField(max_length=20, choices=InstrumentType.choices, default=InstrumentType.OTHER)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.SIGNED)
    binding = models.CharField(max_length=7, choices=Binding.choices, default=Binding.UNKNOWN)
    internal_route = models.CharField(max_length=200, blank=True, help_text="How it is approved at home.")
    declared = models.PositiveIntegerField(null=True, blank=True)
    declared_unit = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.type} {self.record_id}"


class InstrumentStep(models.Model):
    """An act of one party: signature, ratification, entry into force."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=40, help_text="ISO 3166-1 alpha-3, or the code of an organisation.")
    step = models.CharField(max_length=20, choices=Step.choices)
    on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="instrument_step_number")]

    def __str__(self) -> str:
        return f"{self.party} {self.step}"


class NegotiationFollowUp(models.Model):
    """How far a negotiation was at the end of a quarter."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="followups")
    period = PeriodField()
    stage = models.CharField(max_length=20, choices=Stage.choices)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "period"], name="negotiation_followup_once"),
            period_shape("negotiation_followup"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.stage}"


class Commitment(models.Model):
    """Something promised in an act, and how it stands; the score is -1, 0 or 1."""

    record = models.ForeignKey("register.Record", on_delete=models.CASCADE, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    unit = models.ForeignKey(
        "organisation.OrganisationalUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    responsible = models.CharField(max_length=200, blank=True, help_text="Who has to do it, where it is not our unit.")
    supporting = models.CharField(max_length=250, blank=True)
    due_on = models.DateField(null=True, blank=True)
    verifiable = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=CommitmentStatus.choices, default=CommitmentStatus.NOT_STARTED)
    score = models.SmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="commitment_number"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__in=[-1, 0, 1]), name="commitment_score"),
        ]
        indexes = [models.Index(fields=["due_on"], name="commitment_due")]

    def __str__(self) -> str:
        return self.text
