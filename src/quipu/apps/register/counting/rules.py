"""The rules of an institution, read and in the order in which they are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR

from django.utils import timezone

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import IndicatorSheet
from quipu.apps.register.counting.definition import Definition, RuleRefusedError
from quipu.apps.register.counting.months import Horizon
from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.models import CountingRule
from quipu.method.periods import Granularity, Period


@dataclass(frozen=True)
class ReadRule:
    """A rule with its definition and the periods that it counts.

    Attributes:
        fed: how long the periods are that it feeds.
        last_fed: the last year of the plan; later counts are of no indicator of it.
    """

    rule: CountingRule
    definition: Definition
    horizon: Horizon
    fed: frozenset[str]
    last_fed: int

    def feeds(self, period: str) -> bool:
        """Whether its count of a period is also a value of the indicator."""
        if not self.rule.feeds:
            return False
        parsed = Period.parse(period)
        return parsed.year <= self.last_fed and parsed.granularity.value in self.fed


def rules_of(institution: Institution, *, lock: bool = False) -> list[ReadRule]:
    """The rules of an institution that count something; those that add up others come after them.

    Args:
        institution: whose indicators they count.
        lock: keep others from counting until the transaction ends.

    Raises:
        RuleRefusedError: a rule cannot be read, or some add up one another in a circle; an import may bring such.
    """
    found = CountingRule.objects.filter(indicator__plan__institution=institution).exclude(definition="")
    found = found.select_related("indicator__plan__institution").order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    rules = list(found)
    fed = _fed(rules)
    return _ordered([_read(rule, fed) for rule in rules])


def read_rule(rule: CountingRule) -> ReadRule:
    """One rule, read."""
    return _read(rule, _fed([rule]))


def _read(rule: CountingRule, fed: Mapping[int, Mapping[str, int]]) -> ReadRule:
    definition, faults = read_definition(rule.definition)
    if definition is None or faults:
        raise RuleRefusedError(faults, where=f"Regla de «{rule.indicator.code}»")
    horizon = Horizon.until(timezone.localdate(), rule.covers_from, rule.covers_to)
    sheets = fed.get(rule.indicator_id, {})
    lengths = frozenset({Granularity.YEAR.value, *sheets})
    return ReadRule(rule, definition, horizon, lengths, max(sheets.values(), default=MAXYEAR))


def _fed(rules: Sequence[CountingRule]) -> Mapping[int, Mapping[str, int]]:
    """Of the indicators that rules feed: each periodicity that a sheet gives them, and the last year of its version."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    feeding = [rule.indicator_id for rule in rules if rule.feeds]
    if feeding:
        rows = IndicatorSheet.objects.filter(indicator__in=feeding).order_by()
        for indicator, periodicity, last in rows.values_list("indicator_id", "periodicity", "version__end_year"):
            found[indicator][periodicity] = max(last, found[indicator].get(periodicity, 0))
    return found


def _ordered(rules: Sequence[ReadRule]) -> list[ReadRule]:
    """Totals after what they add up."""
    placed = [read for read in rules if not read.definition.total_of]
    known = {_name(read) for read in placed}
    waiting = [read for read in rules if read.definition.total_of]
    counted = {_name(read) for read in rules}
    while True:
        ready = [read for read in waiting if not ((members_of(read) & counted) - known)]
        if not ready and waiting:
            codes = ", ".join(sorted(read.rule.indicator.code for read in waiting))
            raise RuleRefusedError([f"Las reglas de {codes} se suman unas a otras en círculo."])
        if not ready:
            return placed
        placed += ready
        known |= {_name(read) for read in ready}
        waiting = [read for read in waiting if read not in ready]


def _name(read: ReadRule) -> tuple[int, str]:
    return read.rule.indicator.plan_id, read.rule.indicator.code


def members_of(read: ReadRule) -> set[tuple[int, str]]:
    """The indicators that a total adds up, by plan and code."""
    return {(read.rule.indicator.plan_id, code) for code in read.definition.total_of}


def totals_over(rules: Sequence[ReadRule], changed: set[int]) -> list[ReadRule]:
    """The totals that add up, themselves or through others, some of the rules changed, in the order of counting."""
    names = {_name(read) for read in rules if read.rule.pk in changed}
    found = []
    for read in rules:
        if members_of(read) & names:
            found.append(read)
            names.add(_name(read))
    return found
