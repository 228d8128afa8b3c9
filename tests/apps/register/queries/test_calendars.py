"""Acts by day and month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories.looked_at import plant_acts_to_look_at
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import RecordFactory

from quipu.apps.register.queries.calendars import SHOWN_IN_A_DAY, SHOWN_WITHOUT_DAY, density_of, month_of
from quipu.apps.register.queries.looking import RecordFilters, records_matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    made = InstitutionFactory(country="PER")
    plant_acts_to_look_at(made)
    return made


def _month(institution, first, **filters):
    return month_of(records_matching(institution, RecordFilters(**filters)), first)


def _by_day(month):
    return {day.on: [record.code for record in day.records] for day in month.days}


def test_an_act_of_several_days_is_on_each_of_them_in_both_months(institution):
    may, june = _month(institution, date(2024, 5, 1)), _month(institution, date(2024, 6, 1))
    assert _by_day(may) == {
        date(2024, 5, 20): ["REUN"],
        date(2024, 5, 30): ["VIS-ARG"],
        date(2024, 5, 31): ["VIS-ARG"],
    }
    assert _by_day(june) == {date(2024, 6, 1): ["VIS-ARG"], date(2024, 6, 2): ["VIS-ARG"]}


def test_an_act_that_lasts_half_a_year_is_in_the_months_between(institution):
    RecordFactory(institution=institution, code="CAMP", starts_on=date(2024, 7, 10), ends_on=date(2025, 1, 10))
    assert len(_by_day(_month(institution, date(2024, 10, 1)))) == 31


def test_what_has_no_day_stands_apart_and_years_stand_nowhere(institution):
    RecordFactory(institution=institution, code="ANUAL", precision="year", starts_on=date(2024, 5, 1))
    month = _month(institution, date(2024, 5, 1))
    assert [record.code for record in month.without_day] == ["VIS-BRA"]
    assert not month.without_day_more


def test_a_crowded_day_shows_the_first_and_counts_the_others(institution):
    for _ in range(SHOWN_IN_A_DAY + 3):
        RecordFactory(institution=institution, starts_on=date(2021, 2, 3))
    for _ in range(SHOWN_WITHOUT_DAY + 1):
        RecordFactory(institution=institution, starts_on=date(2021, 2, 1), precision="month")
    month = _month(institution, date(2021, 2, 1))
    (day,) = month.days
    assert len(day.records) == SHOWN_IN_A_DAY
    assert day.others == 3
    assert month.without_day_more


def test_filters_narrow_the_month(institution):
    assert _by_day(_month(institution, date(2024, 5, 1), country="FRA")) == {date(2024, 5, 20): ["REUN"]}


def test_a_month_is_whole_weeks_from_monday(institution):
    month = _month(institution, date(2024, 5, 1))
    assert all(len(week) == 7 and week[0].on.weekday() == 0 for week in month.weeks)
    assert (month.before, month.after) == (date(2024, 4, 1), date(2024, 6, 1))
    assert sum(day.inside for week in month.weeks for day in week) == 31
    assert month.after - timedelta(days=1) == date(2024, 5, 31)


def test_a_month_asks_the_same_queries_whatever_it_holds(institution, django_assert_num_queries):
    with django_assert_num_queries(4):
        _month(institution, date(2024, 5, 1))


def test_an_act_counts_in_a_month_or_a_year_when_it_lies_within(institution):
    RecordFactory(institution=institution, precision="bounded", starts_on=date(2023, 12, 20), ends_on=date(2024, 1, 10))
    RecordFactory(institution=institution, precision="quarter", starts_on=date(2023, 1, 1))
    density = density_of(records_matching(institution, RecordFilters()))
    assert density.years == {2022: 1, 2023: 2, 2024: 4, 2030: 1}
    assert density.months[2024 * 12 + 4] == 3
    assert sum(density.months.values()) == 7
