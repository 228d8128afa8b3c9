"""The files that came in, kept under the hash of what they hold."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from quipu.apps.imports.rooms import is_full_disk, no_room
from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.writing import replace_file


def keep_original(read: ReadWorkbook) -> str:
    """Keep the bytes of a workbook; their name in the storage."""
    return keep_bytes(read.original, read.sha256, read.ending, read.name)


def keep_bytes(content: bytes, sha256: str, ending: str, called: str) -> str:
    """Keep the bytes of a file.

    It is written before the database names it, whole or not at all, and under its own hash: a process killed in between
    leaves a file that nothing names and that the next import of the same workbook takes up.

    Returns:
        Its name in the storage.

    Raises:
        NoRoomError: the disk is full.
    """
    name = f"workbooks/{sha256[:2]}/{sha256}{ending}"
    path = Path(default_storage.path(name))
    try:
        if not path.is_file() or path.stat().st_size != len(content):
            replace_file(path, content)
    except OSError as error:
        if is_full_disk(error):
            raise no_room(called) from error
        raise
    return name
