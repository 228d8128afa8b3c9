"""The columnar engine over a country's activities, beside hand-written SQL and a pandas script that do the same."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.table import Measure
from quipu.engine.connection import connect, open_parquet
from quipu.engine.execution import physical_to_month
from quipu.engine.levels import add_level
from quipu.engine.running import compute_physical
from quipu.method import load_edition

ACTIVITIES = 1_300_000
MONTH = 9
COLUMNS = ("activity", "outcome", "reason", "raw", "capped", "level")
SQL = Path(__file__).with_name("engine.sql")


def measure_engine(folder: Path, quick: bool) -> list[Measure]:
    """Physical execution to September of 1.3 million activities with twelve months each, from one Parquet file.

    The three ways take turns, so that what else runs on the machine falls on all of them, and must answer the same.

    Args:
        folder: where the file is written.
        quick: a tenth of the activities, once.

    Raises:
        SystemExit: the ways differ.
    """
    count, runs = (ACTIVITIES // 10, 1) if quick else (ACTIVITIES, 3)
    path = folder / "months.parquet"
    write_months(path, count)
    ways: dict[str, Callable[[Path], Any]] = {"engine": by_engine, "sql": by_sql, "pandas": by_pandas}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        answers = {name: _timed(times[name], work, path) for name, work in ways.items()}
    _check_equal(**answers)
    engine, sql, pandas = (statistics.median(times[name]) for name in ways)
    what = f"{count:,} activities of 12 months, physical execution"
    return [
        Measure(f"{what}: hand-written SQL", runs, f"{sql:.2f} s"),
        Measure(f"{what}: pandas", runs, f"{pandas:.2f} s"),
        Measure(f"{what}: engine", runs, f"{engine:.2f} s", "<= 1.15 x SQL", f"{engine / sql:.2f} x SQL"),
        Measure("the same, engine against pandas", runs, f"{engine:.2f} s", "<= 0.25 x", f"{engine / pandas:.2f} x"),
        Measure("the same, engine with its checks of every row", runs, f"{_checked(path, runs):.2f} s"),
    ]


def write_months(path: Path, count: int) -> None:
    """Write the months of fictional activities, made of hashes; 3 % are empty, 0.3 % have no data, 10 % no target."""
    amount = "10000 * (1 + hash(activity, month, {salt}) % {size})"
    duckdb.connect().execute(
        f"""
        COPY (
            SELECT activity, month,
                CASE hash(activity) % 10 WHEN 0 THEN 'last' WHEN 1 THEN 'mean' WHEN 2 THEN 'maximum' ELSE 'sum' END
                    AS accumulation,
                CASE WHEN hash(activity, month, 1) % 1000 < 33 THEN NULL
                    ELSE ({amount.format(salt=2, size=40)})::BIGINT END AS executed,
                hash(activity, month, 1) % 1000 < 3 AS executed_no_data,
                CASE WHEN hash(activity, month, 3) % 10 = 0 THEN 0
                    ELSE ({amount.format(salt=4, size=40)})::BIGINT END AS reprogrammed,
                false AS reprogrammed_no_data
            FROM range({count}) AS activities(activity), range(1, 13) AS months(month)
            ORDER BY activity, month
        ) TO '{path}' (FORMAT parquet)
        """  # noqa: S608
    )


def by_engine(path: Path) -> pa.Table:
    """The expressions of the engine."""
    connection, edition = connect(), load_edition("2024")
    results = physical_to_month(open_parquet(connection, path), MONTH, edition=edition)
    return connection.to_pyarrow(add_level(results, edition.scale_for("operational_activity")).select(*COLUMNS))


def by_sql(path: Path) -> pa.Table:
    """The same in DuckDB's SQL, as a person would write it with its own 128-bit integers."""
    query = SQL.read_text(encoding="utf-8")
    return duckdb.connect().sql(query, params={"path": str(path), "month": MONTH}).to_arrow_table()


