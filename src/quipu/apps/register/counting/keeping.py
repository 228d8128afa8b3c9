"""Keeping counts up to date with every change of a record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.distinct import Member, difference_made, members_told
from quipu.apps.register.counting.evaluating import Cell, contributions, measured, spread
from quipu.apps.register.counting.filters import counted_records
from quipu.apps.register.counting.moments import periods_of
from quipu.apps.register.counting.months import periods_holding
from quipu.apps.register.counting.recounting import count_whole
from quipu.apps.register.counting.rows import Key
from quipu.apps.register.counting.rules import ReadRule, rules_of, totals_over
from quipu.apps.register.counting.shares import Assessment, assessments_told
from quipu.apps.register.counting.storing import Cause, replace_values, stored_values
from quipu.apps.register.counting.totals import total_values
from quipu.apps.register.models import CountedValue, Record
from quipu.apps.register.services.derived import month_index

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User


@dataclass
class KeptCounts:
    """The records that change; those that are made inside are added as soon as they have an id."""

    ids: Collection[int]
    more: set[int] = field(default_factory=set)

    def add(self, *ids: int) -> None:
        """Count these records too."""
        self.more.update(ids)

    @property
    def all(self) -> set[int]:
        """Every record to look at."""
        return {*self.ids, *self.more}


@contextmanager
def keeping_counts(
    institution: Institution, record_ids: Collection[int] = (), *, actor: User | None = None, reason: str = ""
) -> Iterator[KeptCounts]:
    """Keep every count right through a change of some records, in one transaction with it.

    What the records add to each rule is measured before and after, and only the difference is applied; shares are
    measured again in the periods that the records touch, when an assessment changed. The derived columns of the records
    must be right when the block ends. Counts also change as time passes, which `recount` follows.

    Args:
        institution: whose records they are.
        record_ids: the records that change. A list may grow inside, with the records that are made there.
        actor: who changes them, for the history of the values that change.
        reason: why.
    """
    with transaction.atomic():
        kept = KeptCounts(record_ids)
        rules = rules_of(institution, lock=True)
        before = _measure(rules, institution, kept.all)
        yield kept
        after = _measure(rules, institution, kept.all)
        _apply(rules, institution, kept.all, (before, after), Cause(actor, reason))


@dataclass(frozen=True)
class _Measured:
    """What some records are to a rule: what they add, the keys they tell apart, or the assessments they are."""

    cells: Mapping[Cell, int] = field(default_factory=dict)
    members: frozenset[Member] = frozenset()
    assessments: frozenset[Assessment] = frozenset()


_NOTHING = _Measured()


def _measure(rules: list[ReadRule], institution: Institution, ids: Collection[int]) -> dict[int, _Measured]:
    if not ids:
        return {}
    kinds = set(Record.objects.filter(pk__in=ids).order_by().values_list("kind", flat=True).distinct())
    return {
        read.rule.pk: _measure_one(read.definition, institution, ids)
        for read in rules
        if not kinds.isdisjoint(read.definition.kinds)
    }


def _measure_one(definition: Definition, institution: Institution, ids: Collection[int]) -> _Measured:
    if definition.is_additive:
        return _Measured(cells=contributions(definition, institution, ids))
    records = counted_records(institution, definition).filter(pk__in=ids)
    if definition.measure == "distinct":
        return _Measured(members=frozenset(members_told(definition, institution, records)))
    return _Measured(assessments=frozenset(assessments_told(definition, records)))


def _apply(
    rules: list[ReadRule],
    institution: Institution,
    ids: Collection[int],
    measured_twice: tuple[Mapping[int, _Measured], Mapping[int, _Measured]],
    cause: Cause,
) -> None:
    before, after = measured_twice
    stale = _not_counted_this_month([read for read in rules if read.rule.pk in before.keys() | after.keys()])
    changed: dict[int, set[str]] = {}
    for read in rules:
        old, new = before.get(read.rule.pk, _NOTHING), after.get(read.rule.pk, _NOTHING)
        if read.rule.pk in stale:
            _recount(read, institution, cause)
            changed[read.rule.pk] = set(read.horizon)
        elif periods := _apply_to_rule(read, institution, ids, old, new, cause):
            changed[read.rule.pk] = periods
    if changed:
        periods = set().union(*changed.values())
        for read in totals_over(rules, set(changed)):
            _replace(read, total_values(read, periods), periods, cause)


def _not_counted_this_month(rules: list[ReadRule]) -> set[int]:
    """Rules that were not counted since the month began, or ever: applying a difference to them would not be enough."""
    month = month_index(timezone.localdate())
    period = periods_holding(month, month)[-1]
    asked = {read.rule.pk for read in rules if read.definition.measure != "share" and period in read.horizon}
    if not asked:
        return set()
    found = CountedValue.objects.filter(rule__in=asked, period=period, dimension="").order_by()
    return asked - set(found.values_list("rule_id", flat=True))


def _apply_to_rule(
    read: ReadRule, institution: Institution, ids: Collection[int], old: _Measured, new: _Measured, cause: Cause
) -> set[str]:
    """Applies a difference to one rule; gives the periods whose counts it changes."""
    if read.definition.measure == "share":
        changed = old.assessments ^ new.assessments
        periods = {period for item in changed for period in periods_of(item[0], read.definition, read.horizon)}
        if periods:
            _replace(read, measured(read.definition, institution, read.horizon, periods), periods, cause)
        return periods
    if read.definition.measure == "distinct":
        found = difference_made(read.definition, institution, read.horizon, ids, old.members, new.members)
    else:
        found = spread(_difference(old.cells, new.cells), read.definition, read.horizon)
    moves = {key: units for key, units in found.items() if units}
    if moves:
        _move(read, institution, moves, cause)
    return {period for period, _, _ in moves}


def _difference(old: Mapping[Cell, int], new: Mapping[Cell, int]) -> dict[Cell, int]:
    cells = old.keys() | new.keys()
    return {cell: new.get(cell, 0) - old.get(cell, 0) for cell in cells if new.get(cell) != old.get(cell)}


def _move(read: ReadRule, institution: Institution, moves: Mapping[Key, int], cause: Cause) -> None:
    periods = {period for period, _, _ in moves}
    stored = stored_values([read.rule.pk], periods).get(read.rule.pk, {})
    values = dict(stored)
    for key, units in moves.items():
        values[key] = values.get(key, 0) + units
    if min(values.values()) < 0:
        # Something that time brought had not been counted yet.
        _recount(read, institution, cause)
        return
    kept = {key: units for key, units in values.items() if units or not key[1]}
    replace_values(read, kept, stored, periods=periods, cause=cause)


def _replace(read: ReadRule, values: Mapping[Key, int], periods: Collection[str], cause: Cause) -> None:
    stored = stored_values([read.rule.pk], periods).get(read.rule.pk, {})
    replace_values(read, values, stored, periods=periods, cause=cause)


def _recount(read: ReadRule, institution: Institution, cause: Cause) -> None:
    stored = stored_values([read.rule.pk]).get(read.rule.pk, {})
    replace_values(read, count_whole(read, institution), stored, cause=cause)
