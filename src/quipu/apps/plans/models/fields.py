"""The columns that several tables share: amounts, periods and typed values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

PERIOD_SHAPE = r"^\d{4}(-(S[12]|Q[1-4]|M(0[1-9]|1[0-2])))?$"


class AmountField(models.DecimalField):
    """An exact amount: 15 significant digits, 4 of them decimals, which both databases hold without loss."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 15)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)


class PeriodField(models.CharField):
    """A year, semester, quarter or month: `2024`, `2024-S1`, `2024-Q3`, `2024-M07`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 8)
        super().__init__(*args, **kwargs)


def period_shape(table: str) -> models.CheckConstraint:
    """The database's own check that a `period` column reads as a period."""
    return models.CheckConstraint(condition=Q(period__regex=PERIOD_SHAPE), name=f"{table}_period_shape")


class ValueType(models.TextChoices):
    """How a value is expressed."""

    NUMBER = "number"
    RATIO = "ratio"
    ORDINAL = "ordinal"
    TEXT = "text"
    NO_DATA = "no_data"


_PARTS = {
    ValueType.NUMBER: {"number"},
    ValueType.RATIO: {"numerator", "denominator"},
    ValueType.ORDINAL: {"ordinal"},
    ValueType.TEXT: set[str](),
    ValueType.NO_DATA: set[str](),
}


def value_has_its_parts(table: str) -> models.CheckConstraint:
    """The database's own check that a typed value has the parts of its type and no others."""
    condition = Q()
    for value_type, parts in _PARTS.items():
        alternative = Q(value_type=value_type)
        for part in ("number", "numerator", "denominator", "ordinal"):
            alternative &= Q(**{f"{part}__isnull": part not in parts})
        alternative &= ~Q(text="") if value_type == ValueType.TEXT else Q(text="")
        alternative &= ~Q(no_data_reason="") if value_type == ValueType.NO_DATA else Q(no_data_reason="")
        condition |= alternative
    return models.CheckConstraint(condition=condition, name=f"{table}_value_parts")


def value_not_negative(table: str) -> models.CheckConstraint:
    """The database's own check that no part of a value is negative and no denominator is zero."""
    return models.CheckConstraint(
        condition=(Q(number__isnull=True) | Q(number__gte=0))
        & (Q(numerator__isnull=True) | Q(numerator__gte=0))
        & (Q(denominator__isnull=True) | Q(denominator__gt=0)),
        name=f"{table}_value_sign",
    )


class TypedValue(models.Model):
    """A value that says what kind of value it is; *no data* is a value with a reason."""

    value_type = models.CharField(max_length=10, choices=ValueType.choices, default=ValueType.NUMBER)
    number = AmountField(null=True, blank=True)
    numerator = AmountField(null=True, blank=True)
    denominator = AmountField(null=True, blank=True)
    ordinal = models.ForeignKey("plans.OrdinalPoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    no_data_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def amount(self) -> Decimal | None:
        """The value as one number where it has one as it stands; a ratio and a text have none."""
        if self.value_type == ValueType.NUMBER:
            return self.number
        if self.value_type == ValueType.ORDINAL and self.ordinal is not None:
            return Decimal(self.ordinal.position)
        return None
