"""People and the role each has in an institution."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from quipu.apps.accounts.permissions import Role


class User(AbstractUser):
    """A person who signs in."""

    language = models.CharField(max_length=5, default="es-pe", choices=[("es-pe", "Español"), ("en", "English")])


class Membership(models.Model):
    """The one role that a person has in one institution."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "institution"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.institution}"


class Assignment(models.Model):
    """A cost centre that a person answers for: what it owes, this person sees and reports."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="assignments")
    cost_centre = models.ForeignKey("organisation.CostCentre", on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "cost_centre"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.cost_centre_id}"


class ApiToken(models.Model):
    """A key with which a program acts for a person in one institution; only its hash is kept.

    `actions` are the ones that the token may take; what the person's role no longer allows, the token no longer does.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    actions = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="token_named")]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A list as somebody filtered and sorted it, kept under a name: the address's query and nothing else."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "institution", "page", "name"], name="saved_view_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
