"""What was typed in of an indicator, as it stands beside its counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.db.models import QuerySet

from quipu.apps.plans.facts import Fact, TextValue, fact_of, value_in
from quipu.apps.plans.models import IndicatorSheet, ObtainedValue
from quipu.apps.register.counting.months import interval_of
from quipu.apps.register.counting.rows import UNIT, amount
from quipu.method import NoData, Period, editions, load_edition

_REPORTED, _CORRECTED = ObtainedValue.Stage.REPORTED, ObtainedValue.Stage.CORRECTED


@dataclass(frozen=True)
class TypedIn:
    """What was typed in of an indicator for a period; None is what is not known, or is no number.

    Attributes:
        reported: as reported.
        corrected: as corrected with a reason.
        joined: by which accumulation shorter periods were joined into them; empty when they are the period's own.
    """

    reported: Decimal | None = None
    corrected: Decimal | None = None
    joined: str = ""


def typed_in(sheet: IndicatorSheet, period: str, values: Iterable[ObtainedValue]) -> TypedIn:
    """What of an indicator's values stands beside its count of a period.

    A ratio is worked out, and shorter periods are joined, as an evaluation does.

    Args:
        sheet: of the indicator, which says its unit and its accumulation.
        period: such as `2024`.
        values: the indicator's, of that period and of the shorter ones; of other periods and stages too.
    """
    facts: dict[str, dict[str, Fact]] = {_REPORTED: {}, _CORRECTED: {}}
    for value in values:
        if value.stage in facts:
            facts[value.stage][value.period] = fact_of(value, sheet.unit_kind)
    reported, corrected = facts[_REPORTED], facts[_CORRECTED]
    first, from_parts = _joined(reported, sheet, period)
    if period in corrected:
        return TypedIn(first, comparable(corrected[period]), sheet.accumulation if from_parts else "")
    second, also_from_parts = _joined({**reported, **corrected}, sheet, period)
    applies = also_from_parts and any(_within(part, period) for part in corrected)
    return TypedIn(first, second if applies else None, sheet.accumulation if from_parts or applies else "")


def values_of_year(period: str) -> QuerySet[ObtainedValue]:
    """The values that may stand beside a count of a period: those of its year."""
    return ObtainedValue.objects.filter(period__startswith=period[:4]).select_related("ordinal")


def comparable(fact: Fact) -> Decimal | None:
    """A fact as a count is compared with it, rounded half up to a ten-thousandth as shares are; None for no number."""
    if fact is None or isinstance(fact, NoData | TextValue):
        return None
    return amount(floor(fact * UNIT + Fraction(1, 2))) if isinstance(fact, Fraction) else Decimal(fact)


def _joined(facts: Mapping[str, Fact], sheet: IndicatorSheet, period: str) -> tuple[Decimal | None, bool]:
    """The number of a period, and whether it comes from shorter ones."""
    fact, aggregate = value_in(facts, Period.parse(period), sheet.accumulation, load_edition(editions()[-1]))
    return comparable(fact), aggregate is not None and aggregate.exact is not None


def _within(part: str, period: str) -> bool:
    (first, last), (begin, end) = interval_of(part), interval_of(period)
    return begin <= first and last <= end
