"""Execution of institutions: twins of `execution.institution_mean` and `execution.institution_ratio`.

A mean of thousands of fractions has no denominator that a column could hold. Each percentage is therefore taken in
units of 10^-9 percent, of which it misses less than one, and counted as inexact unless it is that many units exactly.
The true mean lies between the sum less and the sum plus the inexact ones. Where both ends round to the same figure
and take the same level, so does the mean; where they do not (a tie, or a mean on a threshold), the row says
`undecided`, and `running.compute_institution_mean` adds its fractions up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

from quipu.engine.division import percent_half_up, wide
from quipu.engine.errors import EngineError
from quipu.engine.levels import level_of

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

    from quipu.method import Edition, LevelScale

_PLACES = 9
"""Decimal places of a percentage in the sum of a mean."""

_HUNDRED = 100 * 10**_PLACES
_SHARED = lcm(*range(1, 13))
"""A denominator that the mean of any number of months has."""


def institution_mean(executions: ir.Table, *, by: Sequence[str], edition: Edition, scale: LevelScale) -> ir.Table:
    """Gives the mean of the activities' capped percentages; twin of `method.institution_mean`.

    Rule `execution.institution_mean`. Activities that are not computed are left out and counted.

    Args:
        executions: rows of `execution.physical_to_month`.
        by: columns that name the institution.
        edition: edition applied.
        scale: scale of the level.

    Returns:
        One row per institution: `value` in percent, `level`, `assessable`, `total`, and `undecided` where value and
        level are empty although there are assessable activities.

    Raises:
        EngineError: `engine.places` when the edition keeps more places than the sum has.
    """
    places = edition.integer("progress.places")
    if places >= _PLACES:
        raise EngineError(
            f"The edition keeps {places} decimal places.",
            remedy=f"Up to {_PLACES - 1} can be taken in a mean.",
            code="engine.places",
        )
    parts = executions.mutate(units=_units(executions), computed=executions.part.notnull())
    parts = parts.mutate(inexact=parts.units.notnull() & ~_is_exact(parts))
    sums = parts.group_by(list(by)).aggregate(
        units=wide(parts.units).sum(),
        inexact=parts.inexact.sum(),
        assessable=parts.computed.sum(),
        total=parts.count(),
    )
    least, most = wide(sums.units - sums.inexact), wide(sums.units + sums.inexact)
    ends = sums.mutate(
        least=ibis.ifelse(least < 0, wide(ibis.literal(0)), least),
        most=most,
        whole=wide(sums.assessable.nullif(0)) * _HUNDRED,
    )
    values = [percent_half_up(ends[name], ends.whole, places) for name in ("least", "most")]
    levels = [level_of(ends[name], ends.whole, scale) for name in ("least", "most")]
    agreed = (values[0] == values[1]) & (levels[0] == levels[1])
    return ends.select(
        *by,
        "assessable",
        "total",
        value=ibis.ifelse(agreed, values[0], ibis.null(values[0].type())),
        level=ibis.ifelse(agreed & (ends.assessable > 0), levels[0], ibis.null("string")),
        undecided=(~agreed).fill_null(False),
    )


def institution_ratio(executions: ir.Table, *, by: Sequence[str], edition: Edition, scale: LevelScale) -> ir.Table:
    """Gives sum executed / sum reprogrammed; twin of `method.institution_ratio` (rule `execution.institution_ratio`).

    It means something for money, and for activities that share a unit of measure.

    Args:
        executions: rows of `execution.physical_to_month` or `execution.financial`.
        by: columns that name the institution.
        edition: edition applied.
        scale: scale of the level.

    Returns:
        One row per institution: `value` in percent, not capped, `level`, `assessable` and `total`. A ratio of sums is
        at most the largest of its activities' ratios, so it fits where theirs do.
    """
    computed = executions.part.notnull()
    sums = executions.group_by(list(by)).aggregate(
        part=_shared(executions, "executed").sum(where=computed),
        whole=_shared(executions, "reprogrammed").sum(where=computed),
        assessable=computed.sum(),
        total=executions.count(),
    )
    # A sum of decimals comes back as 38 digits from one database, as unbounded from another.
    sums = sums.mutate(part=wide(sums.part), whole=wide(sums.whole))
    value = percent_half_up(sums.part, sums.whole, edition.integer("progress.places"))
    return sums.select(*by, "assessable", "total", value=value, level=level_of(sums.part, sums.whole, scale))


def _units(executions: ir.Table) -> ir.IntegerValue:
    """Gives a capped percentage in units of 10^-9 percent; a double is off by less than 10^-4 of one."""
    near = (executions.part.cast("float64") / executions.whole * _HUNDRED).round().cast("int64")
    return ibis.ifelse(executions.part >= executions.whole, ibis.literal(_HUNDRED), near)


def _is_exact(parts: ir.Table) -> ir.BooleanValue:
    met = parts.part >= parts.whole
    return met | (wide(parts.units) * wide(parts.whole) == wide(parts.part) * _HUNDRED)


def _shared(executions: ir.Table, name: str) -> ir.DecimalValue:
    """Gives an amount over the denominator that all amounts share."""
    parts = executions[f"{name}_parts"]
    return wide(executions[f"{name}_total"]) * (_SHARED / parts.nullif(0)).round().cast("int64")
