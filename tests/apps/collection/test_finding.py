"""Finding what an address names, and when a submission may be written."""

from __future__ import annotations

from datetime import date

import pytest

from quipu.apps.collection.models import ReportingLevel, Submission
from quipu.apps.collection.queries.finding import is_writable

TODAY = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("state", "level", "writable"),
    [
        ("owed", "open", True),
        ("draft", "open", True),
        ("returned", "open", True),
        ("submitted", "open", False),
        ("approved", "open", False),
        ("owed", "closed", False),
        ("draft", "closed", False),
        ("returned", "closed", True),
        ("returned", "locked", False),
    ],
)
def test_when_a_submission_may_be_written(state, level, writable):
    calendar = ReportingLevel(state=level, opens_on=TODAY, due_on=TODAY)
    assert is_writable(Submission(state=state), calendar, TODAY) is writable


def test_before_its_day_nothing_is_written():
    calendar = ReportingLevel(state="open", opens_on=date(2026, 7, 11), due_on=date(2026, 7, 20))
    assert not is_writable(Submission(state="owed"), calendar, TODAY)
