"""Every operation of the interface, an address that exists for each, and the action that it declares."""

from __future__ import annotations

from typing import Any

from tests.web.api.conftest import Collected, Program, number
from tests.web.planting import PERIOD, SLUG, Planted

from quipu.web.api import api, operations

NAMES = sorted(operation.view_func.__name__ for operation in operations())
QUERIES = {"activities": {"year": PERIOD}, "results": {"period": "2023"}}
BODIES = {"write_value": number(3), "write_amounts": {"financial": 5, "revision": 0}, "send": {"revision": 1}}


def operation_of(name: str) -> Any:
    """An operation by the name of its function."""
    return next(item for item in operations() if item.view_func.__name__ == name)


def ask(name: str, program: Program, planted: Planted, collected: Collected) -> Any:
    """Ask for what an operation gives, at an address that exists and with a body that is as described."""
    operation = operation_of(name)
    path = next(path for path, item in paths().items() if item == (name, operation.methods[0].lower()))
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
    }
    address = path.format(**known)
    if operation.methods == ["GET"]:
        return program.get(address, **QUERIES.get(name, {}))
    return program.send(operation.methods[0], address, BODIES[name])


def paths() -> dict[str, tuple[str, str]]:
    """The operation and method of each path, as the description tells them."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            found[path.removeprefix("/api/v1")] = (told["operationId"], method)
    return found
