"""The institution, its units and its missions abroad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import columns, words

ABROAD = "009802"
"""Code of the executing unit of the foreign service."""


@dataclass(frozen=True)
class CostCentre:
    """A cost centre, its executing unit and its organisational unit; `mission` when it is a post abroad."""

    executing_unit: str
    code: str
    name: str
    unit: str
    mission: str = ""


def institution_rows(shape: Shape) -> Rows:
    """The institution and everything that stands whatever its plan is."""
    known = words("institution")
    centres = cost_centres()
    return {
        "institution": [{"slug": shape.slug, **known["institution"], "synthetic": True}],
        "executing_units": [dict(unit) for unit in known["executing_units"]],
        "units": _units(),
        "missions": _missions(),
        "cost_centres": [_cost_centre(centre) for centre in centres],
        "ordinal_scales": _scale(),
        "alignment_targets": [
            {"level": level, "code": code, "name": name} for level, code, name in columns(known["alignment"]["rows"])
        ],
    }


def cost_centres() -> tuple[CostCentre, ...]:
    """One cost centre for each unit, and one for each post abroad."""
    known = words("institution")
    home = [CostCentre(where, f"CC-{code}", name, code) for code, name, _, where in columns(known["units"]["rows"])]
    return (*home, *posts())


@cache
def posts() -> tuple[CostCentre, ...]:
    """The cost centres of the foreign service: one for each mission."""
    return tuple(
        CostCentre(ABROAD, f"CC-{row['code']}", str(row["name"]), str(row["unit"]), str(row["code"]))
        for row in _missions()
    )


def _cost_centre(centre: CostCentre) -> Row:
    row: Row = {"executing_unit": centre.executing_unit, "code": centre.code, "name": centre.name, "unit": centre.unit}
    return row | {"mission": centre.mission} if centre.mission else row


def unit_names() -> dict[str, str]:
    """Name of each organisational unit by its code."""
    return {code: name for code, name, _, _ in columns(words("institution")["units"]["rows"])}


def _units() -> list[Row]:
    rows: list[Row] = []
    for code, name, parent, _ in columns(words("institution")["units"]["rows"]):
        rows.append({"code": code, "name": name, "parent": parent} if parent else {"code": code, "name": name})
    return rows


def _missions() -> list[Row]:
    known = words("institution")
    rows: list[Row] = []
    for iso, country, city, unit in columns(known["embassies"]["rows"]):
        rows.append(_mission("EMB", len(rows), f"Embajada de Ejemplo en {country}", "embassy", iso, city, unit))
    for iso, city, unit in columns(known["consulates"]["rows"]):
        rows.append(_mission("CON", len(rows), f"Consulado de Ejemplo en {city}", "consulate", iso, city, unit))
    for iso, body, city in columns(known["representations"]["rows"]):
        name = f"Representación Permanente de Ejemplo ante {body}, {city}"
        rows.append(_mission("RP", len(rows), name, "permanent_representation", iso, city, "DGM"))
    for iso, city in columns(known["offices"]["rows"]):
        name = f"Oficina Comercial de Ejemplo en {city}"
        rows.append(_mission("OC", len(rows), name, "commercial_office", iso, city, "DGPE"))
    return rows


def _mission(prefix: str, index: int, name: str, kind: str, country: str, city: str, unit: str) -> Row:
    code = f"{prefix}-{index + 1:03d}"
    return {"code": code, "name": name, "kind": kind, "country": country, "city": city, "unit": unit}


def _scale() -> list[Row]:
    scale = words("institution")["scale"]
    return [
        {"scale": scale["code"], "scale_name": scale["name"], "position": position, "label": label}
        for position, label in enumerate(scale["labels"], 1)
    ]
