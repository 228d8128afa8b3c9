"""Several values into one: across periods, across units, and upward from indicators to what they measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction

from quipu.method.aggregates import Aggregate
from quipu.method.directions import Accumulation
from quipu.method.editions import Edition
from quipu.method.errors import MethodError
from quipu.method.exact import Value, as_decimal, check_value, fraction, is_number, round_half_up, write_number
from quipu.method.outcomes import Computed, Outcome
from quipu.method.trace import Trace, record, show_sum


class Upward(StrEnum):
    """How the progress of several indicators becomes the progress of what they measure."""

    SINGLE = "single"
    """The one indicator there is."""
    SIMPLE_MEAN = "simple_mean"
    """Mean of the assessable indicators."""
    WEIGHTED = "weighted"
    """Weighted by relevance r (1 = very relevant): weight (3 + 1 - r) / sum of weights."""
    WEIGHTED_BY_GROUP = "weighted_by_group"
    """The same with the largest relevance of the group instead of 3."""


class Measure(StrEnum):
    """Which of the two numbers of a progress enters a mean."""

    CAPPED = "capped"
    RAW = "raw"


def across_periods(values: Sequence[Value], accumulation: Accumulation, *, edition: Edition) -> Aggregate:
    """Joins the periods of one element by its declared accumulation.

    Args:
        values: one value per period, in order; empty and no-data periods are left out and counted.
        accumulation: sum, last, mean or maximum. The last value is the last one reported.
        edition: edition applied.

    Returns:
        The value in the unit of the inputs, with how many periods entered; None when none did.

    Raises:
        MethodError: an inexact value.
    """
    return join_values(values, accumulation, rule="aggregation.periods", edition=edition)


def across_units(values: Sequence[Value], accumulation: Accumulation, *, edition: Edition) -> Aggregate:
    """Joins the values of several units (executing units, regions, missions) for one period.

    Args:
        values: one value per unit; their order does not matter.
        accumulation: sum or mean.
        edition: edition applied.

    Raises:
        MethodError: `method.accumulation` for a last value or a maximum, which units do not have.
    """
    if accumulation not in (Accumulation.SUM, Accumulation.MEAN):
        raise MethodError(
            f"Units cannot be joined by {accumulation.label()}.",
            remedy="Join units by sum or by mean.",
            code="method.accumulation",
        )
    return join_values(values, accumulation, rule="aggregation.units", edition=edition)


def join_values(values: Sequence[Value], accumulation: Accumulation, *, rule: str, edition: Edition) -> Aggregate:
    """Joins values by a form of accumulation under the name of a rule; see `across_periods`."""
    for value in values:
        check_value(value, "value", negative=True)
    present = [fraction(value) for value in values if is_number(value)]
    places, exact = edition.integer("progress.places"), join_exact(values, accumulation)
    value = None if exact is None else as_decimal(exact, places)
    if exact is not None and accumulation is Accumulation.MEAN:
        value = round_half_up(exact, places)
    shown = "" if value is None else f" = {write_number(value)}"
    return Aggregate(
        value=value,
        exact=exact,
        assessable=len(present),
        total=len(values),
        trace=Trace(
            rule=rule,
            edition=edition.code,
            reference=edition.reference(rule),
            statement_en=_joined(accumulation, present, "en") + shown + _of(len(present), len(values), "en"),
            statement_es=_joined(accumulation, present, "es") + shown + _of(len(present), len(values), "es"),
            inputs={"values": record(values)},
            parameters={"accumulation": accumulation.value},
        ),
        reason="" if present else "nothing_assessable",
    )


def join_exact(values: Sequence[Value], accumulation: Accumulation) -> Fraction | None:
    """Joins the numbers among some values, without a trace; None when there is none."""
    present = [fraction(value) for value in values if is_number(value)]
    return _JOIN[accumulation](present) if present else None


_JOIN: dict[Accumulation, Callable[[list[Fraction]], Fraction]] = {
    Accumulation.SUM: lambda values: sum(values, Fraction(0)),
    Accumulation.LAST: lambda values: values[-1],
    Accumulation.MEAN: lambda values: sum(values, Fraction(0)) / len(values),
    Accumulation.MAXIMUM: max,
}


def _joined(accumulation: Accumulation, present: Sequence[Fraction], language: str) -> str:
    word = accumulation.label(language)
    if not present:
        return word
    if accumulation is Accumulation.SUM:
        return f"{word} {show_sum(present)}"
    if accumulation is Accumulation.MEAN:
        return f"{word} {show_sum(present)} / {len(present)}"
    return word


def _of(assessable: int, total: int, language: str) -> str:
    words = "evaluables de" if language == "es" else "assessable of"
    return f", {assessable} {words} {total}"


def upward(
    outcomes: Sequence[Outcome],
    how: Upward | str,
    *,
    edition: Edition,
    relevances: Sequence[int] | None = None,
    measure: Measure | str = Measure.CAPPED,
) -> Aggregate:
    """Joins the progress of the indicators of an objective or an action, or of the actions of an objective.

    Only computed outcomes enter; weights are shared among them, so a missing indicator neither helps nor hurts.

    Args:
        outcomes: one outcome per indicator.
        how: single, simple mean, or weighted by relevance in one of its two variants.
        edition: edition applied.
        relevances: relevance of each indicator, 1 (very relevant) to 3; needed by the weighted variants.
        measure: whether capped or raw percentages enter; an unbounded raw one is not assessable.

    Returns:
        A percentage with how many indicators entered; None when none did.

    Raises:
        MethodError: `method.upward` when single is asked of several indicators, or a relevance is missing or wrong.
    """
    how, measure = Upward(how), Measure(measure)
    weights = _weights(how, outcomes, relevances, edition)
    parts = [
        (weight, exact)
        for weight, outcome in zip(weights, outcomes, strict=True)
        if (exact := _measured(outcome, measure)) is not None
    ]
    return mean_of(
        parts,
        total=len(outcomes),
        rule="aggregation.upward",
        edition=edition,
        parameters={"how": how.value, "measure": measure.value},
        weighted=how in (Upward.WEIGHTED, Upward.WEIGHTED_BY_GROUP),
    )


def mean_of(
    parts: Sequence[tuple[int, Fraction]],
    *,
    total: int,
    rule: str,
    edition: Edition,
    parameters: dict[str, str],
    weighted: bool = False,
) -> Aggregate:
    """Gives the weighted mean of percentages as an aggregate.

    Args:
        parts: (weight, exact percentage) of each assessable part.
        total: how many parts there were.
        rule: id of the rule.
        edition: edition applied.
        parameters: settings used.
        weighted: whether the trace writes the weights.
    """
    places = edition.integer("progress.places")
    mass = sum(weight for weight, _ in parts)
    exact = sum((weight * part for weight, part in parts), Fraction(0)) / mass if parts else None
    value = None if exact is None else round_half_up(exact, places)
    formula = _mean_formula(parts, mass, places, weighted)
    shown = "" if value is None else f"{formula} = {write_number(value, places)}, "
    return Aggregate(
        value=value,
        exact=exact,
        assessable=len(parts),
        total=total,
        trace=Trace(
            rule=rule,
            edition=edition.code,
            reference=edition.reference(rule),
            statement_en=f"{shown}{len(parts)} assessable of {total}",
            statement_es=f"{shown.replace(' x ', ' × ')}{len(parts)} evaluables de {total}",
            inputs={"percentages": [write_number(part, places) for _, part in parts[:50]]},
            parameters=parameters,
        ),
        reason="" if parts else "nothing_assessable",
    )


def _mean_formula(parts: Sequence[tuple[int, Fraction]], mass: int, places: int, weighted: bool) -> str:
    terms = [(f"{weight} x " if weighted else "") + write_number(part, places) for weight, part in parts]
    if len(terms) == 1 and not weighted:
        return terms[0]
    if len(terms) > 12:
        terms = [*terms[:3], "...", *terms[-2:]]
    return f"({' + '.join(terms)}) / {mass}"


def _measured(outcome: Outcome, measure: Measure) -> Fraction | None:
    if not isinstance(outcome, Computed):
        return None
    return outcome.exact if measure is Measure.RAW else outcome.capped_exact


def _weights(how: Upward, outcomes: Sequence[Outcome], relevances: Sequence[int] | None, edition: Edition) -> list[int]:
    if how is Upward.SINGLE and len(outcomes) != 1:
        raise MethodError(
            f"{len(outcomes)} indicators were given where a single one is expected.",
            remedy="Choose the simple mean or a weighted one.",
            code="method.upward",
        )
    if how in (Upward.SINGLE, Upward.SIMPLE_MEAN):
        return [1] * len(outcomes)
    top = edition.integer("aggregation.top_relevance")
    given = list(relevances or ())
    if len(given) != len(outcomes) or any(not 1 <= relevance <= top for relevance in given):
        raise MethodError(
            f"{len(outcomes)} indicators came with the relevances {given}.",
            remedy=f"Give each indicator a relevance from 1 (very relevant) to {top}.",
            code="method.upward",
        )
    if how is Upward.WEIGHTED_BY_GROUP:
        top = max(given, default=top)
    return [top + 1 - relevance for relevance in given]
