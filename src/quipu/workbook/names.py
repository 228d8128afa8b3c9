"""Names compared as people type them: without regard to case, accents or spaces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def plain_name(text: str) -> str:
    """The text in lower case, without accents, with single spaces: `Año  inicial` and `ANO_INICIAL` are one name."""
    letters = unicodedata.normalize("NFKD", text.replace("_", " ")).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def file_stem(label: str) -> str:
    """The file name, without its ending, of a sheet: `Programación y ejecución` gives `programacion_y_ejecucion`."""
    return plain_name(label).replace(" ", "_")


def nearest(wanted: str, known: Iterable[str]) -> str:
    """The known name that looks most like the wanted one, or an empty string when none does."""
    by_plain = {plain_name(name): name for name in known}
    found = get_close_matches(plain_name(wanted), by_plain, n=1, cutoff=0.7)
    return by_plain[found[0]] if found else ""
