"""What is told of a document besides its text: title, kind, issuer, number, date, address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.evidence.errors import DocumentRefusedError
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import DECLINED, proposals_for
from quipu.apps.history.services import FactChange, record_changes

LANGUAGES = ("es", "en", "fr", "pt")
_MOST_TITLE = 500
_LENGTHS = {"issuer": 200, "number": 60, "url": 500, "code": 60}
_TOLD = {
    "issuer": "El emisor tiene más de 200 caracteres.",
    "number": "El número tiene más de 60 caracteres.",
    "url": "La dirección tiene más de 500 caracteres.",
    "code": "El código tiene más de 60 caracteres.",
}


@dataclass(frozen=True)
class DocumentDetails:
    """What somebody tells of a document; what they do not know is empty.

    Attributes:
        title: may be empty when there is a file, whose own title is taken.
        kind: one of `Document.Kind`.
        issuer: who made it public.
        number: as its issuer numbers it.
        dated_on: the day it bears.
        language: ISO 639-1; empty takes that of the text.
        url: where it was found.
        code: its lasting name; empty makes one.
        synthetic: whether it belongs to a fictional institution.
    """

    title: str = ""
    kind: str = Document.Kind.OTHER
    issuer: str = ""
    number: str = ""
    dated_on: date | None = None
    language: str = ""
    url: str = ""
    code: str = ""
    synthetic: bool = False

    def stripped(self) -> DocumentDetails:
        """Without spaces around its texts."""
        return DocumentDetails(
            **{name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}
        )

    @classmethod
    def of(cls, document: Document) -> DocumentDetails:
        """Those of a document as it stands."""
        return cls(**{item.name: getattr(document, item.name) for item in fields(cls)})


def faults_in(details: DocumentDetails) -> dict[str, str]:
    """Every field that cannot be kept, with its message."""
    faults = {name: _TOLD[name] for name, most in _LENGTHS.items() if len(getattr(details, name)) > most}
    if len(details.title) > _MOST_TITLE:
        faults["title"] = f"El título tiene más de {_MOST_TITLE} caracteres."
    if details.kind not in Document.Kind.values:
        faults["kind"] = f"«{details.kind}» no es un tipo de documento: {', '.join(Document.Kind.values)}."
    if details.language and details.language not in LANGUAGES:
        faults["language"] = f"«{details.language}» no es un idioma conocido: {', '.join(LANGUAGES)}."
    if details.dated_on and details.dated_on > timezone.localdate():
        faults["dated_on"] = "La fecha del documento es posterior a hoy."
    if details.url and "url" not in faults and not _is_web_address(details.url):
        faults["url"] = "No es una dirección web: escríbala completa, con https://."
    return faults


@transaction.atomic
def change_details(*, document: Document, details: DocumentDetails, actor: User | None) -> Document:
    """Mend what is told of a document; its text, its file and its code stay as they are.

    What its text proposes and is left out is not proposed again, which the history keeps.

    Raises:
        DocumentRefusedError: with every field at fault.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    asked = details.stripped()
    faults = faults_in(asked) | ({} if asked.title else {"title": "Falta el título."})
    if faults:
        raise DocumentRefusedError(faults, where=held.code)
    before = details_told(held)
    for name in ("title", "kind", "issuer", "number", "dated_on", "url"):
        setattr(held, name, getattr(asked, name))
    held.language = asked.language or held.language
    held.save()
    told = details_told(held)
    altered = [name for name, value in told.items() if value != before[name]]
    if altered:
        was, now = ({name: side[name] for name in altered} for side in (before, told))
        change = FactChange("evidence.document.changed", "documents", (held.code,), was, now)
        record_changes(institution=held.institution, changes=[change], actor=actor)
    declined = proposals_for(held)
    if declined:
        change = FactChange(DECLINED, "documents", (held.code,), declined, None)
        record_changes(institution=held.institution, changes=[change], actor=actor)
    return held


def details_told(document: Document) -> Mapping[str, object]:
    """The fields of a document as the history tells them."""
    return {
        "title": document.title,
        "kind": document.kind,
        "issuer": document.issuer,
        "number": document.number,
        "dated_on": document.dated_on,
        "language": document.language,
        "url": document.url,
        "original_name": document.original_name,
        "original_sha256": document.original_sha256,
        "reading": document.reading,
        "reader": document.reader,
        "text_sha256": document.sha256,
    }


def _is_web_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True
