"""What a document says of itself at its head: title, number, date. Proposals, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quipu.documents.passages import PassageKind, ReadPassage

_HEAD = 8
"""Passages in which a document says what it is."""
_LONGEST_TITLE = 300
_MONTHS = (
    ("enero", "january"),
    ("febrero", "february"),
    ("marzo", "march"),
    ("abril", "april"),
    ("mayo", "may"),
    ("junio", "june"),
    ("julio", "july"),
    ("agosto", "august"),
    ("setiembre", "septiembre", "september"),
    ("octubre", "october"),
    ("noviembre", "november"),
    ("diciembre", "december"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "|".join(_MONTH_NUMBERS)
_DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})[.º°]{{0,2}}\s+de\s+(?P<month>{_MONTH})\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),\s+(?P<year>\d{{4}})\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})\b")
_ISO = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})$")
_DATES = (_DAY_FIRST, _MONTH_FIRST, _FIGURES, _ISO)
_DATELINE = re.compile(
    r"(?:[^\W\d][\w .’']{2,30},\s+)?(?:el\s+)?"
    rf"\d{{1,2}}[.º°]{{0,2}}\s+de\s+(?:{_MONTH})\s+(?:de\s+|del\s+)?\d{{4}}\s*[.(:–—-]",
    re.IGNORECASE,
)
"""How a note begins: `Lima, 3 de mayo de 2024.-`."""
_DONE = re.compile(r"(?:hecho|hecha|dado|dada|suscrit[oa]|firmad[oa]|done)\b", re.IGNORECASE)
"""How the last line of what was agreed begins: `Hecho en Lima, el 3 de mayo de 2024`."""
_LONGEST_LINE = 160
_FOOT = 4
"""Passages in which a document that ends with its date says it."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_CITY = 20
"""Letters of a city's name, which stands with the date."""
_NUMBER = re.compile(
    r"\b(?:nota\s+(?:de\s+prensa|informativa)|comunicado(?:\s+oficial)?(?:\s+conjunto)?|press\s+release)"
    r"\s*(?:n\s*[.º°]+|no\.|nro\.?|#)?\s*(?P<number>\d{1,5}\s*[-–/]\s*\d{2,4}|\d{1,5})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """What the head of a document says; what it does not say is empty."""

    title: str = ""
    number: str = ""
    dated_on: date | None = None


def read_header(passages: Sequence[ReadPassage]) -> Header:
    """The title, number and date that a document says of itself, where it says each once and plainly.

    It dates itself in a line of its own, with its place or its number, near its beginning or at its end: the dates that
    it tells of are not its own. Two of its own leave it undated: which one is right, a person says.

    Args:
        passages: all of them, or the first and the last ones.
    """
    head = passages[:_HEAD]
    numbers = {_plain_number(match["number"]) for item in head for match in _NUMBER.finditer(item.text)}
    ends = [*head, *passages[_HEAD:][-_FOOT:]]
    days = {day for item in ends for day in _own_days(item.text)}
    return Header(
        title_in(passages),
        numbers.pop() if len(numbers) == 1 else "",
        days.pop() if len(days) == 1 else None,
    )


def title_in(passages: Sequence[ReadPassage]) -> str:
    """The first heading, or else the first short passage that ends like one; empty when there is neither.

    The document's number, its place and date, or an address are no titles.
    """
    head = [item for item in passages[:_HEAD] if len(item.text) <= _LONGEST_TITLE and not _is_reference(item.text)]
    headings = (item.text for item in head if item.kind == PassageKind.HEADING)
    titled = (item.text for item in head[:1] if item.kind == PassageKind.PARAGRAPH and not item.text.endswith("."))
    return next(headings, next(titled, ""))


def _own_days(text: str) -> list[date]:
    """The dates that a passage gives to its document: all of a line that is nothing else, the one it begins with."""
    if len(text) <= _LONGEST_LINE and (_is_reference(text) or _NUMBER.search(text) or _DONE.match(text)):
        return _days(text)
    begun = _DATELINE.match(text)
    return _days(begun[0]) if begun else []


def _is_reference(text: str) -> bool:
    rest = text
    for pattern in (_ADDRESS, _NUMBER, *_DATES):
        rest = pattern.sub("", rest)
    return rest != text and len(rest.strip(" ,.–-()")) <= _CITY


def _plain_number(text: str) -> str:
    return re.sub(r"\s*([-–/])\s*", lambda match: match[1].replace("–", "-"), text)


def _days(text: str) -> list[date]:
    found = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["month"].lower()
            day = _day(int(match["year"]), _MONTH_NUMBERS.get(month) or int(month), int(match["day"]))
            if day:
                found.append(day)
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_KINDS = (
    ("press_note", ("nota de prensa", "nota informativa", "comunicado", "press release")),
    ("declaration", ("declaración", "declaration")),
    ("minutes", ("acta", "minutes")),
    ("report", ("informe", "memoria", "report")),
    ("norm", ("decreto", "resolución", "ley", "decree")),
    ("treaty", ("acuerdo", "convenio", "tratado", "memorándum", "memorando", "protocolo", "agreement", "treaty")),
)


def kind_in(text: str) -> str:
    """What a document calls itself where it begins, as the word of its closed list; empty when it does not say.

    Args:
        text: its beginning; of several names the first counts.
    """
    found = [
        (match.start(), kind)
        for kind, names in _KINDS
        for name in names
        if (match := re.search(rf"\b{name}\b", text, re.IGNORECASE))
    ]
    return min(found)[1] if found else ""
