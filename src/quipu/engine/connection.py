"""DuckDB, inside this process, and the tables it reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ibis  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]
    import pyarrow as pa  # type: ignore[import-untyped]
    from ibis.backends.duckdb import Backend  # type: ignore[import-untyped]


def connect(path: Path | None = None, *, threads: int | None = None, memory: str | None = None) -> Backend:
    """Opens DuckDB.

    Args:
        path: a database file, or None for one in memory.
        threads: how many it may use; by default as many as there are cores.
        memory: limit such as `2GB`, beyond which it writes to disk; by default DuckDB's own.

    Returns:
        An Ibis backend; it runs the expressions of this package.
    """
    settings: dict[str, int | str] = {}
    if threads is not None:
        settings["threads"] = threads
    if memory is not None:
        settings["memory_limit"] = memory
    return ibis.duckdb.connect(":memory:" if path is None else path, **settings)


def open_parquet(connection: Backend, *paths: Path) -> ir.Table:
    """Gives the rows of Parquet files as one table; nothing is read before an expression runs."""
    return connection.read_parquet([str(path) for path in paths])


def open_arrow(table: pa.Table) -> ir.Table:
    """Gives an Arrow table (columns as `columns.py` says) as a table that any connection runs, without a copy."""
    return ibis.memtable(table)
