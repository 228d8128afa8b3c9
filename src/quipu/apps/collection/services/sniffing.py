"""Whether a file is what the ending of its name says, by what it holds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

_ODT = b"application/vnd.oasis.opendocument.text"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def is_what_it_says(content: bytes, ending: str) -> bool:
    """Whether a content is of the type that an ending names.

    Args:
        content: the whole file.
        ending: one of `ENDINGS`.
    """
    return _CHECKS[ending](content)


def _starts_with(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _holds_document(member: str) -> Callable[[bytes], bool]:
    """An Office file with that part in it and no macros."""

    def check(content: bytes) -> bool:
        names = _members(content)
        return {"[Content_Types].xml", member} <= names and not any("vbaproject" in name.lower() for name in names)

    return check


def _is_open_document(content: bytes) -> bool:
    if "mimetype" not in _members(content):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.getinfo("mimetype").file_size == len(_ODT) and archive.read("mimetype") == _ODT


def _members(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def _is_text(content: bytes) -> bool:
    """Readable as UTF-8 or as Windows writes it in Spanish, without characters that are not text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return _CONTROL.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


_CHECKS: Mapping[str, Callable[[bytes], bool]] = {
    ".pdf": _starts_with(b"%PDF-"),
    ".docx": _holds_document("word/document.xml"),
    ".xlsx": _holds_document("xl/workbook.xml"),
    ".odt": _is_open_document,
    ".png": _starts_with(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _starts_with(b"\xff\xd8\xff"),
    ".jpeg": _starts_with(b"\xff\xd8\xff"),
    ".txt": _is_text,
    ".csv": _is_text,
}

ENDINGS = tuple(_CHECKS)
"""The endings of the files that may be evidence."""
