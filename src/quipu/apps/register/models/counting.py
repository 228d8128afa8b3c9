"""Counting: the rule of an indicator, and the values that come from it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quipu.apps.plans.models.fields import AmountField, PeriodField, period_shape


class CountingRule(models.Model):
    """How an indicator is counted from records, as data (see `quipu.apps.register.counting.definition`).

    An indicator that is not counted from the register says why in `why_not`, and has no definition. `feeds` tells
    whether the count is the obtained value of the indicator in the years that the register holds whole, from
    `covers_from` to `covers_to`, or is only compared with it.
    """

    indicator = models.OneToOneField("plans.Indicator", on_delete=models.CASCADE, related_name="counting_rule")
    definition = models.TextField(blank=True, help_text="JSON.")
    why_not = models.TextField(blank=True)
    feeds = models.BooleanField(default=False)
    covers_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="First year of which the register holds everything; before it, no count."
    )
    covers_to = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Last such year; empty while the register is kept. After it, no count."
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["indicator__code"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(definition="") & ~Q(why_not="")) | (~Q(definition="") & Q(why_not="")),
                name="counting_rule_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(definition="") | Q(covers_from__isnull=False), name="counting_rule_covers_from"
            ),
            models.CheckConstraint(
                condition=Q(covers_to__isnull=True) | Q(covers_to__gte=F("covers_from")), name="counting_rule_years"
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator_id)


class CountedValue(models.Model):
    """What a rule counts in a period: in all (`dimension` empty) or in one category of a dimension.

    Kept up to date with every change of a record, and never computed when a page is seen. Where the rule covers a
    period and nothing counts, there is a row with zero in all; categories without records have no row.
    """

    rule = models.ForeignKey(CountingRule, on_delete=models.CASCADE, related_name="values")
    period = PeriodField()
    dimension = models.CharField(max_length=10, blank=True, help_text="region, country, level, mode; empty: in all.")
    category = models.CharField(max_length=60, blank=True)
    number = AmountField()

    class Meta:
        ordering = ["period", "dimension", "category"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "period", "dimension", "category"], name="counted_value_once"),
            period_shape("counted_value"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.period} {self.category}: {self.number}"
