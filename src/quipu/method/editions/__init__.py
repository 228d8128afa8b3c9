"""Editions of the method: dated data files with a source and a mark for every value.

An edition is a TOML file beside this module. A new edition is a new file; old ones stay, so that an old evaluation can
be computed again as it was.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from quipu.method.editions.model import Edition, Setting
from quipu.method.editions.reading import read_edition
from quipu.method.errors import MethodError

__all__ = ["Edition", "Setting", "editions", "load_edition", "load_edition_file"]


def editions() -> tuple[str, ...]:
    """Gives the codes of the editions that come with the product, oldest first."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(item.name.removesuffix(".toml") for item in files if item.name.endswith(".toml")))


@cache
def load_edition(code: str) -> Edition:
    """Gives an edition by its code.

    Args:
        code: such as `2024`.

    Raises:
        MethodError: `method.edition` naming the editions there are.
    """
    if code not in editions():
        raise MethodError(
            f"There is no edition {code!r} of the method.",
            remedy=f"Use one of: {', '.join(editions())}; or add a data file (docs/method/editions.md).",
            code="method.edition",
        )
    source = resources.files(__name__).joinpath(f"{code}.toml")
    return read_edition(source.read_text(encoding="utf-8"), where=f"{code}.toml")


def load_edition_file(path: Path | str) -> Edition:
    """Reads an edition from a file of your own, such as an institution's trial scale.

    Raises:
        MethodError: `method.edition` with the file and the fault.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MethodError(
            "The edition file cannot be read.", where=str(file), why=str(error), code="method.edition"
        ) from error
    return read_edition(text, where=str(file))
