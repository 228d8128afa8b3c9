"""The files that came in, kept under the hash of what they hold."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.writing import replace_file


def keep_original(read: ReadWorkbook) -> str:
    """Keep the bytes of a workbook.

    It is written before the database names it, whole or not at all, and under its own hash: a process killed in between
    leaves a file that nothing names and that the next import of the same workbook takes up.

    Returns:
        Its name in the storage.
    """
    name = f"workbooks/{read.sha256[:2]}/{read.sha256}{read.ending}"
    path = Path(default_storage.path(name))
    if not path.is_file() or path.stat().st_size != len(read.original):
        replace_file(path, read.original)
    return name
