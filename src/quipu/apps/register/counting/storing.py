"""Writing what was counted: only what differs, and what feeds the values of an indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast, Round

from quipu.apps.plans.services import set_counted_values
from quipu.apps.register.counting.rows import UNIT, Key, amount
from quipu.apps.register.counting.rules import ReadRule
from quipu.apps.register.models import CountedValue

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User

_CHUNK = 800
_UNNESTED = """SELECT rule, period, dimension, category, number::numeric
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS made (rule, period, dimension, category, number)"""


@dataclass(frozen=True)
class Cause:
    """Whose change of the register counts change with, and why, for the history."""

    actor: User | None = None
    reason: str = ""


def stored_values(rule_ids: Collection[int], periods: Collection[str] | None = None) -> dict[int, dict[Key, int]]:
    """What is stored for some rules, by rule and then by period, dimension and category; in ten-thousandths."""
    found = CountedValue.objects.filter(rule__in=list(rule_ids)).order_by()
    if periods is not None:
        found = found.filter(period__in=list(periods))
    units = Cast(Round(F("number") * UNIT), BigIntegerField())
    rows = found.values_list("rule_id", "period", "dimension", "category", units)
    values: dict[int, dict[Key, int]] = defaultdict(dict)
    for rule, period, dimension, category, number in rows.iterator(chunk_size=10_000):
        values[rule][period, dimension, category] = number
    return values


def replace_values(
    read: ReadRule,
    values: Mapping[Key, int],
    stored: Mapping[Key, int],
    *,
    periods: Collection[str] | None = None,
    cause: Cause,
) -> int:
    """Make the counts of a rule be these, and the values that it feeds.

    Args:
        read: the rule.
        values: what it counts, in ten-thousandths.
        stored: what is stored, of the same periods.
        periods: the periods that both are of; every period when None.
        cause: for the history of the values fed.

    Returns:
        How many rows were added, changed or removed.
    """
    differing = {key for key in stored.keys() | values.keys() if stored.get(key) != values.get(key)}
    _delete(read.rule.pk, [key for key in differing if key in stored])
    _insert(read.rule.pk, [(key, values[key]) for key in differing if key in values])
    if read.rule.feeds or periods is None:
        _feed(read, values, periods, cause)
    return len(differing)


def _feed(read: ReadRule, values: Mapping[Key, int], periods: Collection[str] | None, cause: Cause) -> None:
    totals = {
        period: amount(units)
        for (period, dimension, _), units in values.items()
        if not dimension and read.feeds(period)
    }
    looked_at = None if periods is None else [period for period in periods if read.feeds(period)]
    if looked_at is None or looked_at:
        set_counted_values(
            indicator=read.rule.indicator,
            values=totals,
            periods=looked_at,
            actor=cause.actor,
            reason=cause.reason,
        )


def _delete(rule: int, keys: list[Key]) -> None:
    if not keys:
        return
    wanted = set(keys)
    rows = CountedValue.objects.filter(rule=rule).order_by()
    periods = {period for period, _, _ in wanted}
    if len(periods) <= _CHUNK:
        rows = rows.filter(period__in=periods)
    found = rows.values_list("pk", "period", "dimension", "category")
    gone = [pk for pk, *key in found.iterator(chunk_size=10_000) if tuple(key) in wanted]
    for start in range(0, len(gone), _CHUNK):
        CountedValue.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()


def _insert(rule: int, rows: Iterable[tuple[Key, int]]) -> None:
    """Written with the cursor, for a recount may have hundreds of thousands of them."""
    made = [(rule, *key, str(amount(units))) for key, units in rows]
    if not made:
        return
    columns = ", ".join(map(connection.ops.quote_name, ("rule_id", "period", "dimension", "category", "number")))
    into = f"INSERT INTO {connection.ops.quote_name(CountedValue._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = [list(column) for column in zip(*made, strict=True)]
            cursor.execute(f"{into} {_UNNESTED}", arrays)
        else:
            cursor.executemany(f"{into} VALUES (%s, %s, %s, %s, %s)", made)
