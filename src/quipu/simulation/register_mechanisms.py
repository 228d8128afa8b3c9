"""Standing mechanisms and their sessions, with what a series of sessions should warn of."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from quipu.language import country_name, roman_numeral
from quipu.simulation.register_acts import Act, countries_of, lasting, placed
from quipu.simulation.shape import Row, Shape
from quipu.simulation.words import columns, words

_MODES = ("in_person", "in_person", "virtual", "hybrid")
_REPEATED, _MISSING, _SWAPPED, _OVERDUE = range(4)
"""Places of the mechanisms with two sessions of one number, one missing, two out of order, and one overdue."""


def mechanism_rows(unit: str, most: int) -> list[Row]:
    """A mechanism of each family with each neighbour, as many as meet each year and no fewer than four."""
    rows: list[Row] = []
    for country in countries_of("neighbours"):
        for place, (family, level, name) in enumerate(columns(words("register")["mechanisms"]["families"])):
            row: Row = {
                "code": f"{''.join(word[0] for word in family.upper().split())}-{place + 1}-{country}",
                "name": f"{name} {country_name(country)}",
                "family": family,
                "kind": "mechanism_session",
                "level": level,
                "country": country,
                "unit": unit,
                "first_ordinal": 4 + len(rows) % 7,
                "synthetic": True,
            }
            rows.append(row)
    rows[_OVERDUE]["every_months"] = 12
    return rows[: max(most, _OVERDUE + 1)]


def into_series(shape: Shape, sessions: list[Act], mechanisms: list[Row]) -> None:
    """Make each session one of a mechanism, in the order of their dates."""
    chance = shape.stream("register:sessions")
    held: Counter[int] = Counter()
    turn = 0
    for act in sorted(sessions, key=lambda act: act.starts_on or date.min):
        place = turn % len(mechanisms)
        if place == _OVERDUE and act.starts_on and act.starts_on.year > shape.first_year:
            turn, place = turn + 1, (turn + 1) % len(mechanisms)
        turn += 1
        _join(act, mechanisms[place], _after_first(place, held[place]), chance)
        held[place] += 1


def _after_first(place: int, session: int) -> int:
    """How many ordinals after the first one a session has, counting sessions from zero."""
    if place == _REPEATED and session >= 1:
        return session - 1
    if place == _MISSING and session >= 1:
        return session + 1
    if place == _SWAPPED and session in (1, 2):
        return 3 - session
    return session


def _join(act: Act, mechanism: Row, after: int, chance: random.Random) -> None:
    ordinal = int(str(mechanism["first_ordinal"])) + after
    country = str(mechanism["country"])
    act.kind, act.countries = "mechanism_session", (country,)
    act.title = f"{roman_numeral(ordinal)} sesión: {mechanism['name']}"
    act.columns |= {"mechanism": mechanism["code"], "ordinal": ordinal, "unit": mechanism["unit"]}
    act.columns |= {"level_own": mechanism["level"], "level_counterpart": mechanism["level"]}
    for column in ("place_country", "city", "venue"):
        act.columns.pop(column, None)
    act.columns["mode"] = mode = chance.choice(_MODES)
    if mode == "virtual":
        act.columns |= {"venue": "Videoconferencia"}
    else:
        placed(act, chance)
    lasting(act, chance)
