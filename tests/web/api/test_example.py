"""The example of the recipes that writes a value, sent as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from quipu.apps.collection.models import IndicatorEntry

RECIPES = Path(__file__).parents[3] / "docs" / "how-to.md"
WRITING = re.compile(
    r"curl --request (?P<method>PUT) .*?--data '(?P<body>[^']+)'.*?'http://[^/]+/api/v1(?P<path>[^']+)'", re.S
)


def test_the_example_that_writes_a_value_writes_it(program, collected):
    example = WRITING.search(RECIPES.read_text(encoding="utf-8"))
    assert example is not None
    answer = program("planner").send(example["method"], example["path"], example["body"])
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert IndicatorEntry.objects.get().comment == "Registro de reuniones"
