"""The columns that the expressions read, and what is refused in them.

An amount is a whole number of ten-thousandths (`17268` people are 172,680,000), as int64: 15 significant digits with 4
decimals reach 99,999,999,999.9999, which is 10^15 - 1 here. An empty cell is null. An explicit absence (*sin dato*) is
null too, with true in the column of the same name and `_no_data`; null there reads as false. Neither is ever zero.

Progress, one row per value (`PROGRESS`):

| column | type | meaning |
|---|---|---|
| `obtained` | int64 | obtained value (VO) |
| `obtained_no_data` | boolean | declared without data |
| `expected` | int64 | expected achievement (LE) |
| `expected_no_data` | boolean | declared without data |
| `direction` | string | a code of `method.Direction` |

Months of activities, one row per activity and month, each month once; an absent row is an empty month (`MONTHS`):

| column | type | meaning |
|---|---|---|
| `month` | int64 | 1 to 12 |
| `accumulation` | string | a code of `method.Accumulation`, the same in all months of an activity |
| `executed` | int64 | executed in the month |
| `executed_no_data` | boolean | declared without data |
| `reprogrammed` | int64 | reprogrammed for the month |
| `reprogrammed_no_data` | boolean | declared without data |

Budgets (`BUDGETS`): `accrued`, `accrued_no_data`, `current_budget`, `current_budget_no_data`.

Other columns are kept as they are (progress, budgets) or name the activity and its groups (months).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quipu.engine.errors import EngineError
from quipu.method import Accumulation, Direction

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

TEN_THOUSAND = 10_000
"""How many of the engine's units make one."""

LARGEST = 10**15 - 1
"""The largest amount, in ten-thousandths."""

PROGRESS = ("obtained", "obtained_no_data", "expected", "expected_no_data", "direction")
MONTHS = ("month", "accumulation", "executed", "executed_no_data", "reprogrammed", "reprogrammed_no_data")
BUDGETS = ("accrued", "accrued_no_data", "current_budget", "current_budget_no_data")

_CODES: dict[str, tuple[str, ...]] = {
    "direction": tuple(item.value for item in Direction),
    "accumulation": tuple(item.value for item in Accumulation),
}


def in_ten_thousandths(amount: ir.NumericValue) -> ir.IntegerValue:
    """Gives a decimal column of at most four decimals as whole ten-thousandths."""
    return (amount.cast("decimal(38, 4)") * TEN_THOUSAND).cast("int64")


def require_columns(table: ir.Table, names: tuple[str, ...]) -> None:
    """Refuses a table that lacks columns, naming all of them.

    Raises:
        EngineError: `engine.columns`.
    """
    absent = [name for name in names if name not in table.columns]
    if absent:
        raise EngineError(
            f"The table has no {', '.join(absent)}.",
            remedy="Name the columns as quipu/engine/columns.py says.",
            code="engine.columns",
        )


def count_refused(table: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """Counts, in one row with a column per check, the rows that cannot be facts."""
    require_columns(table, names)
    return table.aggregate(**{name: condition.sum() for name, condition in _conditions(table, names)})


def check_refused(counts: Mapping[str, int | None]) -> None:
    """Refuses a table by the counts of `count_refused`, with all its faults.

    Raises:
        EngineError: `engine.refused`.
    """
    said = {name.replace("__", ": ").replace("_", " "): found for name, found in counts.items() if found}
    faults = [f"{fault} in {found:,} rows" for fault, found in said.items()]
    if faults:
        raise EngineError(
            f"The table holds what cannot be a fact: {'; '.join(faults)}.",
            remedy="Correct those rows, or state them as no data; see quipu/engine/columns.py.",
            code="engine.refused",
        )


def _conditions(table: ir.Table, names: tuple[str, ...]) -> Iterator[tuple[str, ir.BooleanValue]]:
    for name in names:
        column = table[name]
        if name in _CODES:
            yield f"{name}__unknown", column.isnull() | column.notin(_CODES[name])
        elif name == "month":
            yield "month__outside_the_year", column.isnull() | ~column.between(1, 12)
        elif not name.endswith("_no_data"):
            yield f"{name}__negative", column < 0
            yield f"{name}__too_large", column > LARGEST
