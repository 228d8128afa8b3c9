"""What no indicator counts and a register holds all the same: plans gone by, doubts, sets, openings of missions."""

from __future__ import annotations

import random
from datetime import date

from quipu.language import country_name
from quipu.simulation.register_acts import Act, day_within, drawn_country, placed, topic
from quipu.simulation.register_making import names_of_missions
from quipu.simulation.register_rules import is_whole
from quipu.simulation.register_treaties import TYPES, agreed, committed, negotiated
from quipu.simulation.shape import Row, Shape
from quipu.simulation.words import words

_EUROPE = ("ESP", "FRA", "ITA", "DEU", "PRT")


def other_acts(shape: Shape, unit: str) -> list[Act]:
    """Every act that is not behind an indicator."""
    chance = shape.stream("register:others")
    acts = [*_visits(shape, chance), *_doubtful(shape, chance), *_set(shape, chance), *_negotiations(shape, chance)]
    times = 6 if is_whole(shape) else 1
    for year in shape.all_years:
        acts += [act for _ in range(times) for act in _of_the_year(year, chance)][: times * 5]
        acts.append(_change(year, chance))
    for act in acts:
        act.columns.setdefault("unit", unit)
    return acts


def _visits(shape: Shape, chance: random.Random) -> list[Act]:
    """Visits planned whose date went by, others to come, and one called off."""
    last = shape.last_year
    days = (date(last, 10, 14), date(last, 11, 20), date(last + 3, 3, 9), date(last + 3, 6, 17), date(last, 5, 6))
    acts = []
    for country, day in zip(_EUROPE, days, strict=True):
        act = Act("visit", f"Visita oficial para tratar con {country_name(country)} {topic(chance)}", day)
        act.countries = (country,)
        act.columns |= {"status": "planned", "level_own": "minister", "level_counterpart": "minister"}
        acts.append(placed(act, chance, abroad=True))
    acts[-1].columns |= {"status": "cancelled", "status_reason": words("register")["texts"]["cancelled"]}
    return acts


def _doubtful(shape: Shape, chance: random.Random) -> list[Act]:
    """Meetings that no count takes: announced, only possible, between two years, without a date."""
    last = shape.last_year
    cases: tuple[tuple[date | None, Row], ...] = (
        (date(last, 9, 3), {"status": "announced"}),
        (date(last, 4, 22), {"modality": "hypothetical"}),
        (date(last - 1, 12, 18), {"precision": "bounded", "ends_on": date(last, 1, 12)}),
        (None, {"precision": "unknown"}),
    )
    acts = []
    for day, said in cases:
        country = drawn_country(("europa", "america_del_sur"), chance)
        act = Act(
            "bilateral_meeting", f"Reunión con {country_name(country)} sobre {topic(chance)}", day, said, (country,)
        )
        act.columns |= {"level_own": "minister", "level_counterpart": "minister"}
        acts.append(act)
    return acts


def _set(shape: Shape, chance: random.Random) -> list[Act]:
    """A set of instruments of which three are known, and its members."""
    day = date(shape.last_year, 8, 14)
    country = country_name("MEX")
    whole = Act("instrument", f"Conjunto de instrumentos suscritos con {country}", day, {}, ("MEX",))
    whole.instrument = {"type": "set", "stage": "signed", "declared": 5, "declared_unit": "instrumentos"}
    whole.commitments = committed(day, chance, most=4)
    acts = [whole]
    for kind in list(TYPES)[:3]:
        member = agreed(Act("instrument", "", day, {}, ("MEX",)), {"types": [kind], "stages": ["signed"]}, chance)
        member.parent = whole
        acts.append(member)
    return acts


def _negotiations(shape: Shape, chance: random.Random) -> list[Act]:
    quarters = [f"{shape.last_year}-Q{number}" for number in range(1, 5)]
    stages = ("agreed_text", "signature_expected", "under_negotiation")
    return [negotiated(country, stage, quarters, chance) for country, stage in zip(_EUROPE, stages, strict=False)]


def _of_the_year(year: int, chance: random.Random) -> list[Act]:
    """Aid, assistance to missions, visits at home, migration schemes, a seat in a body."""
    country = drawn_country(("america_del_sur", "america_norte_caribe"), chance)
    name = country_name(country)
    mission = chance.choice(list(names_of_missions()))
    day = day_within(str(year), chance)
    aid = Act("humanitarian_aid", f"Envío de ayuda humanitaria a {name}", day, {}, (country,))
    helped = Act("technical_assistance", f"Asistencia técnica: {mission['name']}", day_within(str(year), chance))
    helped.columns |= {"mission": mission["code"]}
    home = Act("regional_visit", f"Visita a una región de Ejemplo sobre {topic(chance)}", day_within(str(year), chance))
    begins = day_within(str(year), chance)
    scheme = Act("migration_scheme", f"Esquema de movilidad laboral con {name}", begins, {}, (country,))
    scheme.columns |= {"valid_from": begins, "valid_to": begins.replace(year=year + 2)}
    seat = Act("body_seat", "Asiento en el comité técnico de la OMI", day_within(str(year), chance))
    seat.organisations = ("OMI",)
    seat.columns |= {"outcome": "elected", "valid_from": date(year, 1, 1), "valid_to": date(year + 1, 12, 31)}
    return [aid, helped, home, scheme, seat]


def _change(year: int, chance: random.Random) -> Act:
    mission = chance.choice(list(names_of_missions()))
    outcome = chance.choice(("opened", "level_changed", "closed"))
    word = {"opened": "Reapertura", "level_changed": "Cambio de nivel", "closed": "Cierre temporal"}[outcome]
    act = Act("mission_change", f"{word}: {mission['name']}", day_within(str(year), chance))
    act.columns |= {"mission": mission["code"], "outcome": outcome, "place_country": mission["country"]}
    return act
