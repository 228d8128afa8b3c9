"""A disk without room: told in words, with nothing written in halves."""

from __future__ import annotations

import errno

from quipu.errors import QuipuError

_SAID = ("database or disk is full", "no space left on device", "disk quota exceeded")


class NoRoomError(QuipuError):
    """There is no room left to keep a file or its rows."""

    code = "imports.no_room"


def is_full_disk(error: BaseException) -> bool:
    """Whether the system, or the database, refused to write for want of room."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(said in str(error).lower() for said in _SAID)


def no_room(name: str) -> NoRoomError:
    """The error to raise."""
    return NoRoomError(
        "No queda espacio en el disco y no se guardó nada.",
        where=name,
        remedy="Libere espacio donde está QUIPU_DATA_DIR, o en el servidor de la base de datos, y vuelva a intentarlo.",
    )
