"""Citing: which words of which document prove a field of a record, and finding them again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from quipu.apps.accounts.models import User
from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import text_of, texts_of
from quipu.apps.evidence.services import read_again, seal_texts
from quipu.apps.history.services import FactChange
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Citation, Record
from quipu.apps.register.services.holding import hold_record, tell
from quipu.documents import Found, Selector, find, find_words, nearest, select
from quipu.errors import QuipuError

FIELDS = (
    "title",
    "summary",
    "kind",
    "status",
    "modality",
    "mode",
    "starts_on",
    "ends_on",
    "valid_from",
    "valid_to",
    "place_country",
    "city",
    "venue",
    "direction",
    "level_own",
    "level_counterpart",
    "outcome",
    "axis",
    "mechanism",
    "ordinal",
    "counterparts",
    "participants",
    "record_figures",
    "office_criteria",
    "instruments",
    "instrument_steps",
    "commitments",
)
"""What of a record a citation can prove: its columns, and the sheets of what hangs from it; empty, the whole of it."""
_SELECTOR = ("exact", "prefix", "suffix", "start", "end")
_BATCH = 200
_LOCATOR_LENGTH = 200
MOST_CHARACTERS = 10_000
"""Of a quote: a longer one proves no single thing."""


class CitationRefusedError(QuipuError):
    """A citation that cannot be made as asked.

    Attributes:
        field: the field of the form beside which the message belongs.
    """

    code = "register.citation.refused"

    def __init__(self, what: str, *, field: str, where: str = "", why: str = "", remedy: str = "") -> None:
        self.field = field
        super().__init__(what, where=where, why=why, remedy=remedy)


class QuoteNotFoundError(CitationRefusedError):
    """The words are not in the document.

    Attributes:
        suggestion: the part of the document most like them; empty when nothing is.
    """

    code = "register.citation.not_found"

    def __init__(self, document: Document, suggestion: str) -> None:
        self.suggestion = suggestion
        super().__init__(
            "Estas palabras no están en el documento.",
            field="exact",
            where=f"«{document.title}»",
            why=f"Lo más parecido que dice es: «{suggestion}»." if suggestion else "",
            remedy="Cópielas tal como están en su texto.",
        )


@dataclass(frozen=True)
class Refinding:
    """What came of looking for citations again.

    Attributes:
        changed: whether the document's text is another than before.
        found: citations whose words are there.
        lost: those whose words are not; they keep them, without a place.
    """

    changed: bool
    found: tuple[Citation, ...]
    lost: tuple[Citation, ...]


@transaction.atomic
def cite(
    *,
    record: Record,
    document: Document,
    field: str = "",
    start: int | None = None,
    end: int | None = None,
    exact: str = "",
    locator: str = "",
    actor: User | None,
) -> Citation:
    """Say which words of a document prove a record or one of its fields.

    Args:
        record: what is proved.
        document: whose words they are.
        field: one of `FIELDS`; empty for the whole record.
        start: where the words begin, by code points of the text in force; or else `exact`.
        end: where they end.
        exact: the words, copied; differences of spacing do not matter.
        locator: where to look in a document that is known only by its reference: a page, an article.
        actor: who says so.

    Raises:
        QuoteNotFoundError: the document does not have these words; the nearest ones are proposed.
        CitationRefusedError: the document is of another institution, the place lies outside its text, nothing says
            where to look, or the same was already cited.
    """
    held = hold_record(record)
    _check(held, document, field, locator)
    _check_length(exact, held)
    selector = _selector(document, start, end, exact, locator)
    _refuse_repeated(held, document, field, selector, locator)
    last = held.citations.aggregate(last=Max("number"))["last"] or 0
    made = Citation.objects.create(
        record=held,
        number=last + 1,
        document=document,
        field=field,
        locator=locator,
        **{name: getattr(selector, name) for name in _SELECTOR},
    )
    _record_change("register.citation.added", made, None, _told(made), actor)
    return made


@transaction.atomic
def uncite(*, citation: Citation, actor: User | None) -> None:
    """Take a citation back; the document and the record stay, and the history keeps its words."""
    hold_record(citation.record)
    if Citation.objects.filter(pk=citation.pk).delete()[0]:
        _record_change("register.citation.removed", citation, _told(citation), None, actor)


@transaction.atomic
def reread_document(*, document: Document, actor: User | None) -> Refinding:
    """Read a document's file again and find in the new text what was cited from it.

    Raises:
        OriginalGoneError: it has no file, or the file is not what it was.
        DocumentRefusedError: the file can no longer be read.
    """
    reading = read_again(document=document, actor=actor)
    return find_citations_again(reading.document, changed=reading.changed, actor=actor)


@transaction.atomic
def find_citations_again(document: Document, *, changed: bool = True, actor: User | None = None) -> Refinding:
    """Place every citation of a document in its text in force: by position, by its words, by what resembles them.

    What is not found keeps its words and loses its place, so that somebody looks at it. Where the words themselves came
    out otherwise, the history keeps both.
    """
    found = Citation.objects.filter(document=document).exclude(exact="")
    citations = list(found.select_related("document", "record__institution"))
    before = {citation.pk: _told(citation) for citation in citations}
    text = text_of(document)
    lost = tuple(citation for citation in citations if not _place(citation, text))
    Citation.objects.bulk_update(citations, _SELECTOR, batch_size=_BATCH)
    for citation in citations:
        was, now = before[citation.pk], _told(citation)
        if was != now:
            _record_change("register.citation.found_again", citation, was, now, actor)
    return Refinding(changed, tuple(citation for citation in citations if citation not in lost), lost)


@transaction.atomic
def fill_positions(institution: Institution) -> int:
    """Seal the texts that an import brings, and place the citations that have their words and no place yet.

    Returns:
        How many were placed.
    """
    seal_texts(institution)
    waiting = Citation.objects.filter(record__institution=institution, start__isnull=True).exclude(exact="")
    citations = list(waiting.select_related("document"))
    texts = texts_of(list({citation.document_id: citation.document for citation in citations}.values()))
    placed = [citation for citation in citations if _place_as_told(citation, texts[citation.document_id])]
    Citation.objects.bulk_update(placed, _SELECTOR, batch_size=_BATCH)
    return len(placed)


def _check(record: Record, document: Document, field: str, locator: str) -> None:
    if document.institution_id != record.institution_id:
        raise CitationRefusedError("El documento es de otra institución.", field="record", where=record.code)
    if field and field not in FIELDS:
        raise CitationRefusedError(
            f"«{field}» no es un dato que se cite.", field="field", where=record.code, remedy=", ".join(FIELDS)
        )
    if len(locator) > _LOCATOR_LENGTH:
        told = f"Dónde mirar tiene más de {_LOCATOR_LENGTH} caracteres."
        raise CitationRefusedError(told, field="locator", where=record.code, remedy="Dígalo más corto.")


def _check_length(exact: str, record: Record) -> None:
    if len(exact) > MOST_CHARACTERS:
        told = f"La cita tiene más de {MOST_CHARACTERS} caracteres."
        raise CitationRefusedError(told, field="exact", where=record.code, remedy="Cite solo lo que lo prueba.")


def _selector(document: Document, start: int | None, end: int | None, exact: str, locator: str) -> Selector:
    text = text_of(document)
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise CitationRefusedError("Ese lugar no está en el texto.", field="exact", where=f"«{document.title}»")
        return select(text, start, end)
    if exact.strip() and text:
        found = find_words(text, exact)
        if found is None or found.how == "resemblance":
            raise QuoteNotFoundError(document, nearest(text, exact))
        return select(text, found.start, found.end)
    if not exact.strip() and not locator.strip():
        what = "Falta la cita: las palabras del documento." if text else "Falta decir dónde mirar en el documento."
        field = "exact" if text else "locator"
        raise CitationRefusedError(
            what, field=field, where=f"«{document.title}»", remedy="Escríbala y guarde de nuevo."
        )
    return Selector(exact.strip())


def _refuse_repeated(record: Record, document: Document, field: str, selector: Selector, locator: str) -> None:
    same = record.citations.filter(document=document, field=field, exact=selector.exact, start=selector.start)
    if same.filter(locator=locator).exists():
        raise CitationRefusedError("Esa cita ya está.", field="exact", where=record.code, remedy="No hace falta otra.")


def _place(citation: Citation, text: str) -> bool:
    """Put a citation where its words are now; without them, leave it with none. Says whether they were found."""
    found = find(text, _selector_of(citation))
    if found is None:
        citation.start = citation.end = None
        return False
    _move(citation, text, found)
    return True


def _place_as_told(citation: Citation, text: str) -> bool:
    """As `_place`, keeping the words before and after that a file gave."""
    given = citation.prefix, citation.suffix
    found = _place(citation, text)
    citation.prefix, citation.suffix = given[0] or citation.prefix, given[1] or citation.suffix
    return found


def _move(citation: Citation, text: str, found: Found) -> None:
    now = select(text, found.start, found.end)
    for name in _SELECTOR:
        setattr(citation, name, getattr(now, name))


def _selector_of(citation: Citation) -> Selector:
    return Selector(citation.exact, citation.prefix, citation.suffix, citation.start, citation.end)


def _told(citation: Citation) -> dict[str, object]:
    return {
        "document": citation.document.code,
        "field": citation.field,
        "exact": citation.exact,
        "locator": citation.locator,
        "placed": citation.start is not None,
    }


def _record_change(
    action: str,
    citation: Citation,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    actor: User | None,
) -> None:
    change = FactChange(action, "citations", (citation.record.code, citation.number), before, after)
    tell(citation.record, change, actor)
