"""What a rule counted, part by part: tables and charts by region, country, level and mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, gettext

from quipu.apps.register.counting.definition import DIMENSIONS, UNKNOWN, Definition
from quipu.apps.register.models import CountedValue, CountingRule
from quipu.apps.register.queries.choosing import RegionNode, region_tree
from quipu.language import country_name, format_number, plain_words
from quipu.reports.count_charts import CategoryCount, counts_by_category
from quipu.web.charts import PageChart, page_chart
from quipu.web.templatetags.quipu import period as period_name
from quipu.web.templatetags.quipu import term
from quipu.web.workplace import Workplace

MOST_BARS = 12
"""A chart draws the largest categories and says so; its data and the table beside it hold all of them."""
_GROUPS = {"level": "rank", "mode": "mode"}


@dataclass(frozen=True)
class CategoryRow:
    """A category of a dimension and what was counted in it.

    Attributes:
        depth: how many regions a region is a part of; 0 for any other category.
    """

    category: str
    name: str
    number: Decimal
    depth: int = 0

    @property
    def indented(self) -> str:
        """Its name, with a mark for each region that it is a part of."""
        return f"{'– ' * self.depth}{self.name}"


@dataclass(frozen=True)
class Breakdown:
    """What was counted in each category of a dimension.

    Attributes:
        rows: regions in the institution's order, each followed by its parts; any other category by size.
        notes: what a reader has to know before adding the rows up.
    """

    dimension: str
    rows: Sequence[CategoryRow]
    notes: Sequence[str]
    chart: PageChart | None

    @property
    def name(self) -> str:
        """The dimension in a word."""
        return dimension_name(self.dimension)


def breakdowns_of(
    place: Workplace, rule: CountingRule, definition: Definition, kept: Sequence[CountedValue]
) -> list[Breakdown]:
    """What a rule counted in the period looked at by each of its dimensions.

    Args:
        place: gives the institution and the period.
        rule: whose counts they are.
        definition: of the rule.
        kept: everything that is kept of the period, in all and by category.
    """
    by_dimension: dict[str, dict[str, Decimal]] = {}
    for row in kept:
        by_dimension.setdefault(row.dimension, {})[row.category] = row.number
    whole = by_dimension.get("", {}).get("")
    found = []
    for dimension in (name for name in DIMENSIONS if name in by_dimension):
        rows = _rows(place, dimension, by_dimension[dimension])
        outer = [row for row in rows if not row.depth]
        notes = _notes(place, dimension, definition, rows, whole)
        found.append(Breakdown(dimension, rows, notes, _chart(place, rule, dimension, outer)))
    return found


def category_name(dimension: str, category: str, regions: Mapping[str, str]) -> str:
    """A category in words; one that is not known says so."""
    if category in ("", UNKNOWN):
        return gettext("not known")
    if dimension == "region":
        return regions.get(category, category)
    if dimension == "country":
        return country_name(category, get_language() or "es")
    return term(category, _GROUPS[dimension])


def dimension_name(dimension: str) -> str:
    """What a count breaks down by, in a word."""
    return {
        "region": gettext("region"),
        "country": gettext("country"),
        "level": gettext("level of the higher side"),
        "mode": gettext("mode"),
    }[dimension]


def _rows(place: Workplace, dimension: str, numbers: Mapping[str, Decimal]) -> list[CategoryRow]:
    if dimension == "region":
        return _in_tree(region_tree(place.institution), numbers)
    rows = [CategoryRow(code, category_name(dimension, code, {}), number) for code, number in numbers.items()]
    return sorted(rows, key=lambda row: (-row.number, plain_words(row.name)))


def _in_tree(tree: Sequence[RegionNode], numbers: Mapping[str, Decimal]) -> list[CategoryRow]:
    """Regions in the order of the institution; those that it no longer has, by their codes, after them."""
    known = {node.code for node in tree}
    rows = [CategoryRow(node.code, node.name, numbers[node.code], node.depth) for node in tree if node.code in numbers]
    gone = sorted(code for code in numbers if code not in known)
    return rows + [CategoryRow(code, category_name("region", code, {}), numbers[code]) for code in gone]


def _notes(
    place: Workplace, dimension: str, definition: Definition, rows: Sequence[CategoryRow], whole: Decimal | None
) -> list[str]:
    """Why the parts do not add up to the whole, where they do not; percentages never do, and nobody adds them up."""
    if definition.measure == "share" or whole is None:
        return []
    notes = []
    if any(row.depth for row in rows):
        notes.append(gettext("A region holds what is counted in its parts, which follow it with a dash."))
    total = sum((row.number for row in rows if not row.depth), Decimal(0))
    if total != whole:
        told = {name: format_number(number, style=place.numbers) for name, number in (("sum", total), ("whole", whole))}
        notes.append(_difference(dimension, definition, exceeds=total > whole) % told)
    return notes


def _difference(dimension: str, definition: Definition, *, exceeds: bool) -> str:
    if not exceeds and dimension == "region":
        return gettext("They add up to %(sum)s against %(whole)s: what is of no known region is in none of them.")
    if not exceeds:
        return gettext("They add up to %(sum)s against %(whole)s: what is of no known country is in none of them.")
    if definition.is_additive:
        return gettext(
            "They add up to %(sum)s against %(whole)s: a record with several countries counts in each of them."
        )
    return gettext("They add up to %(sum)s against %(whole)s: what counts once in all may count in several of them.")


def _chart(place: Workplace, rule: CountingRule, dimension: str, rows: Sequence[CategoryRow]) -> PageChart | None:
    if len(rows) < 2:
        return None
    told = {
        "code": rule.indicator.code,
        "period": period_name(place.period),
        "dimension": dimension_name(dimension),
        "drawn": MOST_BARS,
        "all": len(rows),
    }
    subject = gettext("Counted for %(code)s in %(period)s, by %(dimension)s") % told
    if len(rows) > MOST_BARS:
        rows = sorted(rows, key=lambda row: -row.number)
        subject = (
            gettext("Counted for %(code)s in %(period)s, by %(dimension)s: the %(drawn)s largest of %(all)s") % told
        )
    values = [CategoryCount(row.name, row.number) for row in rows]
    return page_chart(place, counts_by_category, values, subject=subject, drawn=MOST_BARS, style=place.numbers)
