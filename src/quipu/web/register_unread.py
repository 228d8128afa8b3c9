"""Filters of an address that say nothing known: a country that is none, a word of no list, a day that is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from django.http import QueryDict

from quipu.apps.register.models import Direction, InstrumentType, Kind, Level, Mode, Outcome, Review, Stage, Status
from quipu.apps.register.queries.looking import LONGEST, RecordFilters
from quipu.language import is_country


def unread_filters(filters: RecordFilters, address: QueryDict) -> Iterator[tuple[str, str]]:
    """Each filter that is not understood, as the address names it, and its value.

    Args:
        filters: as they were read from the address.
        address: where days and periods that are none still stand.
    """
    for name, value in filters.pairs():
        if name in _KNOWN and not _KNOWN[name](value):
            yield name, value
    for name, read in (("lapso", filters.period), ("desde", filters.since), ("hasta", filters.until)):
        given = address.get(name, "").strip()
        if given and not read:
            yield name, given[:LONGEST]


def _one_of(words: Collection[str], value: str) -> bool:
    return value in words


_CLOSED: Mapping[str, Collection[str]] = {
    "tipo": Kind.values,
    "estado": Status.values,
    "nivel": Level.values,
    "modo": Mode.values,
    "sentido": Direction.values,
    "tipo-instrumento": InstrumentType.values,
    "etapa": Stage.values,
    "aprobacion": Review.values,
    "sustento": ("with", "without"),
    "resultado": Outcome.values,
}
_KNOWN: Mapping[str, Callable[[str], bool]] = {
    "pais": is_country,
    **{name: partial(_one_of, words) for name, words in _CLOSED.items()},
}
