"""The rule that the tests of counting speak of, on an indicator of the institution of the pages' tests."""

from __future__ import annotations

import pytest
from tests.factories.counting import plant_counting

from quipu.apps.plans.models import Indicator


@pytest.fixture
def rule(planted, db):
    """It counts the meetings of `tests.factories.counting`, and only compares."""
    indicator = Indicator.objects.get(plan=planted.version.plan, code=planted.indicator)
    return plant_counting(planted.institution, indicator)
