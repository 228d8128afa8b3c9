"""Which language a text is in, by its commonest words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 2_000
_LEAST = 3
_SPANISH = frozenset(_WORD.findall("de la que el en y los del las por con una para su al se lo como más pero sus este"))
_ENGLISH = frozenset(_WORD.findall("the of and to in that is was for on with as by at from this be are its which has"))


def guess_language(text: str) -> str:
    """`es` or `en`, by which one's commonest words are more; empty when neither has enough of them."""
    words = _WORD.findall(text[: _MOST_WORDS * 10].lower())[:_MOST_WORDS]
    spanish = sum(word in _SPANISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if max(spanish, english) < _LEAST or spanish == english:
        return ""
    return "es" if spanish > english else "en"
