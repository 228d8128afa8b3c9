"""Why a document cannot be kept or read as asked; what users meet is in Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quipu.errors import QuipuError

if TYPE_CHECKING:
    from quipu.apps.evidence.models import Document


class EvidenceError(QuipuError):
    """Something about a document that cannot be done as asked."""

    code = "evidence"


class UnknownDocumentError(EvidenceError):
    """The institution has no document of this code."""

    code = "evidence.unknown"


class DocumentRefusedError(EvidenceError):
    """What was told of a document cannot be kept.

    Attributes:
        faults: every field at fault with its message.
    """

    code = "evidence.refused"

    def __init__(self, faults: Mapping[str, str], *, where: str = "", **told: str) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(self.faults.values()), where=where, **told)


class DocumentExistsError(EvidenceError):
    """The same file is already there.

    Attributes:
        document: the one that has it.
    """

    code = "evidence.exists"

    def __init__(self, document: Document, *, where: str = "") -> None:
        self.document = document
        super().__init__(
            f"El mismo archivo ya está, como «{document.title}» ({document.code}).",
            where=where,
            remedy="Cite ese documento; no hace falta otro.",
        )
