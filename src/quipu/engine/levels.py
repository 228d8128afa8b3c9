"""Levels on a scale: twin of `levels.level`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

from quipu.engine.division import wide

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

    from quipu.method import Level, LevelScale


def level_of(part: ir.NumericValue, whole: ir.NumericValue, scale: LevelScale) -> ir.StringValue:
    """Gives the code of the level of part / whole; twin of `method.level_of` (rule `levels.level`).

    The comparison is 100 x part against bound x whole, in whole numbers of 38 digits: at the most 1.44 x 10^19 here,
    times the denominator of a bound. A bound such as 94.5 is 189/2.

    Args:
        part: column of whole numbers, null where nothing was computed.
        whole: the same, above zero where the part is not null.
        scale: a scale of an edition.

    Returns:
        A level code, or null where nothing was computed: a missing value has no level, not a low one.
    """
    steps = [(_reaches(wide(part) * 100, wide(whole), level), level.code) for level in scale.levels]
    return ibis.cases((part.isnull(), ibis.null("string")), *steps)


def add_level(results: ir.Table, scale: LevelScale, *, name: str = "level") -> ir.Table:
    """Adds the level of each row that has a `part` and a `whole`."""
    return results.mutate(**{name: level_of(results.part, results.whole, scale)})


def _reaches(hundredfold: ir.DecimalValue, whole: ir.DecimalValue, level: Level) -> ir.BooleanValue:
    if level.bound is None:
        return ibis.literal(True)
    times = level.bound.denominator
    left, right = hundredfold * times if times > 1 else hundredfold, whole * level.bound.numerator
    return left >= right if level.inclusive else left > right
