"""The description is kept: requests made from it, right and wrong, on every operation, in this process.

`QUIPU_API_EXAMPLES=300 pytest tests/web/api/test_schemathesis.py` makes more of them, and
`QUIPU_API_TABLE=table.txt` writes what was asked and how it was answered.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from tests.factories.counting import FIRST
from tests.factories.register_room import DOCUMENT, MECHANISM
from tests.web.api.conftest import HERE, collect, key_of
from tests.web.conftest import QUICK

from quipu.apps.accounts import attempts
from quipu.web.api import api

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("QUIPU_API_EXAMPLES", "25"))
TABLE = os.environ.get("QUIPU_API_TABLE", "")
EVALUATED = "2023"
MADE_WRONG = "api.request"
"""The code of a refusal of what is not as described; any other 422 is of a value that the plan cannot take."""

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def answered() -> Iterator[Counter[tuple[str, str, int]]]:
    """How each operation answered, written down when asked for."""
    counted: Counter[tuple[str, str, int]] = Counter()
    yield counted
    if TABLE:
        lines = [f"{label}\t{mode}\t{status}\t{count}" for (label, mode, status), count in sorted(counted.items())]
        Path(TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection that holds the tests' transaction: a real request would close it before and after."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def known(planted) -> Iterator[Mapping[str, str]]:
    """A key that may do everything, and a name that exists for every part of an address."""
    patch = pytest.MonkeyPatch()
    patch.setattr(attempts, "is_closed", lambda **who: False)  # wrong keys are sent on purpose, one after another
    with override_settings(**QUICK):
        collected = collect(planted)
        centre = collected.submission.cost_centre
        yield {
            "key": key_of("planner"),
            "slug": HERE.rpartition("/")[2],
            "plan": planted.version.plan.code,
            "number": str(planted.version.number),
            "code": planted.indicator,
            "period": collected.submission.reporting_period.period,
            "unit": centre.executing_unit.code,
            "centre": centre.code,
            "indicator": collected.value.code,
            "of": collected.value.period,
            "activity": collected.activity.code,
            "month": str(collected.activity.months[0].month),
            "record": FIRST,
            "mechanism": MECHANISM,
            "document": DOCUMENT,
            "iso3": "FRA",
        }
    patch.undo()


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described(case, known, answered):
    part = case.meta.components.get(ParameterLocation.PATH)
    if part is not None and part.mode.is_positive and hash(str(case.path_parameters)) % 4:
        case.path_parameters = {name: known[name] for name in case.path_parameters}
    asked = case.meta.components.get(ParameterLocation.QUERY)
    if asked is not None and asked.mode.is_positive and "period" in (case.query or {}):
        case.query = {**case.query, "period": EVALUATED}
        for name in ("plan", "version"):
            case.query.pop(name, None)
    headers = {"Authorization": f"Bearer {known['key']}", "Accept-Encoding": "identity"}
    response = case.call(headers=headers)
    answered[case.operation.label, case.meta.generation.mode.value, response.status_code] += 1
    of_the_plan = response.status_code == 422 and response.json()["code"] != MADE_WRONG
    excluded = [positive_data_acceptance] if of_the_plan else []
    excluded += [negative_data_rejection] if _was_lost(case, response) else []
    case.validate_response(response, headers=headers, excluded_checks=excluded)


def _was_lost(case, response) -> bool:
    """Whether what was wrong never left: an unknown name of a query whose value is an empty list is not written."""
    unknown = set(case.query or {}) - {parameter.name for parameter in case.operation.query}
    sent = parse_qs(urlparse(response.request.url).query, keep_blank_values=True)
    return bool(unknown) and unknown.isdisjoint(sent)
