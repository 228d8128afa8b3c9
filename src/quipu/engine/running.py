"""Runs the expressions: tables in, Arrow tables out, what cannot be a fact refused first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from quipu.engine.columns import BUDGETS, MONTHS, PROGRESS, check_refused, count_refused
from quipu.engine.connection import open_arrow
from quipu.engine.execution import financial, physical_to_month
from quipu.engine.institution import institution_mean, institution_ratio
from quipu.engine.levels import add_level
from quipu.engine.progress import progress_type_1
from quipu.method import level_of, round_half_up
from quipu.method.exact import cap

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    import pyarrow as pa  # type: ignore[import-untyped]
    from ibis.backends.sql import SQLBackend  # type: ignore[import-untyped]

    from quipu.method import Edition, LevelScale


def compute_progress(
    connection: SQLBackend, values: ir.Table, *, edition: Edition, use: str = "strategic_action"
) -> pa.Table:
    """Computes progress type 1 and its level.

    Args:
        connection: the database that holds the table.
        values: a table as `columns.PROGRESS` says.
        edition: edition applied.
        use: what is measured, which decides the scale (`method.Edition.scale_for`).

    Returns:
        The rows with `progress.RESULT` and `level`; `raw` and `capped` are decimals.

    Raises:
        EngineError: `engine.columns`, or `engine.refused` with every kind of fault and how many rows have it.
    """
    _refuse(connection, values, PROGRESS)
    return connection.to_pyarrow(add_level(progress_type_1(values, edition=edition), edition.scale_for(use)))


def compute_physical(
    connection: SQLBackend, months: ir.Table, month: int, *, edition: Edition, keys: Sequence[str] = ("activity",)
) -> pa.Table:
    """Computes the physical execution of each activity to a month, and its level.

    Args:
        connection: the database that holds the table.
        months: a table as `columns.MONTHS` says, each month of an activity once.
        month: last month taken.
        edition: edition applied.
        keys: columns that name the activity.

    Raises:
        EngineError: as `compute_progress`; `engine.month`.
    """
    _refuse(connection, months, MONTHS)
    results = physical_to_month(months, month, edition=edition, keys=keys)
    return connection.to_pyarrow(add_level(results, edition.scale_for("operational_activity")))


def compute_financial(connection: SQLBackend, budgets: ir.Table, *, edition: Edition) -> pa.Table:
    """Computes the financial execution of each row, and its level; see `compute_progress`."""
    _refuse(connection, budgets, BUDGETS)
    results = financial(budgets, edition=edition)
    return connection.to_pyarrow(add_level(results, edition.scale_for("operational_activity")))


def compute_institution_ratio(
    connection: SQLBackend, executions: ir.Table, *, by: Sequence[str], edition: Edition
) -> pa.Table:
    """Computes the ratio of sums of each institution; see `institution.institution_ratio`."""
    scale = edition.scale_for("operational_activity")
    return connection.to_pyarrow(institution_ratio(executions, by=by, edition=edition, scale=scale))


def compute_institution_mean(
    connection: SQLBackend, executions: ir.Table, *, by: Sequence[str], edition: Edition
) -> pa.Table:
    """Computes the mean of capped percentages of each institution, none left undecided.

    Args:
        connection: the database that holds the table.
        executions: rows of `execution.physical_to_month`, as an expression or a table.
        by: columns that name the institution.
        edition: edition applied.

    Returns:
        The rows of `institution.institution_mean` without `undecided`. Where the columns could not decide a tie or a
        threshold, the fractions of that institution are added up here.
    """
    import pyarrow as pa

    scale = edition.scale_for("operational_activity")
    found = connection.to_pyarrow(institution_mean(executions, by=by, edition=edition, scale=scale))
    rows = found.to_pylist()
    undecided = [row for row in rows if row.pop("undecided")]
    if undecided:
        means = _exact_means(connection, executions, by, undecided)
        for row in undecided:
            row |= _decided(means[tuple(row[name] for name in by)], edition, scale)
    return pa.Table.from_pylist(rows, schema=found.drop_columns(["undecided"]).schema)


def _refuse(connection: SQLBackend, table: ir.Table, names: tuple[str, ...]) -> None:
    check_refused(connection.to_pyarrow(count_refused(table, names)).to_pylist()[0])


def _exact_means(
    connection: SQLBackend, executions: ir.Table, by: Sequence[str], undecided: Sequence[dict[str, Any]]
) -> dict[tuple[Any, ...], Fraction]:
    """Adds up the distinct fractions of some institutions, each as often as it stands there."""
    import pyarrow as pa

    wanted = open_arrow(pa.Table.from_pylist([{name: row[name] for name in by} for row in undecided]))
    computed = executions.filter(executions.part.notnull()).semi_join(wanted, list(by))
    distinct = computed.group_by([*by, "part", "whole"]).aggregate(times=computed.count())
    sums: dict[tuple[Any, ...], Fraction] = {}
    times: dict[tuple[Any, ...], int] = {}
    for row in connection.to_pyarrow(distinct).to_pylist():
        key = tuple(row[name] for name in by)
        percentage = cap(Fraction(int(row["part"]), int(row["whole"])) * 100)
        sums[key] = sums.get(key, Fraction(0)) + percentage * row["times"]
        times[key] = times.get(key, 0) + row["times"]
    return {key: total / times[key] for key, total in sums.items()}


def _decided(mean: Fraction, edition: Edition, scale: LevelScale) -> dict[str, Decimal | str | None]:
    level = level_of(mean, scale)
    return {"value": round_half_up(mean, edition.integer("progress.places")), "level": level.code if level else None}
