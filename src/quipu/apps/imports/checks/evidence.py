"""What documents, and the words of them that prove records, must satisfy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from quipu.apps.imports.differences import Outcome, RowsByKey
from quipu.apps.register.services.citing import FIELDS
from quipu.documents import joined_text, nearest
from quipu.workbook.columns import Value
from quipu.workbook.faults import Fault
from quipu.workbook.rows import Row

_SAME = ("document", "field", "exact", "locator")


def find_altered_texts(outcome: Outcome) -> Iterator[Fault]:
    """Readings of a document whose text would change: what was quoted of it stays as it was read."""
    if "document_passages" not in outcome.in_file:
        return
    before, after = _readings(outcome.before["document_passages"]), _readings(outcome.after["document_passages"])
    altered = {place for place, texts in before.items() if place in after and after[place] != texts}
    told: set[tuple[Value, Value]] = set()
    for row in outcome.file_rows("document_passages"):
        place = row.get("document"), row.get("reading")
        if place not in altered or outcome.before["document_passages"].get(_key(row), {}).get("text") == row.get(
            "text"
        ):
            continue
        told.add(place)
        yield row.fault("text", reason=_ALTERED, remedy=_NEW_READING, code="imports.text_altered")
    for document, reading in sorted(altered - told, key=str):
        reason = f"faltan párrafos de la lectura {reading} de «{document}»: {_ALTERED}"
        yield Fault("Párrafos de documentos", "", str(document), reason, _NEW_READING, "imports.text_altered")


_ALTERED = "el texto leído de un documento no se cambia, porque hay citas que lo usan."
_NEW_READING = "Escríbalo con otro número de lectura, y ponga ese número en «Lectura vigente» del documento."


def find_bad_readings(outcome: Outcome) -> Iterator[Fault]:
    """Documents that say to be read by a reading that they do not have."""
    if not {"documents", "document_passages"} & outcome.in_file:
        return
    readings: dict[Value, set[Value]] = defaultdict(set)
    for document, reading in _readings(outcome.after["document_passages"]):
        readings[document].add(reading)
    for row in outcome.file_rows("documents"):
        there = readings[row.get("code")]
        if there and row.get("reading") not in there:
            shown = ", ".join(str(number) for number in sorted(there, key=str))
            reason = f"la lectura {row.get('reading')} no está en «Párrafos de documentos»."
            yield row.fault("reading", reason=reason, remedy=f"Hay estas: {shown}.", code="imports.reading")


def find_bad_citations(outcome: Outcome) -> Iterator[Fault]:
    """Citations of nothing, of a field that no record has, and of words that the document does not have."""
    if "citations" not in outcome.in_file:
        return
    texts = _texts(outcome)
    for row in outcome.file_rows("citations"):
        field, exact = row.get("field"), row.get("exact")
        if field is not None and field not in FIELDS:
            reason, remedy = f"«{field}» no es un dato que se cite.", f"Use uno de estos: {', '.join(FIELDS)}."
            yield row.fault("field", reason=reason, remedy=remedy, code="imports.citation_field")
        if exact is None and row.get("locator") is None:
            reason = "la cita no dice qué palabras ni dónde mirar."
            remedy = "Copie las palabras del documento, o escriba la página o sección."
            yield row.fault("exact", reason=reason, remedy=remedy, code="imports.citation_empty")
        elif exact is not None and not _is_stored(row, outcome) and row.get("document") in texts:
            yield from _unquoted(row, str(exact), texts[row.get("document")])


def _unquoted(row: Row, exact: str, text: str) -> Iterator[Fault]:
    if exact in text:
        return
    if not text:
        reason = f"el documento «{row.get('document')}» no tiene texto en el cual buscar las palabras."
        remedy = "Agregue su texto en «Párrafos de documentos», o use «Dónde mirar» en vez de las palabras."
    else:
        near = nearest(text, exact)
        reason = f"estas palabras no están en el documento «{row.get('document')}»."
        remedy = f"Lo más parecido que dice es: «{near}»." if near else "Cópielas tal como están en su texto."
    yield row.fault("exact", reason=reason, remedy=remedy, code="imports.citation_not_found")


def _is_stored(row: Row, outcome: Outcome) -> bool:
    """Whether the citation is there already; one whose words were lost by a new reading waits for somebody."""
    stored = outcome.before["citations"].get((row.get("record"), row.get("number")))
    return stored is not None and all(stored.get(name) == row.get(name) for name in _SAME)


def _texts(outcome: Outcome) -> Mapping[Value, str]:
    """The text in force of every document."""
    if outcome.uncertain & {"documents", "document_passages"}:
        return {}
    found: dict[Value, list[tuple[int, str]]] = {key[0]: [] for key in outcome.after["documents"]}
    reading = {key[0]: row.get("reading") for key, row in outcome.after["documents"].items()}
    for row in outcome.after["document_passages"].values():
        document = row.get("document")
        if document in found and row.get("reading") == reading[document]:
            found[document].append((int(str(row.get("number"))), str(row.get("text") or "")))
    return {document: joined_text(text for _, text in sorted(parts)) for document, parts in found.items()}


def _readings(rows: RowsByKey) -> Mapping[tuple[Value, Value], Mapping[Value, Value]]:
    found: dict[tuple[Value, Value], dict[Value, Value]] = defaultdict(dict)
    for row in rows.values():
        found[row.get("document"), row.get("reading")][row.get("number")] = row.get("text")
    return found


def _key(row: Row) -> tuple[Value, ...]:
    return row.get("document"), row.get("reading"), row.get("number")
