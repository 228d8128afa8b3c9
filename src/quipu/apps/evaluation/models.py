"""Computed results, and what people write down to evaluate a plan in a period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from quipu.apps.plans.models.fields import AmountField, PeriodField, period_shape


class Evaluation(models.Model):
    """One run of the method over a plan version, period and edition; the latest one is in force."""

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="evaluations")
    period = PeriodField()
    edition = models.CharField(max_length=20)
    computed_at = models.DateTimeField(auto_now_add=True)
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)
    summary = models.JSONField(default=dict, help_text="Aggregates, executions, scores and findings, as exact text.")

    class Meta:
        ordering = ["-computed_at", "-id"]
        constraints = [period_shape("evaluation")]
        indexes = [models.Index(fields=["version", "period"], name="evaluation_in_force")]

    def __str__(self) -> str:
        return f"{self.version} {self.period}"


class Result(models.Model):
    """What the method gives for one indicator (or activity) and one direction used.

    The decimals are rounded half-up by the edition; the exact inputs are in the trace.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=25)
    code = models.CharField(max_length=30)
    name = models.TextField()
    indicator_code = models.CharField(max_length=30)
    indicator = models.TextField()
    unit_of_measure = models.CharField(max_length=100, blank=True)
    direction_declared = models.CharField(max_length=20)
    direction_used = models.CharField(max_length=20)
    override_reason = models.TextField(blank=True)
    value = AmountField(null=True)
    target = AmountField(null=True)
    progress_raw = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    progress = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    outcome = models.CharField(max_length=15)
    outcome_reason = models.TextField(blank=True)
    level = models.CharField(max_length=15, blank=True)
    published_progress = models.CharField(max_length=60, blank=True)
    published_reproduced = models.BooleanField(null=True)
    synthetic = models.BooleanField(default=False)
    trace = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "kind", "code", "indicator_code", "direction_used"], name="result_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="computed") | Q(progress__isnull=True), name="result_never_a_silent_number"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["computed", "not_programmed", "not_reported", "undefined"]),
                name="result_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.indicator_code} {self.progress}"


class EvaluationContent(models.Model):
    """What an evaluation of a plan in a period is written with; elements are named by code."""

    plan = models.ForeignKey("plans.StrategicPlan", on_delete=models.CASCADE, related_name="+")
    period = PeriodField()
    number = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["number"]


class EvaluationQuestion(EvaluationContent):
    """An objective of the evaluation and the question that goes with it."""

    objective = models.TextField()
    question = models.TextField()

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="question_number"),
            period_shape("question"),
        ]

    def __str__(self) -> str:
        return self.question


class EvaluationCriterion(EvaluationContent):
    """A criterion by which the evaluation judges (effectiveness, coherence, relevance…)."""

    name = models.CharField(max_length=100)
    description = models.TextField()

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="criterion_number"),
            period_shape("criterion"),
        ]

    def __str__(self) -> str:
        return self.name


class PrioritisedElement(EvaluationContent):
    """An objective or action that the evaluation chose to look into."""

    element_code = models.CharField(max_length=30)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "element_code"], name="prioritised_once"),
            period_shape("prioritised"),
        ]

    def __str__(self) -> str:
        return self.element_code


class Factor(EvaluationContent):
    """Something that helped or hindered an element."""

    class Kind(models.TextChoices):
        EXTERNAL = "external"
        INTERNAL = "internal"
        DESIGN = "design"
        FACILITATOR = "facilitator"

    element_code = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    theme = models.CharField(max_length=150)
    text = models.TextField()
    source = models.TextField(blank=True)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="factor_number"),
            period_shape("factor"),
        ]

    def __str__(self) -> str:
        return self.theme


class ImplementationMean(EvaluationContent):
    """A means by which an action is carried out (*mecanismo de implementación*)."""

    element_code = models.CharField(max_length=30)
    text = models.TextField()

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "element_code", "number"], name="mean_number"),
            period_shape("mean"),
        ]

    def __str__(self) -> str:
        return self.text


class Highlight(EvaluationContent):
    """A result worth telling, by element and group (a region, a theme)."""

    element_code = models.CharField(max_length=30)
    group = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    source = models.TextField(blank=True)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="highlight_number"),
            period_shape("highlight"),
        ]

    def __str__(self) -> str:
        return self.text


class Recommendation(EvaluationContent):
    """A recommendation made by the evaluation of a period, and how it fares."""

    class Aspect(models.TextChoices):
        DESIGN = "design"
        IMPLEMENTATION = "implementation"
        MONITORING = "monitoring"

    class State(models.TextChoices):
        PENDING = "pending"
        IN_PROGRESS = "in_progress"
        COMPLETED = "completed"
        NO_INFORMATION = "no_information"

    aspect = models.CharField(max_length=15, choices=Aspect.choices)
    text = models.TextField()
    key_action = models.TextField(blank=True)
    means_of_verification = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=15, choices=State.choices, blank=True)
    comment = models.TextField(blank=True)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="recommendation_number"),
            period_shape("recommendation"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Interview(EvaluationContent):
    """The sheet of an interview held for the evaluation."""

    date = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=250)
    purpose = models.TextField()
    technique = models.CharField(max_length=200, blank=True)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="interview_number"),
            period_shape("interview"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.unit}"


class BibliographyEntry(EvaluationContent):
    """A work that the evaluation cites."""

    reference = models.TextField()
    url = models.URLField(max_length=500, blank=True)

    class Meta(EvaluationContent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "number"], name="bibliography_number"),
            period_shape("bibliography"),
        ]

    def __str__(self) -> str:
        return self.reference
