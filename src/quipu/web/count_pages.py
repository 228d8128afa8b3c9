"""What the pages of counting show: counts beside what was typed in and printed, and the rows behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language, gettext

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import IndicatorSheet, Objective, PlanVersion, PublishedFigure
from quipu.apps.plans.series import PeriodRow
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.models import CountedValue, CountingRule, Region
from quipu.apps.register.queries.beside import typed_in, values_of_year
from quipu.apps.register.queries.counts import ComparedCount, compared_counts
from quipu.method import MethodError
from quipu.method.published import read_printed
from quipu.reports.count_charts import CategoryCount, counts_by_category
from quipu.web.charts import PageChart, page_chart
from quipu.web.workplace import Workplace


@dataclass(frozen=True)
class CountLine:
    """An indicator of the version, and its count when it has a rule or a reason for none."""

    sheet: IndicatorSheet
    element_code: str
    count: ComparedCount | None

    @property
    def differences(self) -> list[tuple[str, Decimal]]:
        """By how much what was counted differs from each thing beside it that has a number."""
        return differences_of(self.count) if self.count else []


@dataclass(frozen=True)
class ObjectiveCounts:
    """The indicators of an objective and of its actions."""

    objective: Objective
    lines: list[CountLine]


def counts_by_objective(
    place: Workplace, version: PlanVersion, objective: str = ""
) -> tuple[list[Objective], list[ObjectiveCounts]]:
    """Every indicator of a version under its objective, in the order of the codes.

    Args:
        place: gives the institution and the period.
        version: of the plan.
        objective: only that one, when its code is given.

    Returns:
        All the objectives that something measures, and those asked for with their indicators.
    """
    found = compared_counts(place.institution, version, place.period, get_language() or "es")
    counted = {item.indicator_code: item for item in found}
    groups: dict[str, ObjectiveCounts] = {}
    for sheet in _sheets(version):
        element = sheet.objective or sheet.strategic_action
        above = sheet.objective or sheet.strategic_action.objective
        group = groups.setdefault(above.code, ObjectiveCounts(above, []))
        group.lines.append(CountLine(sheet, element.code, counted.get(sheet.indicator.code)))
    ordered = [groups[code] for code in sorted(groups)]
    asked = [group for group in ordered if objective in ("", group.objective.code)]
    return [group.objective for group in ordered], asked


def _sheets(version: PlanVersion) -> QuerySet[IndicatorSheet]:
    """Its technical sheets, those of an objective before those of its actions."""
    sheets = IndicatorSheet.objects.filter(version=version)
    sheets = sheets.select_related("indicator", "objective", "strategic_action__objective")
    return sheets.order_by(F("objective__code").asc(nulls_last=True), "strategic_action__code", "indicator__code")


@dataclass(frozen=True)
class Beside:
    """What stands beside a count: typed in, corrected and printed; None is what is not known.

    Attributes:
        joined: by which accumulation shorter periods were joined into what was typed in; empty when they were not.
    """

    counted: Decimal | None
    reported: Decimal | None
    corrected: Decimal | None
    published: str
    joined: str

    @classmethod
    def of(cls, sheet: IndicatorSheet, period: str, counted: Decimal | None) -> Beside:
        """Of an indicator in a period, in two queries."""
        typed = typed_in(sheet, period, values_of_year(period).filter(indicator=sheet.indicator_id))
        element = sheet.objective or sheet.strategic_action
        printed = PublishedFigure.objects.filter(
            plan=sheet.indicator.plan_id, period=period, measure="value", code=element.code
        )
        figure = printed.order_by("direction").values_list("printed", flat=True).first()
        return cls(counted, typed.reported, typed.corrected, figure or "", typed.joined)

    @property
    def differences(self) -> list[tuple[str, Decimal]]:
        """What was counted minus each of them that is a number."""
        return differences_of(self)


def differences_of(count: Beside | ComparedCount) -> list[tuple[str, Decimal]]:
    """What was counted minus what was reported, corrected and printed, where both are numbers."""
    if count.counted is None:
        return []
    beside = (
        ("reported", count.reported),
        ("corrected", count.corrected),
        ("published", printed_number(count.published)),
    )
    return [(name, count.counted - value) for name, value in beside if value is not None]


def names_for(institution: Institution, definition: Definition) -> Mapping[str, str]:
    """The names of regions by code and, where a rule names units, theirs."""
    names = dict(Region.objects.filter(institution=institution).values_list("code", "name"))
    if any(clause.field == "unit" for clause in (*definition.where, *definition.numerator)):
        names |= dict(institution.units.values_list("code", "name"))
    return names


@dataclass(frozen=True)
class CountCell:
    """What was counted in a period, and by how much it differs from what was typed in."""

    number: Decimal
    differences: Sequence[tuple[str, Decimal]]


def count_cell(row: PeriodRow, counts: Mapping[str, Decimal], sheet: IndicatorSheet) -> CountCell | None:
    """The count of a period of an indicator beside its values; None where there is none."""
    number = counts.get(row.period)
    if number is None:
        return None
    typed = typed_in(sheet, row.period, [value for value in (row.reported, row.corrected) if value])
    beside = (("reported", typed.reported), ("corrected", typed.corrected))
    return CountCell(number, [(name, number - value) for name, value in beside if value is not None])


def printed_number(printed: str) -> Decimal | None:
    """What was printed, as a number; None when it does not read as one."""
    if not printed:
        return None
    try:
        figure, _ = read_printed(printed)
    except MethodError:
        return None
    return Decimal(figure.numerator) / Decimal(figure.denominator)


@dataclass(frozen=True)
class KeptCounts:
    """Everything that is kept of what a rule counts in a period, and what it counts in each whole year; one query."""

    rows: Sequence[CountedValue]
    years: Sequence[tuple[int, Decimal]]

    @classmethod
    def of(cls, rule: CountingRule, version: PlanVersion, period: str) -> KeptCounts:
        """Of a period, and of the years of a version."""
        years = [str(year) for year in range(version.start_year, version.end_year + 1)]
        found = list(CountedValue.objects.filter(Q(period=period) | Q(period__in=years, dimension=""), rule=rule))
        told = [(int(row.period), row.number) for row in found if row.period.isdigit() and not row.dimension]
        return cls([row for row in found if row.period == period], sorted(told))

    def number(self, dimension: str, category: str) -> Decimal | None:
        """In all, or in a category: one in which nothing falls has no row, and is zero where the whole is known."""
        known = {(row.dimension, row.category): row.number for row in self.rows}
        usual = Decimal(0) if dimension and ("", "") in known else None
        return known.get((dimension, category), usual)


def years_chart(place: Workplace, sheet: IndicatorSheet, years: Sequence[tuple[int, Decimal]]) -> PageChart | None:
    """What was counted year by year; None for a single one."""
    if len(years) < 2:
        return None
    subject = gettext("Counted by year for %(code)s") % {"code": sheet.indicator.code}
    values = [CategoryCount(str(year), number) for year, number in years]
    return page_chart(place, counts_by_category, values, subject=subject, style=place.numbers)
