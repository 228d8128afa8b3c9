"""How some indicators break down: by region and sex crossed, by type, and by a classification that changed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from quipu.simulation.catalogue import IndicatorSpec
from quipu.simulation.series import spread
from quipu.simulation.shape import Row, Shape
from quipu.simulation.words import columns, words

BREAKDOWNS = ("region_sex", "type", "retired")
_UNTIL_RECLASSIFIED = 2


def disaggregations(plan: str, spec: IndicatorSpec) -> list[Row]:
    """The categories of an indicator."""
    known = words("sheets")["breakdowns"]
    if spec.breakdown == "region_sex":
        return [
            *_categories(plan, spec, "region", known["region_name"], known["regions"]),
            *_categories(plan, spec, "sexo", known["sex_name"], known["sexes"]),
        ]
    if spec.breakdown == "type":
        return _categories(plan, spec, "tipo", known["type_name"], known["types"])
    rows = _categories(plan, spec, "mercado", known["market_name"], [*known["markets"], known["retired"]])
    rows[-1]["retired"] = True
    return rows


def _categories(plan: str, spec: IndicatorSpec, code: str, name: str, lines: list[str]) -> list[Row]:
    return [
        {
            "plan": plan,
            "indicator": spec.code,
            "disaggregation": code,
            "disaggregation_name": name,
            "category": category,
            "label": label,
            "retired": False,
        }
        for category, label in columns(lines)
    ]


def parts(shape: Shape, spec: IndicatorSpec, values: list[Row]) -> list[Row]:
    """The parts of each value that has a number; they add up to it."""
    chance = shape.stream(f"parts:{spec.code}")
    rows: list[Row] = []
    for value in values:
        total = value.get("number")
        if isinstance(total, Decimal):
            head: Row = {key: value[key] for key in ("plan", "indicator", "period", "stage")}
            early = int(str(value["period"])[:4]) < shape.first_year + _UNTIL_RECLASSIFIED
            rows += [{**head, **part} for part in _split(spec.breakdown, int(total), chance, early=early)]
    return rows


def _split(breakdown: str, total: int, chance: random.Random, *, early: bool) -> Iterable[Row]:
    known = words("sheets")["breakdowns"]
    if breakdown == "type":
        yield from _shared("tipo", [code for code, _ in columns(known["types"])], total, chance, (34, 22, 18, 14, 12))
    elif breakdown == "retired":
        codes = [code for code, _ in columns(known["markets"])]
        if early:
            codes[codes.index("asia")] = known["retired"].split("|")[0]
        yield from _shared("mercado", codes, total, chance, (46, 26, 20, 8))
    else:
        yield from _crossed(total, chance)


def _shared(name: str, codes: list[str], total: int, chance: random.Random, weights: tuple[int, ...]) -> Iterable[Row]:
    shares = spread(total, [weight * 10 + chance.randint(-9, 9) for weight in weights])
    for code, number in zip(codes, shares, strict=True):
        yield {"disaggregation": name, "category": code, "number": Decimal(number)}


def _crossed(total: int, chance: random.Random) -> Iterable[Row]:
    known = words("sheets")["breakdowns"]
    sexes = [code for code, _ in columns(known["sexes"])]
    regions = [code for code, _ in columns(known["regions"])]
    for region in _shared("region", regions, total, chance, (62, 24, 10, 4)):
        yield region
        number = int(region["number"])  # type: ignore[arg-type]
        for sex, share in zip(sexes, spread(number, [480 + chance.randint(-60, 60), 510, 4]), strict=True):
            yield {**region, "crossed_disaggregation": "sexo", "crossed_category": sex, "number": Decimal(share)}
