"""Records: everything that the institution did, plans to do or was told of, with its evidence and its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from quipu.apps.plans.models.fields import AmountField
from quipu.apps.register.models.ordering import OrderedIndex
from quipu.apps.register.models.words import (
    Direction,
    Kind,
    Level,
    Modality,
    Mode,
    Outcome,
    Precision,
    Review,
    Side,
    Status,
)


class Record(models.Model):
    """One act, of any kind.

    `starts_on` and `ends_on` are the days of an act whose date is known to the day; with any other precision they bound
    the interval in which it lies. `valid_from` and `valid_to` are how long its effect lasts, for schemes, instruments
    and seats. `parent` is what it happened within, or the set that it is a member of.

    Four columns are made from the others whenever a record is saved, and hold what lists and counts look for:
    `countries` and `regions` (codes between bars, `|ARG|BRA|`; a region's parents are in it too), `first_month` and
    `last_month` (year x 12 + month - 1; the months between which its date lies, the same one for a date known to the
    day), and `search` (stems of its words).

    Indexes begin with the institution and with what leaves merged records out, because every list does; neither has an
    index of its own, which would be taken in the place of those that fit.
    """

    institution = models.ForeignKey(
        "organisation.Institution", on_delete=models.CASCADE, related_name="records", db_index=False
    )
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=25, choices=Kind.choices)
    title = models.TextField()
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DONE)
    status_reason = models.TextField(blank=True)
    modality = models.CharField(max_length=12, choices=Modality.choices, default=Modality.ASSERTED)
    mode = models.CharField(max_length=10, choices=Mode.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    place_country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3.")
    city = models.CharField(max_length=100, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=15, choices=Direction.choices, blank=True)
    level_own = models.CharField(max_length=20, choices=Level.choices, blank=True)
    level_counterpart = models.CharField(max_length=20, choices=Level.choices, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    axis = models.CharField(max_length=60, blank=True, help_text="Theme, by the institution's own list.")
    action_code = models.CharField(max_length=20, blank=True, help_text="Strategic action that it serves: AEI.01.03.")
    unit = models.ForeignKey(
        "organisation.OrganisationalUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    mission = models.ForeignKey(
        "organisation.Mission", null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    mechanism = models.ForeignKey(
        "register.Mechanism", null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    source = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)

    review = models.CharField(max_length=12, choices=Review.choices, default=Review.NOT_NEEDED)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates", db_index=False
    )
    revision = models.PositiveIntegerField(default=1)
    countries = models.TextField(default="", blank=True, editable=False)
    regions = models.TextField(default="", blank=True, editable=False)
    first_month = models.PositiveIntegerField(null=True, blank=True, editable=False)
    last_month = models.PositiveIntegerField(null=True, blank=True, editable=False)
    search = models.TextField(default="", blank=True, editable=False)

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "code"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="record_code"),
            models.CheckConstraint(
                condition=~Q(status=Status.CANCELLED) | ~Q(status_reason=""), name="record_cancelled_why"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="record_dates_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="record_validity_order",
            ),
        ]
        indexes = [
            OrderedIndex(
                F("institution"),
                F("merged_into"),
                F("starts_on").desc(nulls_last=True),
                F("code"),
                name="record_by_date",
            ),
            models.Index(
                fields=["institution", "merged_into", "first_month", "last_month", "kind", "status", "countries"],
                name="record_by_month",
            ),
            models.Index(
                fields=["institution", "merged_into", "ends_on", "first_month"],
                condition=Q(ends_on__gt=F("starts_on")),
                name="record_of_several_days",
            ),
            models.Index(fields=["institution", "merged_into", "axis"], name="record_by_axis"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="record_merged"),
            # Holds all that most counting rules ask of a record, so that counting does not read the records themselves.
            models.Index(
                fields=[
                    "institution",
                    "kind",
                    "first_month",
                    "last_month",
                    "status",
                    "modality",
                    "review",
                    "merged_into",
                    "starts_on",
                    "mode",
                    "level_own",
                    "level_counterpart",
                    "countries",
                    "regions",
                ],
                name="record_counted",
            ),
            models.Index(fields=["institution", "status", "ends_on"], name="record_by_status"),
            models.Index(
                fields=["institution", "valid_to"], condition=Q(valid_to__isnull=False), name="record_by_validity"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Counterpart(models.Model):
    """A country or an organisation that an act was with."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="counterparts")
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3.")
    organisation = models.ForeignKey(
        "register.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="counterparts"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "country"], condition=~Q(country=""), name="counterpart_country"),
            models.UniqueConstraint(
                fields=["record", "organisation"],
                condition=Q(organisation__isnull=False),
                name="counterpart_organisation",
            ),
            models.CheckConstraint(
                condition=(Q(organisation__isnull=True) & ~Q(country=""))
                | (Q(organisation__isnull=False) & Q(country="")),
                name="counterpart_is_one",
            ),
        ]
        indexes = [models.Index(fields=["country", "record"], name="counterpart_by_country")]

    def __str__(self) -> str:
        return self.country or str(self.organisation_id)


class Participant(models.Model):
    """An official who took part: as the source writes them, and who they are where that is known."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=11, choices=Side.choices)
    person = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    name = models.CharField(max_length=200, blank=True, help_text="As the source writes it.")
    post = models.TextField(blank=True, help_text="As the source writes it.")
    led = models.BooleanField(default=False, help_text="Whether they led their side.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="participant_number")]

    def __str__(self) -> str:
        return self.name or self.post


class RecordFigure(models.Model):
    """A quantity that a source gives with an act: people assisted, pieces returned."""

    class Approximator(models.TextChoices):
        EXACT = "exact"
        ABOUT = "about"
        MORE_THAN = "more_than"
        AT_LEAST = "at_least"
        AT_MOST = "at_most"

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField(max_length=60)
    value = AmountField()
    approximator = models.CharField(max_length=10, choices=Approximator.choices, default=Approximator.EXACT)
    unit = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="record_figure_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="record_figure_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class AssessedCriterion(models.Model):
    """One criterion of the assessment of an office, and whether the office meets it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=150)
    met = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["record", "criterion"], name="criterion_once")]

    def __str__(self) -> str:
        return self.criterion


class Citation(models.Model):
    """The words of a document that prove a field of a record (W3C text-quote and text-position selectors).

    `field` is empty when the words prove the whole record. Without `exact` the document is known by reference only, and
    `locator` says where to look. `start` and `end` count Unicode code points in the reading in force; they are empty
    when the words were not found in it.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="citations")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey("evidence.Document", on_delete=models.PROTECT, related_name="citations")
    field = models.CharField(max_length=40, blank=True)
    exact = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    locator = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="citation_number"),
            models.CheckConstraint(condition=~Q(exact="") | ~Q(locator=""), name="citation_says_where"),
        ]

    def __str__(self) -> str:
        return self.exact or self.locator


class RecordRevision(models.Model):
    """A record as it was left by one edit: the whole of it, so that any edit can be undone."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    action = models.CharField(max_length=40, help_text="Dotted code: register.record.changed.")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="record_revision_number")]

    def __str__(self) -> str:
        return f"{self.record_id} v{self.number}"


class Merge(models.Model):
    """Two records found to be the same act. `moved` says what went from one to the other, so that it can go back."""

    kept = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="merged_by")
    moved = models.JSONField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two")]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.kept_id}"
