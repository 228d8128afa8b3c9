"""The chain of approval of a unit, and what each person in it decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ApprovalStep(models.Model):
    """One place in the chain of a unit; records of a unit without steps need no approval."""

    unit = models.ForeignKey("organisation.OrganisationalUnit", on_delete=models.CASCADE, related_name="approval_steps")
    position = models.PositiveSmallIntegerField()
    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="approval_steps")

    class Meta:
        ordering = ["unit", "position"]
        constraints = [models.UniqueConstraint(fields=["unit", "position"], name="approval_step_position")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.position}"


class Decision(models.Model):
    """What somebody decided of a record sent for approval; a return has a comment."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted"
        APPROVED = "approved"
        RETURNED = "returned"

    record = models.ForeignKey("register.Record", on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0, help_text="The step decided; 0 when it was submitted.")
    comment = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="returned") | ~Q(comment=""), name="return_has_comment")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind}"


class DigestSubscription(models.Model):
    """How often a person is told by mail what asks for them in the register."""

    class Every(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        NEVER = "never"

    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.CASCADE, related_name="digest_subscription"
    )
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.WEEK)
    sent_for = models.DateField(null=True, blank=True, help_text="The day of the last digest sent.")

    def __str__(self) -> str:
        return f"{self.membership_id} {self.every}"
