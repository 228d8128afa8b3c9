"""Continuity of a series of sessions, beyond its worked cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quipu.method import Session, check_continuity
from quipu.method.continuity import add_months

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
SESSIONS = st.lists(
    st.builds(
        lambda ordinal, first, more, held: Session(ordinal, first, None if first is None else max(first, more), held),
        st.none() | st.integers(1, 12),
        st.none() | DAYS,
        DAYS,
        st.booleans(),
    ),
    max_size=12,
)


@given(sessions=SESSIONS, today=DAYS, first=st.none() | st.integers(1, 12), every=st.none() | st.integers(1, 60))
def test_findings_agree_with_the_sessions_one_by_one(sessions, today, first, every) -> None:
    found = check_continuity(sessions, today=today, first_ordinal=first, every_months=every)
    there = {item.ordinal for item in sessions if item.ordinal is not None}
    assert there.isdisjoint(found.missing)
    if there:
        expected = set(range(min(there) if first is None else first, max(there) + 1))
        assert set(found.missing) == expected - there
    late = {
        higher.ordinal
        for higher in sessions
        for lower in sessions
        if None not in (higher.ordinal, lower.ordinal, higher.earliest, lower.earliest)
        and lower.ordinal < higher.ordinal
        and lower.earliest > higher.last_day
    }
    assert {higher for _, higher in found.out_of_order} == late
    assert found.overdue == (found.due_on is not None and found.due_on < today)
    assert check_continuity(reversed(sessions), today=today, first_ordinal=first, every_months=every).missing == (
        found.missing
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 1, 15), 12, date(2025, 1, 15)),
        (date(2024, 10, 31), 1, date(2024, 11, 30)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
    ],
)
def test_months_are_added_on_the_calendar(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later
