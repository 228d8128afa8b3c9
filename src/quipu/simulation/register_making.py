"""The acts behind each counted indicator."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from quipu.language import country_name
from quipu.simulation.institution import cost_centres
from quipu.simulation.register_acts import (
    HOME_CITY,
    Act,
    countries_of,
    day_within,
    drawn_country,
    lasting,
    placed,
    topic,
)
from quipu.simulation.register_rules import CountedSpec, is_whole
from quipu.simulation.register_treaties import agreed
from quipu.simulation.series import spread
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import columns, words

_MOST_IN_A_SMALL_ONE = 6
_MEETINGS = ("bilateral_meeting", "visit", "high_level_dialogue", "binational_cabinet", "conference", "forum")
_MODES = ("in_person", "in_person", "in_person", "virtual", "hybrid", "")
_TITLES = {
    "bilateral_meeting": "Reunión con {country} sobre {topic}",
    "visit": "Visita de trabajo para tratar con {country} {topic}",
    "high_level_dialogue": "Diálogo de alto nivel con {country} sobre {topic}",
    "binational_cabinet": "Gabinete binacional con {country}",
    "conference": "Conferencia con {country} sobre {topic}",
    "forum": "Sesión de {organisation} sobre {topic}",
}
_CRITERIA = ("Local accesible", "Sala de espera adecuada", "Equipos de identificación", "Personal suficiente")


def acts_of(shape: Shape, item: CountedSpec, rows: Rows, unit: str) -> list[Act]:
    """The acts of an indicator, which add up to its value in each period."""
    chance = shape.stream(f"register:{item.spec.code}")
    drawn = _makers(item)(shape, item, rows, chance)
    served = {} if item.theme else {"action_code": item.spec.element}
    themed = {"axis": item.theme} if item.theme else {}
    for act in drawn:
        act.columns = {"unit": unit, **served, **themed, **act.columns}
    return drawn


Maker = Callable[[Shape, CountedSpec, Rows, random.Random], list[Act]]


def _makers(item: CountedSpec) -> Maker:
    if item.measure == "share":
        return _assessments
    if item.made.get("by") == "in_force":
        return _in_force
    return _dated


# ---------------------------------------------------------------- dated


def _dated(shape: Shape, item: CountedSpec, rows: Rows, chance: random.Random) -> list[Act]:
    """One act for each unit counted, or fewer that carry a figure."""
    acts: list[Act] = []
    for period, amount in item.amounts.items():
        for number in _shares(shape, item, amount):
            act = _one(item, day_within(period, chance), rows, chance)
            if item.measure == "sum":
                act.figures[str(item.made["of"])] = Decimal(number)
            acts.append(act)
    return acts


def _shares(shape: Shape, item: CountedSpec, amount: int) -> list[int]:
    """What each record of a period adds."""
    if item.measure == "count":
        return [1] * amount
    most = item.most_records if is_whole(shape) else min(item.most_records, _MOST_IN_A_SMALL_ONE)
    periods_a_year = len({period for period in item.amounts if period[:4] == str(shape.first_year)}) or 1
    count = max(1, most // periods_a_year)
    if item.measure == "distinct":
        return [1] * count
    return [number for number in spread(amount, [7 + place % 5 for place in range(count)]) if number]


def _one(item: CountedSpec, day: date, rows: Rows, chance: random.Random) -> Act:
    kinds = [kind for kind in item.made["kinds"] if kind != "mechanism_session" or item.made.get("mechanisms")]
    kind = str(kinds[min(chance.randrange(len(kinds)), chance.randrange(len(kinds)))])
    act = Act(kind, "", day)
    names: dict[str, str] = {"topic": topic(chance), "country": "", "organisation": "", "mission": ""}
    if item.made.get("organisations"):
        act.organisations = (str(chance.choice(rows["organisations"][1:])["code"]),)
        names["organisation"] = f"la {act.organisations[0]}"
    elif item.regions:
        act.countries = (drawn_country(item.regions, chance),)
        names["country"] = country_name(act.countries[0])
    template = item.made.get("titles", {}).get(kind) or _TITLES.get(kind, "")
    act.title = str(template).format(**names)
    if kind == "instrument":
        return agreed(act, item.made, chance)
    return _told(act, item, chance)


def _told(act: Act, item: CountedSpec, chance: random.Random) -> Act:
    """Where, how and at what level it happened."""
    if item.made.get("at_home"):
        act.columns["city"] = HOME_CITY
        return act
    placed(act, chance, abroad=None if act.kind in _MEETINGS else True)
    if item.made.get("missions"):
        mission = _mission_in(act.countries[0]) if act.countries else ""
        act.columns |= {"mission": mission} if mission else {}
    if act.kind == "candidacy":
        act.columns["outcome"] = chance.choice(("elected", "elected", "re_elected"))
    if act.kind in _MEETINGS:
        levels = item.made.get("levels") or ["director_general"]
        act.columns["level_own"] = level = str(chance.choice(levels))
        if act.countries:
            act.columns["level_counterpart"] = level
        mode = "in_person" if act.kind == "visit" else chance.choice(_MODES)
        act.columns |= {"mode": mode} if mode else {}
        lasting(act, chance)
    return act


def _mission_in(country: str) -> str:
    return next((str(row["code"]) for row in _missions() if row["country"] == country), "")


def _missions() -> list[Row]:
    """The embassies and consulates with a cost centre."""
    known = words("institution")
    embassies = [(iso, city) for iso, _, city, _ in columns(known["embassies"]["rows"])]
    consulates = [(iso, city) for iso, city, _ in columns(known["consulates"]["rows"])]
    codes = [centre.mission for centre in cost_centres() if centre.mission]
    names = [centre.name for centre in cost_centres() if centre.mission]
    return [
        {"code": code, "name": name, "country": iso, "city": city}
        for code, name, (iso, city) in zip(codes, names, [*embassies, *consulates], strict=False)
    ]


# ---------------------------------------------------------------- in force


def _in_force(shape: Shape, item: CountedSpec, rows: Rows, chance: random.Random) -> list[Act]:
    """Schemes that begin and end so that as many as reported are in force on the last day of each year."""
    offered = _holders(item)
    lasting_now: dict[int, Act] = {}
    acts: list[Act] = []
    for year in shape.all_years:
        wanted = min(item.amounts.get(str(year), len(lasting_now)), len(offered))
        for place in [place for place in list(lasting_now) if len(lasting_now) > wanted]:
            if len(lasting_now) > wanted:
                lasting_now.pop(place).columns["valid_to"] = date(year, chance.randint(2, 11), 15)
        free = [place for place in range(len(offered)) if place not in lasting_now]
        for place in free[: wanted - len(lasting_now)]:
            act = _scheme(item, offered[place], date(year, chance.randint(1, 12), chance.randint(1, 28)), chance)
            lasting_now[place] = act
            acts.append(act)
    return acts


def _holders(item: CountedSpec) -> list[Mapping[str, object]]:
    """Whose schemes they are: countries in turn by region, or missions."""
    if item.made["of"] == "mission":
        return list(_missions())
    by_region = [countries_of(region) for region in item.regions]
    longest = max(map(len, by_region))
    turns = [known[place] for place in range(longest) for known in by_region if place < len(known)]
    return [{"country": country} for country in turns]


def _scheme(item: CountedSpec, holder: Mapping[str, object], day: date, chance: random.Random) -> Act:
    kind, country = str(item.made["kinds"][0]), str(holder["country"])
    mission = str(holder.get("name", "")).replace("Embajada de Ejemplo", "en").replace("Consulado de Ejemplo", "en")
    names = {"country": country_name(country), "mission": mission.replace("en en", "en"), "topic": topic(chance)}
    act = Act(kind, str(item.made["titles"][kind]).format(**names), day, {"valid_from": day}, (country,))
    if "code" in holder:
        act.columns |= {"mission": str(holder["code"])}
    return act


# ---------------------------------------------------------------- assessments


def _assessments(shape: Shape, item: CountedSpec, rows: Rows, chance: random.Random) -> list[Act]:
    """Every office assessed each year; about as many adequate as the ratio reported."""
    ratios = {
        str(row["period"]): (int(row["numerator"]), int(row["denominator"]))  # type: ignore[arg-type]
        for row in rows["values"]
        if row["indicator"] == item.spec.code and "denominator" in row
    }
    acts: list[Act] = []
    for year in shape.all_years:
        numerator, whole = ratios.get(str(year), (7, 10))
        offices = _missions()
        adequate = set(chance.sample(range(len(offices)), len(offices) * numerator // whole))
        for place, office in enumerate(offices):
            acts.append(_assessment(office, day_within(str(year), chance), chance, adequate=place in adequate))
    return acts


def _assessment(office: Row, day: date, chance: random.Random, *, adequate: bool) -> Act:
    country = str(office["country"])
    act = Act("office_assessment", f"Evaluación de la oficina consular: {office['name']}", day, {}, (country,))
    act.columns |= {"mission": office["code"], "outcome": "adequate" if adequate else "inadequate"}
    act.columns |= {"place_country": country, "city": office["city"]}
    failing = set() if adequate else {chance.randrange(len(_CRITERIA)), chance.randrange(len(_CRITERIA))}
    act.criteria = [{"criterion": name, "met": place not in failing} for place, name in enumerate(_CRITERIA)]
    return act


def names_of_missions() -> Iterable[Row]:
    """Embassies and consulates, for acts that are about one."""
    return _missions()
