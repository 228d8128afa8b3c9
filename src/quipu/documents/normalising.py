"""Text as it is kept: composed characters, single spaces, words that a line cut made whole again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

LINE_HYPHEN = "\xad"
"""How readers mark a hyphen that only a line's end put there."""
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_CUT = re.compile(r"[^\W\d_][-\u2010]$")
_REPEATED = re.compile(r"[-\u2010][^\W\d_]")
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+")
_LAST_WORD = re.compile(r"\S+$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")


def clean(text: str) -> str:
    """One line: Unicode NFC, no invisible characters or soft hyphens, every run of spaces one space."""
    shown = _INVISIBLE.sub("", text.replace(LINE_HYPHEN, ""))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", shown)).strip()


def hyphened_words(text: str) -> frozenset[str]:
    """The words that a text writes with a hyphen within a line, so that one cut at its hyphen keeps it."""
    return frozenset(word.lower() for word in _HYPHENED.findall(text))


def join_lines(lines: Sequence[str], hyphened: Collection[str] = ()) -> str:
    """The lines of a paragraph as one, with the words that were cut between two of them mended.

    Args:
        lines: in order; a soft hyphen at an end always parts a word.
        hyphened: words that do have a hyphen, from `hyphened_words`.
    """
    joined = ""
    for line in lines:
        stripped = line.strip()
        joined = _join(joined, stripped, hyphened) if joined else stripped
    return clean(joined)


def _join(before: str, after: str, hyphened: Collection[str]) -> str:
    if before.endswith(LINE_HYPHEN):
        return before[:-1] + after
    if _CUT.search(before) and _REPEATED.match(after):
        # Spanish repeats at the line's beginning the hyphen of a compound that it cuts.
        return before + after[1:]
    if not _CUT.search(before) or not after[:1].islower():
        # A compound of names, as Lima-Callao, keeps its hyphen and gets no space.
        return before + after if _CUT.search(before) and after[:1].isupper() else f"{before} {after}"
    last, first = _LAST_WORD.search(before), _FIRST_WORD.search(after)
    whole = f"{last[0]}{first[0]}".lower() if last and first else ""
    return before + after if whole in hyphened else before[:-1] + after
