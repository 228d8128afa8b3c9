"""Every operation of the interface, an address that exists for each, and the action that it declares."""

from __future__ import annotations

from typing import Any

from tests.factories.counting import FIRST
from tests.factories.register_room import DOCUMENT, MECHANISM
from tests.web.api.conftest import Collected, Program, number
from tests.web.planting import PERIOD, SLUG, Planted

from quipu.web.api import api, operations

NAMES = sorted(operation.view_func.__name__ for operation in operations())
QUERIES = {"activities": {"year": PERIOD}, "results": {"period": "2023"}, "counts": {"period": "2024"}}
BODIES = {"write_value": number(3), "write_amounts": {"financial": 5, "revision": 0}, "send": {"revision": 1}}
OF_A_COUNT = {"counting_rule", "counted_values", "counted_records"}


def body_of(name: str, collected: Collected) -> object:
    """A body that is as described, within what the person who reports answers for."""
    if name not in ("create_record", "change_record"):
        return BODIES[name]
    centre = collected.submission.cost_centre
    act = {"kind": "visit", "title": "Visita de prueba", "starts_on": "2024-05-20", "counterparts": ["FRA"]}
    act |= {"unit": centre.unit.code if centre.unit else "", "mission": centre.mission.code if centre.mission else ""}
    return act | ({"revision": 1} if name == "change_record" else {})


def operation_of(name: str) -> Any:
    """An operation by the name of its function."""
    return next(item for item in operations() if item.view_func.__name__ == name)


def ask(name: str, program: Program, planted: Planted, collected: Collected) -> Any:
    """Ask for what an operation gives, at an address that exists and with a body that is as described."""
    operation = operation_of(name)
    path = paths()[name, operation.methods[0].lower()]
    centre = collected.submission.cost_centre
    known = {
        "slug": SLUG,
        "plan": planted.version.plan.code,
        "number": planted.version.number,
        "code": planted.indicator,
        "period": collected.submission.reporting_period.period,
        "unit": centre.executing_unit.code,
        "centre": centre.code,
        "indicator": collected.value.code,
        "of": collected.value.period,
        "activity": collected.activity.code,
        "month": collected.activity.months[0].month,
        "record": FIRST,
        "mechanism": MECHANISM,
        "document": DOCUMENT,
        "iso3": "FRA",
    }
    if name in OF_A_COUNT:
        known["of"] = PERIOD
    address = path.format(**known)
    if operation.methods == ["GET"]:
        return program.get(address, **QUERIES.get(name, {}))
    return program.send(operation.methods[0], address, body_of(name, collected))


def paths() -> dict[tuple[str, str], str]:
    """The path of each operation and method, as the description tells them."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            found[told["operationId"], method] = path.removeprefix("/api/v1")
    return found