def by_pandas(path: Path) -> pd.DataFrame:
    """The same with pandas, column by column."""
    months = pd.read_parquet(path)
    months = months[months.month <= MONTH]
    unstated = months.executed_no_data | ((months.reprogrammed > 0) & months.executed.isna())
    ordered = months.month * 10.0**9
    last = months.accumulation == "last"
    frame = pd.DataFrame(
        {
            "activity": months.activity,
            "accumulation": months.accumulation,
            "executed": months.executed,
            "reprogrammed": months.reprogrammed,
            "unreported": unstated,
            "executed_top": months.executed + ordered.where(last & months.executed.notna(), 0),
            "reprogrammed_top": months.reprogrammed + ordered.where(last, 0),
            "due_until": ordered.where(months.reprogrammed > 0),
        }
    )
    grouped = frame.groupby("activity", sort=False)
    sums = grouped[["executed", "reprogrammed"]].sum(min_count=1)
    counts = grouped[["executed", "reprogrammed"]].count()
    tops = grouped[["executed_top", "reprogrammed_top", "due_until", "unreported"]].max()
    kind = grouped["accumulation"].first()
    amounts = {}
    for name in ("executed", "reprogrammed"):
        top = tops[f"{name}_top"]
        amounts[name] = np.select([kind == "last", kind == "maximum"], [top % 10.0**9, top], sums[name])
        amounts[f"{name}_parts"] = np.where(kind == "mean", counts[name], 1)
    unsettled = tops.due_until.notna() & (tops.executed_top.fillna(-1) < tops.due_until)
    missing = np.where(kind == "last", unsettled, tops.unreported.astype(bool))
    return _percentages(kind.index.to_numpy(), missing, amounts)


def _percentages(activity: Any, missing: Any, amounts: dict[str, Any]) -> pd.DataFrame:
    done, due = amounts["executed"], amounts["reprogrammed"]
    unprogrammed = np.isnan(due) | (due == 0)
    nothing = unprogrammed & (np.isnan(done) | (done == 0))
    reason = np.select(
        [missing, nothing, np.isnan(done), unprogrammed],
        ["months_not_reported", "nothing_programmed", "value_empty", "executed_without_programming"],
        "",
    )
    computed = reason == ""
    part = np.where(computed, done * amounts["reprogrammed_parts"], 0).astype("int64")
    whole = np.where(computed, due * amounts["executed_parts"], 1).astype("int64")
    raw = (20_000 * part + whole) // (2 * whole)
    level = np.select([100 * part >= 95 * whole, 100 * part >= 75 * whole], ["high", "medium"], "low")
    outcomes = {"nothing_programmed": "not_programmed", "executed_without_programming": "undefined", "": "computed"}
    return pd.DataFrame(
        {
            "activity": activity,
            "outcome": pd.Series(reason).map(outcomes).fillna("not_reported"),
            "reason": reason,
            "raw": pd.Series(raw).where(computed),
            "capped": pd.Series(np.minimum(raw, 10_000)).where(computed),
            "level": pd.Series(level).where(computed, None),
        }
    )


def _timed(times: list[float], work: Callable[[Path], Any], path: Path) -> Any:
    start = time.perf_counter()
    answer = work(path)
    times.append(time.perf_counter() - start)
    return answer


def _checked(path: Path, runs: int) -> float:
    def work(path: Path) -> pa.Table:
        connection = connect()
        return compute_physical(connection, open_parquet(connection, path), MONTH, edition=load_edition("2024"))

    times: list[float] = []
    for _ in range(runs):
        _timed(times, work, path)
    return statistics.median(times)


def _check_equal(engine: pa.Table, sql: pa.Table, pandas: pd.DataFrame) -> None:
    """Compare every row of the three answers."""
    found = duckdb.connect()
    found.register("engine", engine)
    found.register("sql", sql)
    found.register("pandas", pandas)
    names = "activity, outcome, reason, level"
    same = f"{names}, (raw * 100)::HUGEINT AS raw, (capped * 100)::HUGEINT AS capped"
    counted = f"{names}, raw::HUGEINT AS raw, capped::HUGEINT AS capped"
    rows = {"engine": same, "sql": same, "pandas": counted}
    for other in ("sql", "pandas"):
        query = "SELECT count(*) FROM (SELECT {} FROM engine EXCEPT SELECT {} FROM {})"
        (different,) = found.execute(query.format(rows["engine"], rows[other], other)).fetchone() or (None,)
        (size,) = found.execute(f"SELECT count(*) FROM {other}").fetchone() or (None,)  # noqa: S608
        if different or size != engine.num_rows:
            raise SystemExit(f"The engine and {other} differ in {different} of {size} rows.")
