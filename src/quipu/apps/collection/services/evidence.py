"""Keeping what shows that a value is true: a file, whatever its name says it is, or a link."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import EvidenceRefusedError
from quipu.apps.collection.models import Evidence, IndicatorEntry, Submission
from quipu.apps.collection.services.access import hold, key_of, record, require_writable, start_if_owed, where_of
from quipu.apps.collection.services.sniffing import ENDINGS, is_what_it_says
from quipu.apps.history.services import FactChange
from quipu.workbook.writing import replace_file

MOST_BYTES = 20 * 1024 * 1024
_TITLE_LENGTH, _LINK_LENGTH = 200, 500


class Upload(Protocol):
    """What an uploaded file must offer."""

    name: str | None
    size: int | None

    def read(self) -> bytes:
        """All of it."""


@transaction.atomic
def add_file(
    *, submission: Submission, entry: IndicatorEntry | None, title: str, upload: Upload, actor: User | None
) -> Evidence:
    """Keep a file as evidence of an entry, or of the whole submission.

    Args:
        submission: whose evidence it is.
        entry: the value that it shows; None for all of them.
        title: what it is; empty takes the file's name.
        upload: a PDF, a Word, Excel or OpenDocument text, an image (PNG, JPG) or a plain text (TXT, CSV), up to 20 MB.
        actor: who adds it.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        EvidenceRefusedError: the file is too large, empty, of another type, or not what its name says.
    """
    held = _hold(submission, entry)
    name = Path(upload.name or "").name
    ending = Path(name).suffix.lower()
    content = _read(upload, ending, where_of(held))
    digest = hashlib.sha256(content).hexdigest()
    stored = f"evidence/{digest[:2]}/{digest}{ending}"
    _keep(stored, content)
    fields = {"content": stored, "sha256": digest, "size": len(content)}
    return _add(held, entry, title.strip() or name, actor, **fields)


@transaction.atomic
def add_link(
    *, submission: Submission, entry: IndicatorEntry | None, title: str, link: str, actor: User | None
) -> Evidence:
    """Keep a link as evidence; what it leads to is not kept.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        EvidenceRefusedError: it is no web address.
    """
    held = _hold(submission, entry)
    address = link.strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise EvidenceRefusedError(
            "No es una dirección web.",
            field="link",
            where=where_of(held),
            remedy="Escriba la dirección completa, con https://.",
        ) from error
    if len(address) > _LINK_LENGTH:
        told = f"La dirección tiene más de {_LINK_LENGTH} caracteres."
        raise EvidenceRefusedError(told, field="link", where=where_of(held), remedy="Use una más corta.")
    return _add(held, entry, title.strip() or address, actor, link=address)


@transaction.atomic
def remove(*, evidence: Evidence, actor: User | None) -> None:
    """Take evidence back; its file goes when no other evidence is the same file.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
    """
    held = hold(evidence.submission)
    require_writable(held)
    stored = evidence.content.name if evidence.content else ""
    change = FactChange("collection.evidence.removed", "evidence", _key(held, evidence), _told(evidence), None)
    evidence.delete()
    record(held, change, actor)
    if stored:
        transaction.on_commit(lambda: _forget(stored))


def _hold(submission: Submission, entry: IndicatorEntry | None) -> Submission:
    held = hold(submission)
    require_writable(held)
    if entry is not None and entry.submission_id != held.pk:
        raise EvidenceRefusedError("El valor es de otro reporte.", where=where_of(held), remedy="Elija uno de este.")
    return held


def _read(upload: Upload, ending: str, where: str) -> bytes:
    told = {"field": "file", "where": where}
    if ending not in ENDINGS:
        known = ", ".join(item.removeprefix(".") for item in ENDINGS)
        raise EvidenceRefusedError(f"No se admiten archivos «{ending}».", remedy=f"Se admiten: {known}.", **told)
    content = b"" if (upload.size or 0) > MOST_BYTES else upload.read()
    if (upload.size or 0) > MOST_BYTES or len(content) > MOST_BYTES:
        remedy = "Divídalo, o ponga un enlace."
        raise EvidenceRefusedError("El archivo tiene más de 20 MB.", remedy=remedy, **told)
    if not content:
        raise EvidenceRefusedError("El archivo está vacío.", remedy="Elija otro.", **told)
    if not is_what_it_says(content, ending):
        told_why = f"El contenido no es el de un archivo «{ending}»."
        remedy = "Ábralo y guárdelo de nuevo en ese formato, sin macros."
        raise EvidenceRefusedError(told_why, remedy=remedy, **told)
    return content


def _keep(name: str, content: bytes) -> None:
    """Write a file under its hash before the database names it, whole or not at all."""
    path = Path(default_storage.path(name))
    try:
        if not path.is_file() or path.stat().st_size != len(content):
            replace_file(path, content)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise EvidenceRefusedError(
            "No queda espacio en el disco y el archivo no se guardó.",
            field="file",
            remedy="Avise a quien mantiene Quipu; mientras tanto, ponga un enlace.",
            code="collection.evidence.no_room",
        ) from error


def _forget(name: str) -> None:
    if not Evidence.objects.filter(content=name).exists():
        default_storage.delete(name)


def _add(held: Submission, entry: IndicatorEntry | None, title: str, actor: User | None, **fields: Any) -> Evidence:
    made = Evidence.objects.create(submission=held, entry=entry, title=title[:_TITLE_LENGTH], added_by=actor, **fields)
    start_if_owed(held, actor)
    record(held, FactChange("collection.evidence.added", "evidence", _key(held, made), None, _told(made)), actor)
    return made


def _key(held: Submission, evidence: Evidence) -> tuple[object, ...]:
    return (*key_of(held), evidence.title)


def _told(evidence: Evidence) -> dict[str, Any]:
    of_file = {"sha256": evidence.sha256, "size": evidence.size} if evidence.content else {}
    return {"title": evidence.title, "link": evidence.link or None, **of_file}
