"""Live figures that the register of action counts: in all, or in one region or country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from quipu.apps.plans.models import PlanVersion
from quipu.apps.register.counting.definition import parse_definition
from quipu.apps.register.counting.words import years_covered
from quipu.apps.register.models import CountedValue, CountingRule, Record, Region
from quipu.apps.register.queries.counts import ComparedCount, compared_counts, rows_counted
from quipu.language import country_codes, country_name, format_period, term
from quipu.reports import Figure
from quipu.reports.figures import FigureKind

MEASURES = {
    "contado": "counted",
    "reportado": "reported",
    "diferencia": "difference",
    "diferencia_absoluta": "difference_size",
}
"""What may be asked of an element whose indicator is counted."""
COUNTED = "counted"
MOST_ROWS = 1_000
"""Rows behind a figure that a build keeps; of more it says how many."""


@dataclass(frozen=True)
class CountAsked:
    """A count as a measure asks for it: `contado`, `contado-europa`, `contado-DEU`."""

    rule: CountingRule
    period: str
    dimension: str = ""
    category: str = ""


class CountedFigures:
    """The counts of the indicators of a plan version, read when a figure asks for them."""

    def __init__(self, version: PlanVersion) -> None:
        self._version = version
        self._values: dict[str, dict[tuple[int, str, str], Decimal]] = {}
        self._compared: dict[str, dict[str, ComparedCount]] = {}

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The regions of the institution by code, in its own order."""
        found = Region.objects.filter(institution_id=self._version.plan.institution_id)
        return dict(found.order_by("order", "code").values_list("code", "name"))

    @cached_property
    def rules(self) -> Mapping[str, CountingRule]:
        """The rule of each indicator that is counted, by the indicator's code."""
        found = CountingRule.objects.filter(indicator__plan_id=self._version.plan_id).select_related(
            "indicator__plan__institution"
        )
        return {rule.indicator.code: rule for rule in found if rule.definition}

    def measures(self) -> Mapping[str, str]:
        """Every accepted name with its canonical one."""
        if not self.rules:
            return {**MEASURES, **{name: name for name in MEASURES.values()}}
        parts = {f"-{code}".lower(): f"-{code}" for code in (*country_codes(), *self.regions)}
        by_part = {f"{word}{part}": f"{COUNTED}{code}" for part, code in parts.items() for word in ("contado", COUNTED)}
        return {**by_part, **MEASURES, **{name: name for name in MEASURES.values()}}

    def asks_for_count(self, measure: str) -> bool:
        """Whether a canonical measure is of the register."""
        return measure.partition("-")[0] in MEASURES.values()

    def asked(self, indicators: Collection[str], measure: str, period: str) -> CountAsked | None:
        """The count that a canonical measure asks of the first counted indicator, or None."""
        rule = next((self.rules[code] for code in indicators if code in self.rules), None)
        name, _, category = measure.partition("-")
        if rule is None or name != COUNTED:
            return None
        dimension = "" if not category else "region" if category in self.regions else "country"
        return CountAsked(rule, period, dimension, category)

    def asked_by_value(self, indicators: Collection[str], period: str) -> CountAsked | None:
        """The count that stands as the value of the first indicator, unless a correction wins over it."""
        rule = self.rules.get(next(iter(indicators), ""))
        if rule is None or not rule.feeds:
            return None
        found = self.compared(period).get(rule.indicator.code)
        if found is None or found.counted is None or found.corrected is not None:
            return None
        return CountAsked(rule, period)

    def figure(self, indicators: Collection[str], measure: str, period: str, key: str) -> Figure:
        """The figure of a canonical measure; without a rule or a count its trace says why."""
        rule = next((self.rules[code] for code in indicators if code in self.rules), None)
        if rule is None:
            return Figure(None, "number", "Este indicador no se cuenta del registro de la acción.", key)
        asked = self.asked(indicators, measure, period)
        if asked is None:
            return self._compared_figure(rule, measure, period, key)
        return Figure(self.value(asked), self.kind_of(rule), self.trace(asked), key)

    def value(self, asked: CountAsked) -> Decimal | None:
        """A count: zero for a category of which there is none, None for a period or a detail that is not counted."""
        values = self._values_in(asked.period)
        total = values.get((asked.rule.pk, "", ""))
        if not asked.dimension or total is None:
            return total
        if asked.dimension not in parse_definition(asked.rule.definition).disaggregate:
            return None
        return values.get((asked.rule.pk, asked.dimension, asked.category), Decimal(0))

    def trace(self, asked: CountAsked) -> str:
        """How a count is obtained, in words."""
        where = f", {self.category_name(asked)}" if asked.category else ""
        when = format_period(asked.period.replace("-Q", "-T").replace("-M", "-"), "es")
        said = f"Contado del registro de la acción en {when}{where}"
        words = self.words(asked.rule, asked.period)
        if self.value(asked) is None:
            return f"{said}: no hay un conteo; la regla cubre {years_covered(asked.rule)}."
        return f"{said}: {words}" if words else f"{said}."

    def words(self, rule: CountingRule, period: str) -> str:
        """A rule in words."""
        found = self.compared(period).get(rule.indicator.code)
        return found.words if found else ""

    def category_name(self, asked: CountAsked) -> str:
        """The name of the region or country that is asked for."""
        return self.regions.get(asked.category) or country_name(asked.category, "es")

    def compared(self, period: str) -> Mapping[str, ComparedCount]:
        """What the register counts beside what was reported, by indicator."""
        if period not in self._compared:
            institution = self._version.plan.institution
            found = compared_counts(institution, self._version, period)
            self._compared[period] = {item.indicator_code: item for item in found}
        return self._compared[period]

    def by_category(self, rule: CountingRule, period: str, dimension: str) -> Mapping[str, Decimal]:
        """What a rule counts in each category of a dimension."""
        values = self._values_in(period)
        return {code: number for (pk, part, code), number in values.items() if pk == rule.pk and part == dimension}

    def rows(self, asked: CountAsked) -> dict[str, Any]:
        """The records behind a count as they are now, for a build to keep."""
        found = self.behind(asked).order_by("starts_on", "code")
        definition = parse_definition(asked.rule.definition)
        of = definition.of if definition.measure == "sum" else ""
        kept = list(found.prefetch_related("counterparts__organisation", "figures")[: MOST_ROWS + 1])
        total = len(kept) if len(kept) <= MOST_ROWS else found.count()
        return {
            "indicator": asked.rule.indicator.code,
            "period": asked.period,
            "dimension": asked.dimension,
            "category": asked.category,
            "total": total,
            "of": of,
            "rows": [_row(record, of) for record in kept[:MOST_ROWS]],
        }

    def behind(self, asked: CountAsked) -> QuerySet[Record]:
        """The records behind a count."""
        return rows_counted(asked.rule, asked.period, asked.dimension, asked.category)

    def _compared_figure(self, rule: CountingRule, measure: str, period: str, key: str) -> Figure:
        found = self.compared(period).get(rule.indicator.code)
        value = None if found is None else found.reported if measure == "reported" else found.difference
        if measure == "difference_size" and value is not None:
            value = abs(value)
        told = {
            "reported": f"Valor reportado: {_how_reported(found)}.",
            "difference": "Lo contado del registro menos lo reportado.",
            "difference_size": "La diferencia entre lo contado del registro y lo reportado, sin signo.",
        }
        return Figure(value, self.kind_of(rule), told[measure], key)

    def kind_of(self, rule: CountingRule) -> FigureKind:
        """How a count prints."""
        return "percentage" if parse_definition(rule.definition).measure == "share" else "number"

    def _values_in(self, period: str) -> Mapping[tuple[int, str, str], Decimal]:
        if period not in self._values:
            found = CountedValue.objects.filter(rule__indicator__plan_id=self._version.plan_id, period=period)
            rows = found.values_list("rule_id", "dimension", "category", "number")
            self._values[period] = {(pk, part, code): number for pk, part, code, number in rows}
        return self._values[period]


def _how_reported(found: ComparedCount | None) -> str:
    if found is None or not found.joined:
        return "el del periodo"
    return f"{term(f'accumulation.{found.joined}', 'es')} de periodos más cortos"


def _row(record: Record, of: str) -> dict[str, Any]:
    """What a build keeps of a record: enough to know it by, whatever becomes of it."""
    amount = next((figure.value for figure in record.figures.all() if figure.name == of), None) if of else None
    row: dict[str, Any] = {
        "code": record.code,
        "title": record.title,
        "kind": record.kind,
        "from": record.starts_on.isoformat() if record.starts_on else "",
        "to": record.ends_on.isoformat() if record.ends_on else "",
        "precision": record.precision,
        "countries": [item.country for item in record.counterparts.all() if item.country],
    }
    return row if amount is None else {**row, "amount": f"{amount.normalize():f}"}
