"""Acts of the register before they are rows: what one of them holds, and how dates and parties are drawn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from quipu.language import country_name
from quipu.simulation.shape import Row
from quipu.simulation.words import columns, words

HOME_CITY = "San Ejemplo"
_LAST_SAFE_DAY = 28


@dataclass
class Act:
    """A record with all that hangs from it; its code is given when every act is known."""

    kind: str
    title: str
    starts_on: date | None
    columns: Row = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    figures: dict[str, Decimal] = field(default_factory=dict)
    participants: list[Row] = field(default_factory=list)
    instrument: Row = field(default_factory=dict)
    steps: list[Row] = field(default_factory=list)
    followups: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    criteria: list[Row] = field(default_factory=list)
    parent: Act | None = None
    code: str = ""

    @property
    def status(self) -> str:
        """How far it is; done unless it says otherwise."""
        return str(self.columns.get("status", "done"))


def day_within(period: str, chance: random.Random) -> date:
    """A day of a period: `2024`, `2024-S1`, `2024-Q3`, `2024-M07`."""
    year, _, part = period.partition("-")
    size = {"": 12, "S": 6, "Q": 3, "M": 1}[part[:1]]
    first = (int(part[1:]) - 1) * size + 1 if part else 1
    return date(int(year), first + chance.randrange(size), chance.randint(1, _LAST_SAFE_DAY))


@cache
def countries_of(region: str) -> tuple[str, ...]:
    """The countries of a region of the word list."""
    return tuple(words("register")["countries"][region])


@cache
def capitals() -> dict[str, str]:
    """The capital of each country with an embassy."""
    return {code: city for code, _, city, _ in columns(words("institution")["embassies"]["rows"])}


def drawn_country(regions: Sequence[str], chance: random.Random) -> str:
    """A country of one of some regions, the first ones of each more often."""
    known = countries_of(regions[chance.randrange(len(regions))])
    return known[min(chance.randrange(len(known)), chance.randrange(len(known)))]


def placed(act: Act, chance: random.Random, *, abroad: bool | None = None) -> Act:
    """The act with where it was: at home, or in the capital of its country."""
    country = act.countries[0] if act.countries else ""
    outside = chance.random() < 0.5 if abroad is None else abroad
    if outside and country:
        act.columns |= {"place_country": country, "city": capitals().get(country, country_name(country))}
    else:
        act.columns |= {"city": HOME_CITY, "venue": chance.choice(words("register")["texts"]["venues"])}
    if act.kind == "visit":
        act.columns["direction"] = "outgoing" if outside else "incoming"
    return act


def lasting(act: Act, chance: random.Random) -> Act:
    """The act, one time in eight with a second or third day within its month."""
    if act.starts_on and chance.random() < 0.125 and act.starts_on.day < _LAST_SAFE_DAY - 2:
        act.columns["ends_on"] = act.starts_on + timedelta(days=chance.randint(1, 2))
    return act


def topic(chance: random.Random) -> str:
    """What a meeting was about."""
    return str(chance.choice(words("register")["texts"]["topics"]))
