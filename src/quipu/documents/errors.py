"""Why a file gives no text."""

from __future__ import annotations

from quipu.errors import QuipuError


class UnreadableDocumentError(QuipuError):
    """A file that cannot be read as a text, with what to do about it."""

    code = "documents.unreadable"
