"""Regions, organisations, and the people who hold posts on both sides."""

from __future__ import annotations

from datetime import date

from quipu.language import country_name
from quipu.simulation.register_acts import countries_of
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import columns, words

_KNOWN_PER_REGION = 6
"""Countries of each region whose authorities have names."""
TITLES = {
    "head_of_state": "titular de la Jefatura de Estado",
    "minister": "titular de Relaciones Exteriores",
    "vice_minister": "titular del Viceministerio de Relaciones Exteriores",
    "director_general": "titular de la Dirección General",
}


def actor_rows(shape: Shape) -> Rows:
    """Every actor: regions, organisations, people, posts and who held them."""
    known = words("register")
    rows: Rows = {
        "regions": [_region(*line) for line in columns(known["regions"])],
        "region_countries": [
            {"region": region, "country": country}
            for region in known["countries"]
            if region != "neighbours"
            for country in countries_of(region)
        ],
        "organisations": [
            {"code": code, "name": name, "kind": kind}
            for code, name, kind, _ in columns(known["organisations"]["rows"])
        ],
        "people": [],
        "posts": [],
        "post_holdings": [],
    }
    _add_own(rows, shape)
    _add_counterparts(rows, shape)
    return rows


def leader(rows: Rows, country: str, level: str, day: date) -> Row:
    """Who led a side of a meeting: the holder of the post that day, or the post alone where nobody is named.

    Args:
        rows: the actors.
        country: of the other side; empty for the own one.
        level: of the post.
        day: of the meeting.
    """
    said: Row = {"post": TITLES[level], "led": True}
    holder = _holders(rows).get((country, level), ())
    for starts_on, ends_on, person, name in holder:
        if starts_on <= day <= ends_on:
            return {**said, "person": person, "name": name}
    return said


def _holders(rows: Rows) -> dict[tuple[str, str], list[tuple[date, date, str, str]]]:
    names = {str(person["code"]): str(person["name"]) for person in rows["people"]}
    posts = {str(post["code"]): (str(post.get("country", "")), str(post["level"])) for post in rows["posts"]}
    found: dict[tuple[str, str], list[tuple[date, date, str, str]]] = {}
    for held in rows["post_holdings"]:
        person, starts_on, ends_on = str(held["person"]), held["starts_on"], held.get("ends_on", date.max)
        if isinstance(starts_on, date) and isinstance(ends_on, date):
            found.setdefault(posts[str(held["post"])], []).append((starts_on, ends_on, person, names[person]))
    return found


def _region(code: str, name: str, parent: str, order: str) -> Row:
    row: Row = {"code": code, "name": name, "order": int(order)}
    return {**row, "parent": parent} if parent else row


def _add_own(rows: Rows, shape: Shape) -> None:
    """Own posts, each with a holder who left in the middle of the plan and one who stays."""
    change = date(shape.first_year + shape.years // 2, 7, 28)
    for code, name, level in columns(words("register")["people"]["posts"]):
        rows["posts"].append({"code": code, "name": name, "level": level})
        first, second = (_person(rows, "") for _ in range(2))
        begin = date(shape.first_year - 1, 1, 2)
        last = change.replace(day=27)
        rows["post_holdings"].append({"post": code, "person": first, "starts_on": begin, "ends_on": last})
        rows["post_holdings"].append({"post": code, "person": second, "starts_on": change})


def _add_counterparts(rows: Rows, shape: Shape) -> None:
    begin = date(shape.first_year - 1, 1, 2)
    known = words("register")["countries"]
    for country in dict.fromkeys(c for region in known for c in countries_of(region)[:_KNOWN_PER_REGION]):
        for level in ("head_of_state", "minister", "vice_minister"):
            code = f"{country}-{level.replace('_', '-')}"
            name = f"{TITLES[level].removeprefix('titular de la ').removeprefix('titular de ')} de "
            name = name.removeprefix("titular del ") + country_name(country)
            rows["posts"].append({"code": code, "name": name, "level": level, "country": country})
            person = _person(rows, country)
            rows["post_holdings"].append({"post": code, "person": person, "starts_on": begin})


def _person(rows: Rows, country: str) -> str:
    """A new person with an invented name of their own; gives the code."""
    known, place = words("register")["people"], len(rows["people"])
    first, last = known["first"], known["last"]
    second = (place * 7 + place // len(last) + 3) % len(last)
    name = f"{first[place % len(first)]} {last[place % len(last)]} {last[second]}"
    code = f"P-{place + 1:03d}"
    row: Row = {"code": code, "name": name}
    rows["people"].append({**row, "country": country} if country else row)
    return code
