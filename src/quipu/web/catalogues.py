"""The translations of the browser face: gathering, compiling and checking them, with Babel and no other program.

Texts are written in English in the code; every one has its Spanish in `locale/es`. A catalogue is stale when a text is
missing from it, no longer used, unsure or without translation.

    python -m quipu.web.catalogues {update,compile,check}
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
LANGUAGE = "es"
CATALOGUE = HERE / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_HEADER = {
    "project": "Quipu",
    "version": "1",
    "charset": "utf-8",
    "msgid_bugs_address": "-",
    "last_translator": "Quipu",
    "language_team": "Quipu",
}
_USAGE = "Usage: python -m quipu.web.catalogues {update,compile,check}"


def gather() -> Catalog:
    """Every text of the code and of the templates, without translation."""
    found = Catalog(**_HEADER)
    for path in sorted([*HERE.rglob("*.py"), *HERE.rglob("*.html")]):
        for _, text, _, context in extract("python", io.BytesIO(_as_python(path)), _KEYWORDS):
            found.add(text, None, locations=[(str(path.relative_to(HERE)), None)], context=context)
    return found


def _as_python(path: Path) -> bytes:
    """A template in the form that an extractor of Python understands."""
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text.encode()
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines()).encode()


def read_catalogue() -> Catalog:
    """The Spanish catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update_catalogue() -> None:
    """Bring the catalogue to the texts in use: new ones come without translation, unused ones go."""
    kept = read_catalogue() if CATALOGUE.exists() else Catalog(locale=LANGUAGE, **_HEADER)
    kept.update(gather(), no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.header_comment, kept.fuzzy = (
        "# Spanish of the browser face. New texts: python -m quipu.web.catalogues update",
        False,
    )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, kept, width=120, sort_output=True, omit_header=False, include_lineno=False)


def compile_catalogue() -> Path:
    """Write the compiled catalogue beside its source."""
    target = CATALOGUE.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, read_catalogue())
    return target


def stale_texts() -> Iterator[str]:
    """What is wrong with the catalogue, one line each; nothing when it is up to date."""
    used = {_identity(item): item for item in gather() if item.id}
    kept = {_identity(item): item for item in read_catalogue() if item.id}
    yield from (f"missing: {name!r}" for name in used.keys() - kept.keys())
    yield from (f"no longer used: {name!r}" for name in kept.keys() - used.keys())
    yield from (f"without translation: {name!r}" for name, item in kept.items() if not _translated(item))
    yield from (f"placeholders differ: {name!r}" for name, item in kept.items() if any(item.check()))


def _identity(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(strings) and not message.fuzzy


def main(arguments: list[str]) -> int:
    """Run one verb; 0 when all is well, 1 for a stale catalogue, 2 for a verb that does not exist."""
    if arguments == ["update"]:
        update_catalogue()
    elif arguments == ["compile"]:
        compile_catalogue()
    elif arguments == ["check"]:
        faults = sorted(stale_texts())
        sys.stderr.writelines(f"{fault}\n" for fault in faults)
        return 1 if faults else 0
    else:
        sys.stderr.write(f"{_USAGE}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
