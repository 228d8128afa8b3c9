"""Words as searches compare them: without accents or case, and as stems, so that *reuniones* finds *Reunión*."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_STEMMER = snowballstemmer.stemmer("spanish")
_EMPTY = frozenset(
    [
        "a",
        "al",
        "con",
        "de",
        "del",
        "e",
        "el",
        "en",
        "la",
        "las",
        "lo",
        "los",
        "o",
        "para",
        "por",
        "que",
        "se",
        "su",
        "sus",
        "u",
        "un",
        "una",
        "y",
    ]
)


def search_stems(texts: Iterable[str]) -> str:
    """The stems of all words, each once, between spaces: ` reunion peru brasil `.

    A search looks in it for ` ` + a stem of its own, so that what is looked for begins a word. Words that say nothing
    are left out.

    Args:
        texts: of a record: its title, its place, the names of its counterparts.
    """
    stems = dict.fromkeys(stem for text in texts for word in _words_of(text) for stem in _stems_kept(word))
    return f" {' '.join(stems)} " if stems else ""


def query_stems(text: str) -> list[str]:
    """The stems that a search asks for, all of which must be found; empty when it asks for nothing."""
    return list(dict.fromkeys(_stem(word) for word in _words_of(text)))


def plain_words(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words_of(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY]


def _stems_kept(word: str) -> tuple[str, str]:
    """The stem of a word, and the one that it has for who writes it without accents: energ, energi."""
    return _stem(word), _stem(plain_words(word))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # The stemmer knows Spanish endings by their accents, so it goes first.
    return plain_words(_STEMMER.stemWord(word))
