"""The whole institution, put together."""

from __future__ import annotations

from quipu.simulation.activities import activity_rows
from quipu.simulation.catalogue import catalogue
from quipu.simulation.content import content_rows
from quipu.simulation.institution import institution_rows
from quipu.simulation.narrative import narrative_rows
from quipu.simulation.plan import plan_rows
from quipu.simulation.published import published_rows
from quipu.simulation.register import register_rows
from quipu.simulation.shape import Rows, Shape
from quipu.simulation.values import value_rows


def simulate_institution(
    *,
    seed: int,
    years: int = 5,
    first_year: int = 2020,
    objectives: int = 8,
    actions: int = 40,
    activities: int = 441,
    slug: str = "ejemplo",
) -> Rows:
    """Makes a complete fictional institution as plain rows by sheet.

    Everything in it is invented and marked as synthetic where a sheet can say so. The last year comes with the extended
    version of the plan, which holds the activities of every year, and is the year that the texts evaluate.

    Args:
        seed: the same seed and size give the same rows.
        years: years with values, 3 at least.
        first_year: first year of the plan.
        objectives: strategic objectives, 99 at most.
        actions: strategic actions, at least one for each objective.
        activities: operational activities of each year, at least one for each action.
        slug: identifier of the institution.

    Returns:
        For each sheet, its rows as column name -> value; a column without a value is left out.

    Raises:
        SizeError: the codes of a plan cannot hold that size.
    """
    shape = Shape(seed, years, first_year, objectives, actions, activities, slug)
    elements = catalogue(shape)
    rows = institution_rows(shape) | plan_rows(shape, elements) | value_rows(shape, elements)
    rows |= activity_rows(shape, elements)
    rows |= published_rows(shape, elements, rows) | content_rows(shape, elements) | narrative_rows(shape, elements)
    rows |= register_rows(shape, elements, rows)
    return rows
