"""Quotes that find their words again: the text-quote and text-position selectors of the W3C Web Annotation model.

Offsets count Unicode code points. A quote is looked for where it was; then by its words, at the place whose
surroundings agree best; then by words that resemble them, for a new reading of a file mends a hyphen here and loses an
accent there. What only resembles is taken when no figure in it differs: «15 reuniones» does not prove 16.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

CONTEXT = 40
"""Characters kept before and after a quote, to tell it from the same words elsewhere."""
RESEMBLANCE = 88.0
"""How alike two texts must be, of 100, to be taken for the same quote. Lost accents and hyphens leave a sentence above
95; another sentence of the same press note, with its own names, stays below 80."""
LEAST_TO_RESEMBLE = 16
"""Characters below which a quote must be found as it is: a short one resembles too much."""
_SUGGESTED = 55.0
_NEAR, _MOST_CHARACTERS = 20_000, 400_000
_ROUGHLY = 15.0
_END = 200
"""Characters of a long quote's beginning and of its end by which it is looked for."""
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+|[^\w\s]+")

How = Literal["position", "quote", "resemblance"]


@dataclass(frozen=True)
class Selector:
    """Where a quote is: its words with what stands around them, and its place, where that is known."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Found:
    """Where a quote was found again, and how: at its place, by its words or by their resemblance."""

    start: int
    end: int
    how: How


def select(text: str, start: int, end: int) -> Selector:
    """The selector of a part of a text.

    Raises:
        ValueError: the part is empty or lies outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"From {start} to {end} is no part of a text of {len(text)} characters.")
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Selector(text[start:end], before, after, start, end)


def find(text: str, selector: Selector) -> Found | None:
    """Where the words of a selector are in a text, which may have changed since; None when they are not there.

    Where the same words stand several times, the place whose surroundings agree best with the selector's wins, and
    among equals the nearest to where they were.
    """
    if not selector.exact.strip():
        return None
    places = list(_places(text, selector.exact))
    if places:
        start, end = max(places, key=lambda place: _agreement(text, place, selector))
        return Found(start, end, "position" if start == selector.start else "quote")
    return _resembling(text, selector)


def find_words(text: str, words: str) -> Found | None:
    """Where somebody's copy of some words is in a text; spaces, line breaks and Unicode forms of it do not matter."""
    return find(text, Selector(clean_quote(words)))


def clean_quote(words: str) -> str:
    """A copied quote in the form that texts are kept in: composed characters, without soft hyphens."""
    return unicodedata.normalize("NFC", words).replace("\xad", "").strip()


def nearest(text: str, words: str) -> str:
    """The part of a text most like some words, to propose it to whoever wrote them; empty when nothing is like them."""
    found = _most_like(text, clean_quote(words)[: 2 * _END], _SUGGESTED)
    return text[found[0] : found[1]] if found else ""


def _places(text: str, exact: str) -> Iterator[tuple[int, int]]:
    """Every place of the words; only when there is none, those where just the spaces differ."""
    start, any_found = text.find(exact), False
    while start >= 0:
        any_found = True
        yield start, start + len(exact)
        start = text.find(exact, start + 1)
    if not any_found:
        loose = r"\s+".join(re.escape(word) for word in exact.split())
        yield from (match.span() for match in re.finditer(loose, text))


def _agreement(text: str, place: tuple[int, int], selector: Selector) -> tuple[int, int]:
    start, end = place
    before, after = _SPACES.sub(" ", text[max(0, start - CONTEXT) : start]), _SPACES.sub(" ", text[end : end + CONTEXT])
    agreeing = _shared(before[::-1], _SPACES.sub(" ", selector.prefix)[::-1])
    agreeing += _shared(after, _SPACES.sub(" ", selector.suffix))
    return agreeing, -abs(start - (selector.start or 0))


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _resembling(text: str, selector: Selector) -> Found | None:
    if len(selector.exact) < LEAST_TO_RESEMBLE:
        return None
    for reach in (_NEAR, _MOST_CHARACTERS):
        # First around where it was, for the same sentence can stand in several chapters.
        offset = max(0, (selector.start or 0) - reach // 2) if len(text) > reach else 0
        found = _most_like(text[offset : offset + reach], selector.exact, RESEMBLANCE)
        if found is not None:
            return _with_same_figures(text, found[0] + offset, found[1] + offset, selector.exact)
    return None


def _with_same_figures(text: str, start: int, end: int, exact: str) -> Found | None:
    same = _DIGITS.findall(text[start:end]) == _DIGITS.findall(exact)
    return Found(start, end, "resemblance") if same else None


def _most_like(text: str, words: str, least: float) -> tuple[int, int] | None:
    """The whole words of a text most like others, if they are at least so alike."""
    if not words or not text:
        return None
    rough = _roughly(text, words, max(0.0, least - _ROUGHLY))
    if rough is None:
        return None
    # What is compared is as long as the words, so it can cut the first and the last: a margin is left for them.
    margin = max(8, min(len(words), _END) // 5)
    low, high = max(0, rough[0] - margin), min(len(text), rough[1] + margin)
    words_around = [(low + item.start(), low + item.end()) for item in _WORD.finditer(text[low:high])]
    starts = [start for start, _ in words_around if _is_bound(text, start)]
    ends = [end for _, end in words_around if _is_bound(text, end)]
    near = [start for start in starts if start <= rough[0] + margin], [end for end in ends if end >= rough[1] - margin]
    return _best_part(text, words, near, rough, least)


def _roughly(text: str, words: str, least: float) -> tuple[int, int] | None:
    """About where the words are; of many, only their first and their last are looked for, as it takes far less time."""
    if len(words) <= 2 * _END:
        found = fuzz.partial_ratio_alignment(words, text, score_cutoff=least)
        return (found.dest_start, found.dest_end) if found else None
    head = _roughly(text, words[:_END], least)
    if head is None:
        return None
    rest = text[head[0] : head[0] + len(words) * 3 // 2]
    tail = _roughly(rest, words[-_END:], least)
    return (head[0], head[0] + tail[1]) if tail else None


def _is_bound(text: str, place: int) -> bool:
    """Whether no word is cut there."""
    return not (0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum())


def _best_part(
    text: str, words: str, bounds: tuple[list[int], list[int]], rough: tuple[int, int], least: float
) -> tuple[int, int] | None:
    """The best pair of bounds near the rough ones; first the beginning is settled, then the end."""
    starts, ends = bounds
    if not starts or not ends:
        return None

    def likeness(start: int, end: int) -> float:
        return fuzz.ratio(words, text[start:end]) if start < end else 0.0

    start = max(starts, key=lambda item: (likeness(item, rough[1]), -abs(item - rough[0])))
    end = max(ends, key=lambda item: likeness(start, item))
    start = max(starts, key=lambda item: likeness(item, end))
    return (start, end) if likeness(start, end) >= least else None
