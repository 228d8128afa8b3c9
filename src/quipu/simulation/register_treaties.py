"""What instruments add: type, stage, the acts of each party, and the commitments of an act."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from quipu.language import country_name
from quipu.simulation.register_acts import HOME_CITY, Act, capitals
from quipu.simulation.shape import Row
from quipu.simulation.words import words

HOME_PARTY = "MREE"
TYPES = {
    "memorandum": "Memorándum de entendimiento",
    "agreement": "Acuerdo",
    "convention": "Convenio",
    "treaty": "Tratado",
    "protocol": "Protocolo",
    "declaration": "Declaración conjunta",
    "interinstitutional": "Acuerdo interinstitucional",
    "road_map": "Hoja de ruta",
}
_SETTLED = ("signed", "internal_approval", "ratified", "in_force")
_COMMITMENT_STATES = ("not_started", "in_progress", "fulfilled", "in_progress")


def agreed(act: Act, made: Mapping[str, Any], chance: random.Random) -> Act:
    """An instrument signed on the act's day, with what its parties did afterwards."""
    kind = str(chance.choice(made.get("types") or list(TYPES)))
    stage = str(chance.choice(made.get("stages") or _SETTLED))
    country = act.countries[0]
    if not act.title:
        subject = chance.choice(words("register")["texts"]["instrument_topics"])
        act.title = f"{TYPES[kind]} con {country_name(country)} sobre {subject}"
    binding = "yes" if kind in ("agreement", "convention", "treaty", "protocol") else "no"
    act.instrument = {"type": kind, "stage": stage, "binding": binding}
    if binding == "yes":
        act.instrument["internal_route"] = chance.choice(("Aprobación del Congreso", "Decreto supremo"))
    act.columns |= _signing_place(country, chance)
    act.steps = _steps(act, stage)
    if stage == "in_force" and act.starts_on:
        act.columns["valid_from"] = act.starts_on + timedelta(days=60)
    if chance.random() < 0.2:
        act.instrument |= {"declared": chance.randint(3, 9), "declared_unit": "proyectos"}
        act.commitments = committed(act.starts_on, chance, most=3)
    return act


def negotiated(country: str, stage: str, quarters: list[str], chance: random.Random) -> Act:
    """An instrument that is not signed yet, with its follow-up at the end of each quarter."""
    subject = chance.choice(words("register")["texts"]["instrument_topics"])
    act = Act("instrument", f"Acuerdo con {country_name(country)} sobre {subject}, en negociación", None, {})
    act.countries = (country,)
    act.columns |= {"status": "planned", "modality": "negotiated", "precision": "unknown"}
    act.instrument = {"type": "agreement", "stage": stage, "binding": "unknown"}
    stages = ("proposed", "under_negotiation", "under_negotiation", stage)
    act.followups = [
        {"period": quarter, "stage": stages[min(place, 3)], "note": "Las partes intercambiaron observaciones."}
        for place, quarter in enumerate(quarters)
    ]
    return act


def committed(day: date | None, chance: random.Random, *, most: int) -> list[Row]:
    """Commitments of an act, due within two years, some of them done and scored."""
    texts = words("register")["texts"]["commitments"]
    rows: list[Row] = []
    for number in range(1, chance.randint(1, most) + 1):
        status = chance.choice(_COMMITMENT_STATES)
        row: Row = {"number": number, "text": texts[(number + chance.randrange(len(texts))) % len(texts)]}
        row |= {"status": status, "verifiable": chance.random() < 0.6}
        if day is not None:
            row["due_on"] = day + timedelta(days=90 * chance.randint(1, 8))
        if status == "fulfilled":
            row["score"] = "1"
        elif status == "in_progress" and chance.random() < 0.5:
            row["score"] = "0"
        rows.append(row)
    return rows


def _signing_place(country: str, chance: random.Random) -> Row:
    if chance.random() < 0.4:
        return {"place_country": country, "city": capitals().get(country, country_name(country))}
    return {"city": HOME_CITY}


def _steps(act: Act, stage: str) -> list[Row]:
    """Signature by both parties and, as far as the stage went, what followed."""
    day = act.starts_on
    if day is None:
        return []
    parties = (HOME_PARTY, act.countries[0])
    rows: list[Row] = [{"party": party, "step": "signature", "on": day} for party in parties]
    if stage in ("ratified", "in_force"):
        rows += [{"party": party, "step": "ratification", "on": day + timedelta(days=30)} for party in parties]
    if stage == "in_force":
        rows += [{"party": party, "step": "entry_into_force", "on": day + timedelta(days=60)} for party in parties]
    return [{"number": number, **row} for number, row in enumerate(rows, 1)]
