"""What a submission still owes, item by item, in words that say where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quipu.language import format_month

if TYPE_CHECKING:
    from quipu.apps.collection.queries.filling import ActivityRow, ValueRow

_MEASURE_WORDS = {"physical": "lo ejecutado físico", "financial": "lo ejecutado financiero"}


@dataclass(frozen=True)
class MissingItem:
    """One thing still owed.

    Attributes:
        kind: `value` or `amount`.
        anchor: the key of its row in the form.
        code: of the indicator or of the activity.
        name: of the indicator or of the activity.
        period: the indicator's period; for an amount, the month as a period.
        field: `value`, `physical` or `financial`.
    """

    kind: str
    anchor: str
    code: str
    name: str
    period: str
    field: str

    def __str__(self) -> str:
        if self.kind == "value":
            return f"{self.code}: falta el valor de {self.period}, o por qué no lo hay."
        month = format_month(int(self.period[-2:]), "es")
        return f"{self.code}: falta {_MEASURE_WORDS[self.field]} de {month}, o por qué no lo hay."


def missing_in(values: Iterable[ValueRow], activities: Iterable[ActivityRow], year: int) -> tuple[MissingItem, ...]:
    """What is owed and was not given, in the order of the form."""
    return (*_missing_values(values), *_missing_amounts(activities, year))


def _missing_values(rows: Iterable[ValueRow]) -> Iterator[MissingItem]:
    for row in rows:
        if not row.is_given:
            yield MissingItem("value", row.key, row.code, row.name, row.period, "value")


def _missing_amounts(rows: Iterable[ActivityRow], year: int) -> Iterator[MissingItem]:
    for row in rows:
        for month in row.months:
            for measure in month.missing:
                period = f"{year}-M{month.month:02d}"
                yield MissingItem("amount", month.key, row.code, row.name, period, measure)
