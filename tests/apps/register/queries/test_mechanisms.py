"""Mechanisms: their series, who comes before and after, and where they stand."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.register import MechanismFactory, RegionCountryFactory, RegionFactory, SessionFactory

from quipu.apps.register.queries.mechanisms import (
    grouped_by_region,
    mechanism_in,
    mechanisms_of,
    neighbours_of,
    series_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 1)


@pytest.fixture
def mechanism():
    return MechanismFactory(every_months=12)


def _held(mechanism, ordinal, day, **fields):
    return SessionFactory(
        institution=mechanism.institution, mechanism=mechanism, ordinal=ordinal, starts_on=day, **fields
    )


def test_a_row_sums_up_its_series(mechanism):
    first, last = _held(mechanism, 1, date(2021, 5, 1)), _held(mechanism, 3, date(2022, 5, 1))
    coming = _held(mechanism, 4, date(2025, 3, 1), status="planned")
    _held(mechanism, 2, date(2021, 9, 1), status="cancelled", status_reason="Se postergó")
    (row,) = mechanisms_of(mechanism.institution, TODAY)
    assert (row.sessions, row.last.code, row.planned.code) == (2, last.code, coming.code)
    assert row.continuity.missing == (2,)
    assert not row.continuity.overdue, "the next one is foreseen"
    assert row.findings == 1
    assert first.ordinal == 1


def test_a_mechanism_that_no_longer_meets_is_never_late(mechanism):
    _held(mechanism, 1, date(2015, 5, 1))
    (row,) = mechanisms_of(mechanism.institution, TODAY)
    assert row.continuity.overdue
    mechanism.active = False
    mechanism.save()
    assert mechanisms_of(mechanism.institution, TODAY) == []
    (row,) = mechanisms_of(mechanism.institution, TODAY, active=False)
    assert not row.continuity.overdue


def test_a_series_holds_a_place_for_what_is_missing_and_marks_what_repeats(mechanism):
    _held(mechanism, 1, date(2021, 5, 1))
    late = _held(mechanism, 4, date(2020, 1, 1))
    for year in (2022, 2023):
        _held(mechanism, 3, date(year, 5, 1))
    rows = series_of(mechanism, TODAY)
    assert [(row.ordinal, row.session is None) for row in rows] == [
        (4, False),
        (3, False),
        (3, False),
        (2, True),
        (1, False),
    ]
    assert [row.repeated for row in rows] == [False, True, True, False, False]
    assert [row.session for row in rows if row.out_of_order] == [late]


def test_neighbours_go_by_number_and_pass_over_what_was_cancelled(mechanism):
    first, third = _held(mechanism, 1, date(2021, 5, 1)), _held(mechanism, 3, date(2023, 5, 1))
    _held(mechanism, 2, date(2022, 5, 1), status="cancelled", status_reason="No se realizó")
    assert neighbours_of(first) == (None, third)
    assert neighbours_of(third) == (first, None)


def test_mechanisms_are_grouped_by_the_nearest_region_of_their_country(mechanism):
    americas = RegionFactory(institution=mechanism.institution, code="america")
    south = RegionFactory(institution=mechanism.institution, code="sur", parent=americas)
    RegionCountryFactory(region=south, country="BRA")
    MechanismFactory(institution=mechanism.institution, country="BRA")
    groups = grouped_by_region(mechanism.institution, mechanisms_of(mechanism.institution, TODAY))
    assert [group.code for group in groups] == ["sur", ""]


def test_many_mechanisms_ask_as_few_queries_as_one(mechanism, django_assert_num_queries):
    for number in range(5):
        other = MechanismFactory(institution=mechanism.institution, level=f"l{number}")
        _held(other, 1, date(2021, 5, 1))
    with django_assert_num_queries(2):
        assert len(mechanisms_of(mechanism.institution, TODAY)) == 6


def test_a_mechanism_of_another_institution_is_not_found(mechanism):
    assert mechanism_in(mechanism.institution, mechanism.code) == mechanism
    assert mechanism_in(MechanismFactory().institution, mechanism.code) is None
