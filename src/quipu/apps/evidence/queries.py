"""What others may ask about documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from quipu.apps.evidence.errors import UnknownDocumentError
from quipu.apps.evidence.models import Document, Passage
from quipu.apps.history.queries import history_of
from quipu.apps.organisation.models import Institution
from quipu.documents import PassageKind, ReadPassage, joined_text
from quipu.documents.headers import read_header
from quipu.language import plain_words

DECLINED = "evidence.document.proposal_declined"
"""What the history calls that somebody saved what is told of a document without what its text proposes."""
_HEAD = 12
_FOOT = 4
"""Passages at the beginning and at the end of a document in which it says what it is."""


@dataclass(frozen=True)
class PlacedPassage:
    """A passage of the reading in force and where it stands in the text, by code points."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def documents_of(institution: Institution) -> QuerySet[Document]:
    """The documents of an institution, the latest first."""
    return Document.objects.filter(institution=institution)


def document_in(institution: Institution, code: str) -> Document:
    """A document of an institution by its code.

    Raises:
        UnknownDocumentError: there is none.
    """
    found = documents_of(institution).filter(code=code).first()
    if found is None:
        raise UnknownDocumentError(
            f"No hay un documento «{code}».", remedy="Búsquelo en la lista de evidencias, o agréguelo."
        )
    found.institution = institution
    return found


def passages_of(document: Document) -> QuerySet[Passage]:
    """The passages of the reading in force, in order."""
    return document.passages.filter(reading=document.reading).order_by("number")


def text_of(document: Document) -> str:
    """The text of the reading in force; empty for a document known by its reference."""
    return joined_text(passages_of(document).values_list("text", flat=True))


def placed_passages(document: Document) -> Sequence[PlacedPassage]:
    """The passages of the reading in force, each with its place in the text."""
    placed, start = [], 0
    for kind, text in passages_of(document).values_list("kind", "text"):
        placed.append(PlacedPassage(kind, text, start))
        start += len(text) + len(joined_text(("", "")))
    return placed


def texts_of(documents: Sequence[Document]) -> Mapping[int, str]:
    """The texts of several documents by their identifiers, in one query."""
    reading = {document.pk: document.reading for document in documents}
    rows = Passage.objects.filter(document__in=reading).order_by("document", "number")
    found: dict[int, list[str]] = {key: [] for key in reading}
    for key, number, text in rows.values_list("document", "reading", "text"):
        if number == reading[key]:
            found[key].append(text)
    return {key: joined_text(texts) for key, texts in found.items()}


def search_documents(
    institution: Institution, *, words: str = "", kind: str = "", year: str = "", issuer: str = ""
) -> QuerySet[Document]:
    """The documents that a search asks for; accents and case do not matter in the words.

    Args:
        institution: whose they are.
        words: all of them must stand in the title, issuer, number or code.
        kind: one of `Document.Kind`.
        year: of its date.
        issuer: the whole name.
    """
    found = documents_of(institution)
    if kind:
        found = found.filter(kind=kind)
    if year.isdecimal() and int(year) in range(1, 10_000):
        found = found.filter(dated_on__year=int(year))
    if issuer:
        found = found.filter(issuer=issuer)
    if words.strip():
        found = found.filter(_matching(institution, words))
    return found


def years_of(institution: Institution) -> list[int]:
    """The years of which there are documents, the latest first."""
    return [day.year for day in documents_of(institution).dates("dated_on", "year", order="DESC")]


def issuers_of(institution: Institution) -> list[str]:
    """Who issued the documents, by name."""
    found = documents_of(institution).exclude(issuer="").order_by("issuer")
    return list(found.values_list("issuer", flat=True).distinct())


def proposals_for(document: Document) -> Mapping[str, object]:
    """What the text says of a document where nothing was told: its number, its date; for a person to confirm.

    Where somebody saved what is told of it and left that out, it is not proposed again.
    """
    if document.number and document.dated_on:
        return {}
    rows = passages_of(document).values_list("number", "kind", "text")
    ends = dict.fromkeys([*rows[:_HEAD], *sorted(rows.order_by("-number")[:_FOOT])])
    said = read_header([ReadPassage(PassageKind(kind), text) for _number, kind, text in ends])
    told = {"number": said.number, "dated_on": said.dated_on}
    found = {name: value for name, value in told.items() if value and not getattr(document, name)}
    return {} if found and _was_declined(document) else found


def _was_declined(document: Document) -> bool:
    changes = history_of(document.institution, "documents", (document.code,))
    return changes.filter(action=DECLINED).exists()


def _matching(institution: Institution, words: str) -> Q:
    """Compared here, for neither database forgives accents in the same way; documents are some thousands."""
    asked = plain_words(words).split()
    rows = documents_of(institution).values_list("pk", "title", "issuer", "number", "code").order_by()
    fitting = [
        key for key, *texts in rows if all(word in told for word in asked for told in [plain_words(" ".join(texts))])
    ]
    return Q(pk__in=fitting)
