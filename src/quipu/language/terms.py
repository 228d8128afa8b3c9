"""The glossary: every term of the product, once, in Spanish and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from quipu.errors import QuipuError


class UnknownTermError(QuipuError):
    """A key that the glossary does not hold."""

    code = "language.unknown_term"


@dataclass(frozen=True)
class Term:
    """One entry: its key (`direction.ascending`), how it reads, and what it means.

    Attributes:
        key: group and name, joined by a dot.
        es: Spanish term, lower case, as inside a sentence.
        en: English term.
        meaning_es: one Spanish sentence for the glossary, or empty when the group's sentence is enough.
        meaning_en: the same in English.
    """

    key: str
    es: str
    en: str
    meaning_es: str = ""
    meaning_en: str = ""

    @property
    def group(self) -> str:
        """The part before the dot."""
        return self.key.partition(".")[0]

    def in_language(self, language: str) -> str:
        """The term in `es` (and any regional form of it) or `en`."""
        return self.en if language.lower().startswith("en") else self.es


@cache
def _glossary() -> Mapping[str, Term]:
    content = tomllib.loads(files("quipu.language").joinpath("terms.toml").read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": Term(key=f"{group}.{name}", **entry)
        for group, entries in content.items()
        for name, entry in entries.items()
    }


def term(key: str, language: str = "es") -> str:
    """How the term reads in a language.

    Raises:
        UnknownTermError: the glossary has no such key; the message names the keys of its group.
    """
    entry = _glossary().get(key)
    if entry is None:
        near = sorted(name for name in _glossary() if name.startswith(key.partition(".")[0] + "."))
        raise UnknownTermError(
            f"El glosario no tiene el término «{key}».",
            where="language/terms.toml",
            remedy=f"Los de su grupo son: {', '.join(near)}." if near else "Revise el nombre del grupo.",
        )
    return entry.in_language(language)


def term_group(group: str) -> tuple[Term, ...]:
    """The terms of one group, in the glossary's order; empty when there is no such group."""
    return tuple(entry for entry in _glossary().values() if entry.group == group)


def all_terms() -> tuple[Term, ...]:
    """Every term, in the glossary's order."""
    return tuple(_glossary().values())
