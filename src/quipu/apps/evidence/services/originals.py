"""The files that documents came as, kept whole under the hash of what they hold."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

from django.core.files.storage import default_storage

from quipu.apps.evidence.errors import EvidenceError
from quipu.apps.evidence.models import Document
from quipu.workbook.writing import replace_file

_ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
}


class OriginalGoneError(EvidenceError):
    """The file of a document is not there, or is no longer what it was."""

    code = "evidence.original_gone"


def sha256_of(content: bytes) -> str:
    """The hash by which a file is known."""
    return hashlib.sha256(content).hexdigest()


def text_sha256(text: str) -> str:
    """The hash of a document's text."""
    return sha256_of(text.encode("utf-8"))


def keep_original(content: bytes, media_type: str) -> str:
    """Write a file before the database names it, whole or not at all.

    Returns:
        Its name in the storage.

    Raises:
        EvidenceError: the disk is full.
    """
    digest = sha256_of(content)
    name = f"documents/{digest[:2]}/{digest}{_ENDINGS.get(media_type, '.txt')}"
    path = Path(default_storage.path(name))
    try:
        if not path.is_file() or path.stat().st_size != len(content):
            replace_file(path, content)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise EvidenceError(
            "No queda espacio en el disco y el archivo no se guardó.",
            remedy="Avise a quien mantiene Quipu; mientras tanto, regístrelo por su enlace.",
            code="evidence.no_room",
        ) from error
    return name


def content_of(document: Document) -> bytes:
    """The file that a document came as, just as it came.

    Raises:
        OriginalGoneError: it has none, or what is kept is not what came.
    """
    if not document.original:
        raise OriginalGoneError(
            "El documento se conoce solo por su referencia y no tiene archivo.",
            where=document.code,
            remedy="Suba el archivo.",
        )
    try:
        with default_storage.open(document.original.name) as file:
            content: bytes = file.read()
    except OSError as error:
        raise OriginalGoneError(
            "El archivo original no está donde se guardó.",
            where=document.code,
            remedy="Avise a quien mantiene Quipu: se recupera de la copia de respaldo.",
        ) from error
    if sha256_of(content) != document.original_sha256:
        raise OriginalGoneError(
            "El archivo guardado ya no es el que llegó.",
            where=document.code,
            remedy="Avise a quien mantiene Quipu: se recupera de la copia de respaldo.",
        )
    return content
