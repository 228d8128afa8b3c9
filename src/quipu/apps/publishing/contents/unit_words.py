"""What units and posts reported in words, as tables of the monitoring report."""

from __future__ import annotations

from collections.abc import Sequence

from quipu.apps.collection.queries.words import UnitWords, approved_words
from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents.plan_tables import TableData
from quipu.language import format_period
from quipu.reports import Column

PARTS = ("achievements", "limitations", "measures")


def unit_words_tables(computation: Computation) -> dict[str, TableData]:
    """A table for each part of what was reported: who, of which period, and their words."""
    words = approved_words(computation.version, computation.period)
    return {part: _table(words, part) for part in PARTS}


def _table(words: Sequence[UnitWords], part: str) -> TableData:
    said = [item for item in words if getattr(item, part).strip()]
    rows = [[item.cost_centre, format_period(item.period, "es"), getattr(item, part)] for item in said]
    widths = {"Unidad o misión": 0.22, "Periodo": 0.14, "Lo que reportó": 0.64}
    columns = [Column(title, width=width) for title, width in widths.items()]
    return TableData(columns, rows, "Según lo que cada unidad reportó y planificación aprobó.")
