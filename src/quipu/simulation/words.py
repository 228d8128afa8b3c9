"""The word lists that names and texts are composed from."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> dict[str, Any]:
    """One word list, read once: `words("plan")` reads `words/plan.toml`."""
    return tomllib.loads(files("quipu.simulation").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))


def columns(lines: list[str]) -> list[list[str]]:
    """Lines of fields parted by a bar."""
    return [line.split("|") for line in lines]


def joined(*parts: str) -> str:
    """Parts of a sentence in one line, with the contractions that Spanish writes (*de el* is *del*)."""
    line = " ".join(part for part in parts if part)
    return line.replace(" de el ", " del ").replace(" a el ", " al ")
