"""An institution with a reporting period open, and short ways of filling it in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.collection import Reporting, make_reporting

from quipu.apps.collection.services.entries import save_amounts, save_value
from quipu.apps.plans.services import ValueParts


@pytest.fixture
def reporting(db) -> Reporting:
    return make_reporting()


@pytest.fixture
def give(reporting):
    """Save the value of an indicator of the unit: a number, or the parts of another type."""

    def give_value(value, *, indicator=None, period="2024", revision=0, **more):
        parts = value if isinstance(value, ValueParts) else ValueParts(number=Decimal(value))
        more.setdefault("actor", reporting.focal_point)
        return save_value(
            submission=reporting.submission(),
            indicator=indicator or reporting.people,
            period=period,
            parts=parts,
            revision=revision,
            **more,
        )

    return give_value


@pytest.fixture
def execute(reporting):
    """Save what the post executed in a month."""

    def execute_amounts(month, physical=None, financial=None, *, revision=0, **more):
        pair = [None if amount is None else Decimal(amount) for amount in (physical, financial)]
        more.setdefault("actor", reporting.focal_point)
        more.setdefault("submission", reporting.submission(reporting.post))
        more.setdefault("activity", reporting.activity)
        return save_amounts(month=month, physical=pair[0], financial=pair[1], revision=revision, **more)

    return execute_amounts


@pytest.fixture
def fill_unit(reporting, give):
    """Everything that the unit owes."""

    def fill():
        give(90)
        give(75, indicator=reporting.rate, period="2024-S2")
        return reporting.submission()

    return fill
