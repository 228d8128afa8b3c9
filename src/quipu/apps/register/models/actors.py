"""Who acts: regions and their countries, organisations, people and the posts they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quipu.apps.register.models.words import Level


class Region(models.Model):
    """A region as the institution draws it; a region with a parent is a part of it."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="regions")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="region_code")]

    def __str__(self) -> str:
        return self.name


class RegionCountry(models.Model):
    """A country and the one region that it lies in."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=3, help_text="ISO 3166-1 alpha-3.")

    class Meta:
        ordering = ["country"]
        constraints = [models.UniqueConstraint(fields=["region", "country"], name="region_country_once")]

    def __str__(self) -> str:
        return self.country


class Organisation(models.Model):
    """An international organisation, a bloc, another State's body, a firm."""

    class Kind(models.TextChoices):
        INTERNATIONAL = "international"
        REGIONAL = "regional"
        STATE = "state"
        PRIVATE = "private"
        OTHER = "other"

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="organisations")
    code = models.CharField(max_length=40, help_text="Its usual acronym in Spanish.")
    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.INTERNATIONAL)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3, for a body of a State.")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="organisation_code")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who acts in an official capacity."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="people")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    other_names = models.TextField(blank=True, help_text="Other spellings found in sources, parted by semicolons.")
    country = models.CharField(max_length=3, blank=True, help_text="Whom they represent, ISO 3166-1 alpha-3.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="person_code")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """An office that somebody holds, so that a title in a text can be read as a person by its date."""

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="posts")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    other_names = models.TextField(blank=True, help_text="Other ways to call it, parted by semicolons.")
    level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    country = models.CharField(max_length=3, blank=True, help_text="Whose post it is, ISO 3166-1 alpha-3.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "code"], name="post_code")]

    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """Who held a post, and from when until when; an empty end lasts."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "starts_on"], name="post_holding_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_holding_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id} {self.starts_on}"
