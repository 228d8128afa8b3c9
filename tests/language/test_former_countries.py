"""Countries that no longer exist."""

import pycountry
import pytest

from quipu.language import (
    countries_after,
    country_codes,
    find_country,
    find_former_country,
    former_codes,
    former_country,
)


def test_no_country_of_today_is_among_those_that_ended():
    assert {"CSK", "YUG", "SUN"} <= former_codes()
    assert former_codes().isdisjoint(country_codes())


def test_each_has_its_name_in_both_languages_and_what_came_after_it():
    assert {country.alpha_3 for country in pycountry.historic_countries} - country_codes() == former_codes()
    for code in former_codes():
        assert former_country(code), code
        assert former_country(code, "en"), code
        assert set(countries_after(code)) <= country_codes(), code
        assert countries_after(code), code
    assert (former_country("SUN"), former_country("SUN", "en")) == ("Unión Soviética", "Soviet Union")
    assert (former_country("PER"), countries_after("PER")) == ("", ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Yugoslavia", "YUG"),
        ("union sovietica", "SUN"),
        ("URSS", "SUN"),
        ("Checoslovaquia", "CSK"),
        ("czechoslovakia", "CSK"),
        ("sun", "SUN"),
        ("Zaire", "ZAR"),
        ("Atlántida", None),
        ("Perú", None),
    ],
)
def test_they_are_known_as_people_type_them(typed, code):
    assert find_former_country(typed) == code


def test_no_name_of_theirs_is_that_of_a_country_of_today():
    named = [former_country(code, language) for code in former_codes() for language in ("es", "en")]
    assert [name for name in named if find_country(name)] == []
