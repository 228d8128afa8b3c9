"""Execution of the operational plan (*POI*): physical, financial, and of a whole institution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from quipu.method.aggregates import Aggregate
from quipu.method.aggregation import join_exact, mean_of
from quipu.method.directions import Accumulation
from quipu.method.editions import Edition
from quipu.method.errors import MethodError
from quipu.method.exact import NoData, Value, check_value, is_zero_or_empty, percentage, round_half_up, write_number
from quipu.method.formulas import Formula, both_numbers, build_computed
from quipu.method.missing import judge_missing, missing_outcome
from quipu.method.outcomes import Computed, Outcome
from quipu.method.trace import Json, Trace, record


@dataclass(frozen=True, slots=True)
class Amounts:
    """What an activity executed and had reprogrammed up to a month, after its declared accumulation.

    Attributes:
        executed: executed so far, or what stands in its place when it is missing.
        reprogrammed: reprogrammed target so far, or None when there is none.
        missing_months: programmed months that reported nothing, when they make the figure unknown.
    """

    executed: Value
    reprogrammed: Value
    missing_months: tuple[int, ...] = ()

    @property
    def assessable(self) -> bool:
        """Whether both amounts are numbers and something was programmed."""
        known = self.executed is not None and not isinstance(self.executed, NoData)
        return known and not self.missing_months and not self.nothing_programmed

    @property
    def nothing_programmed(self) -> bool:
        """Whether no positive target is known."""
        return is_zero_or_empty(self.reprogrammed) or isinstance(self.reprogrammed, NoData)


def amounts_to_month(
    executed: Sequence[Value],
    reprogrammed: Sequence[Value],
    month: int,
    accumulation: Accumulation = Accumulation.SUM,
    *,
    edition: Edition,
) -> Amounts:
    """Accumulates an activity's months 1..month as it declares.

    Args:
        executed: executed quantity per month, January first.
        reprogrammed: reprogrammed target per month.
        month: last month taken, 1..12.
        accumulation: sum for monthly increments; last for running totals; mean; maximum.
        edition: edition applied; its `execution.missing_months` says what a programmed month without a report does.

    Raises:
        MethodError: `method.month` for a month out of range or a series too short; a negative value.
    """
    _check_months(executed, reprogrammed, month)
    done, due = list(executed[:month]), list(reprogrammed[:month])
    missing = _missing_months(done, due, accumulation)
    if missing and edition.text("execution.missing_months") == "reported_only":
        kept = [index for index in range(month) if done[index] is not None and not isinstance(done[index], NoData)]
        if kept:
            done, due, missing = [done[index] for index in kept], [due[index] for index in kept], ()
    total = join_exact(due, accumulation)
    reached = join_exact(done, accumulation)
    return Amounts(reached, total, missing)


def physical_to_month(
    executed: Sequence[Value],
    reprogrammed: Sequence[Value],
    month: int,
    accumulation: Accumulation = Accumulation.SUM,
    *,
    edition: Edition,
) -> Outcome:
    """Physical execution of an activity up to a month: executed / reprogrammed x 100, both accumulated as declared.

    Args:
        executed: executed quantity per month, January first.
        reprogrammed: reprogrammed target per month, January first.
        month: last month taken, 1..12.
        accumulation: how the months join; a running total takes its last value.
        edition: edition applied.

    Returns:
        `Computed` in percent, or an outcome with a reason. A programmed month without a report gives not reported.

    Raises:
        MethodError: see `amounts_to_month`.
    """
    amounts = amounts_to_month(executed, reprogrammed, month, accumulation, edition=edition)
    inputs: dict[str, Json] = {"executed": record(executed[:month]), "reprogrammed": record(reprogrammed[:month])}
    parameters = {"month": str(month), "accumulation": accumulation.value}
    if amounts.missing_months:
        return missing_outcome(
            "months_not_reported",
            None,
            amounts.reprogrammed,
            edition=edition,
            rule="execution.physical",
            inputs={**inputs, "missing_months": [str(item) for item in amounts.missing_months]},
            detail=", ".join(str(item) for item in amounts.missing_months),
        )
    missing = judge_missing(amounts.executed, amounts.reprogrammed, edition=edition, rule="execution.physical")
    return missing or _ratio(amounts.executed, amounts.reprogrammed, "execution.physical", inputs, parameters, edition)


def financial(accrued: Value, current_budget: Value, *, edition: Edition) -> Outcome:
    """Financial execution: accrued (*devengado*) / current budget (*PIM*) x 100.

    Args:
        accrued: accrued amount, in the currency of the budget.
        current_budget: modified budget in force.
        edition: edition applied.

    Raises:
        MethodError: a negative or inexact amount.
    """
    check_value(accrued, "accrued amount")
    check_value(current_budget, "current budget")
    missing = judge_missing(accrued, current_budget, edition=edition, rule="execution.financial")
    inputs: dict[str, Json] = {"accrued": record(accrued), "current_budget": record(current_budget)}
    return missing or _ratio(accrued, current_budget, "execution.financial", inputs, {}, edition)


def institution_mean(outcomes: Sequence[Outcome], *, edition: Edition) -> Aggregate:
    """Physical execution of an institution as the mean of its activities' percentages, each capped at 100.

    Args:
        outcomes: one outcome per activity, from `physical_to_month`.
        edition: edition applied.

    Returns:
        A percentage with how many activities entered; activities that are not computed are left out and counted.
    """
    parts = [(1, outcome.capped_exact) for outcome in outcomes if isinstance(outcome, Computed)]
    return mean_of(
        parts,
        total=len(outcomes),
        rule="execution.institution_mean",
        edition=edition,
        parameters={"practice": "mean_of_capped"},
    )


def institution_ratio(activities: Sequence[Amounts], *, edition: Edition) -> Aggregate:
    """Execution of an institution as sum executed / sum reprogrammed x 100.

    It means something for money, and for activities that share a unit of measure.

    Args:
        activities: amounts of each activity, from `amounts_to_month`, or made from accrued and budget.
        edition: edition applied.

    Returns:
        A percentage, not capped, with how many activities entered.
    """
    pairs = [both_numbers(item.executed, item.reprogrammed) for item in activities if item.assessable]
    executed = sum((pair[0] for pair in pairs), Fraction(0))
    reprogrammed = sum((pair[1] for pair in pairs), Fraction(0))
    places = edition.integer("progress.places")
    exact = percentage(executed, reprogrammed) if pairs else None
    value = None if exact is None else round_half_up(exact, places)
    shown = ""
    if value is not None:
        shown = f"{write_number(executed)} / {write_number(reprogrammed)} x 100 = {write_number(value, places)}, "
    return Aggregate(
        value=value,
        exact=exact,
        assessable=len(pairs),
        total=len(activities),
        trace=Trace(
            rule="execution.institution_ratio",
            edition=edition.code,
            reference=edition.reference("execution.institution_ratio"),
            statement_en=f"{shown}{len(pairs)} assessable of {len(activities)}",
            statement_es=f"{shown.replace(' x ', ' × ')}{len(pairs)} evaluables de {len(activities)}",
            inputs={"executed": write_number(executed), "reprogrammed": write_number(reprogrammed)},
            parameters={"practice": "ratio_of_sums"},
        ),
        reason="" if pairs else "nothing_assessable",
    )


def physical_from_tasks(
    done: Iterable[tuple[date, Decimal]], year: int, accumulation: Accumulation
) -> tuple[Decimal | None, ...]:
    """Counts what was executed each month from the tasks done, as the activity accumulates.

    Up to the last month with a done task, a month without one executed nothing, and that is a count of 0; after it
    nothing is said yet.

    Args:
        done: the day each task was finished and how much of the physical target it is worth.
        year: year of the activity; tasks finished in another one do not count.
        accumulation: `sum` gives each month's increment, `last` the running total.

    Returns:
        Twelve amounts in the activity's unit of measure, None where nothing is said.

    Raises:
        MethodError: a mean or a maximum cannot be counted from tasks.

    Source: rule `execution.from_tasks`.
    """
    if accumulation not in (Accumulation.SUM, Accumulation.LAST):
        raise MethodError(
            f"An activity whose months accumulate as {accumulation.value} cannot be counted from its tasks.",
            remedy="Declare that its months add up, or that the last one holds the total; or report it by hand.",
            code="method.tasks_accumulation",
        )
    by_month: dict[int, Decimal] = {}
    for day, worth in done:
        if day.year == year:
            by_month[day.month] = by_month.get(day.month, Decimal(0)) + worth
    counted = [by_month.get(month, Decimal(0)) for month in range(1, max(by_month, default=0) + 1)]
    if accumulation is Accumulation.LAST:
        counted = list(accumulate(counted))
    return (*counted, *[None] * (12 - len(counted)))


def _ratio(
    part: Value, whole: Value, rule: str, inputs: dict[str, Json], parameters: dict[str, str], edition: Edition
) -> Computed:
    done, due = both_numbers(part, whole)
    formula = Formula(percentage(done, due), f"{write_number(done)} / {write_number(due)} x 100")
    return build_computed(formula, rule=rule, inputs=inputs, edition=edition, parameters=parameters)


def _missing_months(done: Sequence[Value], due: Sequence[Value], accumulation: Accumulation) -> tuple[int, ...]:
    programmed = [index for index, target in enumerate(due) if not is_zero_or_empty(target)]
    unreported = [index for index, value in enumerate(done) if isinstance(value, NoData)]
    if accumulation is Accumulation.LAST:
        # A running total needs only its last programmed month: the earlier ones are inside it.
        after = [value for value in done[programmed[-1] :] if value is not None] if programmed else []
        settled = any(not isinstance(value, NoData) for value in after)
        return () if settled or not programmed else (programmed[-1] + 1,)
    unreported += [index for index in programmed if done[index] is None]
    return tuple(sorted(index + 1 for index in set(unreported)))


def _check_months(executed: Sequence[Value], reprogrammed: Sequence[Value], month: int) -> None:
    if not 1 <= month <= min(12, len(executed), len(reprogrammed)):
        raise MethodError(
            f"Month {month} was asked of {len(executed)} executed and {len(reprogrammed)} reprogrammed months.",
            remedy="Give twelve months of each and a month from 1 to 12.",
            code="method.month",
        )
    for value in executed:
        check_value(value, "executed quantity")
    for value in reprogrammed:
        check_value(value, "reprogrammed target")
