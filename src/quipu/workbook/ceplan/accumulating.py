"""Activities whose monthly targets look like running totals: asked, never decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from quipu.workbook.ceplan.columns import FAMILIES, Family
from quipu.workbook.ceplan.records import CeplanRow, Question, added, by_activity

NEARNESS = Decimal("0.01")
"""How far December may be from the total, as a part of it, to be about equal [assumption]."""
_PHYSICAL = tuple(family for family in reversed(FAMILIES) if family.measure == "physical")


def ask_accumulations(rows: Iterable[CeplanRow], accumulations: Mapping[str, str]) -> list[Question]:
    """A question for each activity with physical months that never fall and end at the total instead of adding to it.

    Args:
        rows: of the files.
        accumulations: the activities already answered, which are not asked again.
    """
    questions = []
    for code, several in by_activity(rows).items():
        if code in accumulations:
            continue
        family = next((family for family in _PHYSICAL if _runs(several, family)), None)
        if family is not None:
            questions.append(_question(code, several, family))
    return questions


def _runs(several: Sequence[CeplanRow], family: Family) -> bool:
    december, total = added(several, (family.months[-1], family.total))
    if not total or december is None or abs(december - total) > NEARNESS * total:
        return False
    said = [month for month in added(several, family.months) if month is not None]
    climbs = all(earlier <= later for earlier, later in pairwise(said))
    return climbs and sum(said) > total * (1 + NEARNESS)


def _question(code: str, several: Sequence[CeplanRow], family: Family) -> Question:
    row = several[0].origin(family.months[-1])
    evidence = (
        f"en la actividad {code}, los meses de {family.prefix} nunca bajan y diciembre es casi igual al total: parecen "
        "acumulados. ¿Cuenta el último valor en vez de la suma?"
    )
    declared = several[0].get("accumulated")
    if declared is not None:
        evidence += f" La columna «Acumulado» ({several[0].cell('accumulated')}) dice «{declared}»."
    cell = row.cell(family.months[-1])
    return Question("accumulation", code, "last", 100, row.layout.sheet.label, cell, evidence)
