"""Files to text: typed passages with offsets, and quotes that find their words again."""

from quipu.documents.errors import UnreadableDocumentError
from quipu.documents.passages import PARTED_BY, PassageKind, ReadDocument, ReadPassage, joined_text
from quipu.documents.reading import MOST_BYTES, read_document
from quipu.documents.selectors import Found, Selector, find, find_words, nearest, select

__all__ = [
    "MOST_BYTES",
    "PARTED_BY",
    "Found",
    "PassageKind",
    "ReadDocument",
    "ReadPassage",
    "Selector",
    "UnreadableDocumentError",
    "find",
    "find_words",
    "joined_text",
    "nearest",
    "read_document",
    "select",
]
